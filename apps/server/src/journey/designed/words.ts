import { z } from "zod";
import { EntryId } from "../../company/words.ts";
import { Figure } from "../../platform/figure.ts";
import { CaseFilter, where } from "../case-filters.ts";

const seconds = z.number().min(0).max(1e10);
const step = z.string().trim().min(1).max(500);
const name = z.string().trim().min(1).max(200);

/** Designs are drawn by hand; more steps than this nobody draws. */
const MOST_STEPS = 200;

export const DesignId = EntryId;

export const DesignedStep = z.object({
  step: step.describe("as events name it"),
  optional: z.boolean().default(false).describe("a journey without it fits too"),
  within: seconds.nullable().default(null).describe("seconds promised since the designed step before it"),
});
export type DesignedStep = z.infer<typeof DesignedStep>;

const Steps = z
  .array(DesignedStep)
  .min(1)
  .max(MOST_STEPS)
  .refine((steps) => new Set(steps.map((one) => one.step)).size === steps.length, { message: "a step stands in it twice" })
  .refine((steps) => steps.some(({ optional }) => !optional), { message: "one step at least is not optional" });

/** Drawn as steps in order, or the text of a BPMN 2.0 file. */
export const DesignInput = z
  .object({
    name: name.optional().describe("a BPMN file's own name unless said"),
    steps: Steps.optional(),
    whole: seconds.nullable().optional().describe("seconds promised from the first step to the last"),
    bpmn: z.string().max(1_000_000).optional().describe("the text of a BPMN 2.0 file, instead of steps"),
  })
  .refine(({ steps, bpmn }) => (steps === undefined) !== (bpmn === undefined), { message: "give either steps or bpmn" });
export type DesignInput = z.infer<typeof DesignInput>;

/** As it is kept. `tree` is what journeys are held against, in the field's text notation. */
export interface DesignContent {
  readonly name: string;
  readonly tree: string;
  readonly promises: Readonly<Record<string, number>>;
  readonly whole: number | null;
  /** What was read as something simpler, one sentence each. */
  readonly notes: readonly string[];
}

const Named = z.object({ id: z.string(), label: z.string() });

export const Design = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.number(),
    steps: z
      .array(DesignedStep.extend({ label: z.string(), known: z.boolean().describe("one of the company's steps") }))
      .nullable()
      .describe("null: it has choices, loops or steps side by side, and is changed by importing it anew"),
    tree: z.string().describe("the model in the notation of process trees"),
    allSteps: z.array(Named),
    paths: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable() })).describe("null = start, end"),
    whole: z.number().nullable(),
    notes: z.array(z.string()).describe("what was read as something simpler"),
    by: z.string(),
    changedAt: z.string(),
    removed: z.boolean(),
    etag: z.string().describe("send it as If-Match with a change"),
  })
  .meta({ id: "Design" });
export type Design = z.infer<typeof Design>;

export const DesignHistory = Design.extend({
  versions: z.array(z.object({ version: z.number(), name: z.string(), removed: z.boolean(), by: z.string(), changedAt: z.string() })),
}).meta({ id: "DesignHistory" });
export type DesignHistory = z.infer<typeof DesignHistory>;

export const AskedDeviations = z.object({ design: DesignId, log: z.string().optional(), where });

const counted = z.array(Named.extend({ cases: z.number() }));
export const Deviations = z
  .object({
    log: z.string().nullable().describe("null: there is no event log yet"),
    design: z.object({ id: z.string(), name: z.string(), version: z.number() }),
    cases: z.number().describe("journeys chosen"),
    begun: z.number().describe("journeys of this kind: they contain a step the design begins with"),
    begins: z.array(Named),
    compared: z.number().describe("of these, journeys that also came to a step the design ends with; only they are held against it"),
    ends: z.array(Named),
    unfinished: counted.describe(
      "the others by the last designed step they came to: under way or broken off, nothing of them is called skipped",
    ),
    earlier: counted.describe("steps before the design begins, in how many of the journeys compared: no part of the comparison"),
    exact: Figure,
    fitness: Figure,
    deviations: z.array(
      z.object({
        kind: z.enum(["skipped", "extra", "moved"]),
        step: Named,
        designed: z.boolean().describe("false: the design does not know this step at all"),
        cases: z.number(),
        times: z.number(),
        share: Figure,
        after: Named.nullable().describe("the step that fits before most of them; null is the beginning"),
        before: Named.nullable(),
        channels: z
          .array(Named.extend({ cases: z.number(), of: z.number() }))
          .describe("by the channel in which the design's first step happened"),
        odd: Named.nullable().describe("the channel in which it stands out, all judged together (Benjamini-Hochberg, .05)"),
        filters: z.array(CaseFilter).nullable().describe("conditions that choose exactly these journeys; null where none can say it"),
      }),
    ),
    promises: z.array(
      z.object({
        step: Named.nullable().describe("null: the whole journey"),
        seconds: z.number().describe("promised"),
        kept: Figure,
        late: z.number(),
        open: z.number().describe("not due yet"),
        lateness: z.object({ median: z.number(), p90: z.number() }).nullable().describe("seconds later than promised; negative is early"),
      }),
    ),
    doubts: z.array(z.enum(["no-such-journeys", "none-finished", "given-up"])),
  })
  .meta({ id: "Deviations" });
export type Deviations = z.infer<typeof Deviations>;
