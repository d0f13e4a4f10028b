import { countAnswers } from "@counterseat/stats";
import { expect, test } from "vitest";
import { createMetrics } from "../platform/metric.ts";
import { scores } from "./metrics/scores.ts";
import { behaviourOf } from "./behaviour.ts";
import { scoreDifference } from "./score-figure.ts";

const metrics = createMetrics(scores);
const many = (answer: number, n: number): number[] => Array<number>(n).fill(answer);
const difference = (measure: "nps" | "csat", scale: { min: number; max: number }, a: number[], b: number[]) => {
  const question = { survey: measure, measure, scale } as const;
  const counted = (answers: number[]) => countAnswers("test", answers, scale);
  return scoreDifference(metrics, question, { a: counted(a), b: counted(b), asOf: null, sharedPeople: 0 });
};

test("the difference that is shown lies within its interval, also where all agree in each of two groups", () => {
  for (const n of [5, 8, 20, 100]) {
    const { difference: up } = difference("nps", { min: 0, max: 10 }, many(10, n), many(0, n));
    expect(up).toMatchObject({ value: 200 });
    expect([n, up.interval?.[1]]).toEqual([n, 200]);
    const { difference: down } = difference("nps", { min: 0, max: 10 }, many(0, n), many(10, n));
    expect([n, down.interval?.[0]]).toEqual([n, -200]);
  }
});

test("a change of satisfaction that hangs on one person is tested exactly, and none at all has a chance too", () => {
  const five = { min: 1, max: 5 };
  expect(difference("csat", five, [...many(5, 4), 1], many(5, 120)).p).toBeCloseTo(5 / 125, 12);
  expect(difference("csat", five, many(5, 20), many(4, 9))).toMatchObject({ p: 1, difference: { value: 0, doubts: [] } });
});

test("what one customer is worth has no interval below nothing, unless refunds made somebody worth less", () => {
  const each = (values: readonly number[]) => {
    const customers = values.map((_, i) => `c${i}`);
    const base = { currency: "EUR", from: 0, to: 1, definition: "", doubts: [] };
    const found = { ...base, customers, yearly: Float64Array.from(values), active: new Uint8Array(values.length) };
    return behaviourOf(metrics, { worth: found, money: true }, { linked: values.map((_, i) => i), notLinked: 0 }).each;
  };
  expect(each([0, 0, 0, 0, 0, 100]).interval?.[0]).toBe(0);
  expect(each([-10, 0, 0, 0, 0, 100]).interval?.[0]).toBeLessThan(0);
});
