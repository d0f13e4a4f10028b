import { stirlingError } from "./log-gamma.ts";
import { normalCdf } from "./normal-distribution.ts";

/**
 * P(X >= x) of a chi-squared variable: the upper incomplete gamma function Q(df/2, x/2).
 * Source: series DLMF 8.11.4 below the mean, Lentz's continued fraction DLMF 8.9.2 above (Press et al., Numerical Recipes 6.2).
 * @returns a share, relative error a few 1e-13.
 * @throws RangeError when df is not positive and finite, or x is negative or NaN.
 */
export function chiSquaredUpper(x: number, df: number): number {
  if (!(df > 0 && Number.isFinite(df))) throw new RangeError(`chiSquaredUpper: degrees of freedom must be positive, got ${df}`);
  if (!(x >= 0)) throw new RangeError(`chiSquaredUpper: x must be at least 0, got ${x}`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  // One degree of freedom is a normal variable squared, and the normal tail is exact.
  if (df === 1) return 2 * normalCdf(-Math.sqrt(x));
  const a = df / 2;
  const half = x / 2;
  return half < a + 1 ? 1 - power(a, half) * series(a, half) : power(a, half) * a * fraction(a, half);
}

/** x^a e^-x / Gamma(a + 1), by the saddle point: exact to the last digits where x is near a. */
function power(a: number, x: number): number {
  return Math.exp(a * Math.log(x / a) + (a - x) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}

function series(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 100_000; k += 1) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) return sum;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 100_000; k += 1) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) <= 1e-16) return value;
  }
  return value;
}
