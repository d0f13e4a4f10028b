import { buildSegment } from "./build-segment.ts";
import { caseEvents, groupCases, type CaseEvents } from "./case-events.ts";
import { groupEvents, refuseBadEvents, type EngineEvents } from "./group-events.ts";
import { LEFT_OUT, type KernelSet } from "./kernel-set.ts";
import { edgeColumn, type Segment, shiftFor, u32Column, word } from "./segment.ts";
import { typescriptKernels } from "./typescript-kernels.ts";
import { variantIndex, type VariantIndex } from "./variant-index.ts";
import { fastestKernels } from "./wasm-kernels.ts";

/**
 * A log that answers questions while it grows. The main segment never changes; a case that gets an event moves into the tail as a whole, where its
 * place in time does not matter, and both are asked together. Read it through the functions of this folder.
 */
export type Engine = {
  /** Step names by number. */
  activities: readonly string[];
  /** Length of columns by case: highest case code + 1. */
  cases: number;
  main: Segment;
  /** Cases that left the main segment, by code; without events when withdrawn. */
  readonly tail: Map<number, CaseEvents>;
  tailEvents: number;
  /** The tail as a segment; null when it changed since. */
  sealed: Part | null;
  /** Of the main segment, made when the tail first asks. */
  variants: VariantIndex | null;
  readonly tailKernels: KernelSet;
  readonly newKernels: () => KernelSet;
};

/** A segment to be asked: which case code each of its cases has (null: its own number), and the number of each of its variants in the whole log. */
export type Part = {
  readonly segment: Segment;
  readonly codes: Uint32Array | null;
  readonly variantNumber: Uint32Array | null;
};

export type OpenInput = EngineEvents & {
  /** Step names; at most 2,047. */
  readonly activities: readonly string[];
  /** What computes: WASM where it may run, unless given. */
  readonly kernels?: () => KernelSet;
};

export type AppendInput = Required<Pick<EngineEvents, "ordinal">> &
  EngineEvents & {
    /** The step names when there are new ones: the known ones, then the new. */
    readonly activities?: readonly string[];
  };

/**
 * Opens an engine on events in any order.
 * @throws RangeError when columns differ in length or a value is out of range; it names the first such row (from 0).
 */
export function openEngine({ activities, kernels = fastestKernels, ...events }: OpenInput): Engine {
  if (new Set(activities).size !== activities.length) throw new RangeError("two activities have the same name");
  refuseBadEvents(events, activities.length);
  const grouped = groupEvents(events);
  return engineOf(activities, buildSegment({ grouped, shift: shiftFor(activities.length), kernels: kernels() }), kernels);
}

export function engineOf(activities: readonly string[], main: Segment, newKernels: () => KernelSet): Engine {
  return {
    activities,
    cases: word(main, "cases"),
    main,
    tail: new Map(),
    tailEvents: 0,
    sealed: null,
    variants: null,
    tailKernels: typescriptKernels(),
    newKernels,
  };
}

/**
 * Adds events, new or late, in any order. What is already there (case, time, source and ordinal) is left out, so a delivery may be repeated.
 * Costs the length of the cases touched; `compact` when the tail has grown to a twentieth of the log or so.
 * @returns events added, left out, and now in the tail.
 * @throws RangeError as `openEngine`; then nothing was added.
 */
export function append(
  engine: Engine,
  { activities = engine.activities, ...events }: AppendInput,
): { added: number; known: number; tail: number } {
  if (engine.activities.some((name, step) => activities[step] !== name))
    throw new RangeError("append: the known activities must stand first, in their order");
  if (new Set(activities).size !== activities.length) throw new RangeError("two activities have the same name");
  if (events.ordinal === undefined) throw new RangeError("append: every event needs its ordinal");
  refuseBadEvents(events, activities.length);
  const wider = shiftFor(activities.length) > word(engine.main, "shift");
  engine.activities = activities;
  // Edges of the main segment have no room for the new numbers.
  if (wider) compact(engine);
  let added = 0;
  for (let i = 0; i < events.time.length; i += 1) {
    const isNew = addToCase(tailCase(engine, events.caseCode[i]), {
      time: events.time[i],
      activity: events.activity[i],
      source: events.source?.[i] ?? 0,
      ordinal: events.ordinal[i],
      resource: (events.resource?.[i] ?? -1) + 1,
    });
    if (isNew) added += 1;
  }
  engine.tailEvents += added;
  engine.sealed = null;
  return { added, known: events.time.length - added, tail: engine.tailEvents };
}

/** Takes cases out, with all their events. Their codes stay, without events. */
export function withdrawCases(engine: Engine, codes: Iterable<number>): void {
  for (const code of codes) {
    if (!(Number.isInteger(code) && code >= 0 && code < engine.cases)) throw new RangeError(`withdraw: there is no case ${code}`);
    engine.tailEvents -= tailCase(engine, code).time.length;
    engine.tail.set(code, caseEvents(null, 0));
  }
  engine.sealed = null;
}

/** The case in the tail; moves it there from the main segment when that still has it. */
function tailCase(engine: Engine, code: number): CaseEvents {
  const there = engine.tail.get(code);
  if (there !== undefined) return there;
  const moved = caseEvents(code < word(engine.main, "cases") ? engine.main : null, code);
  engine.tail.set(code, moved);
  engine.tailEvents += moved.time.length;
  if (code >= engine.cases) engine.cases = code + 1;
  return moved;
}

