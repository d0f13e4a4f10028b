import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdGraph, type Id, type IdGraph, type IdGraphSnapshot, type LogEntry, type Person } from "@counterseat/identity";
import { anId, decisions, entryOf, logOf, naivePersons, observations, RULES, type Step, steps } from "./naive-ids.ts";

const RUNS = { numRuns: 400 };
const name = ({ kind, value }: Id) => `${kind}:${value}`;

function build(log: readonly LogEntry[]): IdGraph {
  const graph = createIdGraph(RULES);
  for (const entry of log) graph.observe(entry);
  return graph;
}

const whole = (graph: IdGraph) => JSON.stringify([graph.persons(), graph.edges(), graph.warnings(), graph.snapshot()]);

/** Everything of the persons but how often they changed. */
const bytes = (persons: readonly Person[]) => JSON.stringify(persons.map((person) => ({ ...person, version: null })));

test("the same people as by slow and plain means", () => {
  const joinOrApart = decisions().filter(({ verb }) => verb !== "split");
  const some = fc.array(fc.oneof({ weight: 4, arbitrary: observations() }, { weight: 1, arbitrary: joinOrApart }), { maxLength: 30 });
  fc.assert(
    fc.property(some, (found) => {
      // A join takes back "apart" for one session of a device; the slow way knows only of all.
      const pairs = (verb: Step["verb"]) =>
        new Set(found.flatMap((step) => (step.verb === verb && "ids" in step ? [step.ids.map(name).sort().join()] : [])));
      fc.pre(![...pairs("join")].some((pair) => pair.includes("anon") && pairs("apart").has(pair)));
      const graph = build(logOf(found));
      const starts = new Map<string, number[]>();
      for (const { id, bornAt } of graph.snapshot().nodes)
        starts.set(
          name(id),
          [...(starts.get(name(id)) ?? []), bornAt].sort((a, b) => a - b),
        );
      // A session ends where the next begins, so its end says which it is.
      const persons = graph.persons().map(({ ids }) =>
        ids
          .map(({ to, ...id }) => {
            const own = starts.get(name(id)) ?? [];
            const at = to === null ? own.length - 1 : own.lastIndexOf(to) - 1;
            return `${name(id)}@${own[at]}`;
          })
          .sort(),
      );
      expect(persons.sort((x, y) => (x.join() < y.join() ? -1 : 1))).toEqual(naivePersons(logOf(found), RULES));
    }),
    RUNS,
  );
});

test("one by one, written down and read back at any place: as the whole log at once", () => {
  fc.assert(
    fc.property(steps(), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 3 }), (found, cut, several) => {
      // Several entries share a place.
      const log = logOf(found).map((entry) => ({ ...entry, position: Math.ceil(entry.position / several) }));
      const first = build(log.slice(0, cut));
      const second = createIdGraph(RULES, JSON.parse(JSON.stringify(first.snapshot())) as IdGraphSnapshot);
      expect(whole(second)).toBe(whole(first));
      for (const entry of log.slice(cut)) second.observe(entry);
      expect(whole(second)).toBe(whole(build(log)));
    }),
    RUNS,
  );
});

