import { z } from "zod";
import { CaseFilter } from "./case-filters.ts";

export const Log = z.object({ log: z.string(), events: z.number(), cases: z.number() }).meta({ id: "Log" });

export const JourneyModel = z
  .object({
    events: z.number(),
    cases: z.number(),
    activities: z.array(z.string()),
    variants: z.number(),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        count: z.number(),
        mean: z.number(),
        median: z.number(),
        p90: z.number(),
        min: z.number(),
        max: z.number(),
        sum: z.number(),
      }),
    ),
    starts: z.record(z.string(), z.number()),
    ends: z.record(z.string(), z.number()),
    topVariants: z.array(z.object({ activities: z.array(z.string()), count: z.number() })),
  })
  .meta({ id: "JourneyModel" });
export type JourneyModel = z.infer<typeof JourneyModel>;

const wait = z.object({ median: z.number(), p90: z.number() }).nullable().describe("seconds since the step before");

export const MapStep = z.object({
  id: z.string(),
  label: z.string(),
  stage: z.string().nullable(),
  events: z.number(),
  cases: z.number(),
  again: z.number().describe("cases that came here twice or more"),
  wait,
  starts: z.number(),
  ends: z.number(),
});
export const MapPath = z.object({
  from: z.string().nullable().describe("null = start of the journey"),
  to: z.string().nullable().describe("null = end of the journey"),
  count: z.number(),
  cases: z.number(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
  viaHidden: z.number().describe("how many of these passed at least one folded step"),
  shown: z.boolean(),
});
export const JourneyMap = z
  .object({
    log: z.string().nullable().describe("null: there is no event log yet"),
    logs: z.array(Log),
    filters: z.array(CaseFilter).describe("only journeys for which all of these hold"),
    choices: z.array(z.object({ id: z.string(), label: z.string() })).describe("every step of the whole log"),
    sentence: z.string(),
    stages: z.array(
      z.object({ id: z.string().nullable(), label: z.string(), ownerId: z.string().nullable(), ownerName: z.string().nullable() }),
    ),
    steps: z.array(MapStep),
    hidden: z
      .array(z.object({ id: z.string(), label: z.string(), events: z.number(), cases: z.number() }))
      .describe("folded steps, counted"),
    paths: z.array(MapPath),
    totals: z.object({
      allCases: z.number().describe("journeys of the log before filters"),
      cases: z.number(),
      events: z.number(),
      activities: z.number(),
      variants: z.number(),
      hiddenSteps: z.number(),
      hiddenEvents: z.number(),
      foldedPaths: z.number(),
      foldedTraversals: z.number(),
      unseenCases: z.number(),
    }),
    asOf: z.string().nullable(),
  })
  .meta({ id: "JourneyMap" });
export type JourneyMap = z.infer<typeof JourneyMap>;

export const JourneyWays = z
  .object({
    log: z.string().nullable(),
    allCases: z.number().describe("journeys of the log before filters"),
    cases: z.number(),
    ways: z.array(
      z.object({
        steps: z.array(z.object({ id: z.string(), label: z.string() })),
        cases: z.number(),
        share: z.number().describe("of the journeys, 0-1"),
        upTo: z.number().describe("share of this way and all before it"),
        median: z.number().describe("seconds from the first step to the last"),
      }),
    ),
    rest: z.object({ ways: z.number(), cases: z.number() }).describe("rarer ways, not listed"),
  })
  .meta({ id: "JourneyWays" });
export type JourneyWays = z.infer<typeof JourneyWays>;

const side = z.tuple([z.number(), z.number()]).describe("of the journeys chosen, and of those that the last condition takes off");
export const JourneyDifferences = z
  .object({
    log: z.string().nullable(),
    cases: side,
    tests: z.number().describe("how many differences were looked for; all are adjusted together (Benjamini-Hochberg, .05)"),
    differences: z.array(
      z.object({
        from: z.object({ id: z.string(), label: z.string() }),
        to: z.object({ id: z.string(), label: z.string() }).nullable().describe("null: the step itself, else the path to it"),
        cases: side,
        share: z.object({
          difference: z.number(),
          interval: z.tuple([z.number(), z.number()]),
          p: z.number().nullable(),
          different: z.boolean(),
        }),
        wait: z
          .object({ medians: z.tuple([z.number().nullable(), z.number().nullable()]), p: z.number().nullable(), different: z.boolean() })
          .nullable()
          .describe("seconds on the path"),
      }),
    ),
    leftOut: z.number().describe("differences that the conditions themselves make, not listed"),
    doubts: z.array(z.enum(["too-few-journeys"])),
  })
  .meta({ id: "JourneyDifferences" });
export type JourneyDifferences = z.infer<typeof JourneyDifferences>;
