/**
 * The words of a segment's header: its first 256 bytes hold these as u32, so a kernel finds every column without being told.
 * Columns named here are byte addresses; 0 means the segment has no such column.
 */
export const HEADER = {
  events: 0,
  cases: 1,
  /** 1 when edges are u32, 0 when u16. */
  wide: 2,
  /** An edge is predecessor << shift | step; steps count from 1, and 0 is the start of a case. */
  shift: 3,
  edge: 4,
  /** u32: low word of the milliseconds since the predecessor. */
  elapsed: 5,
  /** u32, one entry more than cases. */
  offsets: 6,
  /** f64, UTC milliseconds. */
  start: 7,
  /** f64, milliseconds. */
  duration: 8,
  /** u32; `variants` for a case without events. */
  variant: 9,
  /** u16: last step of a case, 0 without events. */
  last: 10,
  /** u32 × words by case: bit of each step it contains. */
  bits: 11,
  words: 12,
  /** The few events 2^32 ms (49.7 days) or more after their predecessor, ascending: position, case and high word. */
  longAt: 13,
  longCase: 14,
  longHigh: 15,
  longs: 16,
  ordinal: 17,
  source: 18,
  /** u16: code + 1, 0 when unknown. */
  resource: 19,
  variants: 20,
  /** u32: a case of the variant. */
  example: 21,
  /** Two u32 by variant. */
  hash: 22,
  /** Bytes in use; scratch space lies behind. */
  used: 23,
} as const;

export const HEADER_BYTES = 256;

/** What a case's cohort says when the case is left out. */
export const LEFT_OUT = 255;

/** Half-octaves of milliseconds: 2 per power of two, the last ones for waits beyond 2^32. */
export const BUCKETS = 128;

/** Bytes of an entry in a table by edge: sum (u64), count (u32), unused; and of a projected one: sum, count, via hidden, hidden events. */
export const EDGE_ENTRY = 16;
export const PROJECTED_ENTRY = 32;

/**
 * A memory with one segment in it and the hot loops over it. Arguments are byte addresses in that memory, tables come zeroed. The two sets, WASM
 * and TypeScript, leave the same bytes behind.
 */
export type KernelSet = {
  readonly kind: "wasm" | "typescript";
  /** Valid until the next `reserve`. */
  readonly buffer: () => ArrayBufferLike;
  /** Makes the memory at least this many bytes long. */
  readonly reserve: (bytes: number) => void;
  /** Table by edge over all events. Wants space for two tables. */
  readonly countAll: (table: number) => void;
  /** The same for the cases with a cohort (u8 by case) below 16, one table per cohort behind the other. */
  readonly countCohorts: (cohort: number, table: number) => void;
  /** u32 histogram of last steps, `1 << shift` entries per cohort. */
  readonly countLast: (cohort: number, out: number) => void;
  /** u32 histogram of variants, `variants + 1` entries per cohort. */
  readonly countVariants: (cohort: number, out: number) => void;
  /** `rules`: words of steps all of which, one of which, none of which a case must contain. Cases that do not are left out of `cohort`. */
  readonly casesContaining: (rules: number, cohort: number) => void;
  /** `kept`: u8 by step (from 1). Tables by edge (to 0: the end) per cohort; `unseen`: u32 by cohort, cases without a kept step. */
  readonly projectCases: (kept: number, cohort: number, table: number, unseen: number) => void;
  /** `slots`: u16 by edge, 0xFFFF for none. u32 histogram of waits, 128 buckets per slot. */
  readonly fillHistogram: (slots: number, cohort: number, out: number) => void;
  /** `targets`: u16 by slot and bucket, 0xFFFF for none; `cursors`: u32 by target, moved on. Writes waits (f64) to `out`. */
  readonly collectWaits: (collect: CollectAddresses) => void;
  /** xxHash32. */
  readonly checksum: (address: number, length: number) => number;
};

export type CollectAddresses = {
  readonly slots: number;
  readonly cohort: number;
  readonly targets: number;
  readonly cursors: number;
  readonly out: number;
};
