/**
 * Numbers pairs of non-negative integers 0, 1, 2, ... in the order they are first seen: a hash table in typed arrays, because a Map with a
 * key object or string per lookup costs tens of times more and the miner looks a pair up for every event.
 */
export type PairIndex = {
  /** The number of the pair, given out when it is new. */
  readonly number: (first: number, second: number) => number;
  /** How many pairs have a number. */
  readonly size: () => number;
  /** First and second parts by number; longer than `size`. Valid until the next call of `number`. */
  readonly firsts: () => Int32Array;
  readonly seconds: () => Int32Array;
};

export function pairIndex(expected: number = 64): PairIndex {
  let capacity = 64;
  while (capacity < expected * 2) capacity *= 2;
  let slots = new Int32Array(capacity).fill(-1);
  let firsts = new Int32Array(capacity / 2);
  let seconds = new Int32Array(capacity / 2);
  let used = 0;

  function slotOf(first: number, second: number): number {
    // Two odd multipliers and a final mix (Fibonacci hashing): neighbouring pairs must not land in neighbouring slots.
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) & (capacity - 1);
  }

  function grow(): void {
    capacity *= 2;
    slots = new Int32Array(capacity).fill(-1);
    firsts = enlarged(firsts, capacity / 2);
    seconds = enlarged(seconds, capacity / 2);
    for (let n = 0; n < used; n += 1) {
      let slot = slotOf(firsts[n], seconds[n]);
      while (slots[slot] !== -1) slot = (slot + 1) & (capacity - 1);
      slots[slot] = n;
    }
  }

  return {
    number(first, second) {
      let slot = slotOf(first, second);
      for (let found = slots[slot]; found !== -1; found = slots[slot]) {
        if (firsts[found] === first && seconds[found] === second) return found;
        slot = (slot + 1) & (capacity - 1);
      }
      if (used >= capacity / 2) {
        grow();
        slot = slotOf(first, second);
        while (slots[slot] !== -1) slot = (slot + 1) & (capacity - 1);
      }
      slots[slot] = used;
      firsts[used] = first;
      seconds[used] = second;
      used += 1;
      return used - 1;
    },
    size: () => used,
    firsts: () => firsts,
    seconds: () => seconds,
  };
}

function enlarged(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
