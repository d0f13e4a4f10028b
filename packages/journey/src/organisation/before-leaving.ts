import { adjustPValues, mantelHaenszel, type StratumCounts } from "@counterseat/stats";

export type BeforeLeavingInput = {
  /** A row an experience: whose (number of a customer), which, when (UTC milliseconds). In any order. */
  readonly customer: Int32Array;
  readonly experience: Int32Array;
  readonly time: Float64Array;
  readonly experiences: number;
  /** Customer -> since when and until when one, UTC milliseconds; Infinity: still is. NaN since: left out. */
  readonly since: Float64Array;
  readonly until: Float64Array;
  /** Customer -> what like is compared with like by, such as segment and value; any number. */
  readonly likeness: Int32Array;
  /** How far back is looked from the moment somebody left, milliseconds. */
  readonly window: number;
  /** Stayers for each leaver; default 4 (more add little: N. E. Breslow & N. E. Day, Statistical Methods in Cancer Research II, 1987). */
  readonly stayers?: number;
  readonly level?: number;
};

export type BeforeLeaving = {
  readonly experience: number;
  /** Leavers and stayers who had it within the window. */
  readonly leavers: number;
  readonly stayers: number;
  readonly oddsRatio: number | null;
  readonly interval: readonly [number, number] | null;
  /** Adjusted over all experiences (Benjamini-Hochberg). */
  readonly p: number | null;
  readonly different: boolean;
};

export type LeaversBesideStayers = {
  /** Leavers for whom stayers were found, and these. */
  readonly leavers: number;
  readonly stayers: number;
  /** Leavers without anybody like them. */
  readonly unmatched: number;
  /** Surely more often before leaving first, by the odds ratio; then the rest. What nearly everybody has is left out. */
  readonly found: readonly BeforeLeaving[];
  /** What nearly only leavers do: the leaving itself, not looked at. */
  readonly leavingItself: readonly number[];
};

const YEAR = 365 * 86_400_000;
/** Bands of how long somebody has been a customer: within a band, loyalty differs little. */
const TENURE = [0.25, 0.5, 1, 2, 4].map((years) => years * YEAR);
/** So often it is looked for somebody alike before a leaver goes without. */
const TRIES = 400;
const ITSELF = { leavers: 0.5, stayers: 0.02 };
/** What so many of both have is everybody's routine: being without it says more of the records than of the leaving. */
const ROUTINE = 0.9;

/**
 * What customers who left had gone through shortly before, beside customers who were there at the same moment, as long and alike, and stayed on: a
 * matched case-control comparison in risk sets (D. C. Thomas, 1977; Breslow & Day 1987), odds ratios by Mantel and Haenszel over the matched sets. An
 * association: what leavers had more of need not be why they left.
 * @throws RangeError when columns differ in length
 */
