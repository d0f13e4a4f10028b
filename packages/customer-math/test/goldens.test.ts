import { describe, expect, it } from "vitest";
import {
  chooseWindow,
  churnReadings,
  kernels,
  ledgerDifferences,
  ledgerRates,
  type LedgerLine,
  type LedgerOutput,
  type LedgerRow,
  type WindowChoice,
  type WindowErrors,
} from "@counterseat/customer-math";
import { transactionsFromText } from "../src/columns-from-text.ts";
import { idleCounts, windowErrors } from "../src/window-errors.ts";
import { cdnow, golden, sharedFolder } from "./shared-folder.ts";

/** Runs a kernel as `compute` does. */
function run<T>(name: string, input: Parameters<(typeof kernels)[number]["run"]>[0]): T {
  const kernel = kernels.find((one) => one.name === name);
  // The caller names the kernel's own output type.
  return kernel?.run(input) as T;
}

const ledgerOf = (input: Parameters<(typeof kernels)[number]["run"]>[0]): LedgerOutput => run("customer-math.ledger", input);

type TinyLine = { readonly n: number; readonly v: number; readonly m: number };
type Tiny = {
  readonly V: Readonly<Record<string, readonly number[]>>;
  readonly margin: Readonly<Record<string, number>>;
  readonly period_closes: readonly string[];
  readonly ledger: readonly (Readonly<Record<"open" | "new" | "react" | "lost" | "grow" | "shrink" | "flat" | "close", TinyLine>> & {
    readonly period: string;
    readonly rates: Readonly<
      Record<"logo_retention" | "grr" | "nrr" | "net_growth_n" | "net_growth_v" | "replacement_share" | "chartmogul_net_mrr_churn", number>
    >;
  })[];
};

const line = ({ n, v, m }: TinyLine): LedgerLine => ({ n, value: v, margin: m });

describe.skipIf(sharedFolder === null)("twelve customers over three periods", () => {
  it("agrees row by row, in people, value and margin", () => {
    const { V, margin, ledger, period_closes: names } = golden<Tiny>("ledger_tiny");
    const { rows, doubts } = ledgerOf({ columns: null, args: { values: V, margin, names } });
    expect(rows.map(({ gross: _gross, rates: _rates, inAndOut: _inAndOut, ...row }) => row)).toEqual(
      ledger.map((row, k) => ({
        from: names[k],
        to: row.period,
        opening: line(row.open),
        new: line(row.new),
        returned: line(row.react),
        lost: line(row.lost),
        grown: line(row.grow),
        shrunk: line(row.shrink),
        flat: line(row.flat),
        closing: line(row.close),
      })),
    );
    expect(doubts).toEqual(["in-and-out-not-seen"]);
    expect(ledgerDifferences(rows, 0.005)).toEqual([]);
  });

  it("gives their rates", () => {
    const { V, margin, ledger } = golden<Tiny>("ledger_tiny");
    const { rows } = ledgerOf({ columns: null, args: { values: V, margin } });
    expect(rows).toHaveLength(3);
    for (const [k, { rates }] of ledger.entries()) {
      const { retention, growth, replacementShare } = rows[k].rates;
      expect(retention.customers).toBeCloseTo(rates.logo_retention, 6);
      expect(retention.grossValue).toBeCloseTo(rates.grr, 6);
      expect(retention.netValue).toBeCloseTo(rates.nrr, 6);
      expect(growth).toEqual({ n: rates.net_growth_n, value: rates.net_growth_v });
      expect(replacementShare).toBeCloseTo(rates.replacement_share, 6);
      expect(churnReadings(rows[k]).chartMogulNetValue).toBeCloseTo(rates.chartmogul_net_mrr_churn, 6);
    }
  });
});

type CdnowRow = Readonly<
  Record<"open" | "new" | "react" | "lost" | "closeN" | "openV" | "newV" | "reactV" | "lostV" | "growV" | "shrinkV" | "closeV", number>
> & { readonly close?: number; readonly grow?: number; readonly shrink?: number; readonly flat?: number };
type CdnowQuarter = CdnowRow & Readonly<Record<"logo_retention" | "grr" | "nrr", number | null>>;
type Cdnow = {
  readonly W90_monthly: readonly CdnowRow[];
  readonly W180_monthly: readonly CdnowRow[];
  readonly calendar_quarter_activity: readonly CdnowQuarter[];
};

/** Values are whole cents here, so they are compared exactly after rounding the published decimals to cents. */
function asPublished(row: LedgerRow): Record<string, number> {
  const cents = ({ value }: LedgerLine): number => Math.round(value * 100);
  return {
    open: row.opening.n,
    new: row.new.n,
    react: row.returned.n,
    lost: row.lost.n,
    closeN: row.closing.n,
    openV: cents(row.opening),
    newV: cents(row.new),
    reactV: cents(row.returned),
    lostV: cents(row.lost),
    growV: cents(row.grown),
    shrinkV: cents(row.shrunk),
    closeV: cents(row.closing),
  };
}

