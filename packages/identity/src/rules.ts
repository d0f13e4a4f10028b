import type { Column } from "./columns.ts";
import { hashText } from "./hash.ts";

/** What of a word makes the key: from the first character on to before the last one. */
type Part = (word: string) => readonly [from: number, to: number];

/** A part of a column, or of given name and surname as one, whichever stands first: they change places more often than anything else. */
export interface Key {
  readonly columns: readonly number[];
  readonly how: string;
  readonly part: Part;
}
/** Records are compared when they agree on all keys of one rule. `coarse`: many do who are strangers. */
export interface BlockingRule {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly coarse: boolean;
}

/** No more rules than there are bits to note which of them brought a pair. */
const MOST_RULES = 31;

const whole: Part = (word) => [0, word.length];
const first =
  (n: number): Part =>
  (word) => [0, Math.min(n, word.length)];

/** The rules that columns of these roles make. */
export function rulesOf(columns: readonly Pick<Column, "name" | "role">[]): BlockingRule[] {
  const all = (role: Column["role"]) => columns.flatMap((column, at) => (column.role === role ? [at] : []));
  const [given = -1] = all("given-name");
  const [surname = -1] = all("surname");
  const key = (at: number, how: string, part: Part): Key => ({ columns: [at], how: `${columns[at].name}${how}`, part });
  const bothNames = (how: string, part: Part): Key => ({
    columns: [given, surname],
    how: `${columns[given].name} and ${columns[surname].name}${how}`,
    part,
  });
  const exact = (at: number) => key(at, "", whole);
  const head = (at: number, n: number) => key(at, ` (first ${n})`, first(n));
  const found: BlockingRule[] = [];
  const add = (coarse: boolean, keys: Key[]) => found.push({ name: keys.map(({ how }) => how).join(" + "), keys, coarse });
  const rule = (...keys: Key[]) => add(true, keys);
  const sure = (...keys: Key[]) => add(false, keys);
  const births = all("date-of-birth");
  const places = [...all("postcode"), ...all("city")];
  const streets = all("address");
  const year = (at: number) => key(at, " (year)", first(4));
  const monthAndDay = (at: number) => key(at, " (month and day)", (word) => [4, word.length]);
  for (const at of [...all("id"), ...all("email"), ...all("phone")]) sure(exact(at));
  for (const at of all("email")) {
    sure(key(at, " (before @)", (word) => [0, userEnd(word)]));
    rule(key(at, " (behind @)", (word) => [word.lastIndexOf("@") + 1, word.length]));
  }
  if (given >= 0 && surname >= 0) {
    for (const at of births) sure(bothNames("", whole), exact(at));
    rule(bothNames("", whole));
    for (const at of births) rule(bothNames(" (initial)", first(1)), year(at));
    for (const at of places) rule(bothNames(" (first 3)", first(3)), exact(at));
  }
  for (const at of births) {
    rule(exact(at));
    if (surname >= 0) rule(head(surname, 3), monthAndDay(at));
    if (given >= 0) rule(head(given, 3), monthAndDay(at));
    if (surname >= 0) rule(head(surname, 3), year(at));
    if (given >= 0) rule(head(given, 3), year(at));
    for (const place of places.slice(0, 1)) rule(exact(place), key(at, " (year and month)", first(6)));
  }
  for (const at of places) {
    if (surname >= 0) rule(head(surname, 4), exact(at));
    if (given >= 0) rule(head(given, 4), exact(at));
  }
  for (const at of streets) {
    if (surname >= 0) rule(head(surname, 3), exact(at));
    if (given >= 0) rule(head(given, 3), exact(at));
    for (const place of places.slice(0, 1)) rule(head(at, 6), exact(place));
  }
  return found.slice(0, MOST_RULES);
}

function userEnd(address: string): number {
  const at = address.lastIndexOf("@");
  return at < 0 ? address.length : at;
}

/** The key that every row has for a rule; 0 where it has none. */
export function keysOf({ keys }: BlockingRule, columns: readonly Column[]): Uint32Array {
  const parts = keys.map((key) => ({
    hashes: key.columns.map((at) => partHashes(columns[at], key.part)),
    codes: key.columns.map((at) => columns[at].codes),
  }));
  const found = new Uint32Array(columns[0]?.codes.length ?? 0);
  for (let row = 0; row < found.length; row += 1) {
    let mixed = FIRST;
    for (const { hashes, codes } of parts) {
      const one = codes[0][row];
      let key = one < 0 ? 0 : hashes[0][one];
      if (codes.length === 2) {
        const other = codes[1][row];
        key = one < 0 || other < 0 ? 0 : eitherWay(key, hashes[1][other]);
      }
      if (key === 0) {
        mixed = 0;
        break;
      }
      mixed = mixIn(mixed, key);
    }
    found[row] = mixed >>> 0;
  }
  return found;
}

/** The key that one record has for a rule, of its words; 0 where it has none. The same as among all records. */
export function keyOf({ keys }: BlockingRule, words: readonly string[]): number {
  let mixed = FIRST;
  for (const { columns, part } of keys) {
    const hashes = columns.map((at) => {
      const [from, to] = part(words[at]);
      return hashText(words[at], from, to);
    });
    if (columns.some((at) => words[at] === "")) return 0;
    const hash = hashes.length === 1 ? hashes[0] : eitherWay(hashes[0], hashes[1]);
    if (hash === 0) return 0;
    mixed = mixIn(mixed, hash);
  }
  return mixed >>> 0;
}

const FIRST = 0x811c9dc5;

function mixIn(mixed: number, key: number): number {
  let next = Math.imul(mixed ^ key, 0x01000193);
  next = Math.imul(next ^ (next >>> 15), 0x2c1b3c6d);
  return next ^ (next >>> 13);
}

function eitherWay(one: number, other: number): number {
  return (Math.imul(Math.min(one, other), 0x9e3779b1) ^ Math.max(one, other)) >>> 0;
}

function partHashes({ words, hashes }: Column, part: Part): Uint32Array {
  if (part === whole) return hashes;
  const of = new Uint32Array(words.length);
  for (let code = 0; code < words.length; code += 1) {
    const [from, to] = part(words[code]);
    of[code] = hashText(words[code], from, to);
  }
  return of;
}
