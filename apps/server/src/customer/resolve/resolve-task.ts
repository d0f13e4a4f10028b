import { type Reason, resolve } from "@counterseat/identity";
import type { Evidence, Link, PersonRecord } from "../../platform/events/contract.ts";
import { byIds, type IdPair, linksOf, type ToldIds } from "./by-ids.ts";
import { type Cuts, customersOf, type Decided } from "./customers-of.ts";
import { knownOf, recordColumns } from "./record-columns.ts";
import { reportOf } from "./report.ts";
import type { MatchReport } from "./words.ts";
import { ruled, type RuledReason } from "./rules.ts";

export interface ResolveInput {
  /** By source, then name. */
  readonly records: readonly PersonRecord[];
  readonly ids: ToldIds;
  readonly decided: readonly Decided[];
  readonly trust: readonly string[];
  readonly cuts: Cuts;
}
export interface Resolved {
  readonly report: MatchReport;
  /** Names that stand for another one. */
  readonly links: readonly Link[];
  readonly devices: { readonly named: number; readonly joined: number; readonly shared: number };
  readonly evidence: readonly Evidence[];
  /** Pairs of records that are one person, as many as the columns' agreement over all pairs speaks for; more or fewer than are joined. */
  readonly expected: number;
  /** Values so many share that not all who hold them were compared: blocks, and records in them. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

/** Records of all systems → whom each name stands for, and why. Runs in the computing thread. */
export function resolveTask({ records: people, ids, decided, trust, cuts }: ResolveInput): Resolved {
  const { pairs, expected, skipped } = alike(people, cuts);
  const told = byIds(ids);
  const records = withNames(people, told.pairs);
  const place = new Map(records.map(({ told: name }, at) => [name, at])); // of a name that several sources have, any will do: it is one customer
  for (const { a, b, reasons } of told.pairs) pairs.push({ a: place.get(a) ?? 0, b: place.get(b) ?? 0, reasons });
  const all = pairs.map(({ reasons }) => reasons);
  const bitsOf = (of: readonly RuledReason[]) => of.reduce((sum, [, , bits]) => sum + bits, 0);
  const weighed = {
    a: Int32Array.from(pairs, ({ a }) => a),
    b: Int32Array.from(pairs, ({ b }) => b),
    bits: Float64Array.from(all, bitsOf),
  };
  const group = groupsOf(records, weighed, decided, cuts);
  // What two groups hold against each other decides nothing.
  const kept = Array.from(weighed.bits.keys()).filter((at) => group[weighed.a[at] ?? 0] === group[weighed.b[at] ?? 0]);
  const reasons = kept.map((at) => all[at] ?? []);
  const edges = {
    a: Int32Array.from(kept, (at) => weighed.a[at] ?? 0),
    b: Int32Array.from(kept, (at) => weighed.b[at] ?? 0),
    bits: Float64Array.from(kept, (at) => weighed.bits[at] ?? 0),
  };
  const { customer, open } = customersOf({ records, known: knownOf(records), edges, decided, trust, devices: told.devices, cuts });
  const evidence = reasons.map((said, at): Evidence => {
    const [a, b] = [edges.a[at] ?? 0, edges.b[at] ?? 0];
    return {
      a: nameOf(records, a),
      b: nameOf(records, b),
      bits: edges.bits[at] ?? 0,
      reasons: JSON.stringify(said),
      group: group[a] ?? 0,
      open: open.has(at) && said[0]?.[1] !== "device-turn",
    };
  });
  const stands = new Map(records.map(({ told: name }, at) => [name, customer[at] ?? name]));
  const links = linksOf(stands, told.turns, decided);
  const found = { links, devices: countDevices(told.devices, links), evidence, expected, skipped };
  return { ...found, report: reportOf(people, found) };
}

interface RecordPair {
  readonly a: number;
  readonly b: number;
  readonly reasons: readonly RuledReason[];
}

/** Pairs of records by what they say of people. */
function alike(records: readonly PersonRecord[], cuts: Cuts): { pairs: RecordPair[] } & Pick<Resolved, "expected" | "skipped"> {
  if (records.length === 0) return { pairs: [], expected: 0, skipped: { blocks: 0, rows: 0 } };
  const sources = [...new Set(records.map(({ source }) => source))];
  const source = Int32Array.from(records, (record) => sources.indexOf(record.source));
  const { edges, explain, skipped, model } = resolve({ columns: recordColumns(records), split: null, source });
  const rule = ruled(records, cuts);
  const pairs = Array.from(edges.bits.keys(), (at) => {
    const [a, b] = [edges.a[at] ?? 0, edges.b[at] ?? 0];
    return { a, b, reasons: rule(a, b, explain(at).map(toldReason)).map(rounded) };
  });
  return { pairs, expected: expectedPairs(source, model.lambda), skipped };
}

/** Records, and behind them names that events told of whom nobody says anything. */
function withNames(people: readonly PersonRecord[], pairs: readonly IdPair[]): PersonRecord[] {
  const names = new Set(people.map(({ told }) => told));
  const more: PersonRecord[] = [];
  for (const { source, a, b } of pairs)
    for (const told of [a, b]) {
      if (names.has(told)) continue;
      names.add(told);
      more.push({ source, told, values: {} });
    }
  return [...people, ...more];
}

function countDevices(devices: ReadonlySet<string>, links: readonly Link[]): Resolved["devices"] {
  const linked = new Set(links.map(([told]) => told));
  const shared = new Set(links.flatMap(([told, , since]) => (since === undefined ? [] : [told])));
  const joined = [...devices].filter((name) => linked.has(name) && !shared.has(name)).length;
  return { named: devices.size, joined, shared: shared.size };
}

/** The share of pairs that are one person, learned apart for pairs of two sources and pairs within one, times how many pairs there are. */
function expectedPairs(source: Int32Array, [across, within]: readonly [number, number]): number {
  const held = new Map<number, number>();
  for (const of of source) held.set(of, (held.get(of) ?? 0) + 1);
  const pairsOf = (n: number) => (n * (n - 1)) / 2;
  const inside = [...held.values()].reduce((sum, n) => sum + pairsOf(n), 0);
  return across * (pairsOf(source.length) - inside) + within * inside;
}

const toldReason = ({ column, agreement, bits }: Reason): RuledReason => [column, agreement, bits];
/** As it is kept: in 64ths of a bit, so that what is read adds up to what was decided by. */
const rounded = ([column, agreement, bits]: RuledReason): RuledReason => [column, agreement, Math.round(bits * 64) / 64];

function nameOf(records: readonly PersonRecord[], at: number) {
  const { source = "", told: name = "" } = records[at] ?? {};
  return { source, told: name };
}

/** Per record its group: what hangs together by anything that could join two of them, or be put before a person. */
function groupsOf(
  records: readonly PersonRecord[],
  { a, b, bits }: { readonly a: Int32Array; readonly b: Int32Array; readonly bits: Float64Array },
  decided: readonly Decided[],
  cuts: Cuts,
): Int32Array {
  const parent = Int32Array.from(records, (_, at) => at);
  const root = (at: number): number => {
    let top = at;
    while (parent[top] !== top) top = parent[top] = parent[parent[top] ?? top] ?? top;
    return top;
  };
  const join = (x: number, y: number) => {
    const [one, other] = [root(x), root(y)];
    parent[Math.max(one, other)] = Math.min(one, other);
  };
  const first = new Map<string, number>();
  records.forEach(({ told: name }, at) => {
    const same = first.get(name);
    if (same === undefined) first.set(name, at);
    else join(same, at);
  });
  const least = Math.min(cuts.ask, cuts.join, 0);
  for (let at = 0; at < a.length; at += 1) if ((bits[at] ?? 0) > least) join(a[at] ?? 0, b[at] ?? 0);
  for (const pair of decided) {
    const [one, other] = [first.get(pair.a), first.get(pair.b)];
    if (one !== undefined && other !== undefined) join(one, other);
  }
  return Int32Array.from(records, (_, at) => root(at));
}
