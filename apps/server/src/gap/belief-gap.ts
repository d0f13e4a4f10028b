import { gapState, moments, moreNeeded, studentQuantile, welch } from "@counterseat/stats";
import type { Figure } from "../platform/figure.ts";
import type { Metrics, Sample } from "../platform/metric.ts";

/** Fewer answers than this are shown, with a doubt. */
const LOW_PRECISION = 30;

export interface BeliefGap {
  readonly believed: Figure;
  readonly experienced: Figure;
  readonly gap: Figure;
  readonly state: "gap" | "no-gap" | "not-known-yet";
  readonly need: { customers: number | null; leaders: number | null; both: number | null } | null;
}

/** Belief against experience: difference of means on 0–100 with Welch's interval; `believed` minus `experienced`. */
export function beliefGap(metrics: Metrics, leaders: Sample | null, customers: Sample | null): BeliefGap {
  const believed = sideFigure(metrics.label("culture.believed"), leaders);
  const experienced = sideFigure(metrics.label("voice.experienced"), customers);
  const a = leaders?.points ?? new Float64Array();
  const b = customers?.points ?? new Float64Array();
  const result = welch({ a, b });
  const gap: Figure = {
    value: result.estimate,
    unit: "points",
    n: a.length + b.length,
    interval: result.interval === null ? null : [result.interval[0], result.interval[1]],
    metric: metrics.label("gap.belief"),
    asOf: experienced.asOf ?? believed.asOf,
    doubts: [...new Set([...result.doubts, ...(leaders?.doubts ?? []), ...(customers?.doubts ?? [])])],
  };
  const state = gapState({ interval: gap.interval });
  const more = state === "not-known-yet" ? moreNeeded({ a: moments(a), b: moments(b) }) : null;
  return { believed, experienced, gap, state, need: more === null ? null : { customers: more.b, leaders: more.a, both: more.both } };
}

/**
 * A side's mean with its own t interval, cut at the ends of the scale. Where all said the same it would be a point and claim certainty, so
 * there is none.
 */
export function sideFigure(metric: string, sample: Sample | null): Figure {
  const m = moments(sample?.points ?? new Float64Array());
  const half = m.variance === null || m.variance === 0 ? null : studentQuantile(0.975, m.n - 1) * Math.sqrt(m.variance / m.n);
  return {
    value: m.mean,
    unit: "points",
    n: m.n,
    interval: half === null || m.mean === null ? null : [Math.max(0, m.mean - half), Math.min(100, m.mean + half)],
    metric,
    asOf: sample?.asOf === null || sample === null ? null : new Date(sample.asOf).toISOString(),
    doubts: [
      ...(sample?.doubts ?? []),
      ...(m.n === 0 ? ["no-answers"] : m.n < LOW_PRECISION ? ["low-precision"] : []),
      ...(m.variance === 0 ? ["no-spread"] : []),
    ],
  };
}

/** A figure that says why there is no number. */
export function withoutValue(metric: string, unit: string, doubt: string): Figure {
  return { value: null, unit, n: 0, interval: null, metric, asOf: null, doubts: [doubt] };
}
