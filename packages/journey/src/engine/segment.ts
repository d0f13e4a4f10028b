import { HEADER, HEADER_BYTES, type KernelSet } from "./kernel-set.ts";

/** Columns of a log grouped by case, inside a case ordered by (time, source, ordinal). Scaffolding between reading and storing. */
export type GroupedEvents = {
  readonly cases: number;
  /** One entry more than cases. */
  readonly offsets: Uint32Array;
  /** From 0. */
  readonly activity: Uint16Array;
  /** UTC milliseconds, whole. */
  readonly time: Float64Array;
  readonly ordinal: Uint32Array;
  readonly source: Uint16Array | null;
  /** Code + 1, 0 when unknown. */
  readonly resource: Uint16Array | null;
};

/** Memory with a header and columns in it (kernel-set.ts), and the kernels bound to it. */
export type Segment = { readonly kernels: KernelSet };

export type HeaderWord = keyof typeof HEADER;

/** Most steps an engine knows: tables by edge have (steps + 1)² entries. */
export const MOST_STEPS = 2047;

/** How many bits a step needs, 0 being the start. */
export function shiftFor(steps: number): number {
  if (steps > MOST_STEPS)
    throw new RangeError(`a journey engine holds at most ${MOST_STEPS} different steps, got ${steps}; group them first`);
  return Math.max(1, 32 - Math.clz32(steps));
}

export function header({ kernels }: Segment): Uint32Array {
  return new Uint32Array(kernels.buffer(), 0, HEADER_BYTES / 4);
}

export function word(segment: Segment, name: HeaderWord): number {
  return header(segment)[HEADER[name]];
}

/** A column by name; valid until the segment's memory grows. */
export function u32Column(segment: Segment, name: HeaderWord, length: number): Uint32Array {
  return new Uint32Array(segment.kernels.buffer(), word(segment, name), length);
}

export function u16Column(segment: Segment, name: HeaderWord, length: number): Uint16Array {
  return new Uint16Array(segment.kernels.buffer(), word(segment, name), length);
}

export function f64Column(segment: Segment, name: HeaderWord, length: number): Float64Array {
  return new Float64Array(segment.kernels.buffer(), word(segment, name), length);
}

/** The edge of each event, in whichever width they are stored. */
export function edgeColumn(segment: Segment): Uint16Array | Uint32Array {
  const events = word(segment, "events");
  return word(segment, "wide") === 1 ? u32Column(segment, "edge", events) : u16Column(segment, "edge", events);
}

export function aligned(address: number): number {
  return Math.ceil(address / 16) * 16;
}

/** Zeroed space behind the columns, for one question; returns an address per length asked for. */
export function scratch(segment: Segment, lengths: readonly number[]): number[] {
  let at = word(segment, "used");
  const from = at;
  const addresses = lengths.map((bytes) => {
    const address = at;
    at = aligned(at + bytes);
    return address;
  });
  segment.kernels.reserve(at);
  new Uint8Array(segment.kernels.buffer(), from, at - from).fill(0);
  return addresses;
}
