import { FEW_ANSWERS } from "./answer-mean.ts";
import { figure, type Figure } from "./figure.ts";
import { answersInGroups, refuseBadNpsCounts, type NpsCounts } from "./nps-counts.ts";
import { npsInterval, type NpsMethod } from "./nps-interval.ts";

export type NpsInput = NpsCounts & {
  /** Coverage of the interval; 0.95 when absent. */
  readonly confidence?: number;
  /** `adjusted-wald` when absent. */
  readonly method?: NpsMethod;
};

/** `method` names how the interval was made. */
export type NpsFigure = Figure & { readonly method: NpsMethod };

/**
 * Net Promoter Score in points, -100..100: 100 (promoters - detractors)/n, with its interval, cut at -100 and 100.
 *
 * The interval of the adjusted Wald method adds three quarters of a promoter and of a detractor and three halves of a passive, so it keeps
 * its width when everybody agrees; its middle is therefore not the score itself. Full precision; round for display only.
 * Source: B. Rocks, The American Statistician 70 (2016), recommended by Lewis & Sauro (2021); the others in `npsInterval`.
 * Doubts: `no-answers`, `low-precision` below 30 answers, `too-few-answers` where the method has no interval.
 * @throws RangeError when a count is negative or not whole, or the confidence is outside 0..1.
 */
export function nps(input: NpsInput): NpsFigure {
  const { promoters, detractors, method = "adjusted-wald", confidence = 0.95 } = input;
  refuseBadNpsCounts("nps", input);
  const n = answersInGroups(input);
  const interval = npsInterval({ ...input, method, confidence });
  const base = { unit: "points", n, metric: "stats.nps@1" };
  if (n === 0) return { ...figure({ ...base, value: null, doubts: ["no-answers"] }), method };
  const doubts = [...(interval === null ? ["too-few-answers"] : []), ...(n < FEW_ANSWERS ? ["low-precision"] : [])];
  return { ...figure({ ...base, value: (100 * (promoters - detractors)) / n, interval, doubts }), method };
}
