import type { Scale } from "@counterseat/stats";
import type { Band, Measure } from "./words.ts";

/** One question people answered: what it is called in the answers, what kind of score it makes, and on which scale. */
export interface Question {
  /** The kind as the answers name it, in small letters. */
  readonly survey: string;
  readonly measure: Measure;
  readonly scale: Scale;
}

/** Words in the name of a question, and the score it then makes. */
const NAMED: readonly (readonly [RegExp, Measure])[] = [
  [/(^|[^a-z])(e?nps)([^a-z]|$)|promoter|recommend|weiterempf|recommand/, "nps"],
  [/(^|[^a-z])(csat)([^a-z]|$)|satisf|zufried/, "csat"],
  [/(^|[^a-z])(ces)([^a-z]|$)|effort|aufwand/, "ces"],
];

/**
 * What score a question makes, told by its name and its scale together; null when it makes none. A name alone is not enough (nobody can
 * be a promoter on 1-5), a scale alone neither: 0-10 is also how people rate a stage.
 */
export function questionOf(kind: string | null, scale: string | null): Question | null {
  const survey = surveyName(kind);
  const measure = survey === null ? null : (NAMED.find(([pattern]) => pattern.test(survey))?.[1] ?? null);
  const found = scaleOf(scale);
  if (survey === null || measure === null || found === null || !fits(measure, found)) return null;
  return { survey, measure, scale: found };
}

/** The same question in the spellings of several files. */
export function surveyName(kind: string | null): string | null {
  const name = (kind ?? "").trim().toLowerCase();
  return name === "" ? null : name;
}

/** A score on 0-10 alone, two best answers of four or more, a middle to be above or below. */
function fits(measure: Measure, { min, max }: Scale): boolean {
  if (measure === "nps") return min === 0 && max === 10;
  return max - min >= (measure === "csat" ? 3 : 2) && max - min <= 100;
}

function scaleOf(text: string | null): Scale | null {
  const [min, max] = (/^(-?\d+)-(-?\d+)$/.exec(text ?? "") ?? []).slice(1).map(Number);
  return min === undefined || max === undefined || min >= max ? null : { min, max };
}

/** Which answers belong to which group, the best first; both ends included. */
export function bandsOf({ measure, scale }: Question): { readonly band: Band; readonly from: number; readonly to: number }[] {
  const { min, max } = scale;
  if (measure === "nps")
    return [
      { band: "promoters", from: 9, to: 10 },
      { band: "passives", from: 7, to: 8 },
      { band: "detractors", from: 0, to: 6 },
    ];
  if (measure === "csat")
    return [
      { band: "satisfied", from: max - 1, to: max },
      { band: "not-satisfied", from: min, to: max - 2 },
    ];
  const middle = (min + max) / 2;
  return [
    { band: "easy", from: Math.floor(middle) + 1, to: max },
    ...(Number.isInteger(middle) ? [{ band: "middle" as const, from: middle, to: middle }] : []),
    { band: "hard", from: min, to: Math.ceil(middle) - 1 },
  ];
}

const ORDER: readonly Measure[] = ["nps", "csat", "ces"];

/** The question to recommend first, then satisfaction, then effort; by name within one measure. */
export function byImportance(a: Question, b: Question): number {
  return (
    ORDER.indexOf(a.measure) - ORDER.indexOf(b.measure) || (a.survey < b.survey ? -1 : a.survey > b.survey ? 1 : a.scale.max - b.scale.max)
  );
}
