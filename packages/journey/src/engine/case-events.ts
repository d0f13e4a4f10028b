import { edgeColumn, f64Column, type GroupedEvents, type Segment, u16Column, u32Column, word } from "./segment.ts";

/** The events of one case in their order, one column each: step (from 0), resource code + 1 (0 unknown). */
export type CaseEvents = {
  readonly time: number[];
  readonly activity: number[];
  readonly source: number[];
  readonly ordinal: number[];
  readonly resource: number[];
};

/** A case of a segment, copied out; null gives a case without events. */
export function caseEvents(segment: Segment | null, c: number): CaseEvents {
  const own: CaseEvents = { time: [], activity: [], source: [], ordinal: [], resource: [] };
  if (segment === null) return own;
  const [from, to] = u32Column(segment, "offsets", c + 2).subarray(c, c + 2);
  const events = word(segment, "events");
  const edge = edgeColumn(segment);
  const mask = 2 ** word(segment, "shift") - 1;
  const waits = waitsOf(segment);
  const ordinal = u32Column(segment, "ordinal", events);
  const source = word(segment, "source") === 0 ? null : u16Column(segment, "source", events);
  const resource = word(segment, "resource") === 0 ? null : u16Column(segment, "resource", events);
  let time = f64Column(segment, "start", c + 1)[c];
  for (let i = from; i < to; i += 1) {
    time += waits(i);
    own.time.push(time);
    own.activity.push((edge[i] & mask) - 1);
    own.source.push(source === null ? 0 : source[i]);
    own.ordinal.push(ordinal[i]);
    own.resource.push(resource === null ? 0 : resource[i]);
  }
  return own;
}

/** Milliseconds since the predecessor by position, the long ones whole. */
export function waitsOf(segment: Segment): (position: number) => number {
  const elapsed = u32Column(segment, "elapsed", word(segment, "events"));
  const longs = word(segment, "longs");
  const longAt = u32Column(segment, "longAt", longs);
  const longHigh = u32Column(segment, "longHigh", longs);
  if (longs === 0) return (i) => elapsed[i];
  let next = 0;
  return (i) => {
    // Mostly asked in ascending order; else found by halving.
    if (next >= longs || longAt[next] < i || (next > 0 && longAt[next - 1] >= i)) next = firstFrom(longAt, i);
    return next < longs && longAt[next] === i ? elapsed[i] + longHigh[next] * 2 ** 32 : elapsed[i];
  };
}

function firstFrom(ascending: Uint32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cases 0 .. cases - 1 in their order: those in `changed` from there, the others from the segment. */
export function groupCases(segment: Segment | null, changed: ReadonlyMap<number, CaseEvents>, cases: number): GroupedEvents {
  const there = segment === null ? 0 : word(segment, "cases");
  const old = segment === null ? new Uint32Array(1) : u32Column(segment, "offsets", there + 1);
  const offsets = new Uint32Array(cases + 1);
  for (let c = 0; c < cases; c += 1) offsets[c + 1] = c < there ? old[c + 1] - old[c] : 0;
  for (const [c, own] of changed) offsets[c + 1] = own.time.length;
  for (let c = 0; c < cases; c += 1) offsets[c + 1] += offsets[c];
  const events = offsets[cases];
  const to = {
    activity: new Uint16Array(events),
    time: new Float64Array(events),
    ordinal: new Uint32Array(events),
    source: new Uint16Array(events),
    resource: new Uint16Array(events),
  };
  if (segment !== null) copyCases(segment, { to, offsets, without: changed });
  for (const [c, own] of changed)
    for (const name of ["time", "activity", "ordinal", "source", "resource"] as const) to[name].set(own[name], offsets[c]);
  // A column that says nothing is not stored, so that equal events give equal bytes.
  return {
    cases,
    offsets,
    ...to,
    source: to.source.some((code) => code !== 0) ? to.source : null,
    resource: to.resource.some((code) => code !== 0) ? to.resource : null,
  };
}

type CopyInput = {
  readonly to: { readonly [K in keyof CaseEvents]: Uint16Array | Uint32Array | Float64Array };
  readonly offsets: Uint32Array;
  readonly without: ReadonlyMap<number, unknown>;
};

function copyCases(segment: Segment, { to, offsets, without }: CopyInput): void {
  const cases = word(segment, "cases");
  const events = word(segment, "events");
  const old = u32Column(segment, "offsets", cases + 1);
  const start = f64Column(segment, "start", cases);
  const edge = edgeColumn(segment);
  const mask = 2 ** word(segment, "shift") - 1;
  const waits = waitsOf(segment);
  const ordinal = u32Column(segment, "ordinal", events);
  const source = word(segment, "source") === 0 ? null : u16Column(segment, "source", events);
  const resource = word(segment, "resource") === 0 ? null : u16Column(segment, "resource", events);
  for (let c = 0; c < cases; c += 1) {
    if (without.has(c)) continue;
    const [from, end] = [old[c], old[c + 1]];
    let at = offsets[c];
    to.ordinal.set(ordinal.subarray(from, end), at);
    if (source !== null) to.source.set(source.subarray(from, end), at);
    if (resource !== null) to.resource.set(resource.subarray(from, end), at);
    let time = start[c];
    for (let i = from; i < end; i += 1, at += 1) {
      time += waits(i);
      to.time[at] = time;
      to.activity[at] = (edge[i] & mask) - 1;
    }
  }
}
