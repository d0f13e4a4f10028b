import type { Blocking } from "./blocking.ts";
import type { Column } from "./columns.ts";
import { hashText } from "./hash.ts";
import type { Model } from "./model.ts";

/**
 * All that was learned from records, as plain JSON: with it one record is weighed as millions were. It holds no value of anybody, only hashes of
 * those that several records share.
 */
export interface Parameters {
  readonly version: 1;
  readonly columns: readonly Pick<Column, "name" | "role">[];
  /** Records it was learned from. */
  readonly records: number;
  /** Rows in the largest block that is compared, per blocking rule. */
  readonly caps: readonly number[];
  /** Shares of the levels, per column: of one person's records, of one household's, of strangers'. */
  readonly m: readonly (readonly number[])[];
  readonly h: readonly (readonly number[])[];
  readonly u: readonly (readonly number[])[];
  readonly lambda: readonly [across: number, within: number];
  readonly eta: number;
  readonly strangers: readonly (readonly number[])[];
  /** Per column the values that two or more records held: hash and number of records. A value that is not there is one record's. */
  readonly held: readonly Readonly<Record<string, number>>[];
}

export function parametersOf(model: Model, columns: readonly Column[], { caps }: Pick<Blocking, "caps">): Parameters {
  const plain = (shares: readonly Float64Array[]) => shares.map((share) => Array.from(share));
  return {
    version: 1,
    columns: columns.map(({ name, role }) => ({ name, role })),
    records: columns[0]?.codes.length ?? 0,
    caps,
    m: plain(model.m),
    h: plain(model.h),
    u: plain(model.u),
    lambda: model.lambda,
    eta: model.eta,
    strangers: plain(model.strangers),
    held: columns.map(({ words, counts }) => {
      const held: Record<string, number> = {};
      for (let code = 0; code < words.length; code += 1) if (counts[code] > 1) held[nameOf(words[code])] = counts[code];
      return held;
    }),
  };
}

export function modelOf({ m, h, u, lambda, eta, strangers }: Parameters): Model {
  const typed = (shares: readonly (readonly number[])[]) => shares.map((share) => Float64Array.from(share));
  return { m: typed(m), h: typed(h), u: typed(u), lambda, eta, strangers: typed(strangers) };
}

/** @throws RangeError where the parameters are of other columns, or of another version of this package */
export function assertFits({ version, columns }: Parameters, cells: readonly Pick<Column, "name" | "role">[]): void {
  if (version !== 1) throw new RangeError(`parameters of version ${String(version)}; this is version 1: learn them anew`);
  const same = columns.length === cells.length && columns.every(({ name, role }, at) => name === cells[at].name && role === cells[at].role);
  if (!same) throw new RangeError("the parameters were learned from other columns: learn them anew");
}

/** How many records held a word when the parameters were learned. */
export function heldThen(held: Readonly<Record<string, number>>, word: string): number {
  return held[nameOf(word)] ?? 1;
}

/** 64 bits of a word, twice hashed: two words of one name are as good as none among billions. */
function nameOf(word: string): string {
  const back = [...word].reverse().join("");
  return hashText(word, 0, word.length).toString(36) + "." + hashText(back, 0, back.length).toString(36);
}