function inCents(row: CdnowRow): Record<string, number> {
  const names = ["open", "new", "react", "lost", "closeN"] as const;
  const values = ["openV", "newV", "reactV", "lostV", "growV", "shrinkV", "closeV"] as const;
  return Object.fromEntries([...names.map((name) => [name, row[name]]), ...values.map((name) => [name, Math.round(row[name] * 100) + 0])]);
}

describe.skipIf(sharedFolder === null)("CDNOW, 23,570 customers and 69,659 purchases", () => {
  for (const [window, key] of [
    [90, "W90_monthly"],
    [180, "W180_monthly"],
  ] as const) {
    it(`agrees month by month with a window of ${window} days`, () => {
      const expected = golden<Cdnow>("ledger_cdnow")[key];
      const { rows, definition } = ledgerOf({ columns: cdnow("CDNOW_master.txt"), args: { period: "month", window } });
      expect(definition).toMatchObject({ basis: "transactions", period: "month", window, timezone: "UTC" });
      expect(rows.map(asPublished)).toEqual(expected.map(inCents));
      expect(rows.map(({ grown, shrunk, flat }) => [grown.n, shrunk.n, flat.n])).toEqual(
        expected.map(({ grow, shrink, flat }) => [grow, shrink, flat]),
      );
      // The published closes are the last days of the months, counted from the first of January 1997.
      expect(rows.map(({ to }) => Date.parse(to) / 86_400_000 - 9862 - 1)).toEqual(expected.map(({ close }) => close));
    });
  }

  it("agrees quarter by quarter where active means bought in the quarter, with retention that looks steady while customers leave", () => {
    const expected = golden<Cdnow>("ledger_cdnow").calendar_quarter_activity;
    const { rows } = ledgerOf({ columns: cdnow("CDNOW_master.txt"), args: { period: "quarter", window: "period" } });
    expect(rows.map(asPublished)).toEqual(expected.map(inCents));
    for (const [k, row] of rows.entries()) {
      const { customers, grossValue, netValue, grossLoss, out } = ledgerRates(row).retention;
      for (const [rate, published] of [
        [customers, expected[k].logo_retention],
        [grossValue, expected[k].grr],
        [netValue, expected[k].nrr],
      ]) {
        if (published === null) expect(rate).toBeNull();
        else expect(rate).toBeCloseTo(published, 6);
      }
      expect([out, grossLoss.n]).toEqual([expected[k].lost, expected[k].lost]);
    }
  });

  it("leaves out what an earlier as-of day could not know", () => {
    const columns = cdnow("CDNOW_master.txt");
    const whole = ledgerOf({ columns, args: { window: 90 } });
    const then = ledgerOf({ columns, args: { window: 90, asOf: "1997-12-31" } });
    expect(then.rows).toEqual(whole.rows.slice(0, 12));
    const dayBefore = ledgerOf({ columns, args: { window: 90, asOf: "1997-12-30" } });
    expect(dayBefore.rows).toEqual(whole.rows.slice(0, 11));
  });
});

type Churn = {
  readonly scenario: Readonly<Record<string, number>>;
  readonly readings: Readonly<Record<string, { readonly value: number }>> & {
    readonly ledger_net_snapshot: Readonly<Record<"new" | "lost" | "react" | "close", number>>;
    readonly ledger_gross_events: Readonly<Record<"new" | "lost" | "react" | "close" | "transient", number>>;
  };
};

