import { shareWithInterval } from "./figures.ts";
import type { Reference } from "./words.ts";

const ASKED = 682;
/** Only whole percent were published, and not how many answered this question: the interval takes all who were asked. */
const DOUBTS = ["reference-all-assumed", "reference-wording-unpublished"];
const share = (metric: string, of: number) => ({
  ...shareWithInterval({ metric, n: ASKED, of: Math.round(of * ASKED), doubts: DOUBTS }, ""),
  value: of,
});

/** How many companies have one source of what they know of customers, by what others found. It comes with the product, not from the data. */
export const SINGLE_SOURCE: Reference = {
  figure: share("reference.single-source@1", 0.13),
  underWay: share("reference.single-source-under-way@1", 0.3),
  source: "Harvard Business Review Analytic Services, 682 business leaders, 2017",
};
