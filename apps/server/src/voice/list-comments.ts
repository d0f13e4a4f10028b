import { z } from "zod";
import { read } from "../platform/operation.ts";
import { personal } from "../platform/personal.ts";
import type { Scan } from "../platform/events/contract.ts";
import { experienceFilter } from "./experience.ts";
import { isIn, type Placed, type WhyHidden, whyHidden } from "./votes.ts";

/** Comments of fewer people than this could be traced to them. */
export const COMMENT_MINIMUM = 10;

export const listComments = read({
  name: "voice.listComments",
  method: "GET",
  path: "/comments",
  summary: "What customers wrote about a stage, newest first; none when fewer than ten wrote",
  permission: "voice:read",
  reach: "organisation",
  input: z.object({
    stage: z.string(),
    channel: z.string().optional(),
    segment: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
  }),
  output: z.object({
    total: z.number().nullable().describe("null when hidden"),
    hidden: z.string().nullable(),
    comments: z.array(
      z.object({
        text: personal(z.string()),
        points: z.number(),
        time: z.string().nullable(),
        customer: personal(z.string(), "id").nullable(),
      }),
    ),
  }),
  async run(ctx, input) {
    const everywhere = { stage: input.stage, channel: null, segment: null, from: null, to: null };
    const filter = { ...(await experienceFilter(ctx, everywhere)), comment: { not: [null] } };
    const scan = await ctx.events.scan({
      filter,
      numbers: ["points", "time"],
      words: ["segment", "channel"],
      texts: ["comment", "customer", "respondent"],
      order: "newest",
    });
    const rows = Int32Array.from(scan.texts.comment?.keys() ?? []).filter(
      (row) => (scan.texts.comment?.[row] ?? "") !== "" && !Number.isNaN(scan.numbers.points?.[row] ?? Number.NaN),
    );
    const place = { stage: null, channel: input.channel ?? null, segment: input.segment ?? null };
    const written = placed(scan);
    const here = rows.filter(isIn(written, place));
    const people = new Set(Array.from(here, (row) => written.person[row])).size;
    const reason = people < COMMENT_MINIMUM ? "hidden-small-group" : whyHidden(written, { rows, place, people, least: COMMENT_MINIMUM });
    if (reason !== null) return { total: null, hidden: WHY[reason], comments: [] };
    const all = Array.from(here, (row) => ({
      text: scan.texts.comment?.[row] ?? "",
      points: scan.numbers.points?.[row] ?? Number.NaN,
      time: toIso(scan.numbers.time?.[row]),
      customer: scan.texts.customer?.[row] ?? null,
    }));
    return { total: all.length, hidden: null, comments: all.slice(0, input.limit) };
  },
});

const WHY: Record<WhyHidden, string> = {
  "hidden-small-group": `Fewer than ${COMMENT_MINIMUM} customers wrote something here, so their words stay hidden.`,
  "hidden-by-subtraction": "Hidden so that the words of a smaller group beside it cannot be told apart.",
};

/** Where each comment was written and by whom: a customer, else a respondent, else somebody of their own. */
function placed({ length, words, texts }: Scan): Placed {
  const codes = new Map<string, number>();
  const codeOf = (name: string) => codes.get(name) ?? (codes.set(name, codes.size), codes.size - 1);
  const nowhere = { codes: new Int32Array(length).fill(-1), dictionary: [] };
  return {
    stage: nowhere,
    channel: words.channel ?? nowhere,
    segment: words.segment ?? nowhere,
    person: Int32Array.from({ length }, (_, row) => {
      const [customer, respondent] = [texts.customer?.[row] ?? null, texts.respondent?.[row] ?? null];
      return codeOf(customer !== null ? `c ${customer}` : respondent !== null ? `r ${respondent}` : `row ${row}`);
    }),
  };
}

function toIso(time: number | undefined): string | null {
  return time === undefined || Number.isNaN(time) ? null : new Date(time).toISOString();
}
