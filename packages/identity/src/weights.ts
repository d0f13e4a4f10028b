import type { Candidates, Rule } from "./blocking.ts";
import type { Column } from "./columns.ts";
import { EQUAL, LEVELS, NOTHING } from "./compare.ts";
import { levelAt, type Pattern, type Records } from "./records.ts";

/** What agreement is worth: m among matches, u among all others, per column and level; shares of the levels that say something. */
export interface Model {
  readonly m: readonly Float64Array[];
  readonly u: readonly Float64Array[];
  /** Share of all pairs that are matches. */
  readonly lambda: number;
}

export interface Patterns {
  /** Per candidate the place of its pattern in `kinds`. */
  readonly of: Int32Array;
  readonly kinds: readonly Pattern[];
  /** Levels of each kind, column after column. */
  readonly levels: Uint8Array;
}

const FLOOR = 1e-7;
/** A rule that brought fewer pairs, or fewer matches among them, teaches nothing. */
const FEWEST_PAIRS = 20;
const FEWEST_MATCHES = 5;

export function patternsOf({ a, b }: Candidates, columns: number, compare: (a: number, b: number) => Pattern): Patterns {
  const places = new Map<Pattern, number>();
  const of = Int32Array.from(a, (row, at) => {
    const pattern = compare(row, b[at]);
    const place = places.get(pattern);
    if (place !== undefined) return place;
    places.set(pattern, places.size);
    return places.size - 1;
  });
  const kinds = [...places.keys()];
  const levels = new Uint8Array(kinds.length * columns);
  kinds.forEach((pattern, kind) => {
    for (let column = 0; column < columns; column += 1) levels[kind * columns + column] = levelAt(pattern, column);
  });
  return { of, kinds, levels };
}

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
/** Pairs that `CHANCE` weighs as much as. */
const CHANCE_PAIRS = 1000;

