import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { model, prepare } from "@counterseat/journey";
import { columnsOf, eventsOf, groupedBy, naiveCases, type Row } from "./naive-log.ts";

/** Cases as "step@seconds step@seconds ...", one text per case. */
function written(cases: readonly string[]): Row[] {
  return cases.flatMap((text, kase) =>
    text.split(" ").map((event) => {
      const [step = "", seconds] = event.split("@");
      return { kase, step, time: Number(seconds) * 1000 };
    }),
  );
}

describe("model", () => {
  it("gives a small log's waits, ends and variants as worked out by hand", () => {
    const rows = written(["ask@0 call@60 fix@180", "ask@0 fix@30", "ask@10 call@20 fix@50", "call@0", "ask@0 call@100 call@100"]);
    expect(model(prepare(columnsOf(rows)))).toEqual({
      events: 12,
      cases: 5,
      activities: ["call", "ask", "fix"],
      variants: 4,
      edges: [
        // Waits 60, 10, 100.
        { from: "ask", to: "call", count: 3, mean: expect.closeTo(170 / 3, 9), median: 60, p90: 92, min: 10, max: 100, sum: 170 },
        // Waits 120, 30.
        { from: "call", to: "fix", count: 2, mean: 75, median: 75, p90: expect.closeTo(111, 9), min: 30, max: 120, sum: 150 },
        { from: "ask", to: "fix", count: 1, mean: 30, median: 30, p90: 30, min: 30, max: 30, sum: 30 },
        { from: "call", to: "call", count: 1, mean: 0, median: 0, p90: 0, min: 0, max: 0, sum: 0 },
      ],
      starts: { ask: 4, call: 1 },
      ends: { fix: 3, call: 2 },
      topVariants: [
        { activities: ["ask", "call", "fix"], count: 2 },
        { activities: ["ask", "call", "call"], count: 1 },
        { activities: ["ask", "fix"], count: 1 },
        { activities: ["call"], count: 1 },
      ],
    });
  });

  it("counts as a plain walk over the cases does", () => {
    fc.assert(
      fc.property(eventsOf, (rows) => {
        const cases = [...naiveCases(rows).values()];
        const pairs = cases.flatMap((events) =>
          events.slice(1).map((event, i) => ({ edge: `${events[i]?.step}>${event.step}`, wait: event.time - (events[i]?.time ?? 0) })),
        );
        const found = model(prepare(columnsOf(rows)));
        const naive = new Map(
          [...groupedBy(pairs, ({ edge }) => edge)].map(([edge, all]) => [
            edge,
            [all.length, all.reduce((sum, { wait }) => sum + wait, 0) / 1000],
          ]),
        );
        expect(new Map(found.edges.map(({ from, to, count, sum }) => [`${from}>${to}`, [count, sum]]))).toEqual(naive);
        const variants = groupedBy(cases, (events) => events.map(({ step }) => step).join(""));
        // Steps are single letters, so joined names sort as the sequences do.
        const ranked = [...variants]
          .map(([key, all]) => ({ key, count: all.length }))
          .sort((x, y) => y.count - x.count || (x.key < y.key ? -1 : 1));
        expect(found.topVariants.map(({ activities, count }) => ({ key: activities.join(""), count }))).toEqual(ranked.slice(0, 20));
      }),
    );
  });
});
