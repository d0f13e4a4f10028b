import type { JourneyLog } from "../journey-log.ts";

export type StandingPromise = {
  /** Step with which a case falls under the promise: its first event of this step. */
  readonly start: number;
  /** Position -> whether that event is of the kind the promise is about; null: all are. */
  readonly starts: Uint8Array | null;
  readonly by: "reaching" | "avoiding";
  readonly step: number;
  /** Milliseconds after the start until which it must be reached or avoided; null: however long it takes to reach, and avoided in the whole case. */
  readonly within: number | null;
  /** UTC milliseconds from which the promise binds. */
  readonly from: number;
};

export type PromiseOutcome = {
  readonly n: number;
  readonly kept: number;
  /** Cases not judged yet: the step has not happened, and its time is not over. */
  readonly open: number;
  /** Seconds it took to reach the step, at most as long as was known; empty for what is avoided. */
  readonly took: Float64Array;
  /** Case -> 1 kept, 0 broken, -1 open or not under the promise. */
  readonly outcome: Int8Array;
};

/**
 * Whether a standing promise was kept, case by case. What is to be reached and was not counts as broken once its time is over at `asOf`, and is open until
 * then. What is to be avoided within a time is kept once that time is over; without one it is kept as far as the case is known.
 */
export function keepPromise(log: JourneyLog, promise: StandingPromise, asOf: number): PromiseOutcome {
  const outcome = new Int8Array(log.cases).fill(-1);
  const took: number[] = [];
  let [n, kept, open] = [0, 0, 0];
  for (let c = 0; c < log.cases; c += 1) {
    const end = log.offsets[c + 1];
    let at = log.offsets[c];
    while (at < end && !(log.activity[at] === promise.start && (promise.starts === null || promise.starts[at] === 1))) at += 1;
    if (at === end || log.time[at] < promise.from) continue;
    const begun = log.time[at];
    // What is never to happen counts wherever in the case it did: a visit that was missed comes before the one that came.
    let reached = promise.by === "avoiding" && promise.within === null ? log.offsets[c] : at + 1;
    while (reached < end && log.activity[reached] !== promise.step) reached += 1;
    const after = reached < end ? log.time[reached] - begun : null;
    const inTime = after !== null && (promise.within === null || after <= promise.within);
    const inTimeStill = promise.within === null ? promise.by === "reaching" : begun + promise.within > asOf;
    if (after === null && inTimeStill) {
      open += 1;
      continue;
    }
    if (promise.by === "reaching" && after !== null) took.push(after / 1000);
    const good = promise.by === "reaching" ? inTime : !inTime;
    outcome[c] = good ? 1 : 0;
    n += 1;
    if (good) kept += 1;
  }
  return { n, kept, open, took: Float64Array.from(took), outcome };
}
