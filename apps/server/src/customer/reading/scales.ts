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
  const needed = n >= ENOUGH_FOR_OUTLIERS ? 0.99 : 1;
  const words = input.header.replace(/[_.:-]+/g, " ");
  for (const [pattern, scale] of BY_WORD) {
    if (pattern.test(words) && holds(scale) >= needed)
      return { scale, reason: `"${input.header}" is usually asked on ${scaleText(scale)}` };
  }
  const scale = STANDARD.find((standard) => holds(standard) >= needed);
  return scale === undefined ? null : { scale, reason: `the smallest usual scale that holds the ${n} scores` };
};
