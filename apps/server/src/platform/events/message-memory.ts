import { hash } from "node:crypto";

/** 96 bits of the SHA-256 of a source's message id: two different messages never meet in them. */
export type MessageHash = readonly [number, number, number];

/** The same bits as text: a key for a set. */
export function digestOf(source: string, messageId: string): string {
  return hash("sha256", `${source}\0${messageId}`, "hex").slice(0, 24);
}
export function hashOf(digest: string): MessageHash {
  return [wordAt(digest, 0), wordAt(digest, 8), wordAt(digest, 16)];
}
const wordAt = (digest: string, at: number) => Number.parseInt(digest.slice(at, at + 8), 16) | 0;

/** The message ids that were told last, bounded: enough to answer a resend at once, without asking the store. */
export interface MessageMemory {
  has(message: MessageHash): boolean;
  /** `at`: UTC ms of its arrival. */
  add(message: MessageHash, at: number): void;
  /** Whether every message that arrived at or after this moment is remembered: who is not found then is new. */
  covers(from: number): boolean;
  /** Messages up to this moment may be missing: they were not read in, or had to go. */
  lose(upTo: number): void;
}

const PER_GENERATION = 1_000_000;
const FIRST_SLOTS = 1 << 12;

/** Two generations: when the younger is full, the older goes. Both together hold one to two million ids in at most 48 MB. */
export function createMessageMemory(perGeneration = PER_GENERATION): MessageMemory {
  let young = createGeneration();
  let old = createGeneration();
  let lost = Number.NEGATIVE_INFINITY;
  return {
    has: (message) => young.has(message) || old.has(message),
    add(message, at) {
      if (young.has(message) || old.has(message)) return;
      if (young.size >= perGeneration) {
        lost = Math.max(lost, old.newest);
        old = young;
        young = createGeneration();
      }
      young.add(message, at);
    },
    covers: (from) => lost < from,
    lose(upTo) {
      lost = Math.max(lost, upTo);
    },
  };
}

/** A set of hashes by open addressing: a plain set of strings would take six times the memory. */
function createGeneration() {
  let slots = FIRST_SLOTS;
  let words = new Int32Array(slots * 3);
  let used = new Uint8Array(slots);
  let size = 0;
  let newest = Number.NEGATIVE_INFINITY;

  function placeOf([a, b, c]: MessageHash): number {
    let at = (a >>> 0) & (slots - 1);
    while (used[at] === 1 && (words[at * 3] !== a || words[at * 3 + 1] !== b || words[at * 3 + 2] !== c)) at = (at + 1) & (slots - 1);
    return at;
  }
  function put(message: MessageHash): void {
    const at = placeOf(message);
    used[at] = 1;
    words.set(message, at * 3);
  }
  function grow(): void {
    const [words0, used0] = [words, used];
    slots *= 2;
    words = new Int32Array(slots * 3);
    used = new Uint8Array(slots);
    for (let i = 0; i < used0.length; i++) if (used0[i] === 1) put([words0[i * 3] ?? 0, words0[i * 3 + 1] ?? 0, words0[i * 3 + 2] ?? 0]);
  }
  return {
    has: (message: MessageHash) => used[placeOf(message)] === 1,
    add(message: MessageHash, at: number) {
      if (size * 5 > slots * 3) grow();
      put(message);
      size += 1;
      newest = Math.max(newest, at);
    },
    get size() {
      return size;
    },
    get newest() {
      return newest;
    },
  };
}
