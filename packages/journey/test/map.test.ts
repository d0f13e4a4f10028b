import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { map, prepare, type JourneyMap } from "@counterseat/journey";
import { columnsOf, eventsOf, groupedBy, naiveCases, type Row } from "./naive-log.ts";

const START = "(start)";
const END = "(end)";

/** The same map by plain lists and names: what a person would do with pencil and paper. */
function naiveTraversals(
  rows: readonly Row[],
  kept: ReadonlySet<string>,
): { from: string; to: string; via: number; kase: number; seconds: number | null }[] {
  const found = [];
  for (const [kase, events] of naiveCases(rows)) {
    const places = events.flatMap((event, i) => (kept.has(event.step) ? [i] : []));
    if (places.length === 0) continue;
    const stops = [-1, ...places, events.length];
    for (let s = 1; s < stops.length; s += 1) {
      const [before, after] = [stops[s - 1] ?? -1, stops[s] ?? -1];
      const [one, other] = [events[before], events[after]];
      found.push({
        from: one?.step ?? START,
        to: other?.step ?? END,
        via: after - before - 1,
        kase,
        seconds: one === undefined || other === undefined ? null : (other.time - one.time) / 1000,
      });
    }
  }
  return found;
}

const setting = fc.record({
  rows: eventsOf,
  steps: fc.double({ min: 0, max: 1, noNaN: true }),
  paths: fc.double({ min: 0, max: 1, noNaN: true }),
});

function mapOf({ rows, steps, paths }: { rows: readonly Row[]; steps: number; paths: number }): JourneyMap {
  return map({ log: prepare(columnsOf(rows)), steps, paths });
}

