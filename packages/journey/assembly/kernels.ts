// AssemblyScript: the hot loops over a segment in linear memory. Contracts and header words: src/engine/kernel-set.ts; the TypeScript twin, which
// leaves the same bytes behind, is src/engine/typescript-kernels.ts.

function word(index: u32): u32 {
  return load<u32>(index << 2);
}

/** Adds the high words of long waits, whose low words the hot loop has summed. Cohort address 0: all cases. */
function addLongs(table: usize, cohort: usize, size: usize): void {
  const at = <usize>word(13);
  const ofCase = <usize>word(14);
  const high = <usize>word(15);
  const edge = <usize>word(4);
  const wide = word(2);
  for (let n: usize = 0, longs = <usize>word(16); n < longs; n++) {
    const k: usize = cohort == 0 ? 0 : load<u8>(cohort + load<u32>(ofCase + (n << 2)));
    if (k > 15) continue;
    const i = <usize>load<u32>(at + (n << 2));
    const e = wide ? <usize>load<u32>(edge + (i << 2)) : <usize>load<u16>(edge + (i << 1));
    const entry = table + k * size + (e << 4);
    store<u64>(entry, load<u64>(entry) + ((<u64>load<u32>(high + (n << 2))) << 32));
  }
}

function add(entry: usize, wait: u32): void {
  store<u64>(entry, load<u64>(entry) + <u64>wait);
  store<u32>(entry, load<u32>(entry, 8) + 1, 8);
}

function countFlat<T>(table: usize, second: usize): void {
  const events = <usize>word(0);
  let edge = <usize>word(4);
  let elapsed = <usize>word(5);
  const pairs = events & ~1;
  const end = elapsed + (pairs << 2);
  // Two tables in turn: an edge that follows itself would else wait for its own store.
  while (elapsed < end) {
    add(table + ((<usize>load<T>(edge)) << 4), load<u32>(elapsed));
    add(second + ((<usize>load<T>(edge, sizeof<T>())) << 4), load<u32>(elapsed, 4));
    edge += 2 * sizeof<T>();
    elapsed += 8;
  }
  if (events != pairs) add(table + ((<usize>load<T>(edge)) << 4), load<u32>(elapsed));
}

export function countAll(table: usize): void {
  const size: usize = (<usize>16) << (2 * word(3));
  const second = table + size;
  if (word(2)) countFlat<u32>(table, second);
  else countFlat<u16>(table, second);
  for (let at: usize = 0; at < size; at += 16) {
    const n = load<u32>(second + at, 8);
    if (n == 0) continue;
    store<u64>(table + at, load<u64>(table + at) + load<u64>(second + at));
    store<u32>(table + at, load<u32>(table + at, 8) + n, 8);
  }
  addLongs(table, 0, size);
}

function countByCase<T>(cohort: usize, table: usize, size: usize): void {
  const cases = <usize>word(1);
  const edge = <usize>word(4);
  const elapsed = <usize>word(5);
  const offsets = <usize>word(6);
  for (let c: usize = 0; c < cases; c++) {
    const k = <usize>load<u8>(cohort + c);
    if (k > 15) continue;
    const own = table + k * size;
    const end = <usize>load<u32>(offsets + (c << 2), 4);
    for (let i = <usize>load<u32>(offsets + (c << 2)); i < end; i++) {
      add(own + ((<usize>load<T>(edge + i * sizeof<T>())) << 4), load<u32>(elapsed + (i << 2)));
    }
  }
}

export function countCohorts(cohort: usize, table: usize): void {
  const size: usize = (<usize>16) << (2 * word(3));
  if (word(2)) countByCase<u32>(cohort, table, size);
  else countByCase<u16>(cohort, table, size);
  addLongs(table, cohort, size);
}