export function beforeLeaving(input: BeforeLeavingInput): LeaversBesideStayers {
  const { since, until, likeness, experiences, window, stayers = 4, level = 0.05 } = input;
  if (input.customer.length !== input.time.length || input.experience.length !== input.time.length)
    throw new RangeError(`experiences differ in length: ${input.customer.length}, ${input.experience.length}, ${input.time.length}`);
  if (until.length !== since.length || likeness.length !== since.length)
    throw new RangeError(`customers differ in length: ${since.length}, ${until.length}, ${likeness.length}`);
  const lived = byCustomer(input);
  const alike = new Map<number, number[]>();
  for (const [who, from] of since.entries()) {
    if (Number.isNaN(from)) continue;
    const own = alike.get(likeness[who]);
    if (own === undefined) alike.set(likeness[who], [who]);
    else own.push(who);
  }
  const sets: { readonly leaver: Set<number>; readonly others: readonly Set<number>[] }[] = [];
  let unmatched = 0;
  for (const [who, left] of until.entries()) {
    if (Number.isNaN(since[who]) || !Number.isFinite(left) || left - since[who] < window) continue;
    const chosen = stayersAt(left, who);
    if (chosen.length === 0) unmatched += 1;
    else sets.push({ leaver: had(who, left), others: chosen.map((one) => had(one, left)) });
  }
  const strata: StratumCounts[][] = Array.from({ length: experiences }, () => []);
  const leavers = new Int32Array(experiences);
  const others = new Int32Array(experiences);
  let matched = 0;
  for (const set of sets) {
    matched += set.others.length;
    const seen = new Set([...set.leaver, ...set.others.flatMap((other) => [...other])]);
    for (const e of seen) {
      const [a, b] = [set.leaver.has(e) ? 1 : 0, set.others.reduce((n, other) => n + (other.has(e) ? 1 : 0), 0)];
      leavers[e] += a;
      others[e] += b;
      strata[e].push({ a, aN: 1, b, bN: set.others.length });
    }
  }
  const leavingItself: number[] = [];
  const rows: Omit<BeforeLeaving, "different">[] = [];
  for (let e = 0; e < experiences; e += 1) {
    if (strata[e].length === 0) continue;
    if (leavers[e] >= ITSELF.leavers * sets.length && others[e] <= ITSELF.stayers * matched) {
      leavingItself.push(e);
      continue;
    }
    if (leavers[e] >= ROUTINE * sets.length && others[e] >= ROUTINE * matched) continue;
    const { oddsRatio, interval, p } = mantelHaenszel(strata[e]);
    rows.push({ experience: e, leavers: leavers[e], stayers: others[e], oddsRatio, interval, p });
  }
  const adjusted = adjustPValues(rows.map(({ p }) => p));
  const found = rows.map((row, i): BeforeLeaving => {
    const p = adjusted[i] ?? null;
    return { ...row, p, different: p !== null && p < level };
  });
  const rank = (one: BeforeLeaving): number => (one.different ? (one.oddsRatio ?? Infinity) : -1);
  found.sort((a, b) => rank(b) - rank(a) || b.leavers - a.leavers || a.experience - b.experience);
  return { leavers: sets.length, stayers: matched, unmatched, found, leavingItself };

  function had(who: number, left: number): Set<number> {
    const set = new Set<number>();
    for (let i = lived.offsets[who]; i < lived.offsets[who + 1]; i += 1)
      if (lived.time[i] <= left && lived.time[i] > left - window) set.add(lived.experience[i]);
    return set;
  }

  /** Drawn by a fixed sequence of each leaver's own, so that the same data always give the same answer. */
  function stayersAt(left: number, who: number): number[] {
    const among = alike.get(likeness[who]) ?? [];
    const band = bandOf(left - since[who]);
    const chosen = new Set<number>();
    let state = (who + 1) * 2_654_435_761;
    for (let tries = 0; tries < TRIES && chosen.size < stayers; tries += 1) {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      const one = among[state % among.length];
      if (one !== who && since[one] <= left - window && until[one] > left && bandOf(left - since[one]) === band) chosen.add(one);
    }
    return [...chosen];
  }
}

function bandOf(tenure: number): number {
  return TENURE.filter((limit) => tenure >= limit).length;
}

/** Experiences laid out customer by customer. */
function byCustomer({ customer, experience, time, since }: BeforeLeavingInput) {
  const offsets = new Int32Array(since.length + 1);
  for (const who of customer) if (who >= 0) offsets[who + 1] += 1;
  for (let who = 0; who < since.length; who += 1) offsets[who + 1] += offsets[who];
  const cursor = offsets.slice(0, since.length);
  const laid = { offsets, experience: new Int32Array(offsets[since.length]), time: new Float64Array(offsets[since.length]) };
  for (const [row, who] of customer.entries()) {
    if (who < 0) continue;
    const at = cursor[who]++;
    laid.experience[at] = experience[row];
    laid.time[at] = time[row];
  }
  return laid;
}
