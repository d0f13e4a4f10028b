export interface Scale {
  min: number;
  max: number;
}

const WRITTEN = /^(-?\d{1,3})\s*(?:-|–|—|−|\.\.\.?|…|to|bis|à|a|\/|:)\s*(-?\d{1,3})$/i;

/** `0-10`, `1–7`, `0..100`, `1 to 5`, `1 bis 5`; null for anything else. */
export const parseScale = (text: string): Scale | null => {
  const match = WRITTEN.exec(text.trim());
  if (match === null) return null;
  const min = Number(match[1]);
  const max = Number(match[2]);
  return min < max ? { min, max } : null;
};

/** The scale a text states among other words, as `Satisfaction (1-5)` or `How likely, 0 to 10?`; null where it states none or two. */
export const scaleWithin = (text: string): Scale | null => {
  const found = Array.from(text.matchAll(/(?<![\d.,:/-])([01])\s*(?:-|–|—|−|\.\.\.?|…|to|bis|à|a)\s*(5|6|7|10|100)(?![\d.,:/-])/giu));
  return found.length === 1 && found[0] !== undefined ? { min: Number(found[0][1]), max: Number(found[0][2]) } : null;
};

const SCORED = /^(\d{1,3}(?:[.,]\d+)?)\s*(?:\/|of|out of|von|sur|de|van)\s*(5|7|10|100)$/i;
const PERCENT = /^(\d{1,3}(?:[.,]\d+)?)\s*%$/;

/** A score that brings its scale: `4/5` (stars begin at 1), `8 von 10`, `85 %`; null for anything else. */
export const parseScored = (text: string): { score: number; scale: Scale } | null => {
  const percent = PERCENT.exec(text);
  if (percent !== null) return { score: Number(percent[1]?.replace(",", ".")), scale: { min: 0, max: 100 } };
  const match = SCORED.exec(text);
  if (match === null) return null;
  const max = Number(match[2]);
  return { score: Number(match[1]?.replace(",", ".")), scale: { min: max <= 7 ? 1 : 0, max } };
};

/** The scale a kind of survey is asked on, by its name; null where the name says nothing. */
export const scaleOfKind = (kind: string): Scale | null =>
  BY_WORD.find(([pattern]) => pattern.test(kind.replace(/[_.:-]+/g, " ")))?.[1] ?? null;

export const scaleText = (scale: Scale): string => `${scale.min}-${scale.max}`;

/** 0 to 100; the caller has seen that the score lies within. */
export const pointsOf = (score: number, scale: Scale): number => ((score - scale.min) / (scale.max - scale.min)) * 100;

const STANDARD: readonly Scale[] = [
  { min: 1, max: 5 },
  { min: 1, max: 7 },
  { min: 0, max: 10 },
  { min: 0, max: 100 },
];
const BY_WORD: readonly [RegExp, Scale][] = [
  [/\bnps\b|promoter|recommend|weiterempf|recommand/i, { min: 0, max: 10 }],
  [/\bces\b|effort|aufwand/i, { min: 1, max: 7 }],
  [/\bcsat\b|\bstars?\b|\bsterne?\b|etoiles/i, { min: 1, max: 5 }],
];

/** From this many scores on, one in a hundred may lie outside: it is a slip of the pen to refuse, not a wider scale. */
const ENOUGH_FOR_OUTLIERS = 100;
const ENOUGH_TO_DOUBT = 5;

const neededOf = (n: number): number => (n >= ENOUGH_FOR_OUTLIERS ? 0.99 : 1);

/** Whether scores can have been given on a scale: all of them, or but a slip of the pen among many. */
export const isHeld = (counts: ReadonlyMap<number, number>, { min, max }: Scale): boolean => {
  let n = 0;
  let held = 0;
  for (const [score, count] of counts) {
    n += count;
    if (score >= min && score <= max) held += count;
  }
  return held >= n * neededOf(n);
};

/**
 * The scale of a file that does not say: the one its header's word implies where all scores fit, else the smallest standard scale that
 * holds them. Null where none does.
 */
export const guessScale = (input: { header: string; counts: ReadonlyMap<number, number> }): { scale: Scale; reason: string } | null => {
  let n = 0;
  for (const count of input.counts.values()) n += count;
  if (n === 0) return null;
  const holds = (scale: Scale): number => {
    let held = 0;
    for (const [score, count] of input.counts) if (score >= scale.min && score <= scale.max) held += count;
    return held / n;
  };
  const stated = scaleWithin(input.header);
  if (stated !== null && holds(stated) >= 0.9) return { scale: stated, reason: "the header says so" };
  const needed = neededOf(n);
  const words = input.header.replace(/[_.:-]+/g, " ");
  for (const [pattern, scale] of BY_WORD) {
    if (pattern.test(words) && holds(scale) >= needed)
      return { scale, reason: `"${input.header}" is usually asked on ${scaleText(scale)}` };
  }
  const scale = STANDARD.find((standard) => holds(standard) >= needed);
  // All answers in the lower half of it: more likely a scale nobody knows here (0-5, 0-20) than so unhappy a company.
  const largest = Math.max(...input.counts.keys());
  if (scale !== undefined && scale.max >= 10 && n >= ENOUGH_TO_DOUBT && largest * 2 <= scale.max) return null;
  return scale === undefined ? null : { scale, reason: `the smallest usual scale that holds the ${n} scores` };
};