/** Shares of the levels among pairs drawn at random; equality counted exactly from how often each word stands. */
export function randomShares(records: Records, compare: (a: number, b: number) => Pattern, draw: () => number): Float64Array[] {
  const { rows, columns, split } = records;
  const cross = split < rows;
  const shares = columns.map(() => new Float64Array(LEVELS));
  const wanted = Math.min(200_000, (rows * (rows - 1)) / 2);
  for (let i = 0; i < wanted; i += 1) {
    const a = cross ? Math.floor(draw() * split) : Math.floor(draw() * rows);
    const b = cross ? split + Math.floor(draw() * (rows - split)) : Math.floor(draw() * rows);
    if (a === b) continue;
    const pattern = compare(a, b);
    columns.forEach((_, at) => (shares[at][levelAt(pattern, at)] += 1));
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
  codes.forEach((code, row) => {
    if (code >= 0) (split !== null && row >= split ? second : first)[code] += 1;
  });
  const sum = (values: Float64Array) => values.reduce((total, n) => total + n, 0);
  const pairs = split === null ? (sum(first) * (sum(first) - 1)) / 2 : sum(first) * sum(second);
  return { pairs, equal: first.reduce((total, n, code) => total + (split === null ? (n * (n - 1)) / 2 : n * second[code]), 0) };
}

/**
 * Learns the model from the candidates alone. For every rule, expectation and maximisation over the pairs it brought tells what the columns it
 * does not look at say of a match; a column's shares are means over the rules, those that brought more matches weighing somewhat more. Then the share of matches among all pairs is settled.
 * Source: I. P. Fellegi & A. B. Sunter (1969), A Theory for Record Linkage; W. E. Winkler (1988), EM for the Fellegi–Sunter model.
 */
export function learn(given: {
  columns: number;
  pairs: number;
  candidates: Candidates;
  patterns: Patterns;
  rules: readonly Rule[];
  random: readonly Float64Array[];
}): Model {
  const { columns, pairs, candidates, patterns, rules, random } = given;
  const u = random.map(withoutZeros);
  const sums = random.map(() => new Float64Array(LEVELS));
  rules.forEach((rule, r) => {
    const counts = new Float64Array(patterns.kinds.length);
    let n = 0;
    candidates.rules.forEach((bits, at) => {
      if ((bits & (1 << r)) === 0) return;
      counts[patterns.of[at]] += 1;
      n += 1;
    });
    if (n < FEWEST_PAIRS) return;
    const free = Array.from({ length: columns }, (_, at) => at).filter((at) => !rule.columns.includes(at));
    if (free.length < 2) return;
    const { m, matches } = maximise({ columns, free, counts, patterns, u, n });
    if (matches < FEWEST_MATCHES) return;
    for (const at of free) for (let level = 1; level < LEVELS; level += 1) sums[at][level] += m[at][level] * Math.log(1 + matches);
  });
  const m = sums.map((sum) => {
    const total = sum.reduce((all, share) => all + share, 0);
    return total === 0 ? withoutZeros(USUAL_M) : withoutZeros(sum.map((share) => share / total));
  });
  return settle({ columns, pairs, candidates, patterns, m, random });
}

/** Where nothing can be learned: matches mostly agree. */
const USUAL_M = Float64Array.of(0, 0.85, 0.06, 0.03, 0.03, 0.02, 0.01);

function maximise(given: {
  columns: number;
  free: readonly number[];
  counts: Float64Array;
  patterns: Patterns;
  u: readonly Float64Array[];
  n: number;
}) {
  const { columns, free, counts, patterns, u, n } = given;
  const { levels } = patterns;
  let m: Float64Array[] = u.map(() => USUAL_M);
  let lambda = 0.3;
  let matches = 0;
  for (let round = 0; round < 60; round += 1) {
    const next = m.map(() => new Float64Array(LEVELS));
    matches = 0;
    for (let kind = 0; kind < counts.length; kind += 1) {
      if (counts[kind] === 0) continue;
      let odds = lambda / (1 - lambda);
      for (const at of free) {
        const level = levels[kind * columns + at];
        if (level !== NOTHING) odds *= m[at][level] / u[at][level];
      }
      const expected = counts[kind] * (odds === Infinity ? 1 : odds / (1 + odds));
      matches += expected;
      for (const at of free) next[at][levels[kind * columns + at]] += expected;
    }
    const before = lambda;
    lambda = Math.min(1 - 1e-6, Math.max(1e-9, matches / n));
    m = next.map((counted) => {
      counted[NOTHING] = 0;
      const total = counted.reduce((sum, share) => sum + share, 0);
      return withoutZeros(total === 0 ? USUAL_M : counted.map((share) => share / total));
    });
    if (Math.abs(lambda - before) < 1e-7) break;
  }
  return { m, matches };
}

/** The share of matches, and u cleared of the matches that random pairs hold, each from the other until both stand. */
function settle(given: {
  columns: number;
  pairs: number;
  candidates: Candidates;
  patterns: Patterns;
  m: readonly Float64Array[];
  random: readonly Float64Array[];
}): Model {
  const { columns, pairs, candidates, patterns, m, random } = given;
  const counts = new Float64Array(patterns.kinds.length);
  patterns.of.forEach((kind) => (counts[kind] += 1));
  let lambda = Math.min(0.5, candidates.a.length / 2 / pairs);
  let u = random.map(withoutZeros);
  for (let round = 0; round < 30; round += 1) {
    let matches = 0;
    const bits = bitsOf({ m, u, lambda }, columns, patterns);
    for (let kind = 0; kind < counts.length; kind += 1) matches += counts[kind] * probability(bits[kind]);
    const next = Math.max(1 / pairs, Math.min(0.5, matches / pairs));
    u = random.map((share, at) =>
      withoutZeros(share.map((all, level) => (level === NOTHING ? 0 : Math.max(all * 0.05, (all - next * m[at][level]) / (1 - next))))),
    );
    const moved = Math.abs(Math.log(next / lambda));
    lambda = next;
    if (moved < 1e-6) break;
  }
  return { m, u, lambda };
}

/** Evidence for a match of each kind of pair, in bits, the share of matches included; 0 is as likely as not. */
export function bitsOf({ m, u, lambda }: Model, columns: number, { kinds, levels }: Patterns): Float64Array {
  const prior = Math.log2(lambda / (1 - lambda));
  return Float64Array.from(kinds, (_, kind) => {
    let bits = prior;
    for (let at = 0; at < columns; at += 1) {
      const level = levels[kind * columns + at];
      if (level !== NOTHING) bits += Math.log2(m[at][level] / u[at][level]);
    }
    return bits;
  });
}

export function probability(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

function withoutZeros(shares: Float64Array): Float64Array {
  const floored = shares.map((share, level) => (level === NOTHING ? 0 : Math.max(share, FLOOR)));
  const total = floored.reduce((sum, share) => sum + share, 0);
  return floored.map((share) => share / total);
}
