import { ledgerOfSubscriptions, ledgerOfTransactions, type LedgerRow, rowsInUnits, type WindowChoice } from "@counterseat/customer-math";
import type { Basis, LedgerColumns } from "./ledger-columns.ts";
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
}

/** Runs in the computing thread: a ledger over a million rows takes a fraction of a second. */
export function ledgerTask({ basis, period, timeZone, fiscalStart, asOf, window, unit, columns, everybody }: LedgerTask): LedgerAnswer {
  const { customer, customers, amount } = columns;
  const cut = { period, timeZone, fiscalStart, asOf };
  if (basis === "subscriptions") {
    const to = columns.end.map((end) => (Number.isNaN(end) ? Infinity : end));
    const rows = ledgerOfSubscriptions({ ...cut, subscriptions: { customer, customers, from: columns.time, to, monthly: amount } });
    return { rows: rowsInUnits(rows, unit), choice: null, window: null };
  }
  const transactions = { customer, customers, time: columns.time, amount };
  const choice = window === null ? windowFromData(everybody ?? columns, { timeZone, asOf }) : null;
  const days = window ?? choice?.window ?? 1;
  return { rows: rowsInUnits(ledgerOfTransactions({ ...cut, transactions, window: days }), unit), choice, window: days };
}
