import { closeSync, openSync, writeSync } from "node:fs";

export const STEPS = 50;
/** Cases under way at the same time. */
const OPEN_CASES = 16_384;
const MEAN_EVENTS = 10.5;
const RESOURCES = 200;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2015, 0, 1);

/**
 * Writes a synthetic log as CSV in global time order: 50 steps on a skewed Markov chain, about 10.5 events a case, waits from seconds to months in
 * milliseconds. The same seed gives the same file. Returns its bytes.
 */
export function writeLog(path: string, events: number, seed = 7): number {
  const draw = randomFrom(seed);
  const next = chain(draw);
  const open = heap(OPEN_CASES);
  let cases = 0;
  const kase = new Uint32Array(OPEN_CASES);
  const step = new Uint8Array(OPEN_CASES);
  const starting = (slot: number, after: number): void => {
    kase[slot] = cases++;
    step[slot] = STEPS;
    open.push(slot, after + Math.floor(draw() * 24 * HOUR_MS));
  };
  for (let slot = 0; slot < OPEN_CASES; slot++) starting(slot, FIRST_MS + Math.floor((draw() * 4 * HOUR_MS * OPEN_CASES) / 512));

  const file = openSync(path, "w");
  let bytes = writeSync(file, "case_id,activity,timestamp,resource\n");
  let lines: string[] = [];
  for (let written = 0; written < events; written++) {
    const { slot, time } = open.pop();
    const now = next(step[slot] ?? STEPS);
    step[slot] = now;
    const resource = Math.floor(draw() ** 2 * RESOURCES);
    lines.push(`case-${kase[slot]},Activity ${String(now).padStart(2, "0")},${new Date(time).toISOString()},r${resource}\n`);
    if (draw() < 1 / MEAN_EVENTS) starting(slot, time);
    else open.push(slot, time + waitFrom(draw));
    if (lines.length === 50_000 || written + 1 === events) {
      bytes += writeSync(file, lines.join(""));
      lines = [];
    }
  }
  closeSync(file);
  return bytes;
}

/** Most waits are hours, one in a thousand lasts longer than the 49.7 days that a word of milliseconds holds. */
function waitFrom(draw: () => number): number {
  if (draw() < 0.001) return Math.floor(55 * 24 * HOUR_MS * (1 + draw()));
  return Math.floor(HOUR_MS * 10 ** (draw() * 4 - 2.5));
}

/** By step (`STEPS`: the start), the next one: a few likely, the others rare. */
function chain(draw: () => number): (step: number) => number {
  const sums = Array.from({ length: STEPS + 1 }, () => {
    const weights = Array.from({ length: STEPS }, () => draw() ** 12 + 0.000_2);
    let sum = 0;
    return Float64Array.from(weights, (weight) => (sum += weight));
  });
  return (step) => {
    const own = sums[step] ?? new Float64Array(1);
    const wanted = draw() * (own[STEPS - 1] ?? 0);
    let at = 0;
    while (at < STEPS - 1 && (own[at] ?? 0) <= wanted) at++;
    return at;
  };
}

/** mulberry32: small, seeded, good enough to make a log. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The slot whose time comes first (binary heap). */
function heap(capacity: number): { push: (slot: number, time: number) => void; pop: () => { slot: number; time: number } } {
  const slots = new Uint32Array(capacity);
  const times = new Float64Array(capacity);
  let size = 0;
  const time = (at: number): number => times[at] ?? Infinity;
  const set = (at: number, slot: number, value: number): void => {
    slots[at] = slot;
    times[at] = value;
  };
  return {
    push: (slot, value) => {
      let at = size++;
      for (let above = (at - 1) >> 1; at > 0 && time(above) > value; above = (at - 1) >> 1) {
        set(at, slots[above] ?? 0, time(above));
        at = above;
      }
      set(at, slot, value);
    },
    pop: () => {
      const first = { slot: slots[0] ?? 0, time: time(0) };
      size--;
      const [slot, value] = [slots[size] ?? 0, time(size)];
      let at = 0;
      for (let below = 1; below < size; below = 2 * at + 1) {
        if (below + 1 < size && time(below + 1) < time(below)) below++;
        if (time(below) >= value) break;
        set(at, slots[below] ?? 0, time(below));
        at = below;
      }
      set(at, slot, value);
      return first;
    },
  };
}
