import type { LedgerLine, LedgerRow } from "./ledger-row.ts";

export const NEW = 0;
export const RETURNED = 1;
export const LOST = 2;
export const GROWN = 3;
export const SHRUNK = 4;
export const FLAT = 5;
export const IN_AND_OUT = 6;
const LINES = 7;

/**
 * Sums of a ledger while customers are gone through. Boundary k closes row k and opens row k + 1, so row 0 does not exist. What stands at a
 * boundary is added up on its own and not derived from the movements: that the two agree is then a check and not a tautology.
 */
export type Tally = {
  readonly boundaries: number;
  readonly hasMargin: boolean;
  /** Customers, value, margin at each boundary. */
  readonly standing: Float64Array;
  /** Customers, value, margin of each line of each row. */
  readonly moves: Float64Array;
  /** New, returned and lost inside each row; null when the data cannot tell. */
  readonly gross: Int32Array | null;
};

export function emptyTally(boundaries: number, sees: { readonly margin: boolean; readonly gross: boolean }): Tally {
  return {
    boundaries,
    hasMargin: sees.margin,
    standing: new Float64Array(boundaries * 3),
    moves: new Float64Array(boundaries * LINES * 3),
    gross: sees.gross ? new Int32Array(boundaries * 3) : null,
  };
}

/** One customer is active at a boundary. */
export function stand(tally: Tally, boundary: number, value: number, margin: number): void {
  const at = boundary * 3;
  tally.standing[at] += 1;
  tally.standing[at + 1] += value;
  tally.standing[at + 2] += margin;
}

/** One customer moves in a row. */
export function move(tally: Tally, row: number, line: number, value: number, margin: number): void {
  const at = (row * LINES + line) * 3;
  tally.moves[at] += 1;
  tally.moves[at + 1] += value;
  tally.moves[at + 2] += margin;
}

/** One customer is active at both ends of a row. */
export function stay(tally: Tally, row: number, value: number, margin: number): void {
  if (value > 0) move(tally, row, GROWN, value, margin);
  else if (value < 0) move(tally, row, SHRUNK, -value, -margin);
  else move(tally, row, FLAT, 0, margin);
}

/**
 * What is left of a value: kept on a grid of 2^-16 of its unit, so that sums of margins come out the same in any order (exactly, below 10^11 units).
 */
export function marginOf(value: number, rate: number): number {
  return Math.round(value * rate * 65_536) / 65_536;
}

/** The rows of a tally; `names` are those of its boundaries. */
export function rowsOf(tally: Tally, names: readonly string[]): LedgerRow[] {
  const line = (cells: Float64Array, at: number): LedgerLine => ({
    n: cells[at],
    // Adding 0 turns -0 into 0.
    value: cells[at + 1] + 0,
    margin: tally.hasMargin ? cells[at + 2] + 0 : null,
  });
  const rows: LedgerRow[] = [];
  for (let k = 1; k < tally.boundaries; k += 1) {
    const moved = (which: number): LedgerLine => line(tally.moves, (k * LINES + which) * 3);
    rows.push({
      from: names[k - 1],
      to: names[k],
      opening: line(tally.standing, (k - 1) * 3),
      new: moved(NEW),
      returned: moved(RETURNED),
      lost: moved(LOST),
      grown: moved(GROWN),
      shrunk: moved(SHRUNK),
      flat: moved(FLAT),
      inAndOut: moved(IN_AND_OUT),
      closing: line(tally.standing, k * 3),
      gross: tally.gross === null ? null : { new: tally.gross[k * 3], returned: tally.gross[k * 3 + 1], lost: tally.gross[k * 3 + 2] },
    });
  }
  return rows;
}
