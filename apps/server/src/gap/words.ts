import { z } from "zod";
import { Figure } from "../platform/figure.ts";
import { World } from "../platform/world.ts";

export const GapStateName = z.enum(["gap", "no-gap", "not-known-yet", "hidden"]);
export const LifeState = z.enum(["seen", "priced", "owned", "acted", "verified", "paid"]);

export const BoardFilter = z.strictObject({
  stage: z.string().optional(),
  channel: z.string().optional(),
  segment: z.string().optional(),
  owner: z.string().optional(),
  from: z.iso.date().optional().describe("first day of the period"),
  to: z.iso.date().optional().describe("last day of the period"),
});
export type BoardFilter = z.infer<typeof BoardFilter>;

const side = Figure.nullable();
export const Cell = z
  .object({
    key: z.string(),
    stage: z.string(),
    stageLabel: z.string(),
    promise: z.string().nullable().describe("what the company promises at this stage, in its own words"),
    channel: z.string().nullable(),
    segment: z.string().nullable(),
    owner: z.string().nullable(),
    ownerName: z.string().nullable(),
    sides: z.object({ believed: side, promised: side, delivered: side, experienced: side, expected: side, answered: side }),
    frontLine: side.describe("what the front line believes"),
    gaps: z.object({ belief: side, promise: side, delivery: side, expectation: side, response: side }),
    state: GapStateName,
    need: z
      .object({ customers: z.number().nullable(), leaders: z.number().nullable(), both: z.number().nullable() })
      .nullable()
      .describe(
        "about how many more answers would settle it: of customers alone, of leaders alone, or on each side; given with not-known-yet",
      ),
    hiddenBecause: z.string().nullable(),
    priority: Figure,
    atStake: Figure.describe("what the gap costs a year: `gap.price`"),
    worth: z
      .object({
        customers: Figure.describe("who passed this stage in the period and is in the ledger"),
        yearly: Figure.describe("what they are worth a year"),
        lost: Figure.describe("who of them is no customer any more when the period ends"),
        lostYearly: Figure,
        lostShare: Figure,
      })
      .nullable()
      .describe("the cell's customers as an asset; on the board for gaps only, in the evidence for every cell"),
    life: LifeState,
    action: z
      .object({
        id: z.string(),
        title: z.string(),
        ownerId: z.string(),
        ownerName: z.string(),
        goalLine: z.number(),
        dueOn: z.string(),
        state: z.string(),
        late: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: "Cell" });
export type Cell = z.infer<typeof Cell>;

export const Board = z
  .object({
    sentence: z.string(),
    slots: z
      .object({
        says: z.enum(["nothing-to-compare", "gap", "better", "no-gap", "not-known-yet", "hidden"]).describe("which sentence it is"),
        believed: z.number().nullable(),
        experienced: z.number().nullable(),
        stage: z.string().nullable(),
        stageLabel: z.string().nullable().describe("of the gap, or of the stage that is nearest to being known"),
        owned: z.boolean().nullable(),
        ownerName: z.string().nullable(),
        atStake: z.object({ value: z.number(), unit: z.string() }).nullable(),
        stages: z.object({ all: z.number(), fine: z.number(), open: z.number() }),
        more: z.number().nullable().describe("customer answers that would settle the stage nearest to being known"),
      })
      .describe("the figures and ids the sentence is filled from"),
    cells: z.array(Cell),
    counts: z.object({ gap: z.number(), noGap: z.number(), notKnownYet: z.number(), hidden: z.number(), verified: z.number() }),
    sources: z.object({ beliefs: z.number(), leaders: z.number(), responses: z.number(), customers: z.number() }),
    world: World,
    references: z.array(
      z.object({
        label: z.string(),
        side: z.enum(["company", "customer"]),
        value: z.number(),
        year: z.number(),
        n: z.number().nullable(),
        source: z.string(),
      }),
    ),
    filters: z.object({ stages: z.array(option()), channels: z.array(option()), segments: z.array(option()), owners: z.array(option()) }),
    asOf: z.string().nullable(),
  })
  .meta({ id: "Board" });
export type Board = z.infer<typeof Board>;

export const Evidence = z
  .object({
    cell: Cell,
    definition: z.string().describe("how the distance is worked out, in words"),
    definitions: z.array(z.object({ metric: z.string(), title: z.string(), text: z.string(), owner: z.string() })),
    believed: z.array(z.object({ role: z.string(), figure: Figure })),
    distribution: z
      .array(z.object({ points: z.number(), customers: z.number(), leaders: z.number() }))
      .nullable()
      .describe("null when a side is too small to show"),
  })
  .meta({ id: "Evidence" });
export type Evidence = z.infer<typeof Evidence>;

function option() {
  return z.object({ id: z.string(), label: z.string() });
}
