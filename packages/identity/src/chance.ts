import type { Column } from "./columns.ts";
import { EQUAL, LEVELS, NOTHING } from "./compare.ts";
import { levelAt, type Pattern, type Records } from "./records.ts";

/** What chance does in a population, per role: shares of levels 1 to 6 among pairs of different people. Holds until the data say otherwise. */
const CHANCE: Readonly<Record<Column["role"], readonly number[]>> = {
  "given-name": [0.005, 0.003, 0.01, 0.98, 1e-5, 1e-4],
  surname: [0.003, 0.002, 0.005, 0.99, 0, 0],
  "date-of-birth": [5e-5, 0.0015, 0.02, 0.01, 0.97, 0],
  email: [1e-5, 1e-5, 0.01, 0.005, 0.985, 0],
  phone: [1e-5, 1e-5, 1e-4, 1, 0, 0],
  postcode: [0.002, 0.01, 0.1, 0.888, 0, 0],
  address: [5e-4, 5e-4, 0.01, 0.989, 0, 0],
  city: [0.05, 0.005, 0.01, 0.935, 0, 0],
  id: [1e-5, 1e-5, 1e-4, 1, 0, 0],
  text: [0.05, 0.005, 0.02, 0.925, 0, 0],
};
/** Enough to tell a share of one in a thousand to a tenth. */
const RANDOM_PAIRS = 100_000;
/** Pairs that `CHANCE` weighs as much as. */
const CHANCE_PAIRS = 1000;

/** Shares of the levels among pairs drawn at random; equality counted exactly from how often each word stands. */
export function randomShares(records: Records, compare: (a: number, b: number) => Pattern, draw: () => number): Float64Array[] {
  const { rows, columns, split } = records;
  const cross = split < rows;
  const shares = columns.map(() => new Float64Array(LEVELS));
  const wanted = Math.min(RANDOM_PAIRS, (rows * (rows - 1)) / 2);
  for (let i = 0; i < wanted; i += 1) {
    const a = cross ? Math.floor(draw() * split) : Math.floor(draw() * rows);
    const b = cross ? split + Math.floor(draw() * (rows - split)) : Math.floor(draw() * rows);
    if (a === b) continue;
    const pattern = compare(a, b);
    for (let at = 0; at < columns.length; at += 1) shares[at][levelAt(pattern, at)] += 1;
  }
  columns.forEach((column, at) => {
    const share = shares[at];
    share[NOTHING] = 0;
    const drawn = share.reduce((sum, n) => sum + n, 0);
    const known = equalShare(column.codes, column.words.length, cross ? split : null);
    const chance = CHANCE[column.role];
    const equal = (known.equal + chance[0] * CHANCE_PAIRS) / (known.pairs + CHANCE_PAIRS);
    share[EQUAL] = 0;
    const different = share.map((n, level) =>
      level < 2 ? 0 : n + (CHANCE_PAIRS * chance[level - 1] * drawn) / Math.max(known.pairs, drawn, 1),
    );
    const total = different.reduce((sum, n) => sum + n, 0);
    for (let level = 2; level < LEVELS; level += 1)
      share[level] = (total === 0 ? chance[level - 1] / (1 - chance[0]) : different[level] / total) * (1 - equal);
    share[EQUAL] = equal;
  });
  return shares;
}

/** Pairs in which both rows say something, and those of them with the same word. */
function equalShare(codes: Int32Array, words: number, split: number | null): { equal: number; pairs: number } {
  const first = new Float64Array(words);
  const second = new Float64Array(words);
  for (let row = 0; row < codes.length; row += 1) if (codes[row] >= 0) (split !== null && row >= split ? second : first)[codes[row]] += 1;
  const sum = (values: Float64Array) => values.reduce((total, n) => total + n, 0);
  const pairs = split === null ? (sum(first) * (sum(first) - 1)) / 2 : sum(first) * sum(second);
  return { pairs, equal: first.reduce((total, n, code) => total + (split === null ? (n * (n - 1)) / 2 : n * second[code]), 0) };
}
