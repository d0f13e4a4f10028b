import type { Candidates, Rule } from "./blocking.ts";
import { EQUAL, LEVELS, NOTHING } from "./compare.ts";
import { isShared, isSharedByFew, type Model, type Shares, withoutZeros } from "./model.ts";
import type { Patterns } from "./patterns.ts";
import type { Records } from "./records.ts";
import { settle } from "./settle.ts";

/** A rule that brought fewer pairs, or fewer of a class among them, teaches nothing of it. */
const FEWEST_PAIRS = 20;
const FEWEST = 5;
const ROUNDS = 60;

/** Where nothing can be learned: one person's records mostly agree, and a household's in what it shares. */
const USUAL_M = Float64Array.of(0, 0.85, 0.06, 0.03, 0.03, 0.02, 0.01);
const USUAL_H = Float64Array.of(0, 0.8, 0.05, 0.03, 0.1, 0.01, 0.01);

export interface Lesson {
  readonly records: Records;
  /** Pairs there are, compared or not. */
  readonly pairs: number;
  readonly candidates: Candidates;
  readonly patterns: Patterns;
  readonly rules: readonly Rule[];
  /** Shares of the levels among pairs drawn at random. */
  readonly random: Shares;
}

/**
 * Learns the model from the candidates alone. For every rule, expectation and maximisation over the pairs it brought tells what the columns it
 * does not look at say of one person and of one household. A column's shares are means over the rules: those that brought more matches weigh
 * somewhat more, and the purer a rule is, the more, since in a block of many strangers the third class is anything. Then the shares of the
 * classes among all pairs are settled.
 * Source: I. P. Fellegi & A. B. Sunter (1969), A Theory for Record Linkage; W. E. Winkler (1988), EM for the Fellegi–Sunter model;
 * the class between them follows M. D. Larsen & D. B. Rubin (2001), Iterative Automated Record Linkage Using Mixture Models.
 */
export function learn(lesson: Lesson): Model {
  const { records, candidates, patterns, rules, random } = lesson;
  const u = random.map(withoutZeros);
  const found = { m: random.map(() => new Float64Array(LEVELS)), h: random.map(() => new Float64Array(LEVELS)) };
  const counted = countByRule(candidates.rules, patterns, rules.length);
  rules.forEach((rule, r) => {
    const counts = counted.subarray(r * patterns.kinds.length, (r + 1) * patterns.kinds.length);
    const n = counts.reduce((sum, one) => sum + one, 0);
    if (n < FEWEST_PAIRS) return;
    const free = records.columns.map((_, at) => at).filter((at) => !rule.columns.includes(at));
    if (free.length < 2) return;
    const { m, h, matches, homes } = maximise({ records, free, counts, patterns, u, n });
    if (matches >= FEWEST) add(found.m, m, free, (Math.log(1 + matches) * matches) / n);
    if (homes >= FEWEST && isHousehold(records, rule, free, h)) add(found.h, h, free, Math.log(1 + homes));
  });
  const mean = (sums: readonly Float64Array[], usual: Float64Array) =>
    sums.map((sum) => {
      const total = sum.reduce((all, share) => all + share, 0);
      return withoutZeros(total === 0 ? usual : sum.map((share) => share / total));
    });
  return settle(lesson, { m: mean(found.m, USUAL_M), h: mean(found.h, USUAL_H) });
}

/** Pairs of each kind that each rule brought, rule after rule. */
function countByRule(held: Uint32Array, { of, kinds }: Patterns, rules: number): Float64Array {
  const counts = new Float64Array(rules * kinds.length);
  for (let at = 0; at < held.length; at += 1)
    for (let bits = held[at]; bits !== 0; bits &= bits - 1) counts[(31 - Math.clz32(bits & -bits)) * kinds.length + of[at]] += 1;
  return counts;
}

function add(sums: readonly Float64Array[], shares: Shares, free: readonly number[], weight: number): void {
  for (const at of free) for (let level = 1; level < LEVELS; level += 1) sums[at][level] += shares[at][level] * weight;
}

/** A third class is a household only where its pairs agree in two things that few people share. */
function isHousehold({ columns }: Records, rule: Rule, free: readonly number[], h: Shares): boolean {
  const agree = free.filter((at) => isSharedByFew(columns[at].role) && h[at][EQUAL] > 0.5).length;
  return agree + rule.columns.filter((at) => isSharedByFew(columns[at].role)).length >= 2;
}

function maximise(given: { records: Records; free: readonly number[]; counts: Float64Array; patterns: Patterns; u: Shares; n: number }) {
  const { records, free, counts, patterns, u, n } = given;
  const columns = records.columns.length;
  const shared = records.columns.map(({ role }) => isShared(role));
  let m: Shares = u.map(() => USUAL_M);
  let h: Shares = u.map((share, at) => (shared[at] ? USUAL_H : share));
  let lambda = 0.3;
  let eta = 0.05;
  let matches = 0;
  let homes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = { m: u.map(() => new Float64Array(LEVELS)), h: u.map(() => new Float64Array(LEVELS)) };
    matches = 0;
    homes = 0;
    for (let kind = 0; kind < counts.length; kind += 1) {
      if (counts[kind] === 0) continue;
      let one = Math.log(lambda);
      let home = Math.log(eta);
      let strangers = Math.log(1 - lambda - eta);
      for (const at of free) {
        const level = patterns.levels[kind * columns + at];
        if (level === NOTHING) continue;
        one += Math.log(m[at][level]);
        home += Math.log(h[at][level]);
        strangers += Math.log(u[at][level]);
      }
      const top = Math.max(one, home, strangers);
      const all = Math.exp(one - top) + Math.exp(home - top) + Math.exp(strangers - top);
      const ones = (counts[kind] * Math.exp(one - top)) / all;
      const atHome = (counts[kind] * Math.exp(home - top)) / all;
      matches += ones;
      homes += atHome;
      for (const at of free) {
        const level = patterns.levels[kind * columns + at];
        next.m[at][level] += ones;
        next.h[at][level] += atHome;
      }
    }
    const before = lambda;
    lambda = Math.min(1 - 1e-6, Math.max(1e-9, matches / n));
    // In a block of many strangers this class may be most of it: strangers who share what the block does.
    eta = Math.min(1 - lambda - 1e-9, Math.max(1e-9, homes / n));
    m = next.m.map((counted) => sharesOf(counted, 0, USUAL_M));
    h = next.h.map((counted, at) => (shared[at] ? sharesOf(counted, 1, USUAL_H) : u[at]));
    if (Math.abs(lambda - before) < 1e-7) break;
  }
  return { m, h, matches, homes };
}

function sharesOf(counted: Float64Array, least: number, usual: Float64Array): Float64Array {
  counted[NOTHING] = 0;
  const total = counted.reduce((sum, share) => sum + share, 0);
  return withoutZeros(total <= least ? usual : counted.map((share) => share / total));
}
