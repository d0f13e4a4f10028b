import { type Reason, resolve } from "@counterseat/identity";
import type { Evidence, PersonRecord } from "../../platform/events/contract.ts";
import { type Cuts, customersOf, type Decided } from "./customers-of.ts";
import { knownOf, recordColumns } from "./record-columns.ts";
import { ruled, type RuledReason } from "./rules.ts";

export interface ResolveInput {
  /** By source, then name. */
  readonly records: readonly PersonRecord[];
  readonly decided: readonly Decided[];
  readonly trust: readonly string[];
  readonly cuts: Cuts;
}
export interface Resolved {
  /** Names that stand for another one. */
  readonly links: readonly (readonly [told: string, customer: string])[];
  readonly evidence: readonly Evidence[];
  /** Pairs of records that are one person, as many as the columns' agreement over all pairs speaks for; more or fewer than are joined. */
  readonly expected: number;
  /** Values so many share that not all who hold them were compared: blocks, and records in them. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

/** Records of all systems → whom each name stands for, and why. Runs in the computing thread. */
export function resolveTask({ records, decided, trust, cuts }: ResolveInput): Resolved {
  if (records.length === 0) return { links: [], evidence: [], expected: 0, skipped: { blocks: 0, rows: 0 } };
  const columns = recordColumns(records);
  const sources = [...new Set(records.map(({ source }) => source))];
  const source = Int32Array.from(records, (record) => sources.indexOf(record.source));
  const { edges: found, explain, skipped, model } = resolve({ columns, split: null, source });
  const rule = ruled(records, cuts);
  const all = Array.from(found.bits.keys(), (at) => rule(found.a[at] ?? 0, found.b[at] ?? 0, explain(at).map(told)).map(rounded));
  const bitsOf = (of: readonly RuledReason[]) => of.reduce((sum, [, , bits]) => sum + bits, 0);
  const weighed = { a: found.a, b: found.b, bits: Float64Array.from(all, bitsOf) };
  const group = groupsOf(records, weighed, decided, cuts);
  // What two groups hold against each other decides nothing.
  const kept = Array.from(weighed.bits.keys()).filter((at) => group[weighed.a[at] ?? 0] === group[weighed.b[at] ?? 0]);
  const reasons = kept.map((at) => all[at] ?? []);
  const edges = {
    a: Int32Array.from(kept, (at) => weighed.a[at] ?? 0),
    b: Int32Array.from(kept, (at) => weighed.b[at] ?? 0),
    bits: Float64Array.from(kept, (at) => weighed.bits[at] ?? 0),
  };
  const { customer, open } = customersOf({ records, known: knownOf(records), edges, decided, trust, cuts });
  const evidence = reasons.map((said, at): Evidence => {
    const [a, b] = [edges.a[at] ?? 0, edges.b[at] ?? 0];
    return {
      a: nameOf(records, a),
      b: nameOf(records, b),
      bits: edges.bits[at] ?? 0,
      reasons: JSON.stringify(said),
      group: group[a] ?? 0,
      open: open.has(at),
    };
  });
  const links = new Map(records.map(({ told }, at) => [told, customer[at] ?? told]));
  return { links: [...links].filter(([name, of]) => name !== of), evidence, expected: expectedPairs(source, model.lambda), skipped };
}

/** The share of pairs that are one person, learned apart for pairs of two sources and pairs within one, times how many pairs there are. */
function expectedPairs(source: Int32Array, [across, within]: readonly [number, number]): number {
  const held = new Map<number, number>();
  for (const of of source) held.set(of, (held.get(of) ?? 0) + 1);
  const pairsOf = (n: number) => (n * (n - 1)) / 2;
  const inside = [...held.values()].reduce((sum, n) => sum + pairsOf(n), 0);
  return across * (pairsOf(source.length) - inside) + within * inside;
}

const told = ({ column, agreement, bits }: Reason): RuledReason => [column, agreement, bits];
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
