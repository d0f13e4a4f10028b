import { z } from "zod";
import { read } from "../platform/operation.ts";
import { personal } from "../platform/personal.ts";
import { experienceFilter } from "./experience.ts";

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
    const scope = { stage: input.stage, channel: input.channel ?? null, segment: input.segment ?? null, from: null, to: null };
    const filter = { ...(await experienceFilter(ctx, scope)), comment: { not: [null] } };
    const scan = await ctx.events.scan({ filter, numbers: ["points", "time"], texts: ["comment", "customer"], order: "newest" });
    const all = Array.from({ length: scan.length }, (_, i) => ({
      text: scan.texts.comment?.[i] ?? "",
      points: scan.numbers.points?.[i] ?? Number.NaN,
      time: toIso(scan.numbers.time?.[i]),
      customer: scan.texts.customer?.[i] ?? null,
    })).filter((c) => c.text !== "" && !Number.isNaN(c.points));
    const people = new Set(all.map((c, i) => c.customer ?? `row ${i}`));
    if (people.size < COMMENT_MINIMUM) {
      return {
        total: null,
        hidden: `Fewer than ${COMMENT_MINIMUM} customers wrote something here, so their words stay hidden.`,
        comments: [],
      };
    }
    return { total: all.length, hidden: null, comments: all.slice(0, input.limit) };
  },
});

function toIso(time: number | undefined): string | null {
  return time === undefined || Number.isNaN(time) ? null : new Date(time).toISOString();
}
