import { beforeLeaving, type LeaversBesideStayers } from "@counterseat/journey";

interface Words {
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}
/** Everything customers went through, with or without a journey, and their contracts. */
export interface Lifelines {
  readonly stream: Words;
  readonly activity: Words;
  readonly kind: Words;
  readonly segment: Words;
  readonly caseCode: Int32Array;
  readonly customer: Int32Array;
  readonly time: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly amount: Float64Array;
}
export interface LeavingAsked {
  readonly lines: Lifelines;
  readonly causes: readonly string[];
  readonly promises: readonly PromiseAsked[];
  readonly window: number;
  readonly asOf: number;
}
interface PromiseAsked {
  readonly id: string;
  readonly start: string;
  readonly startKind: string | null;
  readonly by: "reaching" | "avoiding";
  readonly step: string;
  readonly hours: number | null;
  readonly from: number;
}
/** A step, a contact for a cause, or a broken promise. */
export interface Experience {
  readonly what: "step" | "cause" | "promise";
  readonly id: string;
}
export type LeavingFound = LeaversBesideStayers & { readonly experiences: readonly Experience[] };

const HOUR = 3_600_000;

/** What customers who left had gone through, beside others like them who stayed. Runs in the computing thread. */
export function leavingTask({ lines, causes, promises, window, asOf }: LeavingAsked): LeavingFound {
  const { activity, kind, customer, time } = lines;
  const experiences: Experience[] = [
    ...activity.dictionary.map((id): Experience => ({ what: "step", id })),
    ...causes.map((id): Experience => ({ what: "cause", id })),
    ...promises.map(({ id }): Experience => ({ what: "promise", id })),
  ];
  const [firstCause, firstPromise] = [activity.dictionary.length, activity.dictionary.length + causes.length];
  const events = lines.stream.dictionary.indexOf("events");
  const causeOf = kind.dictionary.map((word) => causes.indexOf(word));
  const rows: { readonly who: number[]; readonly what: number[]; readonly at: number[] } = { who: [], what: [], at: [] };
  const add = (who: number, what: number, at: number): void => {
    rows.who.push(who);
    rows.what.push(what);
    rows.at.push(at);
  };
  for (let row = 0; row < customer.length; row += 1) {
    const [who, what, at] = [customer[row] ?? -1, activity.codes[row] ?? -1, time[row] ?? Number.NaN];
    if (lines.stream.codes[row] !== events || who < 0 || what < 0 || Number.isNaN(at)) continue;
    add(who, what, at);
    const cause = causeOf[kind.codes[row] ?? -1] ?? -1;
    if (cause >= 0) add(who, firstCause + cause, at);
  }
  for (const [p, promise] of promises.entries())
    for (const { who, at } of broken(lines, { promise, asOf, events })) add(who, firstPromise + p, at);
  const customers = contractsOf(lines);
  const found = beforeLeaving({
    customer: Int32Array.from(rows.who),
    experience: Int32Array.from(rows.what),
    time: Float64Array.from(rows.at),
    experiences: experiences.length,
    ...customers,
    // Who leaves after the newest event has not left yet.
    until: customers.until.map((until) => (until > asOf ? Infinity : until)),
    window,
  });
  return { ...found, experiences };
}

/** Each time a promise was broken: whom it was given, and when that was sure. */
function broken(
  { activity, kind, caseCode, customer, time, stream }: Lifelines,
  { promise, asOf, events }: { promise: PromiseAsked; asOf: number; events: number },
): { who: number; at: number }[] {
  const [start, step] = [activity.dictionary.indexOf(promise.start), activity.dictionary.indexOf(promise.step)];
  const only = promise.startKind === null ? null : kind.dictionary.indexOf(promise.startKind);
  if (start < 0) return [];
  const begun = new Map<number, { who: number; at: number }>();
  const reached = new Map<number, number>();
  const within = promise.hours === null ? Infinity : promise.hours * HOUR;
  for (let row = 0; row < time.length; row += 1) {
    const [about, at] = [caseCode[row] ?? -1, time[row] ?? Number.NaN];
    if (stream.codes[row] !== events || about < 0 || Number.isNaN(at)) continue;
    const what = activity.codes[row];
    if (what === start && at >= promise.from && (only === null || kind.codes[row] === only)) {
      const known = begun.get(about);
      if (known === undefined || at < known.at) begun.set(about, { who: customer[row] ?? -1, at });
    }
    if (what === step) reached.set(about, Math.min(reached.get(about) ?? Infinity, at));
  }
  return [...begun].flatMap(([about, { who, at }]) => {
    const done = reached.get(about) ?? null;
    if (who < 0) return [];
    if (promise.by === "avoiding") return done !== null && (within === Infinity || done - at <= within) ? [{ who, at: done }] : [];
    const late = within !== Infinity && (done === null ? at + within <= asOf : done - at > within);
    return late ? [{ who, at: at + within }] : [];
  });
}

/** By customer code: since when and until when one, and what they are alike in: segment, and a third of all by what they pay. */
function contractsOf({ stream, customer, start, end, amount, segment }: Lifelines) {
  const people = customer.reduce((most, one) => Math.max(most, one), -1) + 1;
  const since = new Float64Array(people).fill(Number.NaN);
  const until = new Float64Array(people).fill(Number.NaN);
  const pays = new Float64Array(people).fill(Number.NaN);
  const segments = new Int32Array(people).fill(-1);
  const contracts = stream.dictionary.indexOf("subscriptions");
  for (let row = 0; row < customer.length; row += 1) {
    const who = customer[row] ?? -1;
    if (who < 0) continue;
    if ((segment.codes[row] ?? -1) >= 0) segments[who] = segment.codes[row] ?? -1;
    if (stream.codes[row] !== contracts) continue;
    const [from, given] = [start[row] ?? Number.NaN, end[row] ?? Number.NaN];
    if (Number.isNaN(from)) continue;
    const last = Number.isNaN(given) ? Infinity : given;
    since[who] = Math.min(Number.isNaN(since[who] ?? Number.NaN) ? Infinity : (since[who] ?? Infinity), from);
    if (Number.isNaN(until[who] ?? Number.NaN) || last >= (until[who] ?? -Infinity)) {
      until[who] = last;
      pays[who] = amount[row] ?? Number.NaN;
    }
  }
  const paid = pays.filter((one) => !Number.isNaN(one)).sort();
  const third = (share: number): number => paid[Math.floor(share * paid.length)] ?? Infinity;
  const [low, high] = [third(1 / 3), third(2 / 3)];
  const likeness = Int32Array.from(pays, (one, who) => 3 * ((segments[who] ?? -1) + 1) + (one >= high ? 2 : one >= low ? 1 : 0));
  return { since, until, likeness };
}
