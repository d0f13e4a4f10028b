import { chooseWindow, type WindowChoice, type WindowErrors } from "@counterseat/customer-math";
import type { ReadContext } from "../platform/operation.ts";
import { type Basis, type LedgerColumns, readLedger } from "./ledger-columns.ts";
import type { Ledger } from "./words.ts";

/**
 * The window where nobody gives one: chosen from the data, and for months whatever period is asked for. Else one customer would be lost on the
 * quarter's page and still there on the year's. Who comes and goes inside a longer period is in its in-and-out line.
 */
export function windowFromData(
  { customer, customers, time, amount }: LedgerColumns,
  { timeZone, asOf }: { readonly timeZone: string; readonly asOf: string | null },
): WindowChoice {
  return chooseWindow({ transactions: { customer, customers, time, amount }, period: "month", timeZone, asOf });
}

/** Under a segment the window is still everybody's: for the same reason, and since its errors would tell of a few people. */
export async function rowsForWindow(
  ctx: ReadContext,
  asked: { readonly basis: Basis; readonly currency: string; readonly segment: string | null; readonly window: number | null },
): Promise<LedgerColumns | null> {
  const { basis, currency, segment, window } = asked;
  if (segment === null || window !== null || basis === "subscriptions") return null;
  return (await readLedger(ctx, { basis, currency, segment: null })).columns;
}

/** A window as it leaves: with both ways it can be wrong, and what speaks against it. */
export function windowTold(days: number | null, choice: WindowChoice | null): Ledger["window"] {
  if (days === null) return null;
  return {
    days,
    chosen: choice === null ? "given" : "from-data",
    errors: choice?.errors == null ? null : plain(choice.errors),
    others: (choice?.others ?? []).map(plain),
    tolerance: choice?.tolerance ?? 0,
    doubts: [...(choice?.doubts ?? [])],
  };
}

function plain(errors: WindowErrors): NonNullable<NonNullable<Ledger["window"]>["errors"]> {
  const both = (interval: readonly [number, number] | null): [number, number] | null => (interval === null ? null : [...interval]);
  return { ...errors, cameBackInterval: both(errors.cameBackInterval), goneInterval: both(errors.goneInterval) };
}
