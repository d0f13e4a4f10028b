import { betaPower, incompleteBeta } from "./incomplete-beta.ts";
import { normalCdf, normalQuantile } from "./normal-distribution.ts";

/**
 * From here on the normal form below is exact to the last digits for any t, while the continued fraction loses digits (its x comes
 * within 1/df of 1) and needs ever more steps.
 */
const LARGE_DF = 5000;

/** P(T > t) for t >= 0: half of I_x(df/2, 1/2) at x = df/(df + t^2) (Abramowitz & Stegun 26.7.1). */
function upperTail(t: number, df: number): number {
  if (df >= LARGE_DF) return normalCdf(-normalEquivalent(t, df));
  // Divided through by df, so that t^2 cannot overflow before it is compared with it.
  const ratio = t / Math.sqrt(df);
  const square = ratio * ratio;
  if (square === Infinity) return 0;
  return 0.5 * incompleteBeta(df / 2, 0.5, 1 / (1 + square), square / (1 + square));
}

/** The z with the same upper tail as t. Source: G. W. Hill, Algorithm 395, "Student's t-distribution", CACM 13 (1970). */
function normalEquivalent(t: number, df: number): number {
  if (t === Infinity || df === Infinity) return t;
  const a = df - 0.5;
  const b = 48 * a * a;
  const y = a * Math.log1p((t / df) * t);
  return (((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3) / b + 1) * Math.sqrt(y);
}

/** P(0 < T < t) for t >= 0, exact near 0 where 1/2 minus the tail would cancel. */
function central(t: number, df: number): number {
  const ratio = t / Math.sqrt(df);
  const square = ratio * ratio;
  if (square === Infinity) return 0.5;
  return 0.5 * incompleteBeta(0.5, df / 2, square / (1 + square), 1 / (1 + square));
}

/** t times the density at t, which is the slope of the tail in ln t. */
function scaledDensity(t: number, df: number): number {
  const ratio = t / Math.sqrt(df);
  const square = ratio * ratio;
  return betaPower(df / 2, 0.5, 1 / (1 + square), square / (1 + square));
}

function refuseBadDegrees(name: string, df: number): void {
  if (!(df > 0)) throw new RangeError(`${name}: degrees of freedom must be positive, got ${df}`);
}

/**
 * Student's t distribution function, P(T <= t), for real df > 0 (Infinity is the normal).
 * @returns a share; for t < 0 accurate to 1e-12 relative however small.
 * @throws RangeError when t is NaN or df is not positive.
 */
export function studentCdf(t: number, df: number): number {
  refuseBadDegrees("studentCdf", df);
  if (Number.isNaN(t)) throw new RangeError("studentCdf: t is NaN");
  return t < 0 ? upperTail(-t, df) : 1 - upperTail(t, df);
}

/**
 * Two-sided p value of a t statistic, P(|T| >= |t|).
 * @throws RangeError as `studentCdf`.
 */
export function studentTwoSided(t: number, df: number): number {
  refuseBadDegrees("studentTwoSided", df);
  if (Number.isNaN(t)) throw new RangeError("studentTwoSided: t is NaN");
  return Math.min(1, 2 * upperTail(Math.abs(t), df));
}

/**
 * Student's t quantile: the t below which the share p lies, for real df > 0 (Infinity is the normal).
 * Newton's method on the distribution function above: on ln(tail) against ln t in the tails, where that curve is nearly a straight
 * line, and on the central area near the median; a bracket catches any step that would leave it.
 * @throws RangeError unless 0 < p < 1 and df > 0.
 */
export function studentQuantile(p: number, df: number): number {
  refuseBadDegrees("studentQuantile", df);
  if (!(p > 0 && p < 1)) throw new RangeError(`studentQuantile: p must lie between 0 and 1, got ${p}`);
  if (p === 0.5) return 0;
  if (df > 1e16) return normalQuantile(p);
  const size = p < 0.5 ? positiveQuantile(p, 0.5 - p, df) : positiveQuantile(1 - p, p - 0.5, df);
  return p < 0.5 ? -size : size;
}

function positiveQuantile(tail: number, centre: number, df: number): number {
  let low = 0;
  let high = Infinity;
  let t = startingPoint(tail, df);
  for (let step = 0; step < 300; step += 1) {
    let next: number;
    if (tail < 0.25) {
      const at = upperTail(t, df);
      if (at > tail) low = t;
      else high = t;
      next = t * Math.exp((Math.log(at / tail) * at) / scaledDensity(t, df));
    } else {
      const at = central(t, df);
      if (at < centre) low = t;
      else high = t;
      next = t - ((at - centre) * t) / scaledDensity(t, df);
    }
    if (!(next > low && next < high) && next !== t) {
      next = high === Infinity ? Math.min(t * 8, Number.MAX_VALUE) : (low + high) / 2;
    }
    // Newton doubles the digits: after a step this small the next one could only change rounding.
    if (Math.abs(next - t) <= 1e-9 * t) return next;
    t = next;
  }
  return t;
}

/** Two terms of the Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5); far off for few degrees of freedom, where the bracket works. */
function startingPoint(tail: number, df: number): number {
  const z = -normalQuantile(tail);
  const cube = z * z * z;
  return z + (cube + z) / (4 * df) + (5 * cube * z * z + 16 * cube + 3 * z) / (96 * df * df);
}
