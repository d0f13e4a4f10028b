import { figure, type Figure } from "./figure.ts";
import { criticalValue } from "./proportion.ts";

export type NpsInput = { readonly promoters: number; readonly passives: number; readonly detractors: number; readonly confidence?: number };

export type NpsFigure = Figure & { readonly method: "adjusted-wald" };

/**
 * Net Promoter Score in points, -100..100: 100 (promoters - detractors)/n, with the adjusted Wald interval, cut at -100 and 100.
 *
 * The interval adds three quarters of a promoter and of a detractor and three halves of a passive, so it keeps its width when everybody
 * agrees; its middle is therefore not the score itself.
 * Source: B. Rocks, The American Statistician 70 (2016), recommended by Lewis & Sauro (2021).
 * Doubts: `no-answers`, `low-precision` below 30 answers.
 * @throws RangeError when a count is negative or not whole, or the confidence is outside 0..1.
 */
export function nps(input: NpsInput): NpsFigure {
  const { promoters, passives, detractors } = input;
  for (const [name, count] of Object.entries({ promoters, passives, detractors })) {
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`nps: ${name} must be a count, got ${count}`);
  }
  const z = criticalValue("nps", input.confidence);
  const n = promoters + passives + detractors;
  const base = { unit: "points", n, metric: "stats.nps@1" };
  if (n === 0) return { ...figure({ ...base, value: null, doubts: ["no-answers"] }), method: "adjusted-wald" };
  const adjusted = n + 3;
  const above = (promoters + 0.75) / adjusted;
  const below = (detractors + 0.75) / adjusted;
  const centre = above - below;
  const half = z * Math.sqrt((above + below - centre * centre) / adjusted);
  const made = figure({
    ...base,
    value: (100 * (promoters - detractors)) / n,
    interval: [Math.max(-100, 100 * (centre - half)), Math.min(100, 100 * (centre + half))],
    doubts: n < 30 ? ["low-precision"] : [],
  });
  return { ...made, method: "adjusted-wald" };
}