test("a snapshot is a copy: what comes later does not reach it", () => {
  fc.assert(
    fc.property(steps(), steps(), (before, after) => {
      const graph = build(logOf(before));
      const snapshot = graph.snapshot();
      const text = JSON.stringify(snapshot);
      for (const [at, step] of after.entries()) graph.observe(entryOf(step, before.length + at + 1));
      expect(JSON.stringify(snapshot)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test("entries about different people may change places", () => {
  const times = (found: readonly Step[]) => found.map((step, at) => ({ step, at: at * 100 }));
  fc.assert(
    fc.property(steps("a", 20), steps("b", 20), fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (left, right, turns) => {
      const [a, b] = [times(left), times(right)];
      const mixed: typeof a = [];
      for (let [i, j] = [0, 0]; i < a.length || j < b.length;)
        mixed.push(j >= b.length || (i < a.length && turns[i + j]) ? a[i++] : b[j++]);
      // A step keeps its time; only its place in the log changes.
      const people = (some: typeof a) =>
        build(some.map(({ step, at }, place) => ({ ...entryOf(step, place + 1), at })))
          .persons()
          .map(({ ids, properties, createdAt, isIdentified }) => JSON.stringify({ ids, properties, createdAt, isIdentified }));
      expect(people(mixed).sort()).toEqual([...people(a), ...people(b)].sort());
    }),
    RUNS,
  );
});

test("a join that is split again leaves every person as before, byte for byte", () => {
  let joined = 0;
  fc.assert(
    fc.property(steps(), fc.nat(), fc.nat(), fc.boolean(), fc.boolean(), (found, pick, other, byRecord, wholePerson) => {
      const graph = build(logOf(found));
      const before = graph.persons();
      const [p, q] = [before[pick % before.length], before[other % before.length]];
      if (p === undefined || q === undefined || p === q) return;
      const [a, b] = [p.ids[pick % p.ids.length], q.ids[other % q.ids.length]];
      const place = { position: found.length + 1, at: (found.length + 1) * 10 };
      const pair = [
        { ...a, at: byRecord ? place.at : a.from },
        { ...b, at: byRecord ? place.at : b.from },
      ] as const;
      if (pair.some(({ kind, value, at }, side) => graph.personOf(kind, value, at)?.id !== [p, q][side].id)) return;
      if (byRecord) graph.observe({ ...place, verb: "identify", ids: [a, b] });
      else graph.observe({ ...place, verb: "join", ids: pair });
      const merged = graph.persons();
      const one = merged.find(({ id }) => id === p.id || id === q.id);
      // Where rules refuse, or a device changes hands, there is nothing to take back.
      if (merged.length !== before.length - 1 || one === undefined || one.ids.length !== p.ids.length + q.ids.length) return;
      joined += 1;
      expect(one.version).toBe(Math.max(p.version, q.version) + 1);
      expect(one.createdAt).toBe(Math.min(p.createdAt, q.createdAt));
      const next = { position: place.position + 1, at: place.at + 10 };
      if (wholePerson && new Set(one.ids.map(name)).size === one.ids.length)
        graph.observe({ ...next, verb: "split", from: pair[0], ids: q.ids });
      else graph.observe({ ...next, verb: "split", edge: pair });
      expect(bytes(graph.persons())).toBe(bytes(before));
      const parts = graph.persons().filter(({ id }) => id === p.id || id === q.id);
      expect(parts.every(({ version }) => version > one.version)).toBe(true);
      expect(parts.map(({ version }) => version)).toEqual([
        one.version + 1,
        expect.toSatisfy((version: number) => version > one.version + 1),
      ]);
      // The same record does not make it anew.
      graph.observe({ position: next.position + 1, at: next.at + 10, verb: "identify", ids: [a, b] });
      const [mine, theirs] = pair.map(({ kind, value, at }) => graph.personOf(kind, value, at)?.id);
      expect(mine).not.toBe(theirs);
    }),
    { numRuns: 1500 },
  );
  expect(joined).toBeGreaterThan(200);
});

test("what is recorded between a join and its split stays with whom it names, as if there had never been a join", () => {
  const single = observations().map((step) => ("delay" in step ? { ...step, delay: 0, ids: step.ids.slice(0, 1) } : step));
  let parted = 0;
  fc.assert(
    fc.property(steps("", 25), anId(), anId(), fc.array(single, { maxLength: 8 }), (found, a, b, between) => {
      const log = logOf(found);
      const graph = build(log);
      const [p, q] = [graph.personOf(a.kind, a.value), graph.personOf(b.kind, b.value)];
      if (p === null || q === null || p.id === q.id) return;
      const later = between.map((step, at) => entryOf(step, log.length + 2 + at));
      const without = build([...log, ...later]);
      for (const entry of [{ position: log.length + 1, at: (log.length + 1) * 10, verb: "join" as const, ids: [a, b] as const }, ...later])
        graph.observe(entry);
      if (graph.personOf(a.kind, a.value)?.id !== graph.personOf(b.kind, b.value)?.id) return;
      parted += 1;
      graph.observe({ position: log.length + 20, at: (log.length + 20) * 10, verb: "split", edge: [a, b] });
      expect(bytes(graph.persons())).toBe(bytes(without.persons()));
    }),
    { numRuns: 2000 },
  );
  expect(parted).toBeGreaterThan(100);
});

test("at every place of a log: limits hold, no two persons share an id at one instant, who is kept apart is apart", () => {
  fc.assert(
    fc.property(steps(), fc.boolean(), (found, humans) => {
      const graph = createIdGraph(RULES);
      let apart: { pair: readonly [Id, Id]; whole: boolean }[] = [];
      const versions = new Map<string, number>();
      for (const entry of logOf(found)) {
        if (!humans && entry.verb === "join") continue;
        const rest = entry.verb === "split" && "from" in entry ? graph.personOf(entry.from.kind, entry.from.value, entry.at) : null;
        const cut = entry.verb === "split" && "edge" in entry && wasLive(graph, entry.edge);
        graph.observe(entry);
        const persons = graph.persons();
        // A decision holds until a later one about the same two; of ids taken out of a person, until any of them is joined again.
        if (entry.verb === "apart" && name(entry.ids[0]) !== name(entry.ids[1])) apart.push({ pair: entry.ids, whole: false });
        if (entry.verb === "split" && "edge" in entry && cut) apart.push({ pair: entry.edge, whole: false });
        if (entry.verb === "split" && "from" in entry && rest !== null) {
          // Of a device one session is taken out, not all.
          const own = rest.ids.filter(({ kind }) => kind !== "anon");
          const taken = own.filter((id) => name(id) !== name(entry.from) && entry.ids.some((one) => name(one) === name(id)));
          const left = own.filter((id) => !taken.includes(id));
          for (const one of taken) for (const other of left) apart.push({ pair: [one, other], whole: true });
        }
        if (entry.verb === "join") {
          const now = new Set(entry.ids.map(name));
          apart = apart.filter(({ pair, whole }) => !whole && !pair.every((id) => now.has(name(id))));
        }
        for (const { pair } of apart)
          for (const { ids } of persons) expect(pair.every((id) => ids.some((one) => name(one) === name(id)))).toBe(false);
        const stretches = new Map<string, [number, number][]>();
        for (const { ids, isIdentified, version, id: person } of persons) {
          for (const [kind, { limit }] of Object.entries(RULES.kinds))
            if (!humans) expect(new Set(ids.filter((id) => id.kind === kind).map(name)).size).toBeLessThanOrEqual(limit ?? Infinity);
          for (const { from, to, ...id } of ids) stretches.set(name(id), [...(stretches.get(name(id)) ?? []), [from, to ?? Infinity]]);
          expect(isIdentified || !ids.some(({ kind }) => kind === "user")).toBe(true);
          expect(version).toBeGreaterThanOrEqual(versions.get(person) ?? 1);
        }
        for (const [, own] of stretches) {
          own.sort(([a, x], [b, y]) => a - b || x - y);
          for (let at = 1; at < own.length; at += 1) expect(own[at][0]).toBeGreaterThanOrEqual(own[at - 1][1]);
        }
        for (const { id, version } of persons) versions.set(id, version);
        for (const person of persons)
          for (const { kind, value, from, to } of person.ids)
            if (to === null || to > from) expect(graph.personOf(kind, value, from)?.id).toBe(person.id);
      }
    }),
    RUNS,
  );
});

/** Of a device one session is split, not all. */
function wasLive(graph: IdGraph, pair: readonly [Id, Id]): boolean {
  const wanted = new Set(pair.map(name));
  return graph
    .edges()
    .some(
      ({ ids, state }) =>
        state === "live" && !ids.some(({ kind }) => kind === "anon") && wanted.size === 2 && ids.every((id) => wanted.has(name(id))),
    );
}
