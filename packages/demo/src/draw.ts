/** A scope's draws: the key says where, the count how many were taken. One object is reused for scope after scope. */
export interface Draws {
  key: number;
  count: number;
}

export function newDraws(): Draws {
  return { key: 0, count: 0 };
}

/** Murmur3's finaliser: a bijection on 32 bits. */
export function mix(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Opens the scope (seed, stream, index, sub). Positional, because it runs some million times a second. */
export function open(draws: Draws, seed: number, stream: number, index: number, sub: number): Draws {
  let key = mix(seed ^ Math.imul(stream + 1, 0x9e3779b1));
  key = mix((key + Math.imul(index + 1, 0x85ebca77)) | 0);
  draws.key = mix((key + Math.imul(sub + 1, 0xc2b2ae3d)) | 0);
  draws.count = 0;
  return draws;
}

/** The next uniform draw, strictly between 0 and 1. */
export function uniform(draws: Draws): number {
  const c = ++draws.count;
  const bits = mix(mix((draws.key + Math.imul(c, 0x9e3779b1)) | 0) ^ Math.imul(c, 0x27d4eb2f));
  return ((bits >>> 0) + 0.5) / 4294967296;
}

/** A standard normal; takes two draws. */
export function normal(draws: Draws): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(draws)));
  return radius * Math.cos(2 * Math.PI * uniform(draws));
}

/** LN(m, s) = m·e^(s·z): `median` in the caller's unit, `spread` on the log scale. */
export function logNormal(draws: Draws, median: number, spread: number): number {
  return median * Math.exp(spread * normal(draws));
}

/** A Poisson count by product of uniforms; `floor` is e^(−mean). */
export function poisson(draws: Draws, floor: number): number {
  let product = uniform(draws);
  let count = 0;
  while (product > floor) {
    product *= uniform(draws);
    count += 1;
  }
  return count;
}

/** The place of one uniform draw among cumulative shares whose last is taken as 1. */
export function choose(draws: Draws, cumulative: readonly number[]): number {
  const u = uniform(draws);
  const last = cumulative.length - 1;
  for (let i = 0; i < last; i++) if (u < cumulative[i]) return i;
  return last;
}

/** A whole number from 0 to n − 1, all equally likely. */
export function below(draws: Draws, n: number): number {
  return Math.floor(uniform(draws) * n);
}

/** Running sums of shares, for `choose`. */
export function cumulate(shares: readonly number[]): readonly number[] {
  let sum = 0;
  return shares.map((share) => (sum += share));
}
