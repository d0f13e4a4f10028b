/** FNV-1a of a part of a text, finished as MurmurHash3 finishes; never 0 but for nothing. */
export function hashText(text: string, from: number, to: number): number {
  if (to <= from) return 0;
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}

const DIGIT = 11;
const DIGITS = 1 << DIGIT;

/** Sorts places by the 32-bit keys they have, equal keys in the order in which the places came. Changed in place; no more than `most`. */
export type Sort = (places: Uint32Array, keys: Uint32Array) => void;

/** A counting sort by three digits, with its room to work in: taken once, since millions of numbers for each of many sorts cost more than the sort. */
export function sorterOf(most: number): Sort {
  const room = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)] as const;
  return (places, keys) => {
    const [spare, near, far] = room.map((all) => all.subarray(0, places.length));
    // Each place carries its key along: reading keys by place would leap through memory at every step of every digit.
    let [from, to]: [Uint32Array, Uint32Array] = [places, spare];
    let [own, next] = [near, far];
    for (let i = 0; i < places.length; i += 1) own[i] = keys[places[i]];
    for (let shift = 0; shift < 32; shift += DIGIT) {
      const starts = new Uint32Array(DIGITS + 1);
      for (let i = 0; i < from.length; i += 1) starts[((own[i] >>> shift) & (DIGITS - 1)) + 1] += 1;
      for (let digit = 0; digit < DIGITS; digit += 1) starts[digit + 1] += starts[digit];
      for (let i = 0; i < from.length; i += 1) {
        const key = own[i];
        const at = starts[(key >>> shift) & (DIGITS - 1)]++;
        to[at] = from[i];
        next[at] = key;
      }
      [from, to] = [to, from];
      [own, next] = [next, own];
    }
    if (from !== places) places.set(from);
  };
}
