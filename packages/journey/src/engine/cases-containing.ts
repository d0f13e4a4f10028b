import { type Engine, parts, writeCohorts } from "./engine.ts";
import { LEFT_OUT } from "./kernel-set.ts";
import { scratch, u32Column, word } from "./segment.ts";

/** Steps (from 0) that a case must all contain, of which it must contain one, and of which it must contain none. */
export type Contains = { readonly all?: readonly number[]; readonly any?: readonly number[]; readonly none?: readonly number[] };

/** Cases by the steps they contain: a column by case code, 0 for those that fit and 255 for the others, as the other questions take it. */
export function casesContaining(engine: Engine, contains: Contains): Uint8Array {
  const chosen = new Uint8Array(engine.cases).fill(LEFT_OUT);
  if (contains.any?.length === 0) return chosen;
  for (const part of parts(engine)) {
    const { segment, codes } = part;
    const cases = word(segment, "cases");
    const words = word(segment, "words");
    const [members, rules] = scratch(segment, [cases, 3 * words * 4]);
    writeCohorts(engine, part, null, members);
    const bits = new Uint32Array(segment.kernels.buffer(), rules, 3 * words);
    for (const [place, steps] of [contains.all, contains.any, contains.none].entries()) {
      for (const step of steps ?? []) {
        if (engine.activities[step] === undefined) throw new RangeError(`select: there is no activity ${step}`);
        bits[place * words + ((step + 1) >>> 5)] |= 1 << ((step + 1) & 31);
      }
    }
    segment.kernels.casesContaining(rules, members);
    const found = new Uint8Array(segment.kernels.buffer(), members, cases);
    const offsets = u32Column(segment, "offsets", cases + 1);
    for (let c = 0; c < cases; c += 1) if (found[c] === 0 && offsets[c + 1] > offsets[c]) chosen[codes === null ? c : codes[c]] = 0;
  }
  return chosen;
}
