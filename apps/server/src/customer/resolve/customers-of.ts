import { contract, type Edges } from "@counterseat/identity";
import type { RecordName } from "../../platform/events/contract.ts";

/** What a person said about two names: one customer, or two. It stands above all evidence. */
export interface Decided {
  readonly a: string;
  readonly b: string;
  readonly verdict: "together" | "apart";
}

/** How much evidence it takes, in bits: log2 of how much likelier one person is than two. */
export interface Cuts {
  /** Above this, records are joined. */
  readonly join: number;
  /** Above this, and not above the other, a person is asked. */
  readonly ask: number;
}

export interface Given {
  readonly records: readonly RecordName[];
  /** Per record the columns it says something in, one bit each. */
  readonly known: Uint32Array;
  /** Pairs of records, by their places. */
  readonly edges: Edges;
  readonly decided: readonly Decided[];
  /** Sources, the most trusted first: a customer goes by the name the first of them has. */
  readonly trust: readonly string[];
  /** Names that no customer goes by while there is another. */
  readonly devices: ReadonlySet<string>;
  readonly cuts: Cuts;
}

export interface Customers {
  /** Per record whom its name stands for. */
  readonly customer: readonly string[];
  /** Pairs of customers for a person to decide, each as its most telling edge; by place among the edges. */
  readonly open: ReadonlySet<number>;
}

/** Says more than any evidence, so that what somebody decided, or two systems call by one name, is joined first. */
const CERTAIN = 1e6;
/** And two that somebody kept apart stay so, whatever else was joined. */
const NEVER = -1e9;

/** Which records are one customer, and what that customer is called. The same for the same records, however they came to be there. */
export function customersOf(given: Given): Customers {
  const { records, known, cuts } = given;
  const cluster = contract(records.length, withDecisions(given), { known, above: cuts.join });
  const customer = called(given, cluster);
  return { customer, open: openBetween(given, cluster) };
}

function withDecisions({ records, edges, decided }: Given): Edges {
  const first = new Map<string, number>();
  const more: [a: number, b: number, bits: number][] = [];
  records.forEach(({ told }, at) => {
    const same = first.get(told);
    if (same === undefined) first.set(told, at);
    else more.push([same, at, CERTAIN]);
  });
  for (const { a, b, verdict } of decided) {
    const [one, other] = [first.get(a), first.get(b)];
    if (one === undefined || other === undefined || one === other) continue;
    more.push([Math.min(one, other), Math.max(one, other), verdict === "together" ? CERTAIN : NEVER]);
  }
  if (more.length === 0) return edges;
  return {
    a: Int32Array.from([...edges.a, ...more.map(([a]) => a)]),
    b: Int32Array.from([...edges.b, ...more.map(([, b]) => b)]),
    bits: Float64Array.from([...edges.bits, ...more.map(([, , bits]) => bits)]),
  };
}

function called({ records, trust, devices }: Given, cluster: Int32Array): string[] {
  const rank = new Map(trust.map((source, at) => [source, at]));
  const best = new Map<number, RecordName>();
  const rankOf = ({ source, told }: RecordName) => (devices.has(told) ? trust.length + 1 : (rank.get(source) ?? trust.length));
  records.forEach((record, at) => {
    const of = cluster[at] ?? at;
    const found = best.get(of);
    const ahead = found === undefined || rankOf(record) - rankOf(found) || compareText(record.told, found.told);
    if (ahead === true || ahead < 0) best.set(of, record);
  });
  return records.map((record, at) => best.get(cluster[at] ?? at)?.told ?? record.told);
}

function openBetween({ edges, records, decided, cuts }: Given, cluster: Int32Array): Set<number> {
  const between = new Map<string, { bits: number; best: number }>();
  for (let at = 0; at < edges.a.length; at += 1) {
    const [x, y] = [cluster[edges.a[at] ?? 0] ?? 0, cluster[edges.b[at] ?? 0] ?? 0];
    if (x === y) continue;
    const key = x < y ? `${x} ${y}` : `${y} ${x}`;
    const bits = edges.bits[at] ?? 0;
    const found = between.get(key);
    if (found === undefined) between.set(key, { bits, best: at });
    else {
      found.bits += bits;
      if (bits > (edges.bits[found.best] ?? 0)) found.best = at;
    }
  }
  const clusterOf = new Map(records.map(({ told }, at) => [told, cluster[at] ?? at]));
  for (const { a, b, verdict } of decided) {
    const [x, y] = [clusterOf.get(a), clusterOf.get(b)];
    if (verdict === "apart" && x !== undefined && y !== undefined) between.delete(x < y ? `${x} ${y}` : `${y} ${x}`);
  }
  return new Set([...between.values()].filter(({ bits }) => bits > cuts.ask).map(({ best }) => best));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
