import { wilson } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";

export type SolvedInput = {
  readonly log: JourneyLog;
  /** Case -> number of its customer, -1 unknown. */
  readonly customer: Int32Array;
  /** Case -> cause of the contact, -1 where the case is none. */
  readonly cause: Int32Array;
  /** Cause -> 1 where it says itself that somebody asks once more. */
  readonly repeats: Uint8Array;
  /** Case -> 1 the customer said it was solved, 0 said it was not, -1 did not say. */
  readonly said: Int8Array;
  /** Without causes that say so: a contact for the same cause within so long after the end is a repeat; milliseconds. */
  readonly within: number;
};

export type SolvedShare = {
  readonly n: number;
  readonly solved: number;
  readonly share: number | null;
  readonly interval: readonly [number, number] | null;
};
export type Solved = {
  /** By the customer's own word. */
  readonly byWord: SolvedShare;
  /** By no repeat, of all contacts. */
  readonly byNoRepeat: SolvedShare;
  /** Both, of those who gave their word: solved, and the first time. */
  readonly firstTime: SolvedShare;
  /** Case -> whether the customer had to come back about it. */
  readonly cameBack: Uint8Array;
  /** Repeats that no earlier contact of the same customer was found for. */
  readonly unmatched: number;
};

/**
 * Whether the customer's problem was solved: by their own word, and by nobody coming back. A repeat belongs to the contact of the same customer that was
 * touched last before it.
 */
export function solved({ log, customer, cause, repeats, said, within }: SolvedInput): Solved {
  const cameBack = new Uint8Array(log.cases);
  const byCustomer = new Map<number, number[]>();
  let unmatched = 0;
  for (let c = 0; c < log.cases; c += 1) {
    if (cause[c] < 0 || customer[c] < 0) continue;
    const own = byCustomer.get(customer[c]);
    if (own === undefined) byCustomer.set(customer[c], [c]);
    else own.push(c);
  }
  const marked = repeats.includes(1);
  for (const own of byCustomer.values()) {
    for (const again of own) {
      const asked = log.time[log.offsets[again]];
      let [last, touched] = [-1, -Infinity];
      for (const before of own) {
        if (before === again || log.time[log.offsets[before]] >= asked) continue;
        const at = marked ? touchedLast(log, before, asked) : log.time[log.offsets[before + 1] - 1];
        if (!marked && (cause[before] !== cause[again] || at > asked || asked - at > within)) continue;
        if (at > touched) [last, touched] = [before, at];
      }
      if (marked && repeats[cause[again]] !== 1) continue;
      if (last >= 0) cameBack[last] = 1;
      else if (marked) unmatched += 1;
    }
  }
  const word = { n: 0, solved: 0 };
  const first = { n: 0, solved: 0 };
  const silent = { n: 0, solved: 0 };
  for (let c = 0; c < log.cases; c += 1) {
    if (cause[c] < 0) continue;
    silent.n += 1;
    if (cameBack[c] === 0) silent.solved += 1;
    if (said[c] < 0) continue;
    word.n += 1;
    first.n += 1;
    if (said[c] === 1) word.solved += 1;
    if (said[c] === 1 && cameBack[c] === 0) first.solved += 1;
  }
  return { byWord: shareOf(word), byNoRepeat: shareOf(silent), firstTime: shareOf(first), cameBack, unmatched };
}

/** The last event of a case at or before a moment. */
function touchedLast(log: JourneyLog, c: number, moment: number): number {
  let at = -Infinity;
  for (let i = log.offsets[c]; i < log.offsets[c + 1] && log.time[i] <= moment; i += 1) at = log.time[i];
  return at;
}

function shareOf({ n, solved: yes }: { n: number; solved: number }): SolvedShare {
  return { n, solved: yes, share: n === 0 ? null : yes / n, interval: wilson({ successes: yes, n }) };
}
