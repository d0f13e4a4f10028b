/**
 * Finds the variant of a sequence by a rolling 64-bit hash, whose matches are verified, so that two sequences are never taken for one.
 * A prefix tree would need a node per event of every rare sequence: at ten million events more memory than all columns by case together, and a
 * cache miss per event to build.
 */
export type VariantIndex = {
  /** The variant with this hash for which `same` says yes; -1 when there is none. */
  readonly find: (first: number, second: number, same: (variant: number) => boolean) => number;
  /** Numbers variants 0, 1, 2, ... */
  readonly add: (first: number, second: number) => void;
  /** Two words by variant; longer than twice the variants. */
  readonly hashes: () => Uint32Array;
  readonly size: () => number;
};

export function variantIndex(known: Uint32Array = new Uint32Array(0)): VariantIndex {
  let capacity = 1 << 10;
  while (capacity < known.length * 2) capacity *= 2;
  // Slots hold the variant + 1, so that 0 means free.
  let slots = new Uint32Array(capacity);
  let hashes = new Uint32Array(capacity);
  let used = 0;

  function place(variant: number): void {
    let slot = (hashes[2 * variant] ^ hashes[2 * variant + 1]) & (capacity - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
    slots[slot] = variant + 1;
  }

  function add(first: number, second: number): void {
    if (used * 2 >= capacity) {
      capacity *= 2;
      slots = new Uint32Array(capacity);
      const larger = new Uint32Array(capacity);
      larger.set(hashes);
      hashes = larger;
      for (let variant = 0; variant < used; variant += 1) place(variant);
    }
    hashes[2 * used] = first;
    hashes[2 * used + 1] = second;
    place(used);
    used += 1;
  }

  for (let at = 0; at < known.length; at += 2) add(known[at], known[at + 1]);
  return {
    find: (first, second, same) => {
      let slot = (first ^ second) & (capacity - 1);
      for (let found = slots[slot]; found !== 0; found = slots[slot]) {
        const variant = found - 1;
        if (hashes[2 * variant] === first >>> 0 && hashes[2 * variant + 1] === second >>> 0 && same(variant)) return variant;
        slot = (slot + 1) & (capacity - 1);
      }
      return -1;
    },
    add,
    hashes: () => hashes,
    size: () => used,
  };
}
