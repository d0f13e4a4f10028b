import { digits, fold, saysNothing } from "./fold.ts";

export const ROLES = [
  "given-name",
  "surname",
  "date-of-birth",
  "email",
  "phone",
  "postcode",
  "address",
  "city",
  "id",
  "text",
  "ignore",
] as const;
export type Role = (typeof ROLES)[number];

/** Headers of a column that holds the whole name, or beside a column of one name the other. */
const WHOLE_NAME = /^(full |whole |customer |contact |person )?names?$/;

/** Headers in use, folded; the first that fits names the role. */
const USUAL: readonly (readonly [Role, RegExp])[] = [
  ["email", /\be ?mail\b|^mail$/],
  ["phone", /\b(phone|telephone|tel|mobile|cell|handy|telefon)\b/],
  ["date-of-birth", /\b(dob|birth ?(date|day)|date of birth|born|geburtsdatum)\b/],
  ["given-name", /\b(given|first|fore) ?names?\b|\bvorname\b|^(given|first)$/],
  ["surname", /\b(sur|last|family) ?names?\b|\b(nachname|familienname)\b|^last$/],
  ["postcode", /\b(post ?code|postal code|zip|zip ?code|plz)\b/],
  ["city", /\b(city|town|suburb|place|birth ?place|ort|stadt|locality)\b/],
  ["text", /\b(street|house|building|flat) ?(number|no|nr)\b|^hausnummer$/],
  ["text", WHOLE_NAME],
  ["address", /\b(address|addr|street|strasse)\b/],
];

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const DATE = /^(\d{4}[-/.]?\d{2}[-/.]?\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/;
const NUMBER = /^\+?\d[\d\s()/-]{4,}$/;

/** Rows [from, to) of each file. */
export type Files = readonly (readonly [number, number])[];

/**
 * What a column is, from its header and from what stands in it. What counts rows, is another label in every row, or the same everywhere is
 * `ignore`: it tells nothing about anybody.
 */
export function guessRole(header: string, cells: readonly string[], files: Files): Role {
  const filled = cells.filter((cell) => !saysNothing(fold(cell)));
  const distinct = new Set(filled.map(fold)).size;
  if (distinct < 2) return "ignore";
  const share = (test: (cell: string) => boolean) => filled.filter((cell) => test(cell.trim())).length / filled.length;
  if (share((cell) => EMAIL.test(cell)) > 0.8) return "email";
  const said = wordsOf(header);
  const named = USUAL.find(([, pattern]) => pattern.test(said))?.[0] ?? null;
  if (share(isDate) > 0.8) return named ?? "date-of-birth";
  if (files.every((file) => countsRows(cells, file))) return "ignore";
  if (named === null) {
    if (distinct === filled.length) return "ignore";
    return share((cell) => NUMBER.test(cell)) > 0.9 && distinct > filled.length / 4 ? "id" : "text";
  }
  if (named === "phone" && share((cell) => digits(cell).length >= 5) < 0.8) return "text";
  return named === "date-of-birth" || named === "email" ? "text" : named; // named so, and nothing of the kind
}

export function isWholeName(header: string): boolean {
  return WHOLE_NAME.test(wordsOf(header));
}

function wordsOf(header: string): string {
  return fold(header.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/_/g, " "));
}

function isDate(cell: string): boolean {
  if (!DATE.test(cell)) return false;
  const all = digits(cell);
  const yearFirst = /^\d{4}/.test(cell);
  const year = Number(yearFirst ? all.slice(0, 4) : all.slice(-4));
  const month = yearFirst ? Number(all.slice(4, 6)) : 1;
  return year >= 1800 && year <= 2100 && month >= 1 && month <= 12;
}

/** Whether a column counts the rows of a file: no number twice and hardly one left out, whatever letters stand around them. */
function countsRows(cells: readonly string[], [from, to]: readonly [number, number]): boolean {
  const seen = new Set<number>();
  let low = Infinity;
  let high = -Infinity;
  for (let row = from; row < to; row += 1) {
    const text = /(\d{1,12})\D*$/.exec(cells[row])?.[1];
    if (text === undefined) return false;
    const value = Number(text);
    if (seen.has(value)) return false;
    seen.add(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return seen.size > 1 && high - low + 1 <= seen.size * 1.2;
}