export function countLast(cohort: usize, out: usize): void {
  const cases = <usize>word(1);
  const last = <usize>word(10);
  const shift = word(3);
  for (let c: usize = 0; c < cases; c++) {
    const k = <usize>load<u8>(cohort + c);
    if (k > 15) continue;
    const at = out + (((k << shift) + load<u16>(last + (c << 1))) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function countVariants(cohort: usize, out: usize): void {
  const cases = <usize>word(1);
  const variant = <usize>word(9);
  const stride = <usize>word(20) + 1;
  for (let c: usize = 0; c < cases; c++) {
    const k = <usize>load<u8>(cohort + c);
    if (k > 15) continue;
    const at = out + ((k * stride + load<u32>(variant + (c << 2))) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function casesContaining(rules: usize, cohort: usize): void {
  const cases = <usize>word(1);
  const bits = <usize>word(11);
  const bytes = (<usize>word(12)) << 2;
  let wantsAny: u32 = 0;
  for (let w: usize = 0; w < bytes; w += 4) wantsAny |= load<u32>(rules + bytes + w);
  for (let c: usize = 0; c < cases; c++) {
    const own = bits + c * bytes;
    let missing: u32 = 0;
    let found: u32 = 0;
    for (let w: usize = 0; w < bytes; w += 4) {
      const has = load<u32>(own + w);
      const all = load<u32>(rules + w);
      missing |= (has & all) ^ all;
      missing |= has & load<u32>(rules + 2 * bytes + w);
      found |= has & load<u32>(rules + bytes + w);
    }
    if (missing != 0 || (wantsAny != 0 && found == 0)) store<u8>(cohort + c, 255);
  }
}

function projectByCase<T>(kept: usize, cohort: usize, table: usize, unseen: usize): void {
  const cases = <usize>word(1);
  const edge = <usize>word(4);
  const elapsed = <usize>word(5);
  const offsets = <usize>word(6);
  const shift = word(3);
  const mask: u32 = (1 << shift) - 1;
  const size: usize = (<usize>32) << (2 * shift);
  const longAt = <usize>word(13);
  const longHigh = <usize>word(15);
  const longs = <usize>word(16);
  let long: usize = 0;
  for (let c: usize = 0; c < cases; c++) {
    const k = <usize>load<u8>(cohort + c);
    if (k > 15) continue;
    const from = <usize>load<u32>(offsets + (c << 2));
    const end = <usize>load<u32>(offsets + (c << 2), 4);
    if (from == end) continue;
    while (long < longs && <usize>load<u32>(longAt + (long << 2)) < from) long++;
    let nextLong: usize = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
    const own = table + k * size;
    let last: u32 = 0;
    let hidden: u32 = 0;
    let wait: u64 = 0;
    for (let i = from; i < end; i++) {
      wait += <u64>load<u32>(elapsed + (i << 2));
      if (i == nextLong) {
        wait += (<u64>load<u32>(longHigh + (long << 2))) << 32;
        long++;
        nextLong = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
      }
      const step = (<u32>load<T>(edge + i * sizeof<T>())) & mask;
      if (load<u8>(kept + step) == 0) {
        hidden++;
        continue;
      }
      travel(own + ((<usize>((last << shift) | step)) << 5), last == 0 ? 0 : wait, hidden);
      last = step;
      hidden = 0;
      wait = 0;
    }
    if (last == 0) store<u32>(unseen + (k << 2), load<u32>(unseen + (k << 2)) + 1);
    else travel(own + ((<usize>(last << shift)) << 5), 0, hidden);
  }
}

function travel(entry: usize, wait: u64, hidden: u32): void {
  store<u64>(entry, load<u64>(entry) + wait);
  store<u32>(entry, load<u32>(entry, 8) + 1, 8);
  if (hidden != 0) {
    store<u32>(entry, load<u32>(entry, 12) + 1, 12);
    store<u32>(entry, load<u32>(entry, 16) + hidden, 16);
  }
}

export function projectCases(kept: usize, cohort: usize, table: usize, unseen: usize): void {
  if (word(2)) projectByCase<u32>(kept, cohort, table, unseen);
  else projectByCase<u16>(kept, cohort, table, unseen);
}

/** Two buckets per power of two: the number of bits, and the bit below the highest. */
function bucketOf(wait: u64): usize {
  if (wait < 2) return <usize>wait;
  const bits: u64 = 63 - clz<u64>(wait);
  return <usize>(2 * bits + ((wait >> (bits - 1)) & 1));
}

function histogramByCase<T>(slots: usize, cohort: usize, out: usize): void {
  const cases = <usize>word(1);
  const edge = <usize>word(4);
  const elapsed = <usize>word(5);
  const offsets = <usize>word(6);
  const longAt = <usize>word(13);
  const longHigh = <usize>word(15);
  const longs = <usize>word(16);
  let long: usize = 0;
  for (let c: usize = 0; c < cases; c++) {
    if (load<u8>(cohort + c) > 15) continue;
    const from = <usize>load<u32>(offsets + (c << 2));
    const end = <usize>load<u32>(offsets + (c << 2), 4);
    while (long < longs && <usize>load<u32>(longAt + (long << 2)) < from) long++;
    let nextLong: usize = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
    for (let i = from; i < end; i++) {
      let wait = <u64>load<u32>(elapsed + (i << 2));
      if (i == nextLong) {
        wait += (<u64>load<u32>(longHigh + (long << 2))) << 32;
        long++;
        nextLong = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
      }
      const slot = <usize>load<u16>(slots + ((<usize>load<T>(edge + i * sizeof<T>())) << 1));
      if (slot == 0xffff) continue;
      const at = out + (((slot << 7) + bucketOf(wait)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
}

export function fillHistogram(slots: usize, cohort: usize, out: usize): void {
  if (word(2)) histogramByCase<u32>(slots, cohort, out);
  else histogramByCase<u16>(slots, cohort, out);
}

function collectByCase<T>(slots: usize, cohort: usize, targets: usize, cursors: usize, out: usize): void {
  const cases = <usize>word(1);
  const edge = <usize>word(4);
  const elapsed = <usize>word(5);
  const offsets = <usize>word(6);
  const longAt = <usize>word(13);
  const longHigh = <usize>word(15);
  const longs = <usize>word(16);
  let long: usize = 0;
  for (let c: usize = 0; c < cases; c++) {
    if (load<u8>(cohort + c) > 15) continue;
    const from = <usize>load<u32>(offsets + (c << 2));
    const end = <usize>load<u32>(offsets + (c << 2), 4);
    while (long < longs && <usize>load<u32>(longAt + (long << 2)) < from) long++;
    let nextLong: usize = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
    for (let i = from; i < end; i++) {
      let wait = <u64>load<u32>(elapsed + (i << 2));
      if (i == nextLong) {
        wait += (<u64>load<u32>(longHigh + (long << 2))) << 32;
        long++;
        nextLong = long < longs ? <usize>load<u32>(longAt + (long << 2)) : usize.MAX_VALUE;
      }
      const slot = <usize>load<u16>(slots + ((<usize>load<T>(edge + i * sizeof<T>())) << 1));
      if (slot == 0xffff) continue;
      const target = <usize>load<u16>(targets + (((slot << 7) + bucketOf(wait)) << 1));
      if (target == 0xffff) continue;
      const cursor = cursors + (target << 2);
      const place = load<u32>(cursor);
      store<u32>(cursor, place + 1);
      store<f64>(out + ((<usize>place) << 3), <f64>wait);
    }
  }
}

export function collectWaits(slots: usize, cohort: usize, targets: usize, cursors: usize, out: usize): void {
  if (word(2)) collectByCase<u32>(slots, cohort, targets, cursors, out);
  else collectByCase<u16>(slots, cohort, targets, cursors, out);
}

const PRIME_1: u32 = 0x9e3779b1;
const PRIME_2: u32 = 0x85ebca77;
const PRIME_3: u32 = 0xc2b2ae3d;
const PRIME_4: u32 = 0x27d4eb2f;
const PRIME_5: u32 = 0x165667b1;

function round(lane: u32, value: u32): u32 {
  return rotl<u32>(lane + value * PRIME_2, 13) * PRIME_1;
}

/** xxHash32 with seed 0 (Y. Collet, github.com/Cyan4973/xxHash, specification 0.1.1). */
export function checksum(address: usize, length: usize): u32 {
  const end = address + length;
  let hash: u32 = PRIME_5;
  if (length >= 16) {
    let a: u32 = PRIME_1 + PRIME_2;
    let b: u32 = PRIME_2;
    let c: u32 = 0;
    let d: u32 = 0 - PRIME_1;
    const stripes = address + (length & ~15);
    while (address < stripes) {
      a = round(a, load<u32>(address));
      b = round(b, load<u32>(address, 4));
      c = round(c, load<u32>(address, 8));
      d = round(d, load<u32>(address, 12));
      address += 16;
    }
    hash = rotl<u32>(a, 1) + rotl<u32>(b, 7) + rotl<u32>(c, 12) + rotl<u32>(d, 18);
  }
  hash += <u32>length;
  for (; address + 4 <= end; address += 4) hash = rotl<u32>(hash + load<u32>(address) * PRIME_3, 17) * PRIME_4;
  for (; address < end; address++) hash = rotl<u32>(hash + load<u8>(address) * PRIME_5, 11) * PRIME_1;
  hash = (hash ^ (hash >> 15)) * PRIME_2;
  hash = (hash ^ (hash >> 13)) * PRIME_3;
  return hash ^ (hash >> 16);
}
