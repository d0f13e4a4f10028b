import { betaPower, incompleteBeta } from "./incomplete-beta.ts";

/**
 * Quantile of the beta distribution: the x with I_x(a, b) = p. Newton's method within a bracket that halving closes.
 * @returns 0..1, relative error about 1e-13 (absolute, near 1).
 * @throws RangeError unless 0 <= p <= 1 and a and b are positive and finite.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile: p must lie in 0..1, got ${p}`);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  // Also refuses bad a and b; a p at the end of the range needs no search.
  incompleteBeta(a, b, 0.5);
  if (p === 0 || p === 1) return p;
  for (let step = 0; step < 2000; step += 1) {
    const at = incompleteBeta(a, b, x);
    if (at < p) low = x;
    else high = x;
    const slope = betaPower(a, b, x, 1 - x) / (x * (1 - x));
    let next = x - (at - p) / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= 1e-14 * next || next === low || next === high) return next;
    x = next;
  }
  return x;
}
