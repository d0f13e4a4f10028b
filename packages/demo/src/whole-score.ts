/** Standard normal distribution function; absolute error below 1e-7 (Abramowitz and Stegun 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    Math.exp((-z * z) / 2) *
    0.3989422804014327 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

/** Probabilities of the whole answers 0…10 when the latent score is N(mean, spread), rounded and clipped. */
export function wholeShares(mean: number, spread: number): number[] {
  const shares: number[] = [];
  let below = 0;
  for (let score = 0; score < 10; score++) {
    const upTo = normalBelow((score + 0.5 - mean) / spread);
    shares.push(upTo - below);
    below = upTo;
  }
  shares.push(1 - below);
  return shares;
}

/** Mean of the whole answers 0…10. */
export function wholeMean(mean: number, spread: number): number {
  return wholeShares(mean, spread).reduce((sum, share, score) => sum + share * score, 0);
}

/** Solves `f(x) = target` for a rising `f` between two bounds by halving, to 1e-6. */
export function solveRising(f: (x: number) => number, target: number, low: number, high: number): number {
  let from = low;
  let to = high;
  while (to - from > 1e-6) {
    const middle = (from + to) / 2;
    if (f(middle) < target) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
