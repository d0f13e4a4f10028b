import { moments, type Moments } from "./moments.ts";
import { studentQuantile, studentTwoSided } from "./student-t.ts";

export type WelchSide = Float64Array | Moments;

export type WelchInput = {
  readonly a: WelchSide;
  readonly b: WelchSide;
  /** Coverage of the interval; 0.95 when absent. */
  readonly confidence?: number;
  /** How many people side a (or b) has in all, when its answers are a part or the whole of a countable group: the leaders of a company. */
  readonly populationA?: number;
  readonly populationB?: number;
};

/** Every number is in the unit of the columns, except statistic, df and p; null when the data do not carry it. */
export type WelchResult = {
  /** mean(a) - mean(b). */
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  readonly statistic: number | null;
  readonly df: number | null;
  /** Two-sided, against no difference. */
  readonly p: number | null;
  readonly standardError: number | null;
  /**
   * `no-answers-a|b`, `too-few-answers-a|b` (one answer has no spread), `all-equal-a|b` (every answer the same: the side adds no
   * uncertainty, which may flatter it), `no-spread` (both sides so: no interval can be had).
   */
  readonly doubts: readonly string[];
};

/**
 * Difference of two means whose variances and sizes may differ.
 *
 * A side whose answers are all equal adds nothing to the standard error; the interval then rests on the other side alone with its own n - 1
 * degrees of freedom. When both are so, any interval would be a point and claim certainty, so there is none.
 * Source: B. L. Welch, Biometrika 34 (1947), df by Satterthwaite (1946); with a population given, that side's squared error is multiplied by
 * the finite-population factor 1 - n/N (Cochran, Sampling Techniques 2.6), which is 0 for a full census.
 * @throws RangeError for a confidence outside 0..1, NaN in a column, or a population smaller than its sample.
 */
export function welch(input: WelchInput): WelchResult {
  const confidence = input.confidence ?? 0.95;
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`welch: confidence must lie between 0 and 1, got ${confidence}`);
  const a = sideOf("a", input.a, input.populationA);
  const b = sideOf("b", input.b, input.populationB);
  const doubts = [...a.doubts, ...b.doubts];
  const nothing = { interval: null, statistic: null, df: null, p: null, standardError: null };
  if (a.mean === null || b.mean === null) return { estimate: null, ...nothing, doubts };
  const estimate = a.mean - b.mean;
  if (a.squaredError === null || b.squaredError === null) return { estimate, ...nothing, doubts };
  const squaredError = a.squaredError + b.squaredError;
  if (squaredError === 0) {
    // Two full censuses leave nothing unknown: there the point is the honest interval.
    if (a.census && b.census) return { ...nothing, estimate, interval: [estimate, estimate], standardError: 0, doubts };
    return { estimate, ...nothing, doubts: [...doubts, "no-spread"] };
  }
  const standardError = Math.sqrt(squaredError);
  const shareA = a.squaredError / squaredError;
  const shareB = b.squaredError / squaredError;
  const df = 1 / ((shareA === 0 ? 0 : (shareA * shareA) / (a.n - 1)) + (shareB === 0 ? 0 : (shareB * shareB) / (b.n - 1)));
  const half = studentQuantile(0.5 + confidence / 2, df) * standardError;
  const statistic = estimate / standardError;
  return {
    estimate,
    interval: [estimate - half, estimate + half],
    statistic,
    df,
    p: studentTwoSided(statistic, df),
    standardError,
    doubts,
  };
}

type Side = {
  readonly n: number;
  readonly mean: number | null;
  readonly squaredError: number | null;
  readonly census: boolean;
  readonly doubts: readonly string[];
};

function sideOf(name: "a" | "b", side: WelchSide, population: number | undefined): Side {
  const m = side instanceof Float64Array ? moments(side) : checkedMoments(name, side);
  if (population !== undefined && !(population >= m.n && population > 0)) {
    throw new RangeError(`welch: population ${name} is ${population}, less than its ${m.n} answers`);
  }
  const census = population !== undefined && population === m.n;
  const base = { n: m.n, mean: m.mean, census };
  if (m.n === 0) return { ...base, squaredError: null, doubts: [`no-answers-${name}`] };
  if (census) return { ...base, squaredError: 0, doubts: [] };
  if (m.variance === null) return { ...base, squaredError: null, doubts: [`too-few-answers-${name}`] };
  const factor = population === undefined ? 1 : 1 - m.n / population;
  return { ...base, squaredError: (m.variance / m.n) * factor, doubts: m.variance === 0 ? [`all-equal-${name}`] : [] };
}

function checkedMoments(name: string, m: Moments): Moments {
  if (!(Number.isInteger(m.n) && m.n >= 0)) throw new RangeError(`welch: n of side ${name} must be a count, got ${m.n}`);
  if (m.n === 0) return { n: 0, mean: null, variance: null };
  if (m.mean === null || !Number.isFinite(m.mean)) throw new RangeError(`welch: side ${name} has ${m.n} answers but no mean`);
  if (m.n === 1) return { n: 1, mean: m.mean, variance: null };
  if (m.variance === null || !(m.variance >= 0 && Number.isFinite(m.variance))) {
    throw new RangeError(`welch: side ${name} has ${m.n} answers but the variance is ${m.variance}`);
  }
  return m;
}
