import { PERSONAL, type PersonalField } from "../../platform/events/contract.ts";
import type { ColumnProfile } from "./column-profile.ts";
import type { Field, ImportKind } from "./contract.ts";
import { FIELDS } from "./fields.ts";
import { normalizeHeader } from "./normalize-header.ts";
import { headerScore } from "./score-header.ts";

const PERSONAL_FIELDS: ReadonlySet<Field> = new Set(PERSONAL);
export const isPersonal = (field: Field): field is PersonalField => PERSONAL_FIELDS.has(field);

/** They say where somebody is only beside what says who: a shop has a town too. */
const WEAK: ReadonlySet<PersonalField> = new Set(["postcode", "city"]);
const WHOLE_HEADER = 0.75;

/** What a column must hold to be what its header says. */
const HOLDS: Partial<Record<PersonalField, (sample: string) => boolean>> = {
  email: (sample) => sample.includes("@"),
  phone: (sample) => sample.replace(/\D/g, "").length >= 5,
  name: (sample) => /\p{L}/u.test(sample),
  given: (sample) => /\p{L}/u.test(sample),
  family: (sample) => /\p{L}/u.test(sample),
  contract: (sample) => /\d/.test(sample),
};

/** Who the customers are, among the columns nothing else wanted: by whole headers only, since what is personal is never guessed at. */
export const guessPersonal = (input: {
  kind: ImportKind;
  columns: readonly ColumnProfile[];
  taken: ReadonlySet<number>;
  has: (field: Field) => boolean;
}): [PersonalField, { column: ColumnProfile; confidence: number; reason: string }][] => {
  const { kind, columns, has } = input;
  const fits = FIELDS[kind]
    .flatMap(({ field }) => (isPersonal(field) && !has(field) ? [field] : []))
    .flatMap((field) => columns.map((column) => ({ field, column, score: headerScore(kind, field, column.name) })))
    .filter(
      ({ field, column, score }) => score >= WHOLE_HEADER && column.filled > 0 && !input.taken.has(column.position) && holds(field, column),
    );
  fits.sort((a, b) => b.score - a.score || a.column.position - b.column.position);
  const found = new Map<PersonalField, (typeof fits)[number]>();
  const used = new Set<number>();
  for (const fit of fits) {
    if (found.has(fit.field) || used.has(fit.column.position)) continue;
    found.set(fit.field, fit);
    used.add(fit.column.position);
  }
  const says = PERSONAL.some((field) => !WEAK.has(field) && (found.has(field) || has(field)));
  return [...found.values()]
    .filter(({ field }) => says || !WEAK.has(field))
    .map(({ field, column, score }) => [
      field,
      { column, confidence: score, reason: `the header says so: ${normalizeHeader(column.name)}` },
    ]);
};

const holds = (field: PersonalField, { samples }: ColumnProfile): boolean => {
  const test = HOLDS[field];
  return test === undefined || samples.filter(test).length * 2 > samples.length;
};
