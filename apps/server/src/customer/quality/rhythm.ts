import { quantile, studentQuantile } from "@counterseat/stats";

const DAY = 86_400_000;
/** Fewer pauses, or weeks, tell nothing of what is usual. */
const FEWEST_PAUSES = 10;
const FEWEST_WEEKS = 4;
const MOST_WEEKS = 8;
/** How far back a rhythm is looked for, ms, from the newest row. */
export const RHYTHM_FROM = (MOST_WEEKS + 2) * 7 * DAY;

export interface Freshness {
  readonly state: "usual" | "late" | "unknown";
  /** Whole days since the newest row. */
  readonly silent: number | null;
  /** Longer than 95 % of its own pauses between days with rows, in days, and how many pauses that is from. */
  readonly usual: { readonly days: number; readonly n: number } | null;
}
export interface Volume {
  readonly state: "usual" | "more" | "less" | "unknown";
  /** Rows of the last seven whole days it told of. */
  readonly last: number | null;
  /** Between which 95 of 100 such weeks lie, after the weeks before; null where these are too few. */
  readonly usual: readonly [low: number, high: number] | null;
  readonly weeks: number;
}

/**
 * Whether a source is silent for longer than it usually is. Days count from the newest row, so that no time of day is a pause.
 * @param times UTC ms of its newest rows, in any order; NaN is left out
 * @param now UTC ms
 */
export function freshnessOf(times: Float64Array, now: number): Freshness {
  const newest = newestOf(times);
  if (newest === null) return { state: "unknown", silent: null, usual: null };
  const silent = Math.max(0, Math.floor((now - newest) / DAY));
  const days = [...new Set(daysBefore(times, newest))].sort((a, b) => a - b);
  const pauses = days.slice(1).map((day, i) => day - (days[i] ?? 0));
  const days95 = pauses.length < FEWEST_PAUSES ? null : quantile(pauses, 0.95);
  if (days95 === null) return { state: "unknown", silent, usual: null };
  return { state: silent > days95 ? "late" : "usual", silent, usual: { days: Math.round(days95), n: pauses.length } };
}

/**
 * Whether the last seven days brought as many rows as the weeks before let expect. A prediction interval of counts whose variance is a multiple of
 * their mean (quasi-Poisson; P. McCullagh & J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, ch. 6.2), and never less than their mean:
 * m ± t · sqrt(φ m (1 + 1/k)) after k weeks, φ their variance over their mean.
 * @param times as for `freshnessOf`
 */
export function volumeOf(times: Float64Array): Volume {
  const newest = newestOf(times);
  if (newest === null) return { state: "unknown", last: null, usual: null, weeks: 0 };
  const all = daysBefore(times, newest);
  // The newest day may not be over: weeks end the day before it.
  const weekOf = (day: number) => Math.floor((day - 1) / 7);
  const reached = all.reduce((most, day) => Math.max(most, day), 0);
  const whole = Math.min(MOST_WEEKS + 1, Math.floor(reached / 7));
  const weeks = new Array<number>(Math.max(0, whole)).fill(0);
  for (const day of all) {
    const week = weekOf(day);
    if (day > 0 && week < weeks.length) weeks[week] = (weeks[week] ?? 0) + 1;
  }
  const [last, ...before] = weeks;
  if (last === undefined || before.length < FEWEST_WEEKS)
    return { state: "unknown", last: last ?? null, usual: null, weeks: before.length };
  const k = before.length;
  const mean = before.reduce((sum, n) => sum + n, 0) / k;
  const variance = before.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (k - 1);
  const spread = studentQuantile(0.975, k - 1) * Math.sqrt(Math.max(mean, variance) * (1 + 1 / k));
  const usual = [Math.max(0, Math.floor(mean - spread)), Math.ceil(mean + spread)] as const;
  return { state: last > usual[1] ? "more" : last < usual[0] ? "less" : "usual", last, usual, weeks: k };
}

function newestOf(times: Float64Array): number | null {
  const newest = times.reduce((most, time) => (time > most ? time : most), Number.NEGATIVE_INFINITY);
  return newest === Number.NEGATIVE_INFINITY ? null : newest;
}

/** Whole days before the newest. */
function daysBefore(times: Float64Array, newest: number): number[] {
  const days: number[] = [];
  for (const time of times) if (!Number.isNaN(time)) days.push(Math.floor((newest - time) / DAY));
  return days;
}
