import type { DemoOptions } from "./contract.ts";

const PERSONS_AT_SCALE_1 = 20_000;

/** Number of persons of a company; throws a RangeError on a seed or scale outside what `DemoOptions` allows. */
export function personsOf(options: DemoOptions): number {
  const { seed, scale } = options;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new RangeError(`seed must be an unsigned 32-bit whole number, not ${seed}`);
  if (!(scale >= 0.02 && scale <= 10)) throw new RangeError(`scale must be between 0.02 and 10, not ${scale}`);
  return Math.round(PERSONS_AT_SCALE_1 * scale);
}
