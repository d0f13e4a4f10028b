import { moments, studentQuantile, suppress, wilson } from "@counterseat/stats";
import type { Figure } from "../platform/figure.ts";
import type { Metrics, Worth } from "../platform/metric.ts";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import type { Behaviour } from "./words.ts";

/** Fewer people than this are shown, with a doubt. */
const LOW_PRECISION = 30;

/** The ledger as it is looked up: place of each customer, and who may see its money. */
export interface Ledger {
  readonly worth: Worth;
  readonly place: ReadonlyMap<string, number>;
  /** False: the viewer may not see what customers are worth. */
  readonly money: boolean;
}

const places = new WeakMap<Worth, ReadonlyMap<string, number>>();

export function ledgerOf(worth: Worth, money: boolean): Ledger {
  const known = places.get(worth) ?? new Map(worth.customers.map((customer, at) => [customer, at]));
  places.set(worth, known); // the registry hands out the same worth as long as nothing changes
  return { worth, place: known, money };
}

/** Customers of the ledger, by their place in it, and how many people it does not know. */
export interface Group {
  readonly linked: readonly number[];
  readonly notLinked: number;
}

export function groupOf(ledger: Ledger, people: Iterable<string | null>): Group {
  const linked = new Set<number>();
  let notLinked = 0;
  for (const customer of people) {
    const at = customer === null ? undefined : ledger.place.get(customer);
    if (at === undefined) notLinked += 1;
    else linked.add(at);
  }
  return { linked: [...linked], notLinked };
}

/** Everybody of the ledger who is not in the group. */
export function othersOf(ledger: Ledger, { linked }: Group): Group {
  const inside = new Set(linked);
  return { linked: ledger.worth.customers.map((_, at) => at).filter((at) => !inside.has(at)), notLinked: 0 };
}

/** What a group did: who stayed, who left, what they are worth a year. Counted side by side with what they said; never its effect. */
export function behaviourOf(metrics: Metrics, ledger: Omit<Ledger, "place">, group: Group): Behaviour {
  const { worth } = ledger;
  const n = group.linked.length;
  const unit = `${worth.currency}/year`;
  const doubt = worth.customers.length === 0 ? (worth.doubts[0] ?? "no-ledger") : n === 0 ? "nobody-linked" : null;
  if (doubt !== null) return withoutBehaviour(metrics, worth.currency, doubt);
  if (n < GROUP_MINIMUM) return withoutBehaviour(metrics, worth.currency, "hidden-small-group");
  const plain = (value: number, of: string, metric: string): Figure => ({
    value,
    unit: of,
    n,
    interval: null,
    metric: metrics.label(metric),
    asOf: worth.to === null ? null : new Date(worth.to - 1).toISOString(),
    doubts: [...worth.doubts, ...(n < LOW_PRECISION ? ["low-precision"] : [])],
  });
  const gone = group.linked.filter((at) => worth.active[at] === 0).length;
  const values = Float64Array.from(group.linked, (at) => worth.yearly[at] ?? 0);
  const left = plain(gone / n, "share", "voice.left");
  const hideMoney = (figure: Figure): Figure => (ledger.money ? figure : without(figure.metric, figure.unit, "needs-asset-read"));
  const each = meanOf(values, plain(0, unit, "voice.worth"));
  const yearly = plain(
    values.reduce((sum, value) => sum + value, 0),
    unit,
    "voice.worth",
  );
  return {
    linked: plain(n, "people", "voice.left"),
    notLinked: { ...plain(group.notLinked, "people", "voice.left"), n: n + group.notLinked },
    stayed: plain(n - gone, "people", "voice.left"),
    gone: plain(gone, "people", "voice.left"),
    left: { ...left, interval: pairOf(wilson({ successes: gone, n })), doubts: [...left.doubts, "association-not-cause"] },
    each: hideMoney(each),
    yearly: hideMoney(yearly),
  };
}

/**
 * What groups that make up a whole did. Where one of them is too small to show, so many others are hidden with it that it cannot be worked
 * out from what everybody together did.
 */
export function behaviours(metrics: Metrics, ledger: Ledger, groups: readonly Group[]): { each: Behaviour[]; whole: Behaviour } {
  const whole: Group = {
    linked: groups.flatMap((group) => [...group.linked]),
    notLinked: groups.reduce((sum, group) => sum + group.notLinked, 0),
  };
  const cells = Object.fromEntries(groups.map((group, at) => [String(at), group.linked.length]));
  const { complementary, hideTotal } = suppress({ cells, k: GROUP_MINIMUM });
  const { currency } = ledger.worth;
  return {
    each: groups.map((group, at) =>
      complementary.includes(String(at))
        ? withoutBehaviour(metrics, currency, "hidden-by-subtraction")
        : behaviourOf(metrics, ledger, group),
    ),
    whole: hideTotal ? withoutBehaviour(metrics, currency, "hidden-small-group") : behaviourOf(metrics, ledger, whole),
  };
}

export function withoutBehaviour(metrics: Metrics, currency: string, doubt: string): Behaviour {
  const [left, worth] = [metrics.label("voice.left"), metrics.label("voice.worth")];
  const people = without(left, "people", doubt);
  const money = without(worth, `${currency}/year`, doubt);
  return {
    linked: people,
    notLinked: people,
    stayed: people,
    gone: people,
    left: without(left, "share", doubt),
    each: money,
    yearly: money,
  };
}

function without(metric: string, unit: string, doubt: string): Figure {
  return { value: null, unit, n: 0, interval: null, metric, asOf: null, doubts: [doubt] };
}

function meanOf(values: Float64Array, base: Figure): Figure {
  const { n, mean, variance } = moments(values);
  // Only refunds make anybody worth less than nothing; where nobody is, neither is the mean.
  const least = values.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  const half = variance === null || variance === 0 ? null : studentQuantile(0.975, n - 1) * Math.sqrt(variance / n);
  return {
    ...base,
    value: mean,
    interval: half === null || mean === null ? null : [Math.max(least, mean - half), mean + half],
    doubts: [...base.doubts, ...(half === null ? ["no-spread"] : []), "association-not-cause"],
  };
}

function pairOf(range: readonly [number, number] | null): [number, number] | null {
  return range === null ? null : [range[0], range[1]];
}
