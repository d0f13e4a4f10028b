import { BUCKETS, EDGE_ENTRY, HEADER, type KernelSet, PROJECTED_ENTRY } from "./kernel-set.ts";

/** Views over one whole memory, and the header's words. */
type Cells = { readonly u8: Uint8Array; readonly u16: Uint16Array; readonly u32: Uint32Array; readonly f64: Float64Array };

/** The kernels in TypeScript: what runs where WASM may not, and the oracle of those in WASM (`assembly/kernels.ts`). */
export function typescriptKernels(): KernelSet {
  let buffer = new ArrayBuffer(0);
  let cells = cellsOf(buffer);
  return {
    kind: "typescript",
    buffer: () => buffer,
    reserve: (bytes) => {
      if (bytes <= buffer.byteLength) return;
      const larger = new ArrayBuffer(Math.ceil(bytes / 65_536) * 65_536);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
      cells = cellsOf(buffer);
    },
    countAll: (table) => countEdges(cells, null, table),
    countCohorts: (cohort, table) => countEdges(cells, cohort, table),
    countLast: (cohort, out) => {
      const { u16, u32 } = cells;
      const last = u32[HEADER.last] >>> 1;
      forCases(cells, cohort, (c, k) => {
        u32[(out >>> 2) + (k << u32[HEADER.shift]) + u16[last + c]] += 1;
      });
    },
    countVariants: (cohort, out) => {
      const { u32 } = cells;
      const variant = u32[HEADER.variant] >>> 2;
      const stride = u32[HEADER.variants] + 1;
      forCases(cells, cohort, (c, k) => {
        u32[(out >>> 2) + k * stride + u32[variant + c]] += 1;
      });
    },
    casesContaining: (rules, cohort) => casesContaining(cells, rules, cohort),
    projectCases: (kept, cohort, table, unseen) => projectCases(cells, { kept, cohort, table, unseen }),
    fillHistogram: (slots, cohort, out) => {
      const { u16, u32 } = cells;
      forWaits(cells, cohort, (edge, wait) => {
        const slot = u16[(slots >>> 1) + edge];
        if (slot !== 0xffff) u32[(out >>> 2) + slot * BUCKETS + bucketOf(wait)] += 1;
      });
    },
    collectWaits: ({ slots, cohort, targets, cursors, out }) => {
      const { u16, u32, f64 } = cells;
      forWaits(cells, cohort, (edge, wait) => {
        const slot = u16[(slots >>> 1) + edge];
        if (slot === 0xffff) return;
        const target = u16[(targets >>> 1) + slot * BUCKETS + bucketOf(wait)];
        if (target !== 0xffff) f64[out / 8 + u32[(cursors >>> 2) + target]++] = wait;
      });
    },
    checksum: (address, length) => xxHash32(new Uint8Array(buffer, address, length)),
  };
}

function cellsOf(buffer: ArrayBuffer): Cells {
  return { u8: new Uint8Array(buffer), u16: new Uint16Array(buffer), u32: new Uint32Array(buffer), f64: new Float64Array(buffer) };
}

function forCases({ u8, u32 }: Cells, cohort: number, each: (c: number, k: number) => void): void {
  for (let c = 0; c < u32[HEADER.cases]; c += 1) if (u8[cohort + c] < 16) each(c, u8[cohort + c]);
}

/** Edges and waits, the long ones whole, of the cases in a cohort (address null: of all). */
function forWaits(cells: Cells, cohort: number | null, each: (edge: number, wait: number, cohort: number) => void): void {
  const { u8, u16, u32 } = cells;
  const edges = u32[HEADER.wide] === 1 ? u32 : u16;
  const edge = u32[HEADER.edge] / edges.BYTES_PER_ELEMENT;
  const [elapsed, offsets, longAt, longHigh] = [HEADER.elapsed, HEADER.offsets, HEADER.longAt, HEADER.longHigh].map((at) => u32[at] >>> 2);
  const longs = u32[HEADER.longs];
  let long = 0;
  for (let c = 0; c < u32[HEADER.cases]; c += 1) {
    const k = cohort === null ? 0 : u8[cohort + c];
    const end = u32[offsets + c + 1];
    for (let i = u32[offsets + c]; i < end; i += 1) {
      let wait = u32[elapsed + i];
      if (long < longs && u32[longAt + long] === i) wait += u32[longHigh + long++] * 2 ** 32;
      if (k < 16) each(edges[edge + i], wait, k);
    }
  }
}

function countEdges(cells: Cells, cohort: number | null, table: number): void {
  const { u32 } = cells;
  const edges = 4 ** u32[HEADER.shift];
  // Sums of 16-bit parts stay exact in floating point for any log that fits; a whole sum would not.
  const size = edges * (cohort === null ? 1 : cohortsIn(cells, cohort));
  const low = new Float64Array(size);
  const middle = new Float64Array(size);
  const high = new Float64Array(size);
  const count = new Uint32Array(size);
  forWaits(cells, cohort, (edge, wait, k) => {
    const at = k * edges + edge;
    const word = wait >>> 0;
    low[at] += word & 0xffff;
    middle[at] += word >>> 16;
    if (wait !== word) high[at] += (wait - word) / 2 ** 32;
    count[at] += 1;
  });
  for (let at = 0; at < size; at += 1) {
    if (count[at] === 0) continue;
    const entry = (table + at * EDGE_ENTRY) >>> 2;
    addSum(u32, entry, [low[at], middle[at], high[at]]);
    u32[entry + 2] += count[at];
  }
}

