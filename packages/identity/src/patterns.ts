import type { Candidates } from "./blocking.ts";
import { levelAt, type Pattern } from "./records.ts";

/** How pairs agree: most pairs agree in one of few ways, so everything is worked out once for each. */
export interface Patterns {
  /** Per candidate the place of its pattern in `kinds`. */
  readonly of: Int32Array;
  readonly kinds: readonly Pattern[];
  /** Levels of each kind, column after column. */
  readonly levels: Uint8Array;
}

export function patternsOf({ a, b }: Candidates, columns: number, compare: (a: number, b: number) => Pattern): Patterns {
  const places = new Map<Pattern, number>();
  const of = Int32Array.from(a, (row, at) => {
    const pattern = compare(row, b[at]);
    const place = places.get(pattern);
    if (place !== undefined) return place;
    places.set(pattern, places.size);
    return places.size - 1;
  });
  const kinds = [...places.keys()];
  const levels = new Uint8Array(kinds.length * columns);
  kinds.forEach((pattern, kind) => {
    for (let column = 0; column < columns; column += 1) levels[kind * columns + column] = levelAt(pattern, column);
  });
  return { of, kinds, levels };
}
