import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { read } from "../platform/operation.ts";
import { personal } from "../platform/personal.ts";
import { dayAfter } from "./period.ts";
import { placeOf } from "./place.ts";
import { startOfDay } from "../platform/zone.ts";
import { readResponses } from "./read-responses.ts";
import { isShown, type Response, responsesOf } from "./responses.ts";
import { COMMENT_MINIMUM } from "./list-comments.ts";
import { Measure, VoiceFilter } from "./words.ts";

const Cursor = z
  .string()
  .regex(/^(none|-?\d{1,15})~\d{1,9}$/)
  .describe("`next` of the page before");

export const listResponses = read({
  name: "voice.listResponses",
  method: "GET",
  path: "/voice/responses",
  summary: "What customers answered and wrote, newest first; what one person answered at one moment is one response",
  permission: "voice:read",
  reach: "organisation",
  input: VoiceFilter.extend({
    band: z
      .enum(["high", "middle", "low"])
      .optional()
      .describe("by the first answer: 9-10, 7-8, 0-6 of 10; the two best of 1-5; above the middle of 1-7"),
    commented: z.enum(["yes", "no"]).optional(),
    cursor: Cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(25),
  }),
  output: z.object({
    total: z.number().int().nullable().describe("responses that fit; null when hidden"),
    hidden: z.string().nullable(),
    commentsHidden: z.string().nullable().describe("why what was written is left out, of all or of some"),
    responses: z.array(
      z.object({
        time: z.string().nullable(),
        customer: personal(z.string(), "id").nullable(),
        stage: z.string().nullable(),
        comment: personal(z.string()).nullable(),
        commentHidden: z.boolean().describe("something was written that may not be shown"),
        answers: z
          .array(
            z.object({
              survey: z.string().nullable(),
              measure: Measure.nullable(),
              stage: z.string().nullable(),
              score: z.number(),
              scale: z.string().nullable(),
              points: z.number().nullable(),
            }),
          )
          .describe("the question to recommend first, then satisfaction, then effort, then the others"),
      }),
    ),
    next: z.string().nullable().describe("where the next page begins; null on the last"),
  }),
  async run(ctx, input) {
    const [company, all] = await Promise.all([readCompany(ctx.db, ctx.world), readResponses(ctx)]);
    const { zone } = company.settings;
    const { shown, hidden, commentsHidden } = responsesOf(all, {
      place: placeOf(input, company),
      survey: input.survey ?? null,
      from: input.from === undefined ? null : startOfDay(input.from, zone),
      to: input.to === undefined ? null : startOfDay(dayAfter(input.to), zone),
    });
    if (hidden !== null) return { total: null, hidden, commentsHidden: null, responses: [], next: null };
    const fitting = shown.filter((response) => isShown(response, { band: input.band ?? null, commented: input.commented ?? null }));
    const begin = input.cursor === undefined ? 0 : placeOfCursor(fitting, input.cursor);
    const page = fitting.slice(begin, begin + input.limit);
    return {
      total: fitting.length,
      hidden: null,
      commentsHidden:
        commentsHidden === "none"
          ? null
          : commentsHidden === "all"
            ? `Fewer than ${COMMENT_MINIMUM} people wrote something here, so their words stay hidden.`
            : `At some stages fewer than ${COMMENT_MINIMUM} people wrote something; their words stay hidden.`,
      responses: page.map(({ time, person, stage, comment, commented, answers }) => ({
        time: Number.isNaN(time) ? null : new Date(time).toISOString(),
        customer: all.customers[person] ?? null,
        stage,
        comment,
        commentHidden: commented && comment === null,
        answers: answers.map((answer) => ({ ...answer })),
      })),
      next: begin + page.length < fitting.length ? cursorAfter(fitting, begin + page.length) : null,
    };
  },
});

/** Time of the last response before a place, and how many of the same instant stand before it: it stays right when newer ones arrive. */
function cursorAfter(responses: readonly Response[], at: number): string {
  const time = responses[at - 1]?.time ?? Number.NaN;
  let same = 0;
  while (at - 1 - same >= 0 && Object.is(responses[at - 1 - same]?.time, time)) same += 1;
  return `${Number.isNaN(time) ? "none" : time}~${same}`;
}

function placeOfCursor(responses: readonly Response[], cursor: string): number {
  const [word = "", skip = "0"] = cursor.split("~");
  const time = word === "none" ? Number.NaN : Number(word);
  // Newest first, those without a time last.
  const first = responses.findIndex((response) => (Number.isNaN(time) ? Number.isNaN(response.time) : !(response.time > time)));
  if (first < 0) return responses.length;
  let at = first;
  while (at < first + Number(skip) && Object.is(responses[at]?.time, time)) at += 1;
  return at;
}
