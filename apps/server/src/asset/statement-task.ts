import { ledgerOfSubscriptions, ledgerOfTransactions, type LedgerRow, rowsInUnits } from "@counterseat/customer-math";
import type { LedgerAnswer, LedgerTask } from "./ledger-task.ts";
import { windowFromData } from "./window.ts";

export type StatementTask = LedgerTask & { readonly asOf: string };

/** Rows of the asked period, cut so that the newest one ends with the newest whole month. */
export interface StatementAnswer extends LedgerAnswer {
  readonly months: readonly LedgerRow[];
}

/** Runs in the computing thread. One window serves both cuts, so that the line over the months ends at the statement's closing. */
export function statementTask({ basis, period, timeZone, asOf, window, unit, columns, everybody }: StatementTask): StatementAnswer {
  const { customer, customers, amount, time } = columns;
  const cut = { timeZone, asOf, fiscalStart: monthAfter(asOf) };
  if (basis === "subscriptions") {
    const to = columns.end.map((end) => (Number.isNaN(end) ? Infinity : end));
    const subscriptions = { customer, customers, from: time, to, monthly: amount };
    const ledger = (of: LedgerTask["period"]) => rowsInUnits(ledgerOfSubscriptions({ ...cut, period: of, subscriptions }), unit);
    return { rows: ledger(period), months: ledger("month"), choice: null, window: null };
  }
  const transactions = { customer, customers, time, amount };
  const choice = window === null ? windowFromData(everybody ?? columns, cut) : null;
  const days = window ?? choice?.window ?? 1;
  const ledger = (of: LedgerTask["period"]) => rowsInUnits(ledgerOfTransactions({ ...cut, period: of, transactions, window: days }), unit);
  return { rows: ledger(period), months: ledger("month"), choice, window: days };
}

/** The month (1–12) that begins after the newest month which had ended with a day. */
function monthAfter(day: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  return next.getUTCMonth() + 1;
}
