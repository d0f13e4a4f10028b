import { hashText } from "./hash.ts";

/** Numbers of texts. A table of our own: a Map of a million texts takes several times the room, and the hash of each is of use to others. */
export interface TextTable {
  /** The number a text was given; null for one that is not there. */
  get(text: string): number | null;
  /** Gives a number to a text that is not there. */
  add(text: string, number: number): void;
  /** Of the text that was asked for or added last. */
  readonly hash: number;
}

export function textTable(): TextTable {
  let slots = new Int32Array(1 << 11); // places among the texts, from 1 on
  const texts: string[] = [];
  let hashes = new Uint32Array(1 << 10);
  let numbers = new Int32Array(1 << 10);
  let hash = 0;
  /** Where a text is, or would be; `hash` is its own. */
  const slotOf = (text: string): number => {
    let slot = Math.imul(hash, 0x9e3779b1) >>> Math.clz32(slots.length - 1);
    for (;;) {
      const place = slots[slot] - 1;
      if (place < 0 || (hashes[place] === hash && texts[place] === text)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  };
  const grow = () => {
    slots = new Int32Array(2 * slots.length);
    [hashes, numbers] = [longer(hashes, new Uint32Array(2 * hashes.length)), longer(numbers, new Int32Array(2 * numbers.length))];
    const mask = slots.length - 1;
    for (let place = 0; place < texts.length; place += 1) {
      let slot = Math.imul(hashes[place], 0x9e3779b1) >>> Math.clz32(mask);
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
  };
  return {
    get(text) {
      hash = hashText(text, 0, text.length);
      const place = slots[slotOf(text)] - 1;
      return place < 0 ? null : numbers[place];
    },
    add(text, number) {
      hash = hashText(text, 0, text.length);
      if (texts.length === hashes.length) grow();
      slots[slotOf(text)] = texts.length + 1;
      hashes[texts.length] = hash;
      numbers[texts.length] = number;
      texts.push(text);
    },
    get hash() {
      return hash;
    },
  };
}

function longer<T extends Int32Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}
