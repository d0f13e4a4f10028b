import * as fc from "fast-check";
import type { Id, IdRules, LogEntry, Observation } from "@counterseat/identity";

/** Small numbers of values, so that everything meets everything. */
export const RULES: IdRules = {
  kinds: {
    user: { priority: 1, limit: 1, identifying: true },
    email: { priority: 2, limit: 2, persons: 2 },
    crm: { priority: 3, limit: 3, persons: 3 },
    anon: { priority: 4, limit: 2, shared: true },
  },
  other: { priority: 5, limit: null },
  survivorship: { trust: [], properties: { first: { by: ["oldest"] } }, other: { by: ["identified", "newest"] } },
};

export type Step =
  | {
      readonly verb: Observation["verb"];
      readonly ids: readonly Id[];
      readonly delay: number;
      readonly properties: Record<string, unknown>;
    }
  | { readonly verb: "join" | "apart"; readonly ids: readonly [Id, Id] }
  | { readonly verb: "split"; readonly edge: readonly [Id, Id] }
  | { readonly verb: "split"; readonly from: Id; readonly ids: readonly Id[] };

export const anId = (world = ""): fc.Arbitrary<Id> =>
  fc
    .tuple(fc.constantFrom("user", "user", "email", "crm", "anon", "anon", "other"), fc.integer({ min: 1, max: 3 }))
    .map(([kind, value]) => ({ kind, value: `${world}v${value}` }));

export function observations(world = ""): fc.Arbitrary<Step> {
  return fc.record({
    verb: fc.constantFrom<Observation["verb"]>("track", "identify", "alias"),
    ids: fc.array(anId(world), { minLength: 1, maxLength: 4 }),
    delay: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 8 })),
    properties: fc.dictionary(fc.constantFrom("plan", "first"), fc.constantFrom("x", "y", "z", "", null), { maxKeys: 2 }),
  });
}

export function decisions(world = ""): fc.Arbitrary<Step> {
  const two = fc.tuple(anId(world), anId(world));
  return fc.oneof(
    fc.record({ verb: fc.constant("join" as const), ids: two }),
    fc.record({ verb: fc.constant("apart" as const), ids: two }),
    fc.record({ verb: fc.constant("split" as const), edge: two }),
    fc.record({ verb: fc.constant("split" as const), from: anId(world), ids: fc.array(anId(world), { minLength: 1, maxLength: 2 }) }),
  );
}

export const steps = (world = "", maxLength = 40): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof({ weight: 3, arbitrary: observations(world) }, { weight: 1, arbitrary: decisions(world) }), { maxLength });

/** One step a place and ten milliseconds; delayed ones happened up to eighty before. */
export function entryOf(step: Step, position: number): LogEntry {
  const at = position * 10;
  if (!("delay" in step)) return { ...step, position, at };
  const { delay, ...rest } = step;
  return { ...rest, position, at: at - delay * 10 - (delay > 0 ? 5 : 0) };
}

export const logOf = (found: readonly Step[]): LogEntry[] => found.map((step, at) => entryOf(step, at + 1));

const name = ({ kind, value }: Id) => `${kind}:${value}`;

/**
 * The same partition of ids by slow and plain means: no groups are kept, every question walks the list of joins. Knows records, joins and decisions to
 * keep apart, not splits.
 * @returns per person its ids, sessions of a device by the time they begin
 */
