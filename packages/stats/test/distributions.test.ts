import { describe, expect, it } from "vitest";
import {
  betaQuantile,
  chiSquaredUpper,
  incompleteBeta,
  logGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
  studentTwoSided,
} from "@counterseat/stats";
import {
  BETA_QUANTILES,
  CHI_SQUARED_TAILS,
  INCOMPLETE_BETAS,
  LOG_GAMMAS,
  NORMAL_QUANTILES,
  NORMAL_TAILS,
  STUDENT_QUANTILES,
  STUDENT_TAILS,
} from "./known-values.ts";

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

describe("distributions against mpmath", () => {
  it("Student's t: both tails and the two-sided p", () => {
    for (const [t, df, tail] of STUDENT_TAILS) {
      expect(relative(studentCdf(-t, df), tail), `t ${t} df ${df}`).toBeLessThan(1e-12);
      expect(relative(studentCdf(t, df), 1 - tail), `t ${t} df ${df}`).toBeLessThan(1e-12);
      expect(relative(studentTwoSided(-t, df), 2 * tail)).toBeLessThan(1e-12);
    }
  });

  it("Student's t quantile", () => {
    for (const [p, df, t] of STUDENT_QUANTILES) {
      expect(relative(studentQuantile(p, df), t), `p ${p} df ${df}`).toBeLessThan(1e-12);
    }
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentQuantile(0.975, Infinity)).toBe(normalQuantile(0.975));
  });

  it("is continuous where one method hands over to the next", () => {
    for (const t of [0.3, 1.9, 4.5, 12]) expect(relative(studentCdf(-t, 5000), studentCdf(-t, 4999.999999))).toBeLessThan(1e-8);
    for (const df of [4, 6000, 1e12]) expect(relative(studentQuantile(0.75, df), studentQuantile(0.75 - 1e-12, df))).toBeLessThan(1e-11);
  });

  it("normal", () => {
    for (const [z, tail] of NORMAL_TAILS) expect(relative(normalCdf(-z), tail), `z ${z}`).toBeLessThan(1e-13);
    for (const [p, z] of NORMAL_QUANTILES) expect(relative(normalQuantile(p), z), `p ${p}`).toBeLessThan(1e-14);
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
  });

  it("log-gamma and incomplete beta", () => {
    for (const [x, value] of LOG_GAMMAS) expect(Math.abs(logGamma(x) - value) / Math.max(1, Math.abs(value)), `x ${x}`).toBeLessThan(1e-13);
    for (const [a, b, x, value] of INCOMPLETE_BETAS) expect(relative(incompleteBeta(a, b, x), value), `${a} ${b} ${x}`).toBeLessThan(1e-12);
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });

  it("chi-squared tail and beta quantile", () => {
    for (const [x, df, tail] of CHI_SQUARED_TAILS) expect(relative(chiSquaredUpper(x, df), tail), `x ${x} df ${df}`).toBeLessThan(1e-12);
    for (const [p, a, b, x] of BETA_QUANTILES) expect(relative(betaQuantile(p, a, b), x), `${p} ${a} ${b}`).toBeLessThan(1e-12);
    expect([chiSquaredUpper(0, 3), chiSquaredUpper(Infinity, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([1, 0, 0, 1]);
  });

  it("refuses what it is not defined for", () => {
    expect(() => studentCdf(1, 0)).toThrow(RangeError);
    expect(() => studentCdf(Number.NaN, 3)).toThrow(RangeError);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
    expect(() => normalQuantile(0)).toThrow(RangeError);
    expect(() => logGamma(-1)).toThrow(RangeError);
    expect(() => incompleteBeta(1, 1, 2)).toThrow(RangeError);
    expect(() => chiSquaredUpper(-1, 2)).toThrow(RangeError);
    expect(() => chiSquaredUpper(1, 0)).toThrow(RangeError);
    expect(() => betaQuantile(0.5, 0, 1)).toThrow(RangeError);
    expect(() => betaQuantile(1.5, 1, 1)).toThrow(RangeError);
  });
});
