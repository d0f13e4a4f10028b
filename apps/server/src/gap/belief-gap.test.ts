import { expect, test } from "vitest";
import { sideFigure } from "./belief-gap.ts";

const sample = (points: readonly number[]) => ({ points: Float64Array.from(points), asOf: null, doubts: [] });
const of = (points: readonly number[]) => sideFigure("voice.experienced@1", sample(points));

test("a side that says the same throughout has no interval, and says why", () => {
  expect(of([80, 80, 80, 80, 80, 80])).toMatchObject({ value: 80, interval: null, doubts: ["low-precision", "no-spread"] });
});

test("a side's interval does not leave the scale", () => {
  expect(of([100, 100, 100, 100, 60]).interval?.[1]).toBe(100);
  expect(of([0, 0, 0, 0, 40]).interval?.[0]).toBe(0);
  const [low, high] = of([40, 50, 60, 50, 50]).interval ?? [];
  expect(low).toBeCloseTo(41.22, 2);
  expect(high).toBeCloseTo(58.78, 2);
});
