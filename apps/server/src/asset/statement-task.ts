import { ledgerOfSubscriptions, ledgerOfTransactions, type LedgerRow, rowsInUnits } from "@counterseat/customer-math";
import type { LedgerColumns, Who } from "./ledger-columns.ts";
import type { LedgerAnswer, LedgerTask } from "./ledger-task.ts";
import { mergedOf } from "./merged.ts";
import { windowFromData } from "./window.ts";

export type StatementTask = LedgerTask & { readonly asOf: string };

/** Rows of the asked period, cut so that the newest one ends with the newest whole month. */
export interface StatementAnswer extends LedgerAnswer {
  readonly months: readonly LedgerRow[];
}

/** Runs in the computing thread. One window serves both cuts, so that the line over the months ends at the statement's closing. */
export function statementTask({ basis, period, timeZone, asOf, window, unit, columns, everybody }: StatementTask): StatementAnswer {
  const { amount, time } = columns;
  const cut = { timeZone, asOf, fiscalStart: monthAfter(asOf) };
  if (basis === "subscriptions") {
    const to = columns.end.map((end) => (Number.isNaN(end) ? Infinity : end));
    const ledger = (of: LedgerTask["period"]) => (who: Who) =>
      ledgerOfSubscriptions({ ...cut, period: of, subscriptions: { ...who, from: time, to, monthly: amount } });
    return { ...stated({ columns, period, unit, ledger }), choice: null, window: null };
  }
  const choice = window === null ? windowFromData(everybody ?? columns, cut) : null;
  const days = window ?? choice?.window ?? 1;
  const ledger = (of: LedgerTask["period"]) => (who: Who) =>
    ledgerOfTransactions({ ...cut, period: of, transactions: { ...who, time, amount }, window: days });
  return { ...stated({ columns, period, unit, ledger }), choice, window: days };
}

function stated(given: {
  readonly columns: LedgerColumns;
  readonly period: LedgerTask["period"];
  readonly unit: number;
  readonly ledger: (of: LedgerTask["period"]) => (who: Who) => LedgerRow[];
}) {
  const { columns, period, unit, ledger } = given;
  const rows = ledger(period)(columns);
  return {
    rows: rowsInUnits(rows, unit),
    months: rowsInUnits(ledger("month")(columns), unit),
    merged: mergedOf(columns, rows, ledger(period)),
  };
}

/** The month (1–12) that begins after the newest month which had ended with a day. */
function monthAfter(day: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  return next.getUTCMonth() + 1;
}