function addSum(u32: Uint32Array, entry: number, [low, middle, high]: readonly [number, number, number]): void {
  const lower = low + (middle % 65_536) * 65_536 + u32[entry];
  u32[entry] = lower % 2 ** 32;
  u32[entry + 1] += high + Math.floor(middle / 65_536) + Math.floor(lower / 2 ** 32);
}

function cohortsIn(cells: Cells, cohort: number): number {
  let most = 0;
  forCases(cells, cohort, (_, k) => {
    if (k > most) most = k;
  });
  return most + 1;
}

function casesContaining({ u8, u32 }: Cells, rules: number, cohort: number): void {
  const words = u32[HEADER.words];
  const [all, any, none] = [0, words, 2 * words].map((at) => u32.subarray((rules >>> 2) + at, (rules >>> 2) + at + words));
  const wantsAny = any.some((word) => word !== 0);
  for (let c = 0; c < u32[HEADER.cases]; c += 1) {
    const own = (u32[HEADER.bits] >>> 2) + c * words;
    let fits = true;
    let found = false;
    for (let w = 0; w < words; w += 1) {
      const has = u32[own + w];
      if ((has & all[w]) >>> 0 !== all[w] || (has & none[w]) !== 0) fits = false;
      if ((has & any[w]) !== 0) found = true;
    }
    if (!fits || (wantsAny && !found)) u8[cohort + c] = 255;
  }
}

type ProjectAddresses = { readonly kept: number; readonly cohort: number; readonly table: number; readonly unseen: number };

function projectCases(cells: Cells, { kept, cohort, table, unseen }: ProjectAddresses): void {
  const { u8, u32 } = cells;
  const shift = u32[HEADER.shift];
  const mask = (1 << shift) - 1;
  let own = table;
  let last = 0;
  let hidden = 0;
  let passed = 0;
  let before = -1;

  const travel = (step: number, wait: number): void => {
    const entry = (own + ((last << shift) | step) * PROJECTED_ENTRY) >>> 2;
    const word = wait % 2 ** 32;
    addSum(u32, entry, [word % 65_536, Math.floor(word / 65_536), Math.floor(wait / 2 ** 32)]);
    u32[entry + 2] += 1;
    if (hidden > 0) u32[entry + 3] += 1;
    u32[entry + 4] += hidden;
    last = step;
    hidden = 0;
    passed = 0;
  };
  const finish = (): void => {
    if (before < 0) return;
    if (last === 0) u32[(unseen >>> 2) + before] += 1;
    else travel(0, 0);
    last = 0;
    hidden = 0;
    passed = 0;
  };
  forWaits(cells, cohort, (edge, wait, k) => {
    if (edge >>> shift === 0) {
      finish();
      before = k;
      own = table + k * 4 ** shift * PROJECTED_ENTRY;
    }
    passed += wait;
    const step = edge & mask;
    if (u8[kept + step] === 0) hidden += 1;
    else travel(step, last === 0 ? 0 : passed);
  });
  finish();
}

/** Two buckets per power of two: the number of bits, and the bit below the highest. */
export function bucketOf(wait: number): number {
  if (wait < 2) return wait;
  const high = Math.floor(wait / 2 ** 32);
  if (high === 0) {
    const bits = 31 - Math.clz32(wait);
    return 2 * bits + ((wait >>> (bits - 1)) & 1);
  }
  const bits = 63 - Math.clz32(high);
  return 2 * bits + (Math.floor(wait / 2 ** (bits - 1)) & 1);
}

const [P1, P2, P3, P4, P5] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1];

/**
 * xxHash32 with seed 0: tells damage, is no protection against intent.
 * Source: Y. Collet, github.com/Cyan4973/xxHash, specification 0.1.1.
 */
export function xxHash32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let at = 0;
  let hash = P5;
  if (length >= 16) {
    let [a, b, c, d] = [P1 + P2, P2, 0, -P1];
    for (const stripes = length - (length % 16); at < stripes; at += 16) {
      a = Math.imul(rotated(a + Math.imul(view.getUint32(at, true), P2), 13), P1);
      b = Math.imul(rotated(b + Math.imul(view.getUint32(at + 4, true), P2), 13), P1);
      c = Math.imul(rotated(c + Math.imul(view.getUint32(at + 8, true), P2), 13), P1);
      d = Math.imul(rotated(d + Math.imul(view.getUint32(at + 12, true), P2), 13), P1);
    }
    hash = rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
  }
  hash += length;
  for (; at + 4 <= length; at += 4) hash = Math.imul(rotated(hash + Math.imul(view.getUint32(at, true), P3), 17), P4);
  for (; at < length; at += 1) hash = Math.imul(rotated(hash + Math.imul(bytes[at], P5), 11), P1);
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
