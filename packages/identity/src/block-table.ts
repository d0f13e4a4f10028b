/** The rows of each block of one rule, as a table that grows: a block's rows hang one behind the other. */
export interface BlockTable {
  add(row: number, key: number): void;
  remove(row: number, key: number): void;
  /** Rows that have a key. */
  size(key: number): number;
  /** The newest row of a block, and the one behind a row; −1 where there is none. */
  first(key: number): number;
  behind(row: number): number;
}

export function blockTable(): BlockTable {
  let keys = new Uint32Array(1 << 10);
  let heads = new Int32Array(keys.length).fill(-1);
  let sizes = new Int32Array(keys.length);
  let next = new Int32Array(1 << 10);
  let used = 0;
  /** 0 is no key, so a slot that holds it is free. */
  const slotOf = (key: number, table: Uint32Array): number => {
    let slot = Math.imul(key, 0x9e3779b1) >>> (32 - Math.log2(table.length));
    while (table[slot] !== 0 && table[slot] !== key) slot = (slot + 1) & (table.length - 1);
    return slot;
  };
  const grow = () => {
    const [oldKeys, oldHeads, oldSizes] = [keys, heads, sizes];
    keys = new Uint32Array(2 * oldKeys.length);
    heads = new Int32Array(keys.length).fill(-1);
    sizes = new Int32Array(keys.length);
    used = 0;
    for (let at = 0; at < oldKeys.length; at += 1) {
      if (oldSizes[at] === 0) continue; // a block that is empty by now
      const slot = slotOf(oldKeys[at], keys);
      keys[slot] = oldKeys[at];
      heads[slot] = oldHeads[at];
      sizes[slot] = oldSizes[at];
      used += 1;
    }
  };
  return {
    add(row, key) {
      if (row >= next.length) {
        const longer = new Int32Array(Math.max(2 * next.length, row + 1));
        longer.set(next);
        next = longer;
      }
      let slot = slotOf(key, keys);
      if (keys[slot] === 0) {
        if (2 * used >= keys.length) {
          grow();
          slot = slotOf(key, keys);
        }
        keys[slot] = key;
        used += 1;
      }
      next[row] = heads[slot];
      heads[slot] = row;
      sizes[slot] += 1;
    },
    remove(row, key) {
      const slot = slotOf(key, keys);
      let before = -1;
      for (let at = heads[slot]; at >= 0; before = at, at = next[at]) {
        if (at !== row) continue;
        if (before < 0) heads[slot] = next[at];
        else next[before] = next[at];
        sizes[slot] -= 1;
        return;
      }
    },
    size: (key) => sizes[slotOf(key, keys)],
    first: (key) => heads[slotOf(key, keys)],
    behind: (row) => next[row],
  };
}
