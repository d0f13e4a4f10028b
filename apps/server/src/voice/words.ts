import { z } from "zod";
import { Figure } from "../platform/figure.ts";
import { World } from "../platform/world.ts";

/** The words of this slice. */
export const Measure = z.enum(["nps", "csat", "ces"]);
export type Measure = z.infer<typeof Measure>;

/** Answers of one question in two or three groups, the best first. */
export const Band = z.enum(["promoters", "passives", "detractors", "satisfied", "not-satisfied", "easy", "middle", "hard"]);
export type Band = z.infer<typeof Band>;

export const Rolling = z.enum(["month", "quarter"]);
export type Rolling = z.infer<typeof Rolling>;

export const VoiceFilter = z.strictObject({
  stage: z.string().optional(),
  channel: z.string().optional(),
  segment: z.string().optional(),
  survey: z.string().optional().describe("the kind of question, as the answers name it"),
  from: z.iso.date().optional().describe("first day of the period"),
  to: z.iso.date().optional().describe("last day of the period"),
});
export type VoiceFilter = z.infer<typeof VoiceFilter>;

const instant = z.string().nullable();

export const Behaviour = z
  .object({
    linked: Figure.describe("who of them was a customer in the period by the ledger"),
    notLinked: Figure.describe("who of them the ledger does not know in the period"),
    stayed: Figure.describe("customers still, when the period ends"),
    gone: Figure.describe("no customers any more"),
    left: Figure.describe("share gone, of those linked"),
    each: Figure.describe("what one of them is worth a year"),
    yearly: Figure.describe("what they are worth a year together"),
  })
  .meta({ id: "Behaviour" });
export type Behaviour = z.infer<typeof Behaviour>;

const Window = z.object({
  from: z.string(),
  to: z.string().describe("first instant after it"),
  lastDay: z.iso.date().describe("by the organisation's calendar"),
});

export const Score = z
  .object({
    survey: z.string().describe("the kind of question, as the answers name it"),
    measure: Measure,
    scale: z.string(),
    score: Figure,
    hiddenBecause: z.string().nullable(),
    answers: z.number().int().nullable().describe("answers behind it, before each person counts once; null when hidden"),
    leftOut: z.number().int().nullable().describe("answers that are no point of the scale; null when hidden"),
    counts: z
      .array(z.object({ answer: z.number(), people: z.number().int() }))
      .nullable()
      .describe("people by answer; null when so few answered that single ones could be recognised"),
    bands: z
      .array(z.object({ band: Band, from: z.number(), to: z.number(), share: Figure, behaviour: Behaviour }))
      .describe("who gave which answers, and what they did; empty when too few answered"),
    everyone: Behaviour.describe("all who answered"),
    silent: Behaviour.nullable().describe("customers who did not answer; null under a filter by place, where nobody knows who they are"),
    series: z.array(Window.extend({ score: Figure })).describe("oldest first; each window is as long as `rolling` says"),
    change: z
      .object({
        last: Figure,
        before: Figure,
        difference: Figure,
        p: z.number().nullable(),
        adjusted: z.number().nullable().describe("p after Benjamini-Hochberg over the questions of this view"),
        verdict: z.enum(["up", "down", "no-clear-change", "not-known-yet"]),
      })
      .nullable()
      .describe("the newest window against the one before it; null where there are not two whole ones"),
  })
  .meta({ id: "Score" });
export type Score = z.infer<typeof Score>;

export const Voice = z
  .object({
    period: z
      .object({
        from: instant,
        to: instant,
        firstDay: z.iso.date().nullable().describe("by the organisation's calendar, like `lastDay`"),
        lastDay: z.iso.date().nullable(),
      })
      .describe("answers between these instants; null: none carries a time"),
    until: instant.describe("the instant up to which is known who stayed"),
    rolling: Rolling,
    scores: z.array(Score).describe("one for each question that has a score, the question to recommend first"),
    behaviour: z
      .array(Window.extend({ left: Figure, each: Figure }))
      .describe("of all customers, whether they answered or not, over those windows of the series that share no day"),
    definitions: z.array(z.object({ metric: z.string(), title: z.string(), text: z.string(), owner: z.string() })),
    others: z
      .array(z.object({ survey: z.string().nullable(), scale: z.string().nullable(), answers: z.number().int() }))
      .describe("questions that are answered and are neither of the three"),
    currency: z.string(),
    filters: z.object({ stages: z.array(option()), channels: z.array(option()), segments: z.array(option()), surveys: z.array(option()) }),
    world: World,
    asOf: instant.describe("when the newest answer of the period was given"),
  })
  .meta({ id: "Voice" });
export type Voice = z.infer<typeof Voice>;

function option() {
  return z.object({ id: z.string(), label: z.string() });
}
