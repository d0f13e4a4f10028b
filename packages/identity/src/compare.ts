import type { Column } from "./columns.ts";
import { areNicknames } from "./nicknames.ts";
import { editDistance, jaroWinkler } from "./similarity.ts";

/** How alike two words are, as a level: 1 equal, then less and less; the last is different. 0 stands for a pair of which one says nothing. */
export const LEVELS = 7;
export const NOTHING = 0;
export const EQUAL = 1;
/** Given name and surname changed places: the given name carries the evidence of both, the surname none. */
export const SWAPPED = 5;
/** The same, where one of the four names is missing. */
export const HALF_SWAPPED = 6;

type Compare = (a: string, b: string) => number;

const name: Compare = (a, b) => byWinkler(a, b, 0.92, 0.8);
const givenName: Compare = (a, b) => (areNicknames(a, b) ? 2 : name(a, b));
const text: Compare = (a, b) => byWinkler(a, b, 0.92, 0.8);

function byWinkler(a: string, b: string, close: number, like: number): number {
  const alike = jaroWinkler(a, b);
  return alike >= close ? 2 : alike >= like ? 3 : 4;
}

const dateOfBirth: Compare = (a, b) => {
  const edits = editDistance(a, b, 2);
  if (edits <= 1 || swapsDayAndMonth(a, b)) return 2;
  if (edits === 2 || nearInAllParts(a, b)) return 3;
  return a.slice(0, 4) === b.slice(0, 4) ? 4 : 5;
};

function swapsDayAndMonth(a: string, b: string): boolean {
  return a.length === 8 && a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6, 8) && a.slice(6, 8) === b.slice(4, 6);
}

/** Year, month and day each a step apart at most: a clock of its own, or somebody who guessed. The year may also be ten off. */
function nearInAllParts(a: string, b: string): boolean {
  if (a.length !== 8 || b.length !== 8) return false;
  const years = Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4)));
  const months = Math.abs(Number(a.slice(4, 6)) - Number(b.slice(4, 6)));
  const days = Math.abs(Number(a.slice(6, 8)) - Number(b.slice(6, 8)));
  return (years <= 1 || years === 10) && (months <= 1 || months === 11) && (days <= 1 || days >= 29);
}

const number: Compare = (a, b) => {
  const edits = editDistance(a, b, 2);
  return edits <= 1 ? 2 : edits === 2 ? 3 : 4;
};

const email: Compare = (a, b) => {
  if (editDistance(a, b, 3) <= 3) return 2;
  const [mine, theirs] = [userOf(a), userOf(b)];
  if (mine === theirs || domainOf(a) === domainOf(b)) return 3;
  return jaroWinkler(mine, theirs) >= 0.85 ? 4 : 5;
};

export function userOf(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 0 ? address : address.slice(0, at);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

const COMPARE: Readonly<Record<Column["role"], Compare>> = {
  "given-name": givenName,
  surname: name,
  "date-of-birth": dateOfBirth,
  email,
  phone: number,
  postcode: number,
  address: text,
  city: text,
  id: number,
  text,
};

/** The level of each role that says "different". */
export const LAST: Readonly<Record<Column["role"], number>> = {
  "given-name": 4,
  surname: 4,
  "date-of-birth": 5,
  email: 5,
  phone: 4,
  postcode: 4,
  address: 4,
  city: 4,
  id: 4,
  text: 4,
};

const CACHE = 1 << 17;

/** The level of two codes of a column, remembered for pairs that come again. */
export function comparer({ role, words }: Column): (a: number, b: number) => number {
  const compare = COMPARE[role];
  const seenA = new Int32Array(CACHE).fill(-1);
  const seenB = new Int32Array(CACHE).fill(-1);
  const levels = new Uint8Array(CACHE);
  return (x, y) => {
    if (x < 0 || y < 0) return NOTHING;
    if (x === y) return EQUAL;
    const a = x < y ? x : y;
    const b = x < y ? y : x;
    const at = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 15;
    if (seenA[at] === a && seenB[at] === b) return levels[at];
    const level = compare(words[a], words[b]);
    seenA[at] = a;
    seenB[at] = b;
    levels[at] = level;
    return level;
  };
}
