import { ledgerOfSubscriptions, ledgerOfTransactions, type LedgerRow, rowsInUnits, type WindowChoice } from "@counterseat/customer-math";
import type { Basis, LedgerColumns, Who } from "./ledger-columns.ts";
import { mergedOf } from "./merged.ts";
import { windowFromData } from "./window.ts";

export interface LedgerTask {
  readonly basis: Basis;
  readonly period: "month" | "quarter" | "year";
  readonly timeZone: string;
  /** Month 1–12 in which quarters and years are cut. */
  readonly fiscalStart: number;
  readonly asOf: string | null;
  /** W in days; null: chosen from the data. */
  readonly window: number | null;
  /** Minor units in one of the currency. */
  readonly unit: number;
  readonly columns: LedgerColumns;
  /** Rows the window is chosen from where these are of a segment only; null: from `columns`. */
  readonly everybody: LedgerColumns | null;
}
export interface LedgerAnswer {
  readonly rows: readonly LedgerRow[];
  readonly choice: WindowChoice | null;
  /** Null for subscriptions, and where no row is. */
  readonly window: number | null;
  /** Per row how many names its closing counts once with another; null where every name stands for itself. */
  readonly merged: readonly number[] | null;
}

/** Runs in the computing thread: a ledger over a million rows takes a fraction of a second. */
export function ledgerTask({ basis, period, timeZone, fiscalStart, asOf, window, unit, columns, everybody }: LedgerTask): LedgerAnswer {
  const { amount, time } = columns;
  const cut = { period, timeZone, fiscalStart, asOf };
  if (basis === "subscriptions") {
    const to = columns.end.map((end) => (Number.isNaN(end) ? Infinity : end));
    const ledger = (who: Who) => ledgerOfSubscriptions({ ...cut, subscriptions: { ...who, from: time, to, monthly: amount } });
    const rows = ledger(columns);
    return { rows: rowsInUnits(rows, unit), choice: null, window: null, merged: mergedOf(columns, rows, ledger) };
  }
  const choice = window === null ? windowFromData(everybody ?? columns, { timeZone, asOf }) : null;
  const days = window ?? choice?.window ?? 1;
  const ledger = (who: Who) => ledgerOfTransactions({ ...cut, transactions: { ...who, time, amount }, window: days });
  const rows = ledger(columns);
  return { rows: rowsInUnits(rows, unit), choice, window: days, merged: mergedOf(columns, rows, ledger) };
}