export function naivePersons(log: readonly LogEntry[], rules: IdRules): string[][] {
  type Node = { readonly id: string; readonly kind: string; readonly starts: number };
  const nodes: Node[] = [];
  let joins: { a: Node; b: Node; human: boolean; since: number }[] = [];
  const forbidden: [string, string][] = [];
  const seenWith = new Map<string, Set<string>>();
  const nobodys = new Set<string>();
  const rule = (kind: string) => rules.kinds[kind] ?? rules.other;

  const reach = (from: Node, over = joins, without: string | null = null) => {
    const found = [from];
    for (const node of found)
      for (const { a, b } of over)
        for (const [x, y] of [
          [a, b],
          [b, a],
        ])
          if (x === node && !found.includes(y) && y.id !== without) found.push(y);
    return found;
  };
  const known = (some: readonly Node[]) => some.some(({ kind, id }) => rule(kind).identifying === true && !nobodys.has(id));
  const at = (id: string, time: number) => {
    const own = nodes.filter((node) => node.id === id).sort((x, y) => x.starts - y.starts);
    return own.filter(({ starts }) => starts <= time).at(-1) ?? own[0];
  };
  const parted = (some: readonly Node[], others: readonly Node[]) =>
    forbidden.filter(([x, y]) =>
      [
        [some, others],
        [others, some],
      ].some(([left, right]) => left.some(({ id }) => id === x) && right.some(({ id }) => id === y)),
    );
  const count = (some: readonly Node[], kind: string) => new Set(some.filter((node) => node.kind === kind).map(({ id }) => id)).size;
  const tooMany = (some: readonly Node[], others: readonly Node[]) =>
    [...new Set([...some, ...others].map(({ kind }) => kind))].some((kind) => {
      const both = count([...some, ...others], kind);
      return both > (rule(kind).limit ?? Infinity) && both > count(some, kind) && both > count(others, kind);
    });

  for (const entry of log) {
    if (entry.verb === "split") throw new Error("splits are not known here");
    if (entry.verb === "apart") {
      const [x, y] = [name(entry.ids[0]), name(entry.ids[1])];
      if (x === y) continue;
      forbidden.push([x, y]);
      const kept: typeof joins = [];
      for (const one of joins.toSorted((p, q) => Number(q.human) - Number(p.human) || p.since - q.since)) {
        const [left, right] = [reach(one.a, kept), reach(one.b, kept)];
        if (left.includes(one.b) || parted(left, right).length === 0) kept.push(one);
      }
      joins = joins.filter((one) => kept.includes(one));
    } else if (entry.verb === "join") {
      const [x, y] = [at(name(entry.ids[0]), entry.at), at(name(entry.ids[1]), entry.at)];
      if (x === undefined || y === undefined || x === y) continue;
      const lifted = (pair: [string, string]) => pair.includes(x.id) && pair.includes(y.id);
      if (!parted(reach(x), reach(y)).every(lifted)) continue;
      if (!reach(x).includes(y)) for (let i = forbidden.length - 1; i >= 0; i -= 1) if (lifted(forbidden[i])) forbidden.splice(i, 1);
      const there = joins.find(({ a, b }) => (a === x && b === y) || (a === y && b === x));
      if (there === undefined) joins.push({ a: x, b: y, human: true, since: entry.position });
      else there.human = true;
    } else {
      const ids = [...new Map(entry.ids.map((id) => [name(id), id])).values()].sort(
        (x, y) => rule(x.kind).priority - rule(y.kind).priority,
      );
      for (const id of ids) {
        const most = rule(id.kind).persons ?? Infinity;
        const other = ids.find((one) => one !== id && rule(one.kind).shared !== true && !nobodys.has(name(one)));
        if (most === Infinity || nobodys.has(name(id)) || other === undefined) continue;
        const beside = (seenWith.get(name(id)) ?? new Set()).add(name(other));
        seenWith.set(name(id), beside);
        const persons = new Set(
          [...beside].map((one) => {
            const node = at(one, 0);
            return node === undefined
              ? one
              : reach(node, joins, name(id))
                  .map((found) => `${found.id}@${found.starts}`)
                  .sort()
                  .join();
          }),
        );
        if (persons.size <= most) continue;
        nobodys.add(name(id));
        joins = joins.filter(({ a, b, human }) => human || (a.id !== name(id) && b.id !== name(id)));
      }
      const [strongest, ...others] = ids.filter((id) => !nobodys.has(name(id)));
      if (strongest === undefined) continue;
      const fresh = (id: Id): Node => ({ id: name(id), kind: id.kind, starts: entry.at });
      const main = at(name(strongest), entry.at) ?? fresh(strongest);
      if (!nodes.includes(main)) nodes.push(main);
      for (const other of others) {
        let node = at(name(other), entry.at) ?? fresh(other);
        const mine = reach(main);
        if (mine.includes(node)) {
          if (!joins.some(({ a, b }) => (a === main && b === node) || (a === node && b === main)))
            joins.push({ a: main, b: node, human: false, since: entry.position });
          continue;
        }
        if (rule(other.kind).shared === true && known(mine) && known(reach(node))) node = fresh(other);
        if (parted(mine, reach(node)).length > 0 || tooMany(mine, reach(node))) continue;
        if (!nodes.includes(node)) nodes.push(node);
        joins.push({ a: main, b: node, human: false, since: entry.position });
      }
    }
  }
  const told = new Set<Node>();
  return nodes
    .flatMap((node) => {
      const person = told.has(node) ? [] : reach(node);
      for (const one of person) told.add(one);
      return person.every(({ id }) => nobodys.has(id)) ? [] : [person.map(({ id, starts }) => `${id}@${starts}`).sort()];
    })
    .sort((x, y) => (x.join() < y.join() ? -1 : 1));
}
