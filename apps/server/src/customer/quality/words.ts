import { z } from "zod";
import { Figure } from "../../platform/figure.ts";
import { LINE_NAMES } from "../profile/survivors.ts";

const Rows = z.object({
  rows: z.number(),
  shared: z.number().describe("on a customer that another system tells of too"),
  alone: z.number().describe("on a customer that this system alone tells of"),
  nobody: z.number().describe("on no customer"),
});

const SourceQuality = z.object({
  name: z.string(),
  rows: Rows,
  coverage: Figure.describe("share of its rows on a customer that another system tells of too"),
  freshness: z.object({
    state: z.enum(["usual", "late", "unknown"]).describe("late: silent for longer than 95 % of its own pauses between days with rows"),
    last: z.string().nullable().describe("the newest thing that happened, ISO 8601"),
    silent: z.number().nullable().describe("whole days since"),
    usual: z.object({ days: z.number(), n: z.number() }).nullable().describe("how long its pauses are in 95 % of cases, and of how many"),
  }),
  volume: z.object({
    state: z.enum(["usual", "more", "less", "unknown"]),
    last: z.number().nullable().describe("rows of the last seven whole days it told of"),
    usual: z.tuple([z.number(), z.number()]).nullable().describe("between which 95 of 100 such weeks lie, after the weeks before"),
    weeks: z.number().describe("how many weeks that is from"),
  }),
  refused: Figure.describe("share of what it sent that was refused: rows of files, and events that wait as dead letters"),
  filled: z
    .array(z.object({ column: z.string(), share: Figure }))
    .describe("of the columns it tells at all, the share of rows that say something; of a record of a customer, by line"),
  match: Figure.describe("share of its records whose customer another source has a record of"),
});

export const Quality = z
  .object({
    coverage: Figure.describe("share of all rows of customers that stand on one whom two systems or more tell of"),
    rows: Rows,
    reference: z
      .object({ value: z.number(), soon: z.number(), source: z.string() })
      .describe("published, never mixed into the company's own"),
    sources: z.array(SourceQuality),
    conflicts: z
      .array(z.object({ line: z.enum(LINE_NAMES), share: Figure }))
      .describe("of the customers of whom two sources say something in a line, the share of whom they say different things"),
  })
  .meta({ id: "Quality" });
export type Quality = z.infer<typeof Quality>;
