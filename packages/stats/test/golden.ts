import { expect } from "vitest";
import { kernels, type TextColumns } from "@counterseat/stats";
import { sharedText } from "./shared-folder.ts";

/** Published values are met to this, relative to 1 or the value. */
const CLOSE = 1e-6;

/** A file of expected values; the caller says its shape, and every comparison below fails on a value that is not there. */
export function golden<Shape>(...path: readonly string[]): Shape {
  return JSON.parse(sharedText("golden", ...path)) as Shape;
}

export function expectNear(actual: unknown, expected: number, what = ""): void {
  expect(typeof actual, `${what} is ${String(actual)}`).toBe("number");
  expect(Math.abs(Number(actual) - expected) / Math.max(1, Math.abs(expected)), `${what}: ${String(actual)} for ${expected}`).toBeLessThan(
    CLOSE,
  );
}

/** Both ends of an interval. */
export function expectEnds(actual: readonly [number, number] | null | undefined, expected: readonly number[], what = ""): void {
  expect(expected).toHaveLength(2);
  expectNear(actual?.[0], expected[0] ?? Number.NaN, `${what} low`);
  expectNear(actual?.[1], expected[1] ?? Number.NaN, `${what} high`);
}

/** Runs a kernel as the command line does; the caller says the shape of its output, which the comparisons then check. */
export function run<Output>(name: string, args: Readonly<Record<string, unknown>>, columns: TextColumns | null = null): Output {
  const kernel = kernels.find((one) => one.name === name);
  if (kernel === undefined) throw new Error(`there is no kernel ${name}`);
  return kernel.run({ columns, args }) as Output;
}

/** Text columns of one length, as a file reader hands them over. */
export function textColumns(columns: Readonly<Record<string, readonly (string | number)[]>>): TextColumns {
  return {
    names: Object.keys(columns),
    columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.map(String)])),
  };
}
