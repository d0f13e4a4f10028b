import { suppress } from "@counterseat/stats";
import type { Figure } from "../../platform/figure.ts";
import { GROUP_MINIMUM } from "../../platform/small-groups.ts";

/** Share of customers: the strictest of the latest answers of each of their names. */
const SHARE = "customer.consent-share@1";
const COUNT = "customer.left-out@1";

/** Shares of all customers by answer; groups so small that somebody could be known in them are hidden, and what would give them away. */
export function sharesOf<K extends string>(customers: Readonly<Record<K, number>>, asOf: string | null): Record<K, Figure> {
  const n = Object.values<number>(customers).reduce((sum, count) => sum + count, 0);
  const { primary, complementary, hideTotal } = suppress({ cells: customers, k: GROUP_MINIMUM });
  const shared = { unit: "share", interval: null, metric: SHARE, asOf, n: hideTotal ? 0 : n };
  const of = (name: K): Figure => {
    if (n === 0) return { ...shared, value: null, doubts: ["no-customers"] };
    if (hideTotal || primary.includes(name)) return { ...shared, value: null, doubts: ["hidden-small-group"] };
    if (complementary.includes(name)) return { ...shared, value: null, doubts: ["hidden-by-subtraction"] };
    return { ...shared, value: customers[name] / n, doubts: [] };
  };
  return Object.fromEntries((Object.keys(customers) as K[]).map((name) => [name, of(name)])) as Record<K, Figure>; // one for each name
}

/** How many customers are left out, where that gives nobody away. */
export function leftOutOf(customers: number, asOf: string | null): Figure {
  const hidden = customers > 0 && customers < GROUP_MINIMUM;
  return {
    value: hidden ? null : customers,
    unit: "customers",
    n: hidden ? 0 : customers,
    metric: COUNT,
    asOf,
    interval: null,
    doubts: hidden ? ["hidden-small-group"] : [],
  };
}
