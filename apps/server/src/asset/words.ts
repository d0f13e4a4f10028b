import { z } from "zod";

export const Basis = z.enum(["transactions", "subscriptions"]);
export const Period = z.enum(["month", "quarter", "year"]);

const line = z
  .object({ n: z.number().int(), value: z.number(), margin: z.number().nullable().describe("null where no margin is known") })
  .describe("customers, and what they are worth in `currency`");

export const LedgerRow = z
  .object({
    from: z.string().describe("first day of the period"),
    to: z.string().describe("first day after it"),
    opening: line,
    new: line,
    returned: line,
    lost: line,
    grown: line,
    shrunk: line,
    flat: line,
    inAndOut: line.describe("came and left, or left and came back, inside the period; in no sum"),
    closing: line,
    gross: z.object({ new: z.number(), returned: z.number(), lost: z.number() }).nullable(),
  })
  .meta({ id: "LedgerRow" });

const WindowErrors = z.object({
  window: z.number().int().describe("days"),
  declaredLost: z.number().int(),
  cameBack: z.number().int(),
  cameBackShare: z.number().nullable().describe("of those declared lost, 0–1"),
  cameBackInterval: z.tuple([z.number(), z.number()]).nullable(),
  kept: z.number().int().describe("still counted as customers"),
  gone: z.number().int(),
  goneShare: z.number().nullable().describe("of those still counted, 0–1"),
  goneInterval: z.tuple([z.number(), z.number()]).nullable(),
});

export const Ledger = z
  .object({
    definition: z.string().describe("who is a customer when, and what they are worth, in words"),
    basis: Basis,
    period: Period,
    currency: z.string(),
    window: z
      .object({
        days: z.number().int(),
        chosen: z.enum(["from-data", "given"]),
        errors: WindowErrors.nullable(),
        others: z.array(WindowErrors),
        tolerance: z.number(),
        doubts: z.array(z.string()),
      })
      .nullable()
      .describe("after how many days without a purchase a customer counts as lost; null for subscriptions"),
    rows: z.array(LedgerRow),
    leftOut: z.array(z.object({ reason: z.enum(["another-currency", "no-customer", "no-time-or-price"]), rows: z.number().int() })),
    asOf: z.string().nullable().describe("when the newest row happened"),
  })
  .meta({ id: "Ledger" });
export type Ledger = z.infer<typeof Ledger>;
