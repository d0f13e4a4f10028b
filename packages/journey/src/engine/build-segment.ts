import { HEADER, HEADER_BYTES, type KernelSet } from "./kernel-set.ts";
import { aligned, type GroupedEvents, type Segment } from "./segment.ts";
import { variantIndex } from "./variant-index.ts";

export type BuildInput = { readonly grouped: GroupedEvents; readonly shift: number; readonly kernels: KernelSet };

/** Writes grouped events into the memory of a kernel set, replacing what was there. One pass: edges, waits, case columns, variants. */
export function buildSegment({ grouped, shift, kernels }: BuildInput): Segment {
  const { cases, offsets, time } = grouped;
  const events = time.length;
  const wide = shift > 8;
  const words = Math.ceil(2 ** shift / 32);

  let at = HEADER_BYTES;
  const place = (bytes: number): number => {
    const address = at;
    at = aligned(at + bytes);
    return address;
  };
  const address = {
    edge: place(events * (wide ? 4 : 2)),
    elapsed: place(events * 4),
    ordinal: place(events * 4),
    source: grouped.source === null ? 0 : place(events * 2),
    resource: grouped.resource === null ? 0 : place(events * 2),
    offsets: place((cases + 1) * 4),
    start: place(cases * 8),
    duration: place(cases * 8),
    variant: place(cases * 4),
    last: place(cases * 2),
    bits: place(cases * words * 4),
  };
  kernels.reserve(at);
  const buffer = kernels.buffer();
  const own: Columns = {
    edge: wide ? new Uint32Array(buffer, address.edge, events) : new Uint16Array(buffer, address.edge, events),
    elapsed: new Uint32Array(buffer, address.elapsed, events),
    start: new Float64Array(buffer, address.start, cases),
    duration: new Float64Array(buffer, address.duration, cases),
    last: new Uint16Array(buffer, address.last, cases),
    bits: new Uint32Array(buffer, address.bits, cases * words),
    hash: new Uint32Array(cases * 2),
  };
  // A memory that is used again still holds the last segment where alignment leaves gaps; bytes are compared and stored.
  new Uint8Array(buffer, 0, at).fill(0);
  new Uint32Array(buffer, address.ordinal, events).set(grouped.ordinal);
  if (grouped.source !== null) new Uint16Array(buffer, address.source, events).set(grouped.source);
  if (grouped.resource !== null) new Uint16Array(buffer, address.resource, events).set(grouped.resource);
  new Uint32Array(buffer, address.offsets, cases + 1).set(offsets);
  const longs = fillColumns(grouped, own, { shift, words });
  const variants = numberVariants(new Uint32Array(buffer, address.variant, cases), offsets, own);

  const longAt = place(longs.length * 4);
  const longCase = place(longs.length * 4);
  const longHigh = place(longs.length * 4);
  const example = place(variants.examples.length * 4);
  const hash = place(variants.examples.length * 8);
  kernels.reserve(at);
  const grown = kernels.buffer();
  new Uint8Array(grown, longAt, at - longAt).fill(0);
  new Uint32Array(grown, longAt, longs.length).set(longs.map(([position]) => position));
  new Uint32Array(grown, longCase, longs.length).set(longs.map(([, c]) => c));
  new Uint32Array(grown, longHigh, longs.length).set(longs.map(([, , high]) => high));
  new Uint32Array(grown, example, variants.examples.length).set(variants.examples);
  new Uint32Array(grown, hash, variants.hashes.length).set(variants.hashes);

  const counts = { events, cases, wide: wide ? 1 : 0, shift, words, longs: longs.length, variants: variants.examples.length, used: at };
  const words32 = new Uint32Array(grown, 0, HEADER_BYTES / 4);
  for (const [name, value] of Object.entries({ ...address, ...counts, longAt, longCase, longHigh, example, hash })) {
    words32[HEADER[name as keyof typeof HEADER]] = value;
  }
  return { kernels };
}

type Columns = {
  readonly edge: Uint16Array | Uint32Array;
  readonly elapsed: Uint32Array;
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly last: Uint16Array;
  readonly bits: Uint32Array;
  /** Two words by case; not stored. */
  readonly hash: Uint32Array;
};

/** Returns the waits of 2^32 ms or more: position, case, high word. */
function fillColumns(grouped: GroupedEvents, own: Columns, { shift, words }: { shift: number; words: number }): [number, number, number][] {
  const { cases, offsets, activity, time } = grouped;
  const { edge, elapsed, start, duration, last, bits, hash } = own;
  const longs: [number, number, number][] = [];
  for (let c = 0; c < cases; c += 1) {
    const from = offsets[c];
    const to = offsets[c + 1];
    if (from === to) continue;
    let before = 0;
    let then = time[from];
    let first = 0x2545f491;
    let second = 0x6a09e667;
    start[c] = then;
    for (let i = from; i < to; i += 1) {
      const step = activity[i] + 1;
      const wait = time[i] - then;
      edge[i] = (before << shift) | step;
      elapsed[i] = wait;
      if (wait >= 2 ** 32) {
        elapsed[i] = wait % 2 ** 32;
        longs.push([i, c, Math.floor(wait / 2 ** 32)]);
      }
      bits[c * words + (step >>> 5)] |= 1 << (step & 31);
      first = Math.imul(first ^ step, 0x9e3779b1);
      first ^= first >>> 15;
      second = Math.imul(second + step, 0x85ebca77);
      second = (second << 13) | (second >>> 19);
      before = step;
      then = time[i];
    }
    duration[c] = then - start[c];
    last[c] = before;
    hash[2 * c] = first;
    hash[2 * c + 1] = second;
  }
  return longs;
}

/** Numbers variants by their first case; a case without events gets the number after the last. */
function numberVariants(variant: Uint32Array, offsets: Uint32Array, { edge, hash }: Columns): { examples: number[]; hashes: Uint32Array } {
  const index = variantIndex();
  const examples: number[] = [];
  for (let c = 0; c < variant.length; c += 1) {
    const from = offsets[c];
    const length = offsets[c + 1] - from;
    if (length === 0) continue;
    const found = index.find(hash[2 * c], hash[2 * c + 1], (other) => {
      const there = offsets[examples[other]];
      if (offsets[examples[other] + 1] - there !== length) return false;
      for (let i = 0; i < length; i += 1) if (edge[from + i] !== edge[there + i]) return false;
      return true;
    });
    variant[c] = found < 0 ? examples.length : found;
    if (found >= 0) continue;
    index.add(hash[2 * c], hash[2 * c + 1]);
    examples.push(c);
  }
  for (let c = 0; c < variant.length; c += 1) if (offsets[c] === offsets[c + 1]) variant[c] = examples.length;
  return { examples, hashes: index.hashes().slice(0, 2 * examples.length) };
}
