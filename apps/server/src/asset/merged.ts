import type { LedgerRow } from "@counterseat/customer-math";
import type { LedgerColumns, Who } from "./ledger-columns.ts";

/**
 * Merges as a line of their own: per row how many names its closing counts once with another. Without the matches the company would
 * count so many more customers, and would see none of them leave where one name is given up for another.
 */
export function mergedOf({ told }: LedgerColumns, rows: readonly LedgerRow[], ledger: (who: Who) => readonly LedgerRow[]): number[] | null {
  if (told === null) return null;
  const names = new Map(ledger(told).map((row) => [row.from, row.closing.n]));
  return rows.map((row) => (names.get(row.from) ?? row.closing.n) - row.closing.n);
}
