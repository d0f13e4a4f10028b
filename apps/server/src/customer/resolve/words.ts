import { z } from "zod";
import { PERSONAL } from "../../platform/events/contract.ts";
import { LINE_NAMES } from "../profile/survivors.ts";
import { personal } from "../../platform/personal.ts";

export const Verdict = z.enum(["together", "apart"]).describe("one customer, or two");
export type Verdict = z.infer<typeof Verdict>;

const RecordOf = z.object({
  source: z.string(),
  told: personal(z.string(), "id").describe("the source's own name for them"),
  values: z.partialRecord(z.enum(PERSONAL), personal(z.string())),
});
export type RecordOf = z.infer<typeof RecordOf>;

const ReasonOf = z.object({
  column: z
    .string()
    .nullable()
    .describe("null for what is so of any two records, for what people of one household share, and for what a rule says"),
  agreement: z.enum([
    "nothing-known",
    "equal",
    "close",
    "alike",
    "slightly-alike",
    "different",
    "changed-places",
    "one-household",
    "same-key",
    "alike-only",
    "told-together",
    "told-one",
    "device-turn",
  ]),
  bits: z.number().describe("evidence for one person where positive, for two where negative"),
});
export type ReasonOf = z.infer<typeof ReasonOf>;

export const Pair = z
  .object({
    a: RecordOf,
    b: RecordOf,
    customers: z.tuple([personal(z.string(), "id"), personal(z.string(), "id")]).describe("whom the two stand for now"),
    bits: z.number().describe("log2 of how much likelier one person is than two; the reasons add up to it"),
    probability: z.number(),
    reasons: z.array(ReasonOf),
    decided: z.object({ verdict: Verdict, by: z.string(), at: z.string() }).nullable(),
  })
  .meta({ id: "IdentityPair" });
export type Pair = z.infer<typeof Pair>;

export const Decision = z
  .object({ a: personal(z.string(), "id"), b: personal(z.string(), "id"), verdict: Verdict, by: z.string(), at: z.string() })
  .meta({ id: "IdentityDecision" });
export type Decision = z.infer<typeof Decision>;

export const CustomerIdentity = z
  .object({
    customer: personal(z.string(), "id").describe("whom the asked name stands for"),
    names: z.array(personal(z.string(), "id")).describe("all that stand for this customer, its own first"),
    pairs: z.array(Pair).describe("what speaks for their being one, and what for others being it too; the most telling first"),
    decisions: z.array(Decision),
  })
  .meta({ id: "CustomerIdentity" });
export type CustomerIdentity = z.infer<typeof CustomerIdentity>;

/** What came of holding all records against each other. Counts of names, not of rows. */
export const MatchReport = z
  .object({
    records: z.number().describe("what sources hold: one name of one source each"),
    customers: z.number().describe("whom they stand for"),
    joined: z.number().describe("names that stand for another one"),
    open: z.number().describe("pairs for a person to decide"),
    devices: z
      .object({
        named: z.number().describe("names of devices that events told beside somebody's"),
        joined: z.number().describe("that stand for one customer"),
        shared: z.number().describe("that passed from hand to hand, and stand for each in turn"),
      })
      .prefault({ named: 0, joined: 0, shared: 0 }), // absent from reports of before they were counted
    pairs: z
      .object({
        joined: z.number(),
        expected: z
          .object({ n: z.number(), low: z.number(), high: z.number() })
          .nullable()
          .describe(
            "how many pairs of one person there are by how the columns agree over all pairs, with its error: 2 %, more than twice what it was off " +
              "by in sample companies whose truth is known; null for fewer than 200 records, and where it contradicts what is joined, as it does where most records say little",
          ),
      })
      .describe("pairs of records that stand for one customer"),
    sources: z.array(
      z.object({
        source: z.string(),
        records: z.number(),
        matched: z.number().describe("records whose customer another source knows too"),
        twice: z.number().describe("records whose customer the same source knows by another name too"),
        filled: z.partialRecord(z.enum(LINE_NAMES), z.number()).prefault({}).describe("records that say something in a line"),
      }),
    ),
    conflicts: z
      .array(
        z.object({
          line: z.enum(LINE_NAMES),
          said: z.number().describe("customers of whom two sources or more say something"),
          differ: z.number().describe("of these, of whom they say different things"),
        }),
      )
      .prefault([]),
    skipped: z.object({ blocks: z.number(), rows: z.number() }).describe("values so many records share that not all were compared"),
  })
  .meta({ id: "MatchReport" });
export type MatchReport = z.infer<typeof MatchReport>;

export const Resolution = z
  .object({
    state: z.enum(["never", "running", "done", "failed"]),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    error: z.string().nullable(),
    report: MatchReport.nullable(),
    cuts: z
      .object({ join: z.number(), ask: z.number() })
      .describe("probabilities: joined above the first, put before a person above the second"),
  })
  .meta({ id: "Resolution" });
export type Resolution = z.infer<typeof Resolution>;
