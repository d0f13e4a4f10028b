import type { Column } from "./columns.ts";
import { EQUAL, HALF_SWAPPED, LAST, NOTHING, SWAPPED } from "./compare.ts";
import { householdBits, isShared, type Model } from "./model.ts";
import { strangersIn } from "./strangers.ts";

export const AGREEMENT = [
  "nothing-known",
  "equal",
  "close",
  "alike",
  "slightly-alike",
  "different",
  "changed-places",
  "one-household",
] as const;

export interface Reason {
  /** A column; null for what is so of any two records before anything is compared, and for what two people of one household share. */
  readonly column: string | null;
  readonly agreement: (typeof AGREEMENT)[number];
  /** Evidence for one person where positive, for two where negative: log2 of how much likelier it is. */
  readonly bits: number;
}

/** One pair as it is weighed. */
export interface Weighed {
  /** Levels of all pairs that are kept together, and where this one's begin. */
  readonly levels: Uint8Array;
  readonly from: number;
  /** What the levels say of one person, and of one household: bits as `bitsOf` gives them. */
  readonly one: number;
  readonly home: number;
  /** Whether both are of one source. */
  readonly within: boolean;
}

export interface Scorer {
  /** @param held records that hold the value of a column in which the two are equal */
  bits(pair: Weighed, held: (column: number) => number): number;
  /** The same, taken apart: the bits of all reasons add up to it. */
  reasons(pair: Weighed, held: (column: number) => number): Reason[];
}

/** What speaks for and against two records, the same whether there are millions of them or one comes in. */
export function scorerOf(model: Model, columns: readonly Pick<Column, "name" | "role">[], records: number): Scorer {
  const { m, u, lambda, strangers } = model;
  const shared = columns.map(({ role }) => isShared(role));
  const rarities = columns.map((_, at) => rarity(records, u[at][EQUAL], strangers[at]));
  const [across, within] = lambda.map((share) => Math.log2(share / (1 - share)));
  const rare = (pair: Weighed, at: number, held: (column: number) => number) =>
    pair.levels[pair.from + at] === EQUAL ? rarities[at](held(at)) : 0;
  const household = (pair: Weighed, held: (column: number) => number) => {
    let bits = pair.home;
    for (let at = 0; at < columns.length; at += 1) if (shared[at]) bits += rare(pair, at, held);
    return householdBits(bits);
  };
  return {
    bits(pair, held) {
      let sum = (pair.within ? within : across) + pair.one;
      for (let at = 0; at < columns.length; at += 1) sum += rare(pair, at, held);
      return sum + household(pair, held);
    },
    reasons(pair, held) {
      const known: Reason = { column: null, agreement: "nothing-known", bits: pair.within ? within : across };
      const said = columns.flatMap(({ name, role }, at): Reason[] => {
        const level = pair.levels[pair.from + at];
        if (level === NOTHING) return [];
        return [{ column: name, agreement: agreementOf(role, level), bits: Math.log2(m[at][level] / u[at][level]) + rare(pair, at, held) }];
      });
      const together: Reason = { column: null, agreement: "one-household", bits: household(pair, held) };
      return [known, ...said, ...(together.bits === 0 ? [] : [together])];
    },
  };
}

function agreementOf(role: Column["role"], level: number): Reason["agreement"] {
  if (role === "given-name" && (level === SWAPPED || level === HALF_SWAPPED)) return "changed-places";
  return level >= LAST[role] ? "different" : AGREEMENT[level];
}

/**
 * Equal values speak the more for one person the fewer strangers hold them: bits beyond what equality of the column says on the whole, by how
 * many records hold the value. Each number of records is worked out once.
 */
function rarity(records: number, chance: number, strangers: Float64Array): (held: number) => number {
  const known: number[] = [];
  return (held) => {
    const before = known[held];
    if (before !== undefined) return before;
    const share = (strangersIn(strangers, held - 1) + USUAL * chance * records) / ((1 + USUAL) * records - 1);
    return (known[held] = Math.log2(chance / Math.max(share, LEAST_SHARE)));
  };
}
/** The column's own chance weighs as much as this share of all records: that nobody else holds a value yet does not make it unique. */
const USUAL = 0.02;
const LEAST_SHARE = 1e-12;
