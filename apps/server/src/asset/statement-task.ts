import { chooseWindow, ledgerOfSubscriptions, ledgerOfTransactions, type LedgerRow, rowsInUnits } from "@counterseat/customer-math";
import type { LedgerTask } from "./ledger-task.ts";

export type StatementTask = LedgerTask & { readonly asOf: string };

export interface StatementAnswer {
  /** Of the asked period, cut so that the newest one ends with the newest whole month. */
  readonly rows: readonly LedgerRow[];
  readonly months: readonly LedgerRow[];
  readonly window: number | null;
}

/** Runs in the computing thread. One window serves both cuts, so that the line over the months ends at the statement's closing. */
export function statementTask({ basis, period, timeZone, asOf, window, unit, columns }: StatementTask): StatementAnswer {
  const { customer, customers, amount, time } = columns;
  const cut = { timeZone, asOf, fiscalStart: monthAfter(asOf) };
  if (basis === "subscriptions") {
    const to = columns.end.map((end) => (Number.isNaN(end) ? Infinity : end));
    const subscriptions = { customer, customers, from: time, to, monthly: amount };
    const ledger = (of: LedgerTask["period"]) => rowsInUnits(ledgerOfSubscriptions({ ...cut, period: of, subscriptions }), unit);
    return { rows: ledger(period), months: ledger("month"), window: null };
  }
  const transactions = { customer, customers, time, amount };
  const days = window ?? chooseWindow({ transactions, period, timeZone, asOf }).window;
  const ledger = (of: LedgerTask["period"]) => rowsInUnits(ledgerOfTransactions({ ...cut, period: of, transactions, window: days }), unit);
  return { rows: ledger(period), months: ledger("month"), window: days };
}

/** The month (1–12) that begins after the newest month which had ended with a day. */
function monthAfter(day: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  return next.getUTCMonth() + 1;
}
