import type { LedgerRow } from "./ledger-row.ts";

/**
 * What a ledger row says as rates. Retention never comes alone: a steady rate hides a shrinking asset, so who came and who left, in whole numbers,
 * and what was lost gross stand in the same object. A rate is null when what it is a share of is nothing.
 */
export type LedgerRates = {
  readonly retention: Retention;
  /** Closing minus opening. */
  readonly growth: { readonly n: number; readonly value: number };
  /** Share of those who came that only made up for those who left: 1 is running on the spot. */
  readonly replacementShare: number | null;
  /** Mean value of a new customer over the mean value of a lost one. */
  readonly valueSwap: number | null;
  /** (new + returned + grown) ÷ (lost + shrunk), in value. */
  readonly quickRatio: number | null;
};

export type Retention = {
  /** 1 − lost ÷ opening, in customers. */
  readonly customers: number | null;
  /**
   * (opening − lost − shrunk) ÷ opening, in value; 0 to 1. Null too where refunds or a negative margin made somebody worth less than nothing and
   * so took it out of that range: losing them would read as keeping more than all.
   */
  readonly grossValue: number | null;
  /** The same with what those who stayed grew by; returned customers are not in it. */
  readonly netValue: number | null;
  /** Customers lost, and value gone: theirs and what those who stayed shrank by. Nothing that came is set against it. */
  readonly grossLoss: { readonly n: number; readonly value: number };
  /** Customers who came in (new and returned) and who went out, in the two bowls of the leaders' table. */
  readonly in: number;
  readonly out: number;
  /** The same with those who came and went inside the period; null when the data cannot tell. */
  readonly grossIn: number | null;
  readonly grossOut: number | null;
};

/**
 * Rates of one row.
 * Source: Stripe and ChartMogul glossaries for gross and net value retention; J. Bliss, "Present Customer Asset Metrics in Whole Numbers".
 */
export function ledgerRates(row: LedgerRow): LedgerRates {
  const { opening, lost, grown, shrunk, closing, gross } = row;
  const came = row.new.n + row.returned.n;
  const stayedValue = opening.value - lost.value - shrunk.value;
  return {
    retention: {
      customers: share(opening.n - lost.n, opening.n),
      grossValue: within01(share(stayedValue, opening.value)),
      netValue: share(stayedValue + grown.value, opening.value),
      grossLoss: { n: lost.n, value: lost.value + shrunk.value },
      in: came,
      out: lost.n,
      grossIn: gross === null ? null : gross.new + gross.returned,
      grossOut: gross === null ? null : gross.lost,
    },
    growth: { n: closing.n - opening.n, value: closing.value - opening.value },
    replacementShare: share(Math.min(lost.n, came), came),
    valueSwap: row.new.n === 0 || lost.n === 0 ? null : share(row.new.value / row.new.n, lost.value / lost.n),
    quickRatio: share(row.new.value + row.returned.value + grown.value, lost.value + shrunk.value),
  };
}

/** One month's loss as others define it, so that their number can be found again beside ours. */
export type ChurnReadings = {
  /** (lost + in-and-out) ÷ (opening + all who were new): Stripe; also Netflix's of 2011 for a month. */
  readonly stripeSubscribers: number | null;
  /** lost ÷ opening, who came and went in the period left out: ProfitWell. */
  readonly profitWellCustomers: number | null;
  /** (lost + in-and-out) ÷ opening: Baremetrics. */
  readonly baremetricsCustomers: number | null;
  /** (lost + in-and-out) ÷ mean of opening and closing. */
  readonly averageBase: number | null;
  /** (lost + shrunk − grown − returned) ÷ opening, in value: ChartMogul. */
  readonly chartMogulNetValue: number | null;
  /** (lost + shrunk − grown) ÷ opening, in value: Chargebee. */
  readonly chargebeeNetValue: number | null;
  /** (new, in-and-out ones too, + grown) ÷ (lost + shrunk), in value: Baremetrics. */
  readonly baremetricsQuickRatio: number | null;
};

/**
 * Well-known readings of the same row, which differ although nothing else does.
 * Source: the help pages of the vendors named; for Netflix the letter and press of September 2011.
 */
export function churnReadings(row: LedgerRow): ChurnReadings {
  const { opening, lost, grown, shrunk, returned, closing, inAndOut, gross } = row;
  const left = gross?.lost ?? lost.n;
  const began = gross?.new ?? row.new.n;
  const gone = lost.value + shrunk.value - grown.value;
  return {
    stripeSubscribers: share(left, opening.n + began),
    profitWellCustomers: share(lost.n, opening.n),
    baremetricsCustomers: share(left, opening.n),
    averageBase: share(left, (opening.n + closing.n) / 2),
    chartMogulNetValue: share(gone - returned.value, opening.value),
    chargebeeNetValue: share(gone, opening.value),
    baremetricsQuickRatio: share(row.new.value + inAndOut.value + grown.value, lost.value + shrunk.value),
  };
}

/** Sums of money in fractions may miss an end by rounding. */
const ROUNDING = 1e-9;

function within01(rate: number | null): number | null {
  return rate === null || rate < -ROUNDING || rate > 1 + ROUNDING ? null : Math.min(1, Math.max(0, rate));
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
