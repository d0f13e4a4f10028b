import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropOffTree, funnel, keepCases, map, model, prepare, selectCases, type CaseFilter, type DropOffNode } from "@counterseat/journey";
import { columnsOf, eventsOf, naiveCases, type Row } from "./naive-log.ts";

const steps = [..."abcdefg"];

const filters: fc.Arbitrary<CaseFilter> = fc
  .tuple(
    fc.oneof(
      fc.record({ kind: fc.constant("has-step" as const), step: fc.constantFrom(...steps), times: fc.integer({ min: 1, max: 3 }) }),
      fc.record({
        kind: fc.constant("follows" as const),
        from: fc.constantFrom(...steps),
        to: fc.constantFrom(...steps),
        direct: fc.boolean(),
        atMost: fc.integer({ min: 0, max: 20 }),
      }),
      fc.record({ kind: fc.constantFrom("starts-with" as const, "ends-with" as const), steps: fc.subarray(steps, { minLength: 1 }) }),
      fc.record({
        kind: fc.constant("duration" as const),
        atLeast: fc.integer({ min: 0, max: 10 }),
        atMost: fc.integer({ min: 10, max: 20 }),
      }),
      fc.record({
        kind: fc.constant("period" as const),
        from: fc.integer({ min: 0, max: 9 }).map((t) => t * 1000),
        to: fc.integer({ min: 10, max: 21 }).map((t) => t * 1000),
        how: fc.constantFrom("begins" as const, "touches" as const, "inside" as const),
      }),
      fc.record({ kind: fc.constant("way" as const), steps: fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 2 }) }),
      fc.record({ kind: fc.constant("cases" as const), codes: fc.uniqueArray(fc.nat(9)).map((codes) => new Set(codes)) }),
    ),
    fc.boolean(),
  )
  .map(([filter, not]) => ({ ...filter, not }));

/** What a person would do with pencil and paper. */
function holds(filter: CaseFilter, kase: number, events: readonly Row[]): boolean {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return false;
  const plain = (): boolean => {
    switch (filter.kind) {
      case "has-step":
        return events.filter(({ step }) => step === filter.step).length >= (filter.times ?? 1);
      case "follows":
        return events.some((to, j) =>
          events.some(
            (from, i) =>
              i < j &&
              (filter.direct !== true || i + 1 === j) &&
              from.step === filter.from &&
              to.step === filter.to &&
              to.time - from.time <= (filter.atMost ?? Infinity) * 1000,
          ),
        );
      case "starts-with":
        return filter.steps.includes(first.step);
      case "ends-with":
        return filter.steps.includes(last.step);
      case "duration":
        return (last.time - first.time) / 1000 >= (filter.atLeast ?? 0) && (last.time - first.time) / 1000 <= (filter.atMost ?? Infinity);
      case "period": {
        const inside = events.map(({ time }) => time >= filter.from && time < filter.to);
        return filter.how === "begins" ? inside[0] === true : filter.how === "touches" ? inside.includes(true) : !inside.includes(false);
      }
      case "way":
        return events.map(({ step }) => step).join() === filter.steps.join();
      case "cases":
        return filter.codes.has(kase);
      case "top-variants":
        return false;
    }
  };
  return plain() !== (filter.not === true);
}

/** Every step once, so that every filter names one the log knows. */
const whole = (rows: readonly Row[]): Row[] => [...rows, ...steps.map((step, i) => ({ kase: 10, step, time: i * 500 }))];

describe("a stack of filters", () => {
  it("chooses the cases a person would, and the kept log is the log of those cases", () => {
    fc.assert(
      fc.property(eventsOf, fc.array(filters, { maxLength: 3 }), (drawn, stack) => {
        const rows = whole(drawn);
        const log = prepare(columnsOf(rows));
        const wanted = new Set(
          [...naiveCases(rows)].filter(([kase, events]) => stack.every((one) => holds(one, kase, events))).map(([kase]) => kase),
        );
        const chosen = selectCases(log, stack);
        expect(new Set([...chosen.keys()].filter((c) => chosen[c] === 1).map((c) => log.caseCode[c]))).toEqual(wanted);
        // By another way: only the rows of those cases, prepared anew. Steps without rows stay known.
        const kept = keepCases(log, chosen);
        const anew = prepare({ ...columnsOf(rows.filter(({ kase }) => wanted.has(kase))) });
        expect(model(kept)).toEqual(model(anew));
      }),
      { numRuns: 300 },
    );
  });

  it("map, funnel, tree and variants of any stack count the same cases", () => {
    fc.assert(
      fc.property(
        eventsOf,
        fc.array(filters, { maxLength: 2 }),
        fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 3 }),
        (drawn, stack, way) => {
          const log = prepare(columnsOf(whole(drawn)));
          const kept = keepCases(log, selectCases(log, stack));
          const picture = map({ log: kept, steps: 1, paths: 1 });
          const tree = dropOffTree({ log: kept, depth: 3, least: 2 });
          const stages = funnel(kept, way);
          const variants = model(kept).topVariants;
          expect(tree.cases).toBe(kept.cases);
          expect(picture.totals.cases).toBe(kept.cases);
          balanced(tree);
          // A funnel's first stage is the cases with that step; the map counts them by step.
          expect(stages[0]?.cases).toBe(picture.steps.find(({ id }) => id === way[0])?.cases ?? 0);
          for (const [stage, { cases, instead }] of stages.entries()) {
            const before = stage === 0 ? kept.cases : (stages[stage - 1]?.cases ?? 0);
            expect(cases + instead.reduce((sum, other) => sum + other.cases, 0)).toBe(before);
          }
          // The tree's branches of the root are the map's starts.
          const whole2 = dropOffTree({ log: kept, depth: 1 });
          expect(new Map(whole2.branches.map(({ step, cases }) => [step, cases]))).toEqual(
            new Map(picture.steps.filter(({ starts }) => starts > 0).map(({ id, starts }) => [id, starts])),
          );
          if (kept.variants <= 20) expect(variants.reduce((sum, { count }) => sum + count, 0)).toBe(kept.cases);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps the most frequent ways, and says what cannot be asked", () => {
    const rows = ["ab", "ab", "ac", "ac", "ac", "b"].flatMap((way, kase) => [...way].map((step, i) => ({ kase, step, time: i })));
    const log = prepare(columnsOf(rows));
    expect([...selectCases(log, [{ kind: "top-variants", most: 1 }])]).toEqual(
      [0, 0, 1, 1, 1, 0].map((one, c) => (c >= 2 && c <= 4 ? 1 : one)),
    );
    for (const [filter, message] of [
      [{ kind: "has-step", step: "gone" }, /no step is called "gone"/],
      [{ kind: "has-step", step: "a", times: 0 }, /at least once/],
      [{ kind: "duration", atLeast: 2, atMost: 1 }, /cannot both hold/],
      [{ kind: "period", from: 2, to: 2, how: "begins" }, /ends \(2\) before it begins/],
      [{ kind: "top-variants", most: 0 }, /whole number from 1/],
    ] as const)
      expect(() => selectCases(log, [filter])).toThrow(message);
    expect(() => keepCases(log, new Uint8Array(2))).toThrow(/2 marks for 6 cases/);
    expect(() => funnel(log, ["a", "gone"])).toThrow(/no step is called "gone"/);
  });
});

function balanced(node: DropOffNode): void {
  expect(node.ended + node.branches.reduce((sum, branch) => sum + branch.cases, 0) + node.hidden.cases).toBe(node.cases);
  for (const branch of node.branches) balanced(branch);
}
