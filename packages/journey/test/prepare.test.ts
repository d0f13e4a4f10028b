import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { model, modelExtras, prepare, type JourneyLog } from "@counterseat/journey";
import { columnsOf, eventsOf, naiveCases } from "./naive-log.ts";

function sequence(log: JourneyLog, c: number): string[] {
  return Array.from(log.activity.subarray(log.offsets[c], log.offsets[c + 1]), (step) => log.activities[step] ?? "");
}

describe("prepare", () => {
  it("groups by case and orders by time, file order breaking ties", () => {
    fc.assert(
      fc.property(eventsOf, (rows) => {
        const log = prepare(columnsOf(rows));
        const naive = [...naiveCases(rows)].sort(([x], [y]) => x - y);
        expect(log.cases).toBe(naive.length);
        for (const [c, [kase, events]] of naive.entries()) {
          expect(log.caseCode[c]).toBe(kase);
          expect(sequence(log, c)).toEqual(events.map(({ step }) => step));
          const places = Array.from(log.row.subarray(log.offsets[c], log.offsets[c + 1]));
          expect(places.map((row) => rows[row])).toEqual(events);
        }
        const variants = new Map<string, Set<number>>();
        for (let c = 0; c < log.cases; c += 1) {
          const key = sequence(log, c).join();
          variants.set(key, (variants.get(key) ?? new Set()).add(log.variant[c] ?? -1));
        }
        expect(log.variants).toBe(variants.size);
        expect([...variants.values()].every((ids) => ids.size === 1)).toBe(true);
      }),
    );
  });

  it("stores each event's predecessor", () => {
    fc.assert(
      fc.property(eventsOf, (rows) => {
        const log = prepare(columnsOf(rows));
        for (let c = 0; c < log.cases; c += 1) {
          for (let i = log.offsets[c] ?? 0; i < (log.offsets[c + 1] ?? 0); i += 1) {
            const edge = log.edge[i] ?? -1;
            if (i === log.offsets[c]) expect([edge, log.elapsed[i]]).toEqual([-1, 0]);
            else {
              expect([log.edgeFrom[edge], log.edgeTo[edge]]).toEqual([log.activity[i - 1], log.activity[i]]);
              expect(log.elapsed[i]).toBe((log.time[i] ?? 0) - (log.time[i - 1] ?? 0));
            }
          }
        }
      }),
    );
  });

  it("sorts one long shuffled case stably, and takes case codes that are ids", () => {
    const events = 5000;
    const time = Float64Array.from({ length: events }, (_, i) => (i * 7919) % 997);
    const log = prepare({
      caseCode: new Uint32Array(events).fill(4_000_000_000),
      activity: new Int32Array(events),
      time,
      activities: ["only"],
    });
    const expected = Array.from({ length: events }, (_, i) => i).sort((x, y) => (time[x] ?? 0) - (time[y] ?? 0) || x - y);
    expect(Array.from(log.row)).toEqual(expected);
    expect(Array.from(log.caseCode)).toEqual([4_000_000_000]);
  });

  it("refuses broken columns, naming the row", () => {
    const good = columnsOf([{ kase: 0, step: "a", time: 0 }]);
    expect(() => prepare({ ...good, time: new Float64Array(2) })).toThrow(RangeError);
    expect(() => prepare({ ...good, time: Float64Array.of(Number.NaN) })).toThrow("row 0: time is NaN");
    expect(() => prepare({ ...good, activity: Int32Array.of(-1) })).toThrow("row 0: activity -1");
    expect(() => prepare({ ...good, caseCode: Int32Array.of(-2) })).toThrow("row 0: case code -2");
    expect(() => prepare({ ...good, resource: Int32Array.of(-2) })).toThrow("row 0: resource code -2");
    expect(() => prepare({ ...good, activities: ["a", "a"] })).toThrow("same name");
  });

  it("models an empty log as nothing, without a NaN", () => {
    const log = prepare(columnsOf([]));
    expect(model(log)).toEqual({ events: 0, cases: 0, activities: [], variants: 0, edges: [], starts: {}, ends: {}, topVariants: [] });
    expect(modelExtras(log)).toMatchObject({ caseDuration: null, handover: { unknownShare: null }, eventuallyFollows: [], rework: {} });
  });
});

describe("modelExtras", () => {
  it("merges later pairs as if each had been visited", () => {
    fc.assert(
      fc.property(eventsOf, (rows) => {
        const times = new Map<string, number[]>();
        for (const events of naiveCases(rows).values()) {
          for (const [i, first] of events.entries()) {
            for (const second of events.slice(i + 1)) {
              const key = first.step + second.step;
              times.set(key, [...(times.get(key) ?? []), (second.time - first.time) / 1000]);
            }
          }
        }
        const { temporalProfile } = modelExtras(prepare(columnsOf(rows)));
        expect(temporalProfile).toHaveLength(times.size);
        for (const pair of temporalProfile) {
          const waits = times.get(pair.from + pair.to) ?? [];
          const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
          const squares = waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0);
          expect(pair.count).toBe(waits.length);
          expect(pair.mean).toBeCloseTo(mean, 9);
          expect(pair.std).toBeCloseTo(waits.length < 2 ? 0 : Math.sqrt(squares / (waits.length - 1)), 9);
        }
      }),
    );
  });
});