describe.skipIf(sharedFolder === null)("one month, many churn rates", () => {
  it("finds each vendor's number again beside the ledger's own", () => {
    const { scenario, readings } = golden<Churn>("churn_definitions");
    const of = (n: number, value: number): LedgerLine => ({ n, value, margin: null });
    const { ledger_net_snapshot: net, ledger_gross_events: all } = readings;
    const row: LedgerRow = {
      from: "0",
      to: "1",
      opening: of(scenario["open_customers"], scenario["open_mrr"]),
      new: of(net.new, scenario["new_mrr"] - scenario["new_and_gone_mrr"]),
      returned: of(net.react, scenario["react_mrr"]),
      lost: of(net.lost, scenario["lost_mrr"]),
      grown: of(0, scenario["expansion_mrr"]),
      shrunk: of(0, scenario["contraction_mrr"]),
      flat: of(950, 0),
      inAndOut: of(all.transient, scenario["new_and_gone_mrr"]),
      closing: of(net.close, 50_000 + 2800 + 600 - 3500 + 1500 - 900),
      gross: { new: all.new, returned: all.react, lost: all.lost },
    };
    const churn = churnReadings(row);
    expect(churn.stripeSubscribers).toBeCloseTo(readings["stripe_subscriber_churn"].value, 9);
    expect(churn.stripeSubscribers).toBeCloseTo(readings["netflix_2011_monthly"].value, 9);
    expect(churn.profitWellCustomers).toBeCloseTo(readings["profitwell_customer_churn"].value, 9);
    expect(churn.baremetricsCustomers).toBeCloseTo(readings["baremetrics_after_update"].value, 9);
    expect(churn.averageBase).toBeCloseTo(readings["average_base"].value, 9);
    expect(churn.chartMogulNetValue).toBeCloseTo(readings["chartmogul_net_mrr_churn"].value, 9);
    expect(churn.chargebeeNetValue).toBeCloseTo(readings["chargebee_net_mrr_churn"].value, 9);
    expect(churn.baremetricsQuickRatio).toBeCloseTo(readings["baremetrics_quick_ratio"].value, 9);
    const { retention } = ledgerRates(row);
    expect(retention.grossValue).toBeCloseTo(readings["grr"].value, 9);
    expect(retention.netValue).toBeCloseTo(readings["nrr_excl_react"].value, 9);
    expect(retention).toMatchObject({ in: net.new + net.react, out: net.lost, grossIn: all.new + all.react, grossOut: all.lost });
  });
});

type LostRule = {
  readonly flagged_lost: number;
  readonly of_those_bought_again: number;
  readonly wrongly_declared_lost_share: number;
  readonly kept: number;
  readonly kept_but_never_bought_share: number;
};

describe.skipIf(sharedFolder === null)("when is a customer lost: CDNOW sample, judged on 1997-09-30 by the 39 weeks after", () => {
  const rules = sharedFolder === null ? {} : golden<{ lost_rules: Readonly<Record<string, LostRule>> }>("lost_definition_cdnow").lost_rules;
  const errors = (): WindowErrors[] => {
    const { customer, customers, time, amount } = transactionsFromText(cdnow("CDNOW_sample.txt"), {}).transactions;
    const cut = Date.parse("1997-10-01") / 86_400_000;
    return windowErrors(idleCounts({ customer, customers, time, amount, cut, end: cut + 39 * 7 }));
  };

  it("makes both errors of every published idle rule", () => {
    const all = errors();
    const checked = [60, 90, 120, 180, 240].map((idle) => {
      const rule = rules[`idle>${idle}d`];
      // Idle for more than `idle` days on the day itself is not bought in the `idle` + 1 days before the next one begins.
      const found = all[idle];
      expect(found.window).toBe(idle + 1);
      expect([found.declaredLost, found.cameBack, found.kept]).toEqual([rule.flagged_lost, rule.of_those_bought_again, rule.kept]);
      expect(found.cameBackShare).toBeCloseTo(rule.wrongly_declared_lost_share, 4);
      expect(found.goneShare).toBeCloseTo(rule.kept_but_never_bought_share, 4);
      return idle;
    });
    expect(checked).toHaveLength(5);
  });

  it("chooses the shortest window within the tolerance", () => {
    const columns = cdnow("CDNOW_sample.txt");
    const choice = run<WindowChoice>("customer-math.window", { columns, args: { cut: "1997-10-01", horizon: 273 } });
    const all = errors();
    expect(choice.window).toBe(188);
    expect(choice.errors).toEqual(all[187]);
    expect(choice.errors?.cameBackShare).toBeLessThanOrEqual(0.15);
    expect(all.slice(30, 187).every(({ cameBackShare }) => (cameBackShare ?? 0) > 0.15)).toBe(true);
    expect(choice).toMatchObject({ from: "1997-10-01", to: "1998-07-01", tolerance: 0.15, doubts: [] });
    // The middle of the history is the same day.
    expect(run("customer-math.window", { columns, args: {} })).toEqual(choice);
  });

  it("moves the errors against each other, and says when the tolerance is out of reach", () => {
    const { transactions } = transactionsFromText(cdnow("CDNOW_sample.txt"), {});
    const loose = chooseWindow({ transactions, period: "month", tolerance: 0.2 });
    const strict = chooseWindow({ transactions, period: "month", tolerance: 0.12 });
    expect(loose.window).toBeLessThan(strict.window);
    expect(loose.errors?.goneShare ?? 1).toBeLessThan(strict.errors?.goneShare ?? 0);
    const never = chooseWindow({ transactions, period: "month", tolerance: 0 });
    expect(never.doubts).toContain("tolerance-not-reached");
    // Among windows that declare at least thirty people lost.
    const shares = errors().filter(({ window, declaredLost }) => window >= 31 && declaredLost >= 30);
    expect(never.errors?.cameBackShare).toBe(Math.min(...shares.map(({ cameBackShare }) => cameBackShare ?? 1)));
  });
});