type OneEvent = { readonly [K in keyof CaseEvents]: number };

/** False when the event was there already. Looks from the end, where most new events belong. */
function addToCase(own: CaseEvents, event: OneEvent): boolean {
  let at = own.time.length;
  for (; at > 0; at -= 1) {
    const difference = event.time - own.time[at - 1] || event.source - own.source[at - 1] || event.ordinal - own.ordinal[at - 1];
    if (difference === 0) return false;
    if (difference > 0) break;
  }
  for (const column of ["time", "activity", "source", "ordinal", "resource"] as const) own[column].splice(at, 0, event[column]);
  return true;
}

/** Merges the tail into the main segment: one pass over the log in its order, nothing is sorted again. What is in it afterwards depends on the events alone. */
export function compact(engine: Engine): void {
  const shift = shiftFor(engine.activities.length);
  if (engine.tail.size === 0 && shift === word(engine.main, "shift")) return;
  const grouped = groupCases(engine.main, engine.tail, engine.cases);
  engine.main = buildSegment({ grouped, shift, kernels: engine.newKernels() });
  engine.tail.clear();
  engine.tailEvents = 0;
  engine.sealed = null;
  engine.variants = null;
}

/** The segments to be asked together. */
export function parts(engine: Engine): Part[] {
  const main = { segment: engine.main, codes: null, variantNumber: null };
  if (engine.tail.size === 0) return [main];
  engine.sealed ??= sealTail(engine);
  return [main, engine.sealed];
}

function sealTail(engine: Engine): Part {
  const codes = Uint32Array.from(engine.tail.keys()).sort();
  const local = new Map(Array.from(codes, (code, c) => [c, engine.tail.get(code) ?? caseEvents(null, 0)]));
  const grouped = groupCases(null, local, codes.length);
  const segment = buildSegment({ grouped, shift: word(engine.main, "shift"), kernels: engine.tailKernels });
  return { segment, codes, variantNumber: numberedInMain(engine, segment) };
}

/** Variants of the tail that the main segment knows keep its number, new ones follow. */
function numberedInMain(engine: Engine, tail: Segment): Uint32Array {
  const known = word(engine.main, "variants");
  engine.variants ??= variantIndex(u32Column(engine.main, "hash", 2 * known));
  const variants = word(tail, "variants");
  const hash = u32Column(tail, "hash", 2 * variants);
  const own = sequencesOf(tail);
  const main = sequencesOf(engine.main);
  let next = known;
  const numbers = new Uint32Array(variants);
  for (let v = 0; v < variants; v += 1) {
    const sequence = own(v);
    const found = engine.variants.find(hash[2 * v], hash[2 * v + 1], (other) => {
      const there = main(other);
      return there.length === sequence.length && there.every((edge, i) => edge === sequence[i]);
    });
    numbers[v] = found < 0 ? next++ : found;
  }
  return numbers;
}

/** The edges of a variant, whose low bits are its steps (from 1). */
export function sequencesOf(segment: Segment): (variant: number) => Uint16Array | Uint32Array {
  const example = u32Column(segment, "example", word(segment, "variants"));
  const offsets = u32Column(segment, "offsets", word(segment, "cases") + 1);
  const edge = edgeColumn(segment);
  return (variant) => edge.subarray(offsets[example[variant]], offsets[example[variant] + 1]);
}

/** Writes the cohorts of a part's cases to `address`; all cases that are in this part when `cohort` is null. */
export function writeCohorts(engine: Engine, { segment, codes }: Part, cohort: Uint8Array | null, address: number): void {
  const cases = word(segment, "cases");
  const bytes = new Uint8Array(segment.kernels.buffer(), address, cases);
  if (codes === null) {
    if (cohort !== null) bytes.set(cohort.subarray(0, cases));
    for (const code of engine.tail.keys()) if (code < cases) bytes[code] = LEFT_OUT;
  } else if (cohort !== null) for (let c = 0; c < cases; c += 1) bytes[c] = cohort[codes[c]];
}

/** How many cohorts a column by case tells apart (1 for null). */
export function cohortCount(engine: Engine, cohort: Uint8Array | null): number {
  if (cohort === null) return 1;
  if (cohort.length !== engine.cases)
    throw new RangeError(`the cohort column has ${cohort.length} entries, the engine ${engine.cases} cases`);
  let most = 0;
  for (let c = 0; c < cohort.length; c += 1) if (cohort[c] < 16 && cohort[c] > most) most = cohort[c];
  return most + 1;
}

/** Events, cases with events, bytes of the main segment, and events in the tail. */
export function sizeOf(engine: Engine): { events: number; cases: number; bytes: number; tail: number } {
  let events = 0;
  let cases = 0;
  for (const part of parts(engine)) {
    const count = word(part.segment, "cases");
    const offsets = u32Column(part.segment, "offsets", count + 1);
    for (let c = 0; c < count; c += 1) {
      if (offsets[c] === offsets[c + 1] || (part.codes === null && engine.tail.has(c))) continue;
      cases += 1;
      events += offsets[c + 1] - offsets[c];
    }
  }
  return { events, cases, bytes: word(engine.main, "used"), tail: engine.tailEvents };
}
