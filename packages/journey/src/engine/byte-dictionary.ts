/** Numbers names 0, 1, 2, ... as they first come, straight from their UTF-8 bytes: a string per cell would cost more than all the rest of reading. */
export type ByteDictionary = {
  readonly code: (bytes: Uint8Array, from: number, to: number) => number;
  readonly size: () => number;
  /** @throws RangeError when the bytes are not UTF-8. */
  readonly name: (code: number) => string;
};

export function byteDictionary(): ByteDictionary {
  let capacity = 1 << 10;
  // Four words a slot: hash, code + 1 (0: free), and where in the pool the bytes lie and how many. Side by side, so that a look-up in a large
  // dictionary waits for memory twice and not four times.
  let slots = new Uint32Array(capacity * 4);
  let ends = new Uint32Array((capacity >>> 1) + 1);
  let pool = new Uint8Array(1 << 14);
  let used = 0;

  function grow(): void {
    const old = slots;
    capacity *= 2;
    slots = new Uint32Array(capacity * 4);
    for (let at = 0; at < old.length; at += 4) if (old[at + 1] !== 0) slots.set(old.subarray(at, at + 4), freeSlot(old[at]));
    const oldEnds = ends;
    ends = new Uint32Array((capacity >>> 1) + 1);
    ends.set(oldEnds);
  }

  function freeSlot(hash: number): number {
    let at = (hash & (capacity - 1)) * 4;
    while (slots[at + 1] !== 0) at = at + 4 === slots.length ? 0 : at + 4;
    return at;
  }

  function added(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const start = ends[used];
    const length = to - from;
    if (start + length > pool.length) {
      const larger = new Uint8Array(Math.max(pool.length * 2, start + length));
      larger.set(pool);
      pool = larger;
    }
    for (let i = 0; i < length; i += 1) pool[start + i] = bytes[from + i];
    if (used * 2 >= capacity) grow();
    const at = freeSlot(hash);
    ends[used + 1] = start + length;
    used += 1;
    slots[at] = hash;
    slots[at + 1] = used;
    slots[at + 2] = start;
    slots[at + 3] = length;
    return used - 1;
  }

  return {
    code: (bytes, from, to) => {
      const length = to - from;
      let hash = length;
      let i = from;
      for (; i + 4 <= to; i += 4) {
        hash = Math.imul(hash ^ (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)), 0x9e3779b1);
        hash ^= hash >>> 15;
      }
      for (; i < to; i += 1) hash = Math.imul(hash ^ bytes[i], 0x85ebca77);
      // Ids that count up differ in few bits; without mixing to the end they would queue up behind each other.
      hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
      hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
      hash = (hash ^ (hash >>> 16)) >>> 0;
      let at = (hash & (capacity - 1)) * 4;
      for (let found = slots[at + 1]; found !== 0; found = slots[at + 1]) {
        if (slots[at] === hash && slots[at + 3] === length) {
          const start = slots[at + 2];
          let same = 0;
          while (same < length && pool[start + same] === bytes[from + same]) same += 1;
          if (same === length) return found - 1;
        }
        at = at + 4 === slots.length ? 0 : at + 4;
      }
      return added(hash, bytes, from, to);
    },
    size: () => used,
    name: (code) => textOf(pool.subarray(ends[code], ends[code + 1])),
  };
}

/** UTF-8 by hand: a decoder is not part of the language. Overlong forms and lone surrogates are refused. */
export function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i++];
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xc2 && lead < 0xe0 ? 1 : 0;
    let point = lead & (0x3f >>> more);
    for (let n = 0; n < more; n += 1) {
      if ((bytes[i] & 0xc0) !== 0x80) return refused();
      point = (point << 6) | (bytes[i++] & 0x3f);
    }
    if (
      more === 0 ||
      point < (more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80) ||
      point > 0x10ffff ||
      (point >= 0xd800 && point < 0xe000)
    ) {
      return refused();
    }
    text += String.fromCodePoint(point);
  }
  return text;
}

function refused(): never {
  throw new RangeError("the file is not UTF-8; save it as UTF-8 and read it again");
}
