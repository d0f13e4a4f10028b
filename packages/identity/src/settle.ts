import type { Lesson } from "./learn.ts";
import { EQUAL, NOTHING } from "./compare.ts";
import { bitsOf, isShared, type Model, type Shares, withEqual, withoutZeros } from "./model.ts";
import { allStrangers, type Others, othersOf, strangersAmong } from "./strangers.ts";

const ROUNDS = 30;
/** The counts of strangers are learned anew every so many rounds: they move slowly, and cost the most. */
const EVERY = 5;
const LEAST_ROUNDS = 12;

/** The shares of the classes among all pairs, and u cleared of the matches that random pairs hold, each from the others until all stand. */
export function settle(
  { records, pairs, candidates, patterns, random }: Lesson,
  learned: { readonly m: Shares; readonly h: Shares },
): Model {
  const { m } = learned;
  const columns = records.columns.length;
  const kinds = patterns.kinds.length;
  const shared = records.columns.map(({ role }) => isShared(role));
  const { source } = records;
  const isWithin = (at: number) => source !== null && source[candidates.a[at]] === source[candidates.b[at]];
  // Kinds twice: pairs of two sources, then pairs within one.
  const counts = new Float64Array(2 * kinds);
  for (let at = 0; at < patterns.of.length; at += 1) counts[patterns.of[at] + (isWithin(at) ? kinds : 0)] += 1;
  const within = source === null ? 0 : pairsWithin(source);
  const there = [pairs - within, within] as const;
  const others = records.columns.map(({ counts: held }) => othersOf(held));

  let all = Math.min(0.5, candidates.a.length / 2 / pairs);
  let lambda: readonly [number, number] = [all, all];
  let eta = candidates.a.length / 20 / pairs;
  let u: Shares = random.map(withoutZeros);
  let h: Shares = learned.h;
  let strangers: readonly Float64Array[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    h = learned.h.map((share, at) => (shared[at] ? share : u[at]));
    if (round % EVERY === 0) {
      strangers = others.map((held, at) => {
        const agree = m[at][EQUAL] * all + (shared[at] ? h[at][EQUAL] * eta : 0);
        return strangersAmong(held, (agree * 2 * pairs * held.n) / records.rows ** 2);
      });
    }
    const one = bitsOf({ shares: m, u, odds: 1 }, columns, patterns);
    const home = bitsOf({ shares: h, u, odds: eta / (1 - eta) }, columns, patterns);
    const found: [number, number] = [0, 0];
    let homes = 0;
    for (let at = 0; at < counts.length; at += 1) {
      const where = at < kinds ? 0 : 1;
      const kind = at % kinds;
      const odds = 2 ** Math.min(900, one[kind] + Math.log2(lambda[where] / (1 - lambda[where])));
      const atHome = 2 ** Math.min(900, home[kind]);
      found[where] += (counts[at] * odds) / (1 + odds + atHome);
      homes += (counts[at] * atHome) / (1 + odds + atHome);
    }
    const before = all;
    all = Math.max(1 / pairs, Math.min(0.5, (found[0] + found[1]) / pairs));
    const shareOf = (where: 0 | 1) => (there[where] > 0 ? Math.min(0.5, Math.max(0.5, found[where]) / there[where]) : all);
    lambda = source === null ? [all, all] : [shareOf(0), shareOf(1)];
    eta = Math.max(0.01 / pairs, Math.min(0.5, homes / pairs));
    u = random.map((share, at) => {
      const cleared = withoutZeros(
        share.map((of, level) => (level === NOTHING ? 0 : Math.max(of * 0.05, (of - all * m[at][level]) / (1 - all)))),
      );
      return others[at].n < 2 ? cleared : withEqual(cleared, chanceOfEqual(others[at], strangers[at]));
    });
    if (Math.abs(Math.log(all / before)) < 1e-6 && round >= LEAST_ROUNDS) break;
  }
  return { m, h: learned.h.map((share, at) => (shared[at] ? share : u[at])), u, lambda, eta, strangers };
}

/** How often two strangers hold the same value: of all the others, the expected strangers who hold one's own. */
function chanceOfEqual(others: Others, strangers: Float64Array): number {
  return Math.max(allStrangers(others, strangers) / others.n / (others.n - 1), 1e-9);
}

function pairsWithin(source: Int32Array): number {
  const counts = new Map<number, number>();
  for (const one of source) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}
