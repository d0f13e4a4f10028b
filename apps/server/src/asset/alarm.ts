import { ledgerRates, type LedgerRow } from "@counterseat/customer-math";
import type { Statement } from "./words.ts";

/** A head count between these shares of the opening reads as steady, or as modest growth. */
const STEADY = [0.95, 1.1] as const;
/** Those who came bring this share of the opening's money less than those who went took with them. */
const SHORT = 0.03;
/** A new customer is worth at most this share of a lost one. */
const SWAP = 0.97;
/** Fewer people than this on either side, and the means say little. */
const FEWEST = 30;
/** Shares of customers kept, of two periods, that lie no further apart read as flat; the rest is for rounding. */
const FLAT = 0.02 + 1e-9;

/**
 * Steady on paper: people hold, but those who leave are worth more than those who come. A retention rate and a head count alone would call
 * this a good year. `shrinking`: what each customer is worth falls with it. `held-up`: those who stayed were made to pay more, and that hides it.
 */
export function leakAlarm(
  { row, before }: { readonly row: LedgerRow; readonly before: LedgerRow | null },
  currency: string,
  asOf: string | null,
): Statement["alarm"] {
  const { opening, closing, lost } = row;
  const came = { n: row.new.n + row.returned.n, value: row.new.value + row.returned.value };
  if (opening.n === 0 || opening.value <= 0 || lost.n < FEWEST || came.n < FEWEST) return null;
  const headCount = closing.n / opening.n;
  const money = closing.value / opening.value;
  const [lostEach, newEach] = [lost.value / lost.n, came.value / came.n];
  const steady = headCount >= STEADY[0] && headCount <= STEADY[1];
  if (!steady || newEach > SWAP * lostEach || (lost.value - came.value) / opening.value < SHORT) return null;
  const each = (value: number, n: number) => ({ value, unit: currency, n, interval: null, metric: "asset.ledger@1", asOf, doubts: [] });
  const kind = money < headCount ? "shrinking" : "held-up";
  const [kept, keptBefore] = [ledgerRates(row).retention.customers, before === null ? null : ledgerRates(before).retention.customers];
  const retentionFlat = kept !== null && keptBefore !== null && Math.abs(kept - keptBefore) <= FLAT;
  return { kind, retentionFlat, lostEach: each(lostEach, lost.n), newEach: each(newEach, came.n), headCount, money };
}
