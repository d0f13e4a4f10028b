import { betaQuantile } from "./beta-quantile.ts";
import { criticalValue, wilson, type Proportion } from "./proportion.ts";

export const SHARE_METHODS = ["wilson", "agresti-coull", "clopper-pearson", "jeffreys", "wald"] as const;
export type ShareMethod = (typeof SHARE_METHODS)[number];

export type ShareIntervalInput = Proportion & { readonly confidence?: number; readonly method?: ShareMethod };

/**
 * Interval of a share, cut at 0 and 1, by a method of choice; `wilson` when absent.
 *
 * `agresti-coull` (A. Agresti & B. A. Coull, The American Statistician 52, 1998) is the score interval's simpler and wider neighbour;
 * `clopper-pearson` (Biometrika 26, 1934) never covers less than it says and so often more; `jeffreys` takes the middle of the posterior after
 * Beta(1/2, 1/2); `wald` is the textbook form, a point when all or nobody agrees, here for comparison with other tools.
 * Source of the comparison: L. D. Brown, T. T. Cai & A. DasGupta, Statistical Science 16 (2001).
 * @returns a share interval, or null when n is 0.
 * @throws RangeError when the counts are not counts, or the confidence is outside 0..1.
 */
export function shareInterval(input: ShareIntervalInput): readonly [number, number] | null {
  const { successes, n, method = "wilson", confidence = 0.95 } = input;
  const byScore = wilson({ successes, n, confidence });
  if (byScore === null || method === "wilson") return byScore;
  const z = criticalValue("shareInterval", confidence);
  const tail = (1 - confidence) / 2;
  const failures = n - successes;
  switch (method) {
    case "agresti-coull":
      return cutWald((successes + (z * z) / 2) / (n + z * z), n + z * z, z);
    case "wald":
      return cutWald(successes / n, n, z);
    case "clopper-pearson":
      return [
        successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
        failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
      ];
    case "jeffreys":
      return [betaQuantile(tail, successes + 0.5, failures + 0.5), betaQuantile(1 - tail, successes + 0.5, failures + 0.5)];
  }
}

function cutWald(share: number, size: number, z: number): readonly [number, number] {
  const half = z * Math.sqrt((share * (1 - share)) / size);
  return [Math.max(0, share - half), Math.min(1, share + half)];
}
