import { z } from "zod";
import { Figure } from "../platform/figure.ts";

const Begins = z
  .string()
  .nullable()
  .describe("rows from before were removed because their time to be kept was over: who came before looks new; null where none were");
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
    rows: z.array(
      LedgerRow.extend({
        over: z.boolean().describe("told of to its end; else who had not come yet counts as lost, and the row only shows where it stands"),
        merged: z.number().int().describe("names that closing counts once with another, because they are one customer; in no sum"),
      }).meta({ id: "LedgerPeriod" }),
    ),
    leftOut: z.array(z.object({ reason: z.enum(["another-currency", "no-customer", "no-time-or-price"]), rows: z.number().int() })),
    asOf: z.string().nullable().describe("when the newest row happened"),
    begins: Begins,
  })
  .meta({ id: "Ledger" });
export type Ledger = z.infer<typeof Ledger>;

export const GoalLine = z
  .object({
    measure: z.enum(["customers", "value"]).describe("people, or what they are worth in the ledger's currency and basis"),
    amount: z.number().min(0).max(1e15),
    dueOn: z.iso.date().describe("the day by which it is to be reached"),
    setOn: z.iso.date(),
  })
  .meta({ id: "GoalLine" });
export type GoalLine = z.infer<typeof GoalLine>;

const rate = z.number().nullable();
const Rates = z.object({
  customers: rate.describe("1 − lost ÷ opening, in people"),
  grossValue: rate.describe("(opening − lost − shrunk) ÷ opening, in value, 0 to 1; null where refunds took it out of that range"),
  netValue: rate.describe("the same with what those who stayed grew by"),
  grossLoss: z.object({ n: z.number().int(), value: z.number() }).describe("lost; in value also what those who stayed shrank by"),
  in: z.number().int().describe("new and returned"),
  out: z.number().int().describe("lost"),
  valueSwap: rate.describe("what a new customer is worth ÷ what a lost one was"),
});

export const Statement = z
  .object({
    definition: z.string(),
    basis: Basis.nullable().describe("null: neither subscriptions nor purchases are there"),
    currency: z.string(),
    perMonth: z.boolean().describe("values are a month's worth (subscriptions), not what was bought in the window"),
    window: z.number().int().nullable(),
    windowChoice: Ledger.shape.window.describe("where the window is from, both ways it can be wrong, and what speaks against it"),
    period: Period,
    current: LedgerRow.nullable(),
    before: LedgerRow.nullable(),
    merged: z
      .object({ current: z.number().int(), before: z.number().int() })
      .nullable()
      .describe("names that closing counts once with another, because they are one customer; null where every name stands for itself"),
    rates: z
      .object({ current: Rates.nullable(), before: Rates.nullable() })
      .describe("retention never stands without what was lost gross and both bowls"),
    alarm: z
      .object({
        kind: z.enum(["shrinking", "held-up"]).describe("held-up: those who stayed pay more, and that hides the leak"),
        retentionFlat: z.boolean().describe("the shares of customers kept in this period and the one before are at most two points apart"),
        lostEach: Figure.describe("what one lost customer was worth"),
        newEach: Figure.describe("what one new customer is worth"),
        headCount: z.number().describe("closing ÷ opening in people"),
        money: z.number().describe("closing ÷ opening in value"),
      })
      .nullable()
      .describe("steady on paper, shrinking in fact: people hold, what they are worth falls, because those who leave are worth more"),
    months: z
      .array(z.object({ on: z.string(), customers: z.number().int(), value: z.number() }))
      .describe("at the first instant of each day named"),
    goals: z.array(GoalLine),
    segment: z.string().nullable(),
    leftOut: Ledger.shape.leftOut,
    asOf: z.string().nullable(),
    begins: Begins,
  })
  .meta({ id: "Statement" });
export type Statement = z.infer<typeof Statement>;
