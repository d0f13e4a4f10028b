import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";

/** Cases that go through the same steps: orders, tickets and invoices of one log are three kinds of journey. */
export type JourneyKind = {
  /** Codes of its steps, by name. */
  readonly steps: readonly number[];
  readonly cases: number;
  /** The step that most of its cases begin with, ties by name. */
  readonly begins: number;
  /** Where its cases come to when they come far: the last step whose cases made the most moves, so that many who leave at once do not make an end. */
  readonly ends: number;
};

export type JourneyKinds = {
  /** Most cases first, ties by the name of the first step. */
  readonly kinds: readonly JourneyKind[];
  /** Case -> its kind. */
  readonly kindOfCase: Int32Array;
};

/** A step belongs to another when at least this share of the rarer one's cases have both: a slip of a case number joins nothing. */
const TOGETHER = 0.01;

/**
 * Splits a log into kinds of journeys: steps that occur in the same cases hang together, and each connected group of steps is one kind. What a case of one
 * kind does cannot be asked of a case of another, so shares ("skipped in") are taken within a kind.
 */
export function journeyKinds(log: JourneyLog): JourneyKinds {
  const { activities, cases, offsets, activity } = log;
  const steps = activities.length;
  const together = new Map<number, number>();
  const seenIn = new Int32Array(steps);
  const last = new Int32Array(steps).fill(-1);
  const own: number[] = [];
  for (let c = 0; c < cases; c += 1) {
    own.length = 0;
    for (let i = offsets[c]; i < offsets[c + 1]; i += 1) {
      const step = activity[i];
      if (last[step] === c) continue;
      last[step] = c;
      seenIn[step] += 1;
      for (const other of own) {
        const pair = Math.min(step, other) * steps + Math.max(step, other);
        together.set(pair, (together.get(pair) ?? 0) + 1);
      }
      own.push(step);
    }
  }
  const root = Int32Array.from({ length: steps }, (_, step) => step);
  const rootOf = (step: number): number => {
    let at = step;
    while (root[at] !== at) at = root[at] = root[root[at]];
    return at;
  };
  for (const [pair, n] of together) {
    const [a, b] = [Math.floor(pair / steps), pair % steps];
    if (n >= TOGETHER * Math.min(seenIn[a], seenIn[b])) root[rootOf(a)] = rootOf(b);
  }
  const tally = (): Int32Array => new Int32Array(steps);
  const [casesOf, begins, ends] = [tally(), tally(), tally()];
  const rootOfCase = new Int32Array(cases);
  for (let c = 0; c < cases; c += 1) {
    const first = activity[offsets[c]];
    rootOfCase[c] = rootOf(first);
    casesOf[rootOfCase[c]] += 1;
    begins[first] += 1;
    ends[activity[offsets[c + 1] - 1]] += offsets[c + 1] - offsets[c] - 1;
  }
  const byName = Array.from({ length: steps }, (_, step) => step).sort((a, b) => compareNames(activities[a], activities[b]));
  const most = (counts: Int32Array, among: readonly number[]): number =>
    among.reduce((best, step) => (counts[step] > counts[best] ? step : best), among[0]);
  const kinds = byName
    .filter((step) => rootOf(step) === step && casesOf[step] > 0)
    .map((step) => {
      const members = byName.filter((one) => seenIn[one] > 0 && rootOf(one) === step);
      return { root: step, kind: { steps: members, cases: casesOf[step], begins: most(begins, members), ends: most(ends, members) } };
    })
    .sort((a, b) => b.kind.cases - a.kind.cases || compareNames(activities[a.kind.begins], activities[b.kind.begins]));
  const numberOf = new Map(kinds.map(({ root: of }, k) => [of, k]));
  return { kinds: kinds.map(({ kind }) => kind), kindOfCase: rootOfCase.map((of) => numberOf.get(of) ?? -1) };
}