describe("map", () => {
  it("keeps every traversal, whatever the sliders hide", () => {
    fc.assert(
      fc.property(setting, (at) => {
        const drawn = mapOf(at);
        const kept = new Set(drawn.steps.filter((step) => step.shown).map((step) => step.id));
        const naive = naiveTraversals(at.rows, kept);
        const cases = naiveCases(at.rows);
        // Paths, one by one, against the naive walk.
        const groups = groupedBy(naive, ({ from, to }) => `${from}>${to}`);
        expect(new Set(drawn.paths.map((path) => `${path.from ?? START}>${path.to ?? END}`))).toEqual(new Set(groups.keys()));
        for (const path of drawn.paths) {
          const group = groups.get(`${path.from ?? START}>${path.to ?? END}`) ?? [];
          expect(path.count).toBe(group.length);
          expect(path.cases).toBe(new Set(group.map(({ kase }) => kase)).size);
          expect(path.viaHidden).toBe(group.filter(({ via }) => via > 0).length);
          expect(path.hiddenEvents).toBe(group.reduce((sum, { via }) => sum + via, 0));
          const seconds = group.flatMap((one) => (one.seconds === null ? [] : [one.seconds])).sort((x, y) => x - y);
          expect(path.median).toEqual(seconds.length === 0 ? null : expect.closeTo(type7(seconds, 0.5), 6));
          expect(path.p90).toEqual(seconds.length === 0 ? null : expect.closeTo(type7(seconds, 0.9), 6));
        }
        // In = out = events for each kept step, from the drawn and folded numbers of the map against the raw rows.
        for (const step of drawn.steps) {
          const events = at.rows.filter((row) => row.step === step.id).length;
          expect(step.events).toBe(events);
          if (!step.shown) continue;
          const into = drawn.paths
            .filter((path) => path.shown && path.to === step.id)
            .reduce((sum, path) => sum + path.count, step.foldedIn);
          const out = drawn.paths
            .filter((path) => path.shown && path.from === step.id)
            .reduce((sum, path) => sum + path.count, step.foldedOut);
          expect([into, out]).toEqual([events, events]);
        }
        const sum = (field: "starts" | "ends"): number => drawn.steps.reduce((total, step) => total + step[field], 0);
        expect(sum("starts") + drawn.totals.unseenCases).toBe(cases.size);
        expect(sum("ends") + drawn.totals.unseenCases).toBe(cases.size);
        const shownCount = drawn.paths.filter((path) => path.shown).reduce((total, path) => total + path.count, 0);
        expect(shownCount + drawn.totals.foldedTraversals).toBe(naive.length);
        expect(drawn.totals.traversals).toBe(naive.length);
        expect(drawn.totals.foldedPaths).toBe(drawn.paths.filter((path) => !path.shown).length);
        expect(drawn.totals.hiddenEvents).toBe(at.rows.filter((row) => !kept.has(row.step)).length);
        expect(drawn.totals.unseenCases).toBe([...cases.values()].filter((events) => events.every(({ step }) => !kept.has(step))).length);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps each step's strongest way in and out, and every step between start and end", () => {
    fc.assert(
      fc.property(setting, (at) => {
        const drawn = mapOf(at);
        for (const step of drawn.steps.filter(({ shown }) => shown)) {
          const others = drawn.paths.filter((path) => path.from !== path.to);
          for (const end of ["to", "from"] as const) {
            const ways = others.filter((path) => path[end] === step.id);
            const strongest = Math.max(...ways.map(({ count }) => count));
            expect(ways.some((path) => path.shown && path.count === strongest)).toBe(true);
          }
        }
        const kept = new Set<string | null>(drawn.steps.filter(({ shown }) => shown).map(({ id }) => id));
        expect(reach(drawn, "from", "to")).toEqual(kept);
        expect(reach(drawn, "to", "from")).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });

  it("shows everything with both sliders at 1, and one step with both at 0", () => {
    fc.assert(
      fc.property(eventsOf, (rows) => {
        const all = mapOf({ rows, steps: 1, paths: 1 });
        expect(all.totals).toMatchObject({ hiddenSteps: 0, hiddenEvents: 0, foldedPaths: 0, foldedTraversals: 0, unseenCases: 0 });
        expect(all.steps.every(({ shown }) => shown) && all.paths.every(({ shown, viaHidden }) => shown && viaHidden === 0)).toBe(true);
        expect(mapOf({ rows, steps: 0, paths: 0 }).steps.filter(({ shown }) => shown)).toHaveLength(rows.length === 0 ? 0 : 1);
      }),
    );
  });

  it("never moves a step's own numbers with a slider", () => {
    fc.assert(
      fc.property(setting, (at) => {
        const own = (drawn: JourneyMap): unknown =>
          drawn.steps
            .map(({ id, events, cases, again, wait }) => ({ id, events, cases, again, wait }))
            .sort((x, y) => (x.id < y.id ? -1 : 1));
        expect(own(mapOf(at))).toEqual(own(mapOf({ ...at, steps: 1, paths: 1 })));
      }),
    );
  });

  it("says how a path jumps over what is hidden", () => {
    const rows = ["ask", "wait", "call", "fix", "ask", "call", "fix", "ask", "wait", "wait", "fix"].map((step, i) => ({
      kase: i < 4 ? 1 : i < 7 ? 2 : 3,
      step,
      time: i * 60_000,
    }));
    const log = prepare(columnsOf(rows));
    // By events: ask, fix and wait have 3 each, call 2, so half of the four steps keeps ask and fix.
    const drawn = map({ log, steps: 0.5, paths: 1, stageOf: (step) => (step === "fix" ? "repair" : null) });
    expect(drawn.paths).toEqual([
      { from: null, to: "ask", count: 3, cases: 3, median: null, p90: null, viaHidden: 0, hiddenSteps: 0, hiddenEvents: 0, shown: true },
      { from: "fix", to: null, count: 3, cases: 3, median: null, p90: null, viaHidden: 0, hiddenSteps: 0, hiddenEvents: 0, shown: true },
      { from: "ask", to: "fix", count: 3, cases: 3, median: 180, p90: 180, viaHidden: 3, hiddenSteps: 2, hiddenEvents: 5, shown: true },
    ]);
    expect(drawn.steps.map(({ id, stage, shown, wait }) => ({ id, stage, shown, wait }))).toEqual([
      { id: "ask", stage: null, shown: true, wait: null },
      { id: "fix", stage: "repair", shown: true, wait: { median: 60, p90: 60 } },
      { id: "wait", stage: null, shown: false, wait: { median: 60, p90: 60 } },
      { id: "call", stage: null, shown: false, wait: { median: 60, p90: 60 } },
    ]);
  });

  it("folds what fewer cases than the minimum did", () => {
    const log = prepare(columnsOf([..."aabaacab"].map((step, i) => ({ kase: Math.floor(i / 2), step, time: i }))));
    const drawn = map({ log, steps: 1, paths: 1, minimum: 2 });
    expect(drawn.steps.filter(({ shown }) => shown).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(drawn.paths.filter(({ shown, cases }) => shown && cases < 2)).toEqual([]);
  });

  it("refuses sliders outside 0..1 and a broken minimum", () => {
    const log = prepare(columnsOf([]));
    expect(map({ log, steps: 1, paths: 1 })).toMatchObject({ steps: [], paths: [], totals: { cases: 0 } });
    expect(() => map({ log, steps: 1.1, paths: 1 })).toThrow(RangeError);
    expect(() => map({ log, steps: 1, paths: Number.NaN })).toThrow(RangeError);
    expect(() => map({ log, steps: 1, paths: 1, minimum: 0 })).toThrow(RangeError);
  });
});

function reach(drawn: JourneyMap, tail: "from" | "to", head: "from" | "to"): Set<string | null> {
  const found = new Set<string | null>();
  const open: (string | null)[] = [null];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const path of drawn.paths) {
      if (!path.shown || path[tail] !== at || path[head] === null || found.has(path[head])) continue;
      found.add(path[head]);
      open.push(path[head]);
    }
  }
  return found;
}

function type7(sorted: readonly number[], p: number): number {
  const position = (sorted.length - 1) * p;
  const [low = 0, high = low] = sorted.slice(Math.floor(position), Math.floor(position) + 2);
  return low + (position - Math.floor(position)) * (high - low);
}
