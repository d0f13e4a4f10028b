import { createRequire } from "node:module";
import type { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { PASSWORD_MIN } from "./setup-input.ts";

export const PASSWORD_MAX = 512;
const PRODUCT = "counterseat";
/** A pattern up to this long says nothing more by being said again. */
const SHORT_PATTERN = 8;
const FEWEST_DIFFERENT = 5;
/** Digits and signs around a widely used password that still leave it that password: "Sunshine2024!". */
const MOST_AROUND = 8;
/** What has to be left of a password without the person's own name and address. */
const LEAST_OWN = 8;
/** From this share of the password on, walks and counting are all there is to it. */
const MOSTLY = 0.8;

/**
 * Why a new password is refused, as a sentence for whoever chose it; null when it may be used. Length decides, together with
 * what attackers try first: there is no rule about kinds of characters, and none about changing it by the calendar
 * (NIST SP 800-63B-4, section 3.1.1).
 */
export function refusePassword(password: string, person: { readonly email: string; readonly name: string }): string | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN)
    return `Use at least ${PASSWORD_MIN} characters. A few words that do not belong together are easy to remember.`;
  if (length > PASSWORD_MAX) return `Use at most ${PASSWORD_MAX} characters.`;
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < FEWEST_DIFFERENT) return "This uses very few different characters. Add some words.";
  if (repeats(plain)) return "This is one short pattern repeated. Add something different.";
  if (isOwn(plain, person))
    return "This is mostly your name, your e-mail address or the name of this product. Add something nobody knows of you.";
  if (isWalk(plain)) return "This follows the keys of a keyboard or counts up or down. Choose words instead.";
  if (isLeaked(plain)) return "This is, or is built around, one of the most used passwords, which are tried first. Choose another one.";
  return null;
}

function repeats(text: string): boolean {
  for (let period = 1; period <= Math.min(SHORT_PATTERN, text.length / 2); period++) {
    if (text.slice(period) === text.slice(0, -period)) return true;
  }
  return false;
}

/** Nothing much is left once the words everybody can know of this person are taken out. */
function isOwn(text: string, person: { readonly email: string; readonly name: string }): boolean {
  const words = `${person.email} ${person.name}`
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);
  let rest = text.replaceAll(/[^\p{L}\p{N}]+/gu, "");
  const before = rest;
  for (const word of [PRODUCT, ...words].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, "");
  return rest !== before && rest.length < LEAST_OWN;
}

function isWalk(text: string): boolean {
  const { keys } = known();
  const letters = [...text];
  let covered = 0;
  for (let from = 0; from < letters.length;) {
    const long = Math.max(countingFrom(letters, from), ...keys.map((near) => walkingFrom(letters, from, near)));
    if (long >= 3) covered += long;
    from += long >= 3 ? long : 1;
  }
  return covered >= letters.length * MOSTLY;
}

/** How many characters from here on go up, go down or stay by the same step. */
function countingFrom(letters: readonly string[], from: number): number {
  const step = stepAt(letters, from);
  if (step === null || Math.abs(step) > 1) return 1;
  let to = from + 1;
  while (stepAt(letters, to) === step) to += 1;
  return to - from + 1;
}

function stepAt(letters: readonly string[], at: number): number | null {
  const here = letters[at]?.codePointAt(0);
  const next = letters[at + 1]?.codePointAt(0);
  return here === undefined || next === undefined ? null : next - here;
}

/** How many characters from here on lie beside one another on a keyboard. */
function walkingFrom(letters: readonly string[], from: number, near: ReadonlyMap<string, ReadonlySet<string>>): number {
  let to = from;
  while (near.get(letters[to] ?? "")?.has(letters[to + 1] ?? "") === true) to += 1;
  return to - from + 1;
}

const SWAPPED: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "8": "b",
  "3": "e",
  "6": "g",
  "!": "i",
  "1": "i",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
};

function isLeaked(text: string): boolean {
  const { leaked } = known();
  const asLetters = (word: string) => [...word].map((sign) => SWAPPED[sign] ?? sign).join("");
  const withoutTail = text.replaceAll(/[^\p{L}]+$/gu, "");
  const core = withoutTail.replaceAll(/^[^\p{L}]+/gu, "");
  return [text, withoutTail, core]
    .filter((word) => word.length >= 4 && text.length - word.length <= MOST_AROUND)
    .some((word) => leaked.has(word) || leaked.has(asLetters(word)));
}

interface Known {
  readonly leaked: ReadonlySet<string>;
  /** For each keyboard: key → its neighbours. */
  readonly keys: readonly ReadonlyMap<string, ReadonlySet<string>>[];
}
let loaded: Known | null = null;

/** Loaded when somebody first chooses a password: the list takes 14 MB, which a server that nobody joins never needs. */
function known(): Known {
  if (loaded !== null) return loaded;
  const lists = createRequire(import.meta.url)("@zxcvbn-ts/language-common") as {
    // The package declares these two values, and no more, as its own exports.
    readonly dictionary: typeof dictionary;
    readonly adjacencyGraphs: typeof adjacencyGraphs;
  };
  const { qwerty, qwertz, azerty, keypad } = lists.adjacencyGraphs;
  loaded = { leaked: new Set(lists.dictionary["passwords-common"]), keys: [qwerty, qwertz, azerty, keypad].map(neighbours) };
  return loaded;
}

/** The list names each key by what it writes plain and with shift ("aA"); passwords are compared in lower case. */
function neighbours(graph: Readonly<Record<string, readonly (string | null)[]>>): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  for (const [key, around] of Object.entries(graph)) {
    const set = near.get(key.toLowerCase()) ?? new Set<string>();
    near.set(key.toLowerCase(), set);
    for (const other of around) for (const sign of other?.toLowerCase() ?? "") set.add(sign);
  }
  return near;
}
