import type { Role } from "./roles.ts";
import { EQUAL, LEVELS, NOTHING } from "./compare.ts";
import type { Patterns } from "./patterns.ts";

/** Shares of the levels that say something, per column. */
export type Shares = readonly Float64Array[];

/**
 * What agreement is worth. A pair is one person twice (`m`), two people of one household (`h`), or two strangers (`u`). Who lives together shares
 * surname, address, telephone and often the mailbox, but nothing of what is a person's own: without the middle class every couple would be
 * one customer.
 */
export interface Model {
  readonly m: Shares;
  readonly h: Shares;
  readonly u: Shares;
  /** Share of matches among the pairs of two sources, and among those within one: a source that was tidied holds few people twice. */
  readonly lambda: readonly [across: number, within: number];
  /** Share of all pairs that are of one household. */
  readonly eta: number;
  /** Per column and number of others who hold a value: how many of them are strangers. */
  readonly strangers: readonly Float64Array[];
}

/** What people of one household share. */
const OF_THE_HOUSEHOLD: ReadonlySet<Role> = new Set(["surname", "email", "phone", "postcode", "address", "city"]);
/** Those among them that only a household shares, not a whole street. */
const OF_FEW: ReadonlySet<Role> = new Set(["surname", "email", "phone", "address"]);

export const isShared = (role: Role): boolean => OF_THE_HOUSEHOLD.has(role);
export const isSharedByFew = (role: Role): boolean => OF_FEW.has(role);

/** Evidence of each kind of pair in bits: log2 of how much likelier it is under `shares` than between strangers, and of `odds` of the class itself. */
export function bitsOf(
  { shares, u, odds }: { shares: Shares; u: Shares; odds: number },
  columns: number,
  patterns: Patterns,
): Float64Array {
  const prior = Math.log2(odds);
  return Float64Array.from(patterns.kinds, (_, kind) => {
    let bits = prior;
    for (let at = 0; at < columns; at += 1) {
      const level = patterns.levels[kind * columns + at];
      if (level !== NOTHING) bits += Math.log2(shares[at][level] / u[at][level]);
    }
    return bits;
  });
}

/** What the chance of a household takes away from the evidence for one person, in bits: never more than nought. */
export function householdBits(home: number): number {
  return home > 60 ? -home : -Math.log2(1 + 2 ** home);
}

export function probability(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

const FLOOR = 1e-7;

/** No level is impossible, and together they are all. */
export function withoutZeros(shares: Float64Array): Float64Array {
  const floored = shares.map((share, level) => (level === NOTHING ? 0 : Math.max(share, FLOOR)));
  const total = floored.reduce((sum, share) => sum + share, 0);
  return floored.map((share) => share / total);
}

/** The same shares with another one for equality. */
export function withEqual(shares: Float64Array, equal: number): Float64Array {
  const rest = 1 - shares[EQUAL];
  return withoutZeros(
    shares.map((share, level) => (level === EQUAL ? equal : rest > 0 ? (share / rest) * (1 - equal) : (1 - equal) / (LEVELS - 2))),
  );
}
