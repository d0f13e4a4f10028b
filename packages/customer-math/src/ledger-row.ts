/** One line of a ledger row: how many customers, what they are worth, and what of that remains as margin. */
export type LedgerLine = {
  readonly n: number;
  /** In the unit of the amounts that went in. */
  readonly value: number;
  /** The same, or null when no margin is known. */
  readonly margin: number | null;
};

/** Every coming and going inside a period, also of those whose way back or out it does not outlast. */
export type GrossMoves = { readonly new: number; readonly returned: number; readonly lost: number };

/**
 * One period of the customer asset ledger. Lines are magnitudes: opening + new + returned − lost = closing in customers, and with + grown − shrunk
 * in value and margin. A magnitude is below zero only where refunds or a negative margin make a customer worth less than nothing.
 */
export type LedgerRow = {
  /** First day of the period, and the first day after it, as `2026-11-23`. */
  readonly from: string;
  readonly to: string;
  /** Active at the first instant of `from`. */
  readonly opening: LedgerLine;
  /** Not active at opening, active at closing, never active before: value at closing. */
  readonly new: LedgerLine;
  /** As new, but active at some time before: value at closing. */
  readonly returned: LedgerLine;
  /** Active at opening, not at closing: value at opening. */
  readonly lost: LedgerLine;
  /** Active at both ends and worth more: by how much. */
  readonly grown: LedgerLine;
  /** Active at both ends and worth less: by how much. */
  readonly shrunk: LedgerLine;
  /** Active at both ends and worth the same. Value and margin are 0, as nothing moved. */
  readonly flat: LedgerLine;
  /**
   * Memo, in no sum: times a customer came and left again, or left and came back, between opening and closing. Value is what they were worth
   * after their last purchase (or last change of subscription) before leaving.
   */
  readonly inAndOut: LedgerLine;
  /** Active at the first instant of `to`, worked out from activity and never from the other lines. */
  readonly closing: LedgerLine;
  /** Comings and goings inside the period: gross lost = lost + in-and-out; null where the data show only the ends of periods. */
  readonly gross: GrossMoves | null;
};

export const MOVEMENTS = ["new", "returned", "lost", "grown", "shrunk", "flat"] as const;

/** What a period did to one customer; `absent` when they were active at neither end. */
export type Movement = (typeof MOVEMENTS)[number] | "absent";

/** The same rows in another unit: 100 turns cents into euros. */
export function rowsInUnits(rows: readonly LedgerRow[], unit: number): LedgerRow[] {
  const line = ({ n, value, margin }: LedgerLine): LedgerLine => ({
    n,
    value: value / unit,
    margin: margin === null ? null : margin / unit,
  });
  return rows.map((row) => ({
    ...row,
    opening: line(row.opening),
    new: line(row.new),
    returned: line(row.returned),
    lost: line(row.lost),
    grown: line(row.grown),
    shrunk: line(row.shrunk),
    flat: line(row.flat),
    inAndOut: line(row.inAndOut),
    closing: line(row.closing),
  }));
}
