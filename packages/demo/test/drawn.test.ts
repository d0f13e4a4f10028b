import { describe, expect, test } from "vitest";
import { type Truths, truths } from "@counterseat/demo";
import { type Gap, gapsOf, type Mirror, mirrorOf, sampleMean, STAGES } from "./beliefs-of.ts";
import { mean } from "./rows.ts";

const SCALE = 0.1;
const BAND = 5;

interface Run {
  readonly truth: Truths;
  readonly mirror: Mirror;
}

const runs: readonly Run[] = Array.from({ length: 36 }, (_, i) => ({ seed: 1000 + i, scale: SCALE })).map((options) => ({
  truth: truths(options),
  mirror: mirrorOf(options),
}));
const drawn = runs.filter((run) => run.truth.variant === "drawn");
const clean = runs.filter((run) => run.truth.variant === "clean");

function isCalm(gaps: readonly Gap[]): boolean {
  return gaps.every((gap) => gap.low < BAND && gap.high > -BAND);
}

describe("seeds from 1000 on", () => {
  test("draw clean and faulty companies of many kinds from the parameters alone", () => {
    const many = Array.from({ length: 100 }, (_, i) => truths({ seed: 5000 + i, scale: 1 }));
    const share = many.filter((truth) => truth.variant === "clean").length / many.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.32);
    const worst = new Set(many.map((truth) => truth.worstBelief?.stage ?? "none"));
    expect(worst).toEqual(new Set(["none", "install", "support", "order", "bill", "renew"]));
    for (const truth of many) {
      if (truth.gamedTeam !== null) expect(truth.lowFreedomTeam).not.toBe(truth.gamedTeam);
      for (const { stage, leaders, customers } of truth.beliefs) {
        if (stage === truth.worstBelief?.stage) expect([Math.round(leaders), Math.round(customers)]).toEqual([82, 50]);
        else expect(Math.abs(leaders - customers)).toBeLessThanOrEqual(truth.variant === "clean" ? 1 : 4);
      }
    }
  });

  test("in a drawn company the worst belief is the clear first gap", () => {
    const right = drawn.filter(({ truth, mirror }) => {
      const [first, ...others] = gapsOf(mirror, 2.2).sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));
      const calm = isCalm(gapsOf(mirror, 1.96).filter((gap) => others.some((other) => other.stage === gap.stage)));
      return first.stage === truth.worstBelief?.stage && first.low > BAND && calm;
    });
    expect(drawn.length).toBeGreaterThan(20);
    expect(right.length / drawn.length).toBeGreaterThanOrEqual(0.95);
  });

  test("in a clean company no stage is a gap", () => {
    expect(clean.length).toBeGreaterThan(4);
    expect(clean.filter(({ mirror }) => isCalm(gapsOf(mirror, 1.96))).length).toBe(clean.length);
  });

  test("customers' expected means are what answering customers say", () => {
    const off = STAGES.map((stage, i) => {
      const distances = runs.map(({ truth, mirror }) => {
        const said = mirror.get(`customer:${stage}`);
        return said === undefined ? NaN : sampleMean(said) - truth.beliefs[i].customers;
      });
      return mean(distances);
    });
    // Standard errors of the mean over 36 companies: 0.35 at installation, 0.16 elsewhere.
    off.forEach((distance, i) => expect(Math.abs(distance), STAGES[i]).toBeLessThan(i === 2 ? 1.05 : 0.5));
  });
});
