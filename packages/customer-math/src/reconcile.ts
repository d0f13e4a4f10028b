import type { LedgerLine, LedgerRow } from "./ledger-row.ts";

/** Something in a ledger that does not add up. */
export type LedgerDifference = {
  readonly from: string;
  readonly identity:
    | "opening + movements = closing"
    | "closing = next opening"
    | "stayed = opening − lost"
    | "gross lost = lost + in-and-out"
    | "gross in = new + returned + in-and-out";
  readonly measure: "n" | "value" | "margin";
  readonly difference: number;
};

/**
 * Holds a ledger to its identities: opening and movements against closing (customers, value, margin), each closing against the next opening, those
 * who stayed against those who did not leave, gross moves against net ones.
 * @param tolerance in the unit of the values; customers must agree exactly.
 * @returns what does not add up; empty for a sound ledger.
 */
export function ledgerDifferences(rows: readonly LedgerRow[], tolerance: number): LedgerDifference[] {
  const found: LedgerDifference[] = [];
  for (const [k, row] of rows.entries()) {
    const hold = (identity: LedgerDifference["identity"], measure: LedgerDifference["measure"], difference: number): void => {
      const allowed = measure === "n" ? 0 : tolerance;
      if (!(Math.abs(difference) <= allowed)) found.push({ from: row.from, identity, measure, difference });
    };
    for (const measure of ["n", "value", "margin"] as const) {
      const of = (line: LedgerLine): number => line[measure] ?? 0;
      const change = measure === "n" ? 0 : of(row.grown) - of(row.shrunk) + of(row.flat);
      const moved = of(row.opening) + of(row.new) + of(row.returned) - of(row.lost) + change;
      hold("opening + movements = closing", measure, moved - of(row.closing));
      const next = rows[k + 1];
      if (next !== undefined) hold("closing = next opening", measure, of(row.closing) - of(next.opening));
    }
    hold("stayed = opening − lost", "n", row.grown.n + row.shrunk.n + row.flat.n - (row.opening.n - row.lost.n));
    if (row.gross === null) continue;
    hold("gross lost = lost + in-and-out", "n", row.gross.lost - row.lost.n - row.inAndOut.n);
    hold("gross in = new + returned + in-and-out", "n", row.gross.new + row.gross.returned - row.new.n - row.returned.n - row.inAndOut.n);
  }
  return found;
}

/** The rows themselves when they add up. @throws Error naming the first difference: a ledger that does not add up must never be shown. */
export function reconciled(rows: LedgerRow[], tolerance: number): LedgerRow[] {
  const [first] = ledgerDifferences(rows, tolerance);
  if (first === undefined) return rows;
  throw new Error(`ledger of the period from ${first.from}: ${first.identity} is off by ${first.difference} (${first.measure})`);
}
