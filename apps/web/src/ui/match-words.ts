/** What can be found: the words a person sees, what kind of thing it is, and words they may use for the same. */
export type Findable = { label: string; kind?: string; also: readonly string[] };
type Words = { label: string; shown: readonly string[]; kind: readonly string[]; also: readonly string[] };

/** How well one typed word fits one word, best first. What only sounds alike never beats what is written. */
const SAME = 10;
const BEGINS = 8;
const INSIDE = 4;
const SLIP = 3;
const LETTERS = 1;
/** Who types the kind means it; words nobody sees count half. */
const KIND = 1.1;
const UNSEEN = 0.5;

/**
 * What fits the typed text, best first; nothing typed fits all, in the order given. Every typed word has to fit somewhere: whole, as a
 * beginning, inside a word, with one slip of the finger, or as letters in order. Case and accents do not matter.
 */
export function findAll<T extends Findable>(typed: string, items: readonly T[]): T[] {
  const asked = wordsOf(typed);
  if (asked.length === 0) return [...items];
  return items
    .map((item, at) => ({ item, at, score: scoreOf(asked, preparedOf(item)) }))
    .filter((each) => each.score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .map((each) => each.item);
}

const prepared = new WeakMap<Findable, Words>();

function preparedOf(item: Findable): Words {
  const known = prepared.get(item);
  if (known !== undefined) return known;
  const made = { label: folded(item.label), shown: wordsOf(item.label), kind: wordsOf(item.kind ?? ""), also: item.also.flatMap(wordsOf) };
  prepared.set(item, made);
  return made;
}

function scoreOf(asked: readonly string[], { label, shown, kind, also }: Words): number {
  let sum = 0;
  for (const word of asked) {
    const fits = (weight: number) => (each: string) => weight * fitOf(word, each);
    const best = Math.max(0, ...shown.map(fits(1)), ...kind.map(fits(KIND)), ...also.map(fits(UNSEEN)));
    if (best === 0) return 0;
    sum += best;
  }
  // Of two that fit alike, the one that starts as typed, then the shorter one; where only unseen words fit, the given order stands.
  const starts = label.startsWith(asked.join(" ")) ? 3 : fitOf(asked[0] ?? "", shown[0] ?? "") >= BEGINS ? 1 : 0;
  return sum / asked.length + (starts === 0 ? 0 : starts + 1 / (2 + shown.length));
}

function fitOf(typed: string, word: string): number {
  if (word === typed) return SAME;
  if (word.startsWith(typed)) return BEGINS + typed.length / word.length;
  if (typed.length >= 2 && word.includes(typed)) return INSIDE;
  if (typed.length >= 4 && [-1, 0, 1].some((more) => oneSlip(typed, word.slice(0, typed.length + more)))) return SLIP;
  return typed.length >= 3 && typed[0] === word[0] && inOrder(typed, word) ? LETTERS : 0;
}

/** One letter too many, one missing, one wrong, or two beside each other swapped. */
function oneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [left, right] = [one.slice(at), other.slice(at)];
  if (left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)) return true;
  return left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
}

function inOrder(letters: string, word: string): boolean {
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at += 1;
  return at === letters.length;
}

function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
