import { mannWhitney, moments, normalCdf, quantilesReordering } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";

export type FrictionInput = {
  readonly log: JourneyLog;
  /** The step at which customers meet the rule. */
  readonly step: number;
  /** Position -> 1 where the rule is about this event of that step. */
  readonly met: Uint8Array;
  /** Case -> what like is compared with like by (the cause of the contact), -1: not compared. */
  readonly stratum: Int32Array;
  /** Case -> score on 0-100, NaN where nobody answered. */
  readonly score: Float64Array;
  /** UTC milliseconds from which the rule holds. */
  readonly from: number;
};

export type Friction = {
  readonly cases: number;
  readonly events: number;
  /** Seconds until something happens again in the case, after events under the rule and after other events of the same step. */
  readonly wait: { readonly median: number | null; readonly others: number | null; readonly sum: number; readonly p: number | null };
  /** Of all waiting after that step, the share under the rule; null without any. */
  readonly shareOfWaiting: number | null;
  /** Score of cases that met the rule minus that of like cases that did not; null where there are too few of either. */
  readonly score: {
    readonly difference: number;
    readonly interval: readonly [number, number];
    readonly p: number;
    readonly n: readonly [number, number];
  } | null;
};

const LEAST = 10;
const Z = 1.959963984540054;

/**
 * What a rule of the house costs customers: waiting behind the step where they meet it, and how they score it beside like cases that did not meet it (within
 * strata, weighted by the cases under the rule). Associations: who meets a rule may differ in other ways too.
 */
export function ruleFriction({ log, step, met, stratum, score, from }: FrictionInput): Friction {
  const under: number[] = [];
  const others: number[] = [];
  const metCase = new Uint8Array(log.cases);
  const otherCase = new Uint8Array(log.cases);
  let events = 0;
  for (let c = 0; c < log.cases; c += 1) {
    const end = log.offsets[c + 1];
    for (let i = log.offsets[c]; i < end; i += 1) {
      if (log.activity[i] !== step || log.time[i] < from) continue;
      if (met[i] === 1) {
        events += 1;
        metCase[c] = 1;
      } else otherCase[c] = 1;
      if (i + 1 < end) (met[i] === 1 ? under : others).push(log.elapsed[i + 1] / 1000);
    }
  }
  const cases = metCase.reduce((sum, one) => sum + one, 0);
  // Where others come to the same step without the rule, they are what is like; else whoever is here for the same cause.
  const beside = others.length >= LEAST;
  const tested = beside && under.length >= LEAST ? mannWhitney({ a: under, b: others }) : null;
  const [sum, rest] = [total(under), total(others)];
  return {
    cases,
    events,
    wait: { median: half(under), others: half(others), sum, p: tested?.p ?? null },
    shareOfWaiting: sum + rest === 0 ? null : sum / (sum + rest),
    score: compared(log, { metCase, otherCase: beside ? otherCase : null, stratum, score, from }),
  };
}

type Sides = {
  readonly metCase: Uint8Array;
  readonly otherCase: Uint8Array | null;
  readonly stratum: Int32Array;
  readonly score: Float64Array;
  readonly from: number;
};

function compared(log: JourneyLog, { metCase, otherCase, stratum, score, from }: Sides): Friction["score"] {
  const strata = new Map<number, { readonly met: number[]; readonly not: number[] }>();
  for (let c = 0; c < log.cases; c += 1) {
    if (stratum[c] < 0 || Number.isNaN(score[c]) || log.time[log.offsets[c + 1] - 1] < from) continue;
    if (metCase[c] === 0 && otherCase !== null && otherCase[c] === 0) continue;
    let sides = strata.get(stratum[c]);
    if (sides === undefined) strata.set(stratum[c], (sides = { met: [], not: [] }));
    (metCase[c] === 1 ? sides.met : sides.not).push(score[c]);
  }
  let [weight, difference, variance, a, b] = [0, 0, 0, 0, 0];
  for (const { met, not } of strata.values()) {
    const [one, other] = [moments(Float64Array.from(met)), moments(Float64Array.from(not))];
    if (one.mean === null || other.mean === null || one.variance === null || other.variance === null) continue;
    const w = met.length;
    weight += w;
    difference += w * (one.mean - other.mean);
    variance += w * w * (one.variance / one.n + other.variance / other.n);
    a += one.n;
    b += other.n;
  }
  if (a < LEAST || b < LEAST || variance === 0) return null;
  const [estimate, error] = [difference / weight, Math.sqrt(variance) / weight];
  return {
    difference: estimate,
    interval: [estimate - Z * error, estimate + Z * error],
    p: 2 * normalCdf(-Math.abs(estimate / error)),
    n: [a, b],
  };
}

function half(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantilesReordering(Float64Array.from(values), [0.5])[0];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
