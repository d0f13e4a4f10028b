import type { JourneyLog } from "../journey-log.ts";

/** What work is to the customer (T. Ohno; J. Seddon): what they came for, what has to be, what nobody wants. */
export const WORK_CLASSES = ["value", "necessary", "waste"] as const;

/** Why a case began: -1 unknown, 0 value demand, 1 failure demand. */
export type CaseDemand = Int8Array;

export type WorkInput = {
  readonly log: JourneyLog;
  /** Step -> place in WORK_CLASSES, 3 where the case's demand decides (failure: waste, else value), -1 not counted. */
  readonly classOf: Int8Array;
  /** Step -> minutes each time. */
  readonly minutes: Float64Array;
  /** Position -> number of the unit whose work it is, -1 unknown. */
  readonly unit: Int32Array;
  readonly units: number;
  readonly demand: CaseDemand;
};

/** Minutes of work. */
export type WorkOf = {
  readonly value: number;
  readonly necessary: number;
  readonly waste: number;
  /** Cases with work of this unit. */
  readonly cases: number;
  /** value / all; null without work. The interval is that of a ratio of means over cases (W. G. Cochran, Sampling Techniques, 6.4). */
  readonly share: number | null;
  readonly interval: readonly [number, number] | null;
};

export type Work = {
  readonly all: WorkOf;
  /** Unit -> its work. */
  readonly byUnit: readonly WorkOf[];
  /** Step -> minutes in all. */
  readonly byStep: Float64Array;
  /** Minutes whose unit is unknown; they are in `all`. */
  readonly unknownUnit: number;
};

const BY_CAUSE = 3;
const Z = 1.959963984540054;
const FEWEST = 30;

/** Adds up the work in a log by what it is to the customer. @throws RangeError when a column has another length than the log */
export function countWork({ log, classOf, minutes, unit, units, demand }: WorkInput): Work {
  if (unit.length !== log.events) throw new RangeError(`${unit.length} units for ${log.events} events`);
  if (demand.length !== log.cases) throw new RangeError(`${demand.length} demands for ${log.cases} cases`);
  const all = newSums();
  const byUnit = Array.from({ length: units }, newSums);
  const byStep = new Float64Array(log.activities.length);
  let unknownUnit = 0;
  for (let c = 0; c < log.cases; c += 1) {
    const touched = new Set<Sums>();
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      const step = log.activity[i];
      const given = classOf[step];
      const took = minutes[step];
      if (given < 0 || took === 0) continue;
      const kind = given === BY_CAUSE ? (demand[c] === 1 ? 2 : 0) : given;
      byStep[step] += took;
      const own = unit[i] < 0 ? null : byUnit[unit[i]];
      if (own === null) unknownUnit += took;
      for (const sums of own === null ? [all] : [all, own]) {
        sums.ofCase[kind] += took;
        touched.add(sums);
      }
    }
    for (const sums of touched) close(sums);
  }
  return { all: toWork(all), byUnit: byUnit.map(toWork), byStep, unknownUnit };
}

type Sums = {
  cases: number;
  readonly minutes: [number, number, number];
  readonly ofCase: [number, number, number];
  /** Σv², Σvm, Σm² over cases, of value minutes v and all minutes m. */
  vv: number;
  vm: number;
  mm: number;
};

function newSums(): Sums {
  return { cases: 0, minutes: [0, 0, 0], ofCase: [0, 0, 0], vv: 0, vm: 0, mm: 0 };
}

function close(sums: Sums): void {
  const [value, necessary, waste] = sums.ofCase;
  const all = value + necessary + waste;
  sums.cases += 1;
  sums.vv += value * value;
  sums.vm += value * all;
  sums.mm += all * all;
  for (let k = 0; k < 3; k += 1) {
    sums.minutes[k] += sums.ofCase[k];
    sums.ofCase[k] = 0;
  }
}

function toWork({ cases, minutes: [value, necessary, waste], vv, vm, mm }: Sums): WorkOf {
  const all = value + necessary + waste;
  if (all === 0) return { value, necessary, waste, cases, share: null, interval: null };
  const share = value / all;
  const squares = vv - 2 * share * vm + share * share * mm;
  const error = cases < FEWEST ? null : (Z * Math.sqrt((squares * cases) / (cases - 1))) / all;
  return {
    value,
    necessary,
    waste,
    cases,
    share,
    interval: error === null ? null : [Math.max(0, share - error), Math.min(1, share + error)],
  };
}
