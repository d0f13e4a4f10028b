import { DAY, isoOfDay, requiredDay } from "./civil-days.ts";
import { refuseUnequal, type Transactions } from "./ledger-of-transactions.ts";
import { LONGEST, type Period } from "./periods.ts";
import { idleCounts, windowErrors, type WindowErrors } from "./window-errors.ts";
import { civilTimes } from "./zone.ts";

/**
 * `window-not-from-data`: too little history or too few customers, so it is the usual one. `tolerance-not-reached`: every window declares more
 * people lost who come back than tolerated; it is the one that does so least. `short-horizon`: customers were looked on for a shorter time than the
 * window, so more of them may come back yet.
 */
export type WindowDoubt = "window-not-from-data" | "tolerance-not-reached" | "short-horizon";

export type WindowChoice = {
  /** W in days. */
  readonly window: number;
  /** Its two errors; null when the data cannot tell. */
  readonly errors: WindowErrors | null;
  /** Other windows and their errors, to compare. */
  readonly others: readonly WindowErrors[];
  /** Share of people declared lost who may come back. */
  readonly tolerance: number;
  /** First day of the time in which it was seen who came back, and first day after it; null without transactions. */
  readonly from: string | null;
  readonly to: string | null;
  readonly doubts: readonly WindowDoubt[];
};

export type ChooseWindowInput = {
  readonly transactions: Transactions;
  /** No window is shorter than the longest period of this kind. */
  readonly period: Period;
  readonly timeZone?: string;
  /** 0–1, 0.15 when absent. */
  readonly tolerance?: number;
  /** `2026-11-23`: day at whose first instant customers are judged; the middle of the history when absent. */
  readonly cut?: string | null;
  /** Days after the cut in which coming back is looked for; up to the last transaction when absent. */
  readonly horizon?: number | null;
  /** `2026-11-23`: transactions after this day are left out. */
  readonly asOf?: string | null;
};

/** Below this many people a share says little. */
const FEWEST = 30;
const USUAL = 365;
const COMPARED = [30, 60, 90, 120, 180, 240, 270, 365, 545, 730];

/**
 * Chooses the window after which a customer without a purchase counts as lost: the shortest of which no more than the tolerated share of people
 * declared lost bought again, and not shorter than the period. History is cut in two: customers are judged at the cut and looked on after it.
 * Every window is tried, in time linear in the rows. On published purchase histories a plain window ranks customers as well as lifetime models do.
 *
 * The two errors pull against each other, so both are shown: a longer window declares fewer people lost wrongly, and counts more people who are gone.
 * @throws RangeError when tolerance, cut or horizon make no sense, or as `ledgerOfTransactions`.
 */
export function chooseWindow(input: ChooseWindowInput): WindowChoice {
  const { transactions, period, timeZone = "UTC", tolerance = 0.15, horizon = null } = input;
  if (!(tolerance >= 0 && tolerance <= 1)) throw new RangeError(`the tolerance is ${tolerance}; give a share from 0 to 1`);
  if (horizon !== null && !(Number.isInteger(horizon) && horizon >= 1))
    throw new RangeError(`the horizon is ${horizon}; give whole days from 1 on`);
  const { customer, customers, amount } = transactions;
  refuseUnequal([customer, transactions.time, amount]);
  const time = civilTimes(transactions.time, timeZone);
  const known = input.asOf === undefined || input.asOf === null ? Infinity : requiredDay("asOf", input.asOf) + 1;
  const span = spanOf(time, known);
  const shortest = LONGEST[period];
  const usual = Math.max(USUAL, shortest);
  if (span === null) return { window: usual, errors: null, others: [], tolerance, from: null, to: null, doubts: ["window-not-from-data"] };
  const cut = input.cut === undefined || input.cut === null ? Math.floor((span.first + span.end) / 2) : requiredDay("cut", input.cut);
  const end = Math.min(span.end, horizon === null ? span.end : cut + horizon);
  const all = windowErrors(idleCounts({ customer, customers, time, amount, cut, end }));
  const telling = all.filter((one) => one.window >= shortest && one.declaredLost >= FEWEST);
  const within = telling.find((one) => (one.cameBackShare ?? 1) <= tolerance);
  const chosen = within ?? least(telling);
  const doubts: WindowDoubt[] = [];
  if (chosen === null) doubts.push("window-not-from-data");
  else if (within === undefined) doubts.push("tolerance-not-reached");
  const window = chosen?.window ?? usual;
  if (end - cut < window) doubts.push("short-horizon");
  return {
    window,
    errors: chosen ?? all.find((one) => one.window === window) ?? null,
    others: all.filter((one) => one.window !== window && (COMPARED.includes(one.window) || one.window === shortest)),
    tolerance,
    from: isoOfDay(cut),
    to: isoOfDay(Math.max(cut, end)),
    doubts,
  };
}

function least(errors: readonly WindowErrors[]): WindowErrors | null {
  let found: WindowErrors | null = null;
  for (const one of errors) if (found === null || (one.cameBackShare ?? 1) < (found.cameBackShare ?? 1)) found = one;
  return found;
}

/** First day with a transaction, and the first day after the last one. */
function spanOf(time: Float64Array, known: number): { first: number; end: number } | null {
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < time.length; i += 1) {
    if (time[i] >= known * DAY) continue;
    if (time[i] < first) first = time[i];
    if (time[i] > last) last = time[i];
  }
  return first === Infinity ? null : { first: Math.floor(first / DAY), end: Math.floor(last / DAY) + 1 };
}
