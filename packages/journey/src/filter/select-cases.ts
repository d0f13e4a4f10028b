import type { JourneyLog } from "../journey-log.ts";
import { topVariants } from "../top-variants.ts";
import type { CaseCondition, CaseFilter } from "./case-filter.ts";

/**
 * Which cases hold for every filter of a stack: 1 by case number, else 0. The order of the stack does not matter, and each filter is asked of the whole
 * log: the top variants are those of all cases.
 * @throws RangeError for a step the log does not know, and limits that no case can meet
 */
export function selectCases(log: JourneyLog, filters: readonly CaseFilter[]): Uint8Array {
  const chosen = new Uint8Array(log.cases).fill(1);
  for (const filter of filters) {
    const holds = holding(log, filter);
    for (let c = 0; c < log.cases; c += 1) if (chosen[c] === 1 && holds(c) === (filter.not === true)) chosen[c] = 0;
  }
  return chosen;
}

/** The log of the chosen cases alone, steps keeping their numbers: what can be asked of a log can be asked of it. */
export function keepCases(log: JourneyLog, chosen: Uint8Array): JourneyLog {
  if (chosen.length !== log.cases) throw new RangeError(`${chosen.length} marks for ${log.cases} cases`);
  const cases = [...chosen.keys()].filter((c) => chosen[c] === 1);
  const offsets = new Int32Array(cases.length + 1);
  for (const [at, c] of cases.entries()) offsets[at + 1] = offsets[at] + log.offsets[c + 1] - log.offsets[c];
  const events = offsets[cases.length];
  const kept = <T extends Int32Array | Float64Array>(column: T, into: T): T => {
    for (const [at, c] of cases.entries()) into.set(column.subarray(log.offsets[c], log.offsets[c + 1]), offsets[at]);
    return into;
  };
  const numbers = new Map<number, number>();
  const variant = Int32Array.from(cases, (c) => {
    const known = numbers.get(log.variant[c]);
    if (known !== undefined) return known;
    numbers.set(log.variant[c], numbers.size);
    return numbers.size - 1;
  });
  return {
    ...log,
    events,
    cases: cases.length,
    offsets,
    caseCode: Float64Array.from(cases, (c) => log.caseCode[c]),
    variant,
    variants: numbers.size,
    row: kept(log.row, new Int32Array(events)),
    activity: kept(log.activity, new Int32Array(events)),
    time: kept(log.time, new Float64Array(events)),
    resource: log.resource === null ? null : kept(log.resource, new Int32Array(events)),
    edge: kept(log.edge, new Int32Array(events)),
    elapsed: kept(log.elapsed, new Float64Array(events)),
  };
}

type Holds = (c: number) => boolean;

function holding(log: JourneyLog, condition: CaseCondition): Holds {
  const { offsets, activity, time } = log;
  const first = (c: number) => offsets[c];
  const last = (c: number) => offsets[c + 1] - 1;
  const numberOf = (step: string): number => {
    const number = log.activities.indexOf(step);
    if (number < 0) throw new RangeError(`no step is called "${step}"`);
    return number;
  };
  switch (condition.kind) {
    case "has-step": {
      const step = numberOf(condition.step);
      const times = condition.times ?? 1;
      if (!(times >= 1)) throw new RangeError(`a step happens at least once or is not asked for, got ${times}`);
      return (c) => {
        let found = 0;
        for (let i = first(c); i <= last(c) && found < times; i += 1) if (activity[i] === step) found += 1;
        return found >= times;
      };
    }
    case "follows":
      return follows(log, condition, numberOf(condition.from), numberOf(condition.to));
    case "starts-with":
    case "ends-with": {
      const steps = new Set(condition.steps.map(numberOf));
      return condition.kind === "starts-with" ? (c) => steps.has(activity[first(c)]) : (c) => steps.has(activity[last(c)]);
    }
    case "duration": {
      const within = between(condition);
      return (c) => within(time[last(c)] - time[first(c)]);
    }
    case "period": {
      const { from, to, how } = condition;
      if (!(from < to)) throw new RangeError(`the period ends (${to}) before it begins (${from})`);
      const inside = (i: number) => time[i] >= from && time[i] < to;
      if (how === "begins") return (c) => inside(first(c));
      if (how === "inside") return (c) => inside(first(c)) && inside(last(c));
      return (c) => {
        for (let i = first(c); i <= last(c); i += 1) if (inside(i)) return true;
        return false;
      };
    }
    case "top-variants": {
      const { most } = condition;
      if (!(Number.isInteger(most) && most >= 1)) throw new RangeError(`so many variants: a whole number from 1, got ${most}`);
      const top = new Set(topVariants(log, most).map(({ variant }) => variant));
      return (c) => top.has(log.variant[c]);
    }
    case "way": {
      const way = condition.steps.map(numberOf);
      return (c) => last(c) - first(c) + 1 === way.length && way.every((step, at) => activity[first(c) + at] === step);
    }
    case "cases":
      return (c) => condition.codes.has(log.caseCode[c]);
  }
}

/** Whether a length in milliseconds lies within limits in seconds, both included. */
function between({
  atLeast = -Infinity,
  atMost = Infinity,
}: {
  readonly atLeast?: number;
  readonly atMost?: number;
}): (millis: number) => boolean {
  if (atLeast > atMost) throw new RangeError(`at least ${atLeast} s and at most ${atMost} s cannot both hold`);
  return (millis) => millis / 1000 >= atLeast && millis / 1000 <= atMost;
}

function follows(
  { offsets, activity, time }: JourneyLog,
  condition: CaseCondition & { readonly kind: "follows" },
  from: number,
  to: number,
): Holds {
  const within = between(condition);
  if (condition.direct === true) {
    return (c) => {
      for (let i = offsets[c] + 1; i < offsets[c + 1]; i += 1)
        if (activity[i] === to && activity[i - 1] === from && within(time[i] - time[i - 1])) return true;
      return false;
    };
  }
  return (c) => {
    const earlier: number[] = [];
    for (let i = offsets[c]; i < offsets[c + 1]; i += 1) {
      if (activity[i] === to && earlier.some((at) => within(time[i] - at))) return true;
      if (activity[i] === from) earlier.push(time[i]);
    }
    return false;
  };
}
