import { amountPhrase, isOtherMoney } from "./amount-phrases.ts";
import type { Field, ImportKind } from "./contract.ts";
import { ALSO_IN, NOT_IN, NOTHING, OTHER_THINGS, PARTS, WORDS, XES_NAMES } from "./header-words.ts";
import { idPhrase } from "./id-phrases.ts";
import { normalizeHeader, phrasesOf, tokensOf, type Phrase } from "./normalize-header.ts";
import { isAnotherDate, timePhrase } from "./time-phrases.ts";

const keyOf = (words: string): string => tokensOf(words.replace(/\s+/g, " ")).join("");

const RANKS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(WORDS).map(([field, list]) => {
    const ranks = new Map<string, number>();
    for (const [index, word] of list.entries()) if (!ranks.has(keyOf(word))) ranks.set(keyOf(word), index);
    return [field, ranks] as const;
  }),
);

/** Words of one kind of import alone, compared like the others. */
const keyed = <T extends Iterable<string>>(table: Partial<Record<ImportKind, Partial<Record<Field, T>>>>): ReadonlySet<string> =>
  new Set(
    Object.entries(table).flatMap(([kind, fields]) =>
      Object.entries(fields).flatMap(([field, list]) => Array.from(list, (word) => `${kind} ${field} ${keyOf(word)}`)),
    ),
  );
const ALSO = keyed(ALSO_IN);
const NOT = keyed(NOT_IN);
/** In a list of customers the number is the customer's, where none is named more plainly. */
const BARE_NUMBERS = new Set("no nr n num numero number nummer code codigo kennung ref key".split(" "));

/** 0 to 1: how plainly a header names the field. From 0.75 on the whole header is a known word or phrase for it. */
export const headerScore = (kind: ImportKind, field: Field, name: string): number =>
  Math.max(0, ...phrasesOf(name).map((phrase) => phraseScore(kind, field, phrase) * phrase.weight));

const phraseScore = (kind: ImportKind, field: Field, { text, tokens, key }: Phrase): number => {
  if (key.length === 0) return 0;
  const rank = RANKS.get(field)?.get(key);
  if (rank !== undefined && !NOT.has(`${kind} ${field} ${key}`)) {
    return Math.max(0.97 - 0.2 * (rank / Math.max(1, WORDS[field].length)), idPhrase(field, tokens));
  }
  if (ALSO.has(`${kind} ${field} ${key}`)) return 0.85;
  if (kind === "customers" && field === "customer" && BARE_NUMBERS.has(key)) return 0.84;
  if (field === "time" && isAnotherDate(kind, text)) return 0;
  if (field === "amount" && isOtherMoney(text)) return 0;
  const said = field === "time" ? timePhrase(kind, tokens) : field === "amount" ? amountPhrase(text, tokens) : idPhrase(field, tokens);
  if (said > 0) return said;
  return PARTS[field]?.test(text) === true ? 0.6 : 0;
};

/** The row's own id, whatever it holds has to be looked at too. */
export const isRowIdHeader = (name: string): boolean =>
  phrasesOf(name).some(({ key, tokens }) => RANKS.get("id")?.has(key) === true || idPhrase("id", tokens) >= 0.9);

/** Whether it names the thing and its number plainly, as `Customer ID`. */
export const isIdPhrase = (field: Field, name: string): boolean => phrasesOf(name).some(({ tokens }) => idPhrase(field, tokens) >= 0.9);

/** Whether a text is a header of any field at all. */
export const isKnownHeader = (name: string): boolean => {
  if (XES_NAMES.has(name) || NOTHING.has(name)) return true;
  if (name.length === 0 || name.length > 60) return false;
  return phrasesOf(name).some(
    ({ key, tokens }) =>
      key.length > 1 &&
      ([...RANKS.values()].some((ranks) => ranks.has(key)) || idPhrase("customer", tokens) > 0.8 || idPhrase("case", tokens) > 0.8),
  );
};

/** Whether a header names something no field is: a product, a town, a telephone. */
export const namesAnotherThing = (name: string): boolean => {
  const normal = normalizeHeader(name);
  return OTHER_THINGS.test(normal) || isOtherMoney(normal) || isAnotherDate("transactions", normal);
};
