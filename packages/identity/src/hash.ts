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

/**
 * Sorts places by the 32-bit keys they have, equal keys in the order in which the places came: a counting sort by three digits.
 * @param places changed in place, with `spare` of the same length as room to work in
 */
export function sortByKey(places: Uint32Array, keys: Uint32Array, spare: Uint32Array): void {
  let [from, to] = [places, spare];
  for (let shift = 0; shift < 32; shift += DIGIT) {
    const starts = new Uint32Array(DIGITS + 1);
    for (let i = 0; i < from.length; i += 1) starts[((keys[from[i]] >>> shift) & (DIGITS - 1)) + 1] += 1;
    for (let digit = 0; digit < DIGITS; digit += 1) starts[digit + 1] += starts[digit];
    for (let i = 0; i < from.length; i += 1) to[starts[(keys[from[i]] >>> shift) & (DIGITS - 1)]++] = from[i];
    [from, to] = [to, from];
  }
  if (from !== places) places.set(from);
}
