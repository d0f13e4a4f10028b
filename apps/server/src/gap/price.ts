import { newcombe, wilson } from "@counterseat/stats";
import type { Figure } from "../platform/figure.ts";
import type { Metrics, Sample, Worth } from "../platform/metric.ts";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import { withoutValue } from "./belief-gap.ts";
import type { Cell } from "./words.ts";

/** Who answers below this is not content: 6 of 10, 3 of 5, 4 of 7 and less. */
const CONTENT_FROM = 65;

/** The customers of one cell, what they are worth, and who of them has left since; null is why it cannot be told. */
export function cellWorth(metrics: Metrics, worth: Worth, passed: ReadonlySet<string> | null): NonNullable<Cell["worth"]> {
  const metric = metrics.label("asset.worth");
  const asOf = worth.to === null ? null : new Date(worth.to - 1).toISOString();
  const here = { n: 0, yearly: 0, lost: 0, lostYearly: 0 };
  worth.customers.forEach((customer, i) => {
    const gone = worth.active[i] === 0;
    if (passed?.has(customer) !== true) return;
    const yearly = worth.yearly[i] ?? 0;
    here.n += 1;
    here.yearly += yearly;
    here.lost += gone ? 1 : 0;
    here.lostYearly += gone ? yearly : 0;
  });
  const doubt = whyNotTold(worth, passed, here.n);
  const unit = `${worth.currency}/year`;
  if (doubt !== null) {
    const nothing = (of: string) => withoutValue(metric, of, doubt);
    return {
      customers: nothing("customers"),
      yearly: nothing(unit),
      lost: nothing("customers"),
      lostYearly: nothing(unit),
      lostShare: nothing("share"),
    };
  }
  const plain = (value: number, of: string): Figure => ({
    value,
    unit: of,
    n: here.n,
    interval: null,
    metric,
    asOf,
    doubts: [...worth.doubts],
  });
  const range = wilson({ successes: here.lost, n: here.n });
  const lostShare: Figure = {
    ...plain(here.lost / here.n, "share"),
    interval: range === null ? null : [range[0], range[1]],
    doubts: [...worth.doubts, "association-not-cause"],
  };
  return {
    customers: plain(here.n, "customers"),
    yearly: plain(here.yearly, unit),
    lost: plain(here.lost, "customers"),
    lostYearly: plain(here.lostYearly, unit),
    lostShare,
  };
}

function whyNotTold(worth: Worth, passed: ReadonlySet<string> | null, n: number): string | null {
  if (worth.customers.length === 0) return worth.doubts[0] ?? "no-ledger";
  if (passed === null) return "hidden-by-subtraction";
  if (passed.size === 0) return "no-events-at-stage";
  if (n === 0) return "nobody-in-ledger";
  return n < GROUP_MINIMUM ? "hidden-small-group" : null;
}

/**
 * What a gap costs: the yearly value of the cell's customers × (share of customers not content − share of leaders who expected it).
 * The interval is that of the difference of the two shares (Newcombe 1998); the value itself is counted, not estimated.
 * Only a gap that is shown has a price, and only where the company believes in more than customers say.
 */
export function gapPrice(
  metrics: Metrics,
  { yearly, leaders, customers, gap }: { yearly: Figure; leaders: Sample | null; customers: Sample | null; gap: Figure | null },
): Figure {
  const metric = metrics.label("gap.price");
  if (gap === null || leaders === null || customers === null) return withoutValue(metric, yearly.unit, "no-gap-shown");
  if ((gap.value ?? 0) <= 0) return withoutValue(metric, yearly.unit, "better-than-believed");
  if (yearly.value === null) return withoutValue(metric, yearly.unit, yearly.doubts[0] ?? "value-not-known-yet");
  const total = yearly.value;
  const discontent = (sample: Sample) => ({
    successes: sample.points.filter((points) => points < CONTENT_FROM).length,
    n: sample.points.length,
  });
  const { estimate, interval } = newcombe({ a: discontent(customers), b: discontent(leaders) });
  const money = (share: number) => total * Math.max(0, share);
  return {
    value: estimate === null ? null : money(estimate),
    unit: yearly.unit,
    n: yearly.n,
    interval: interval === null ? null : [money(interval[0]), money(interval[1])],
    metric,
    asOf: yearly.asOf,
    doubts: [...yearly.doubts],
  };
}
