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
  const places = placesOf();
  const of = new Int32Array(a.length);
  for (let at = 0; at < a.length; at += 1) of[at] = places.of(compare(a[at], b[at]));
  const { kinds } = places;
  const levels = new Uint8Array(kinds.length * columns);
  kinds.forEach((pattern, kind) => {
    for (let column = 0; column < columns; column += 1) levels[kind * columns + column] = levelAt(pattern, column);
  });
  return { of, kinds, levels };
}

/** A place for each pattern, in the order in which they come. A table of our own: as keys of a map, numbers beyond 31 bits lie one by one in memory. */
function placesOf() {
  let keys = new Float64Array(1 << 14).fill(-1);
  let places = new Int32Array(keys.length);
  const kinds: Pattern[] = [];
  const slotOf = (pattern: Pattern, table: Float64Array) => {
    let slot = (Math.imul(pattern, 0x9e3779b1) ^ Math.imul(pattern / 2 ** 32, 0x85ebca6b)) & (table.length - 1);
    while (table[slot] !== -1 && table[slot] !== pattern) slot = (slot + 1) & (table.length - 1);
    return slot;
  };
  const grow = () => {
    const more = new Float64Array(2 * keys.length).fill(-1);
    const moved = new Int32Array(more.length);
    kinds.forEach((pattern, place) => {
      const slot = slotOf(pattern, more);
      more[slot] = pattern;
      moved[slot] = place;
    });
    [keys, places] = [more, moved];
  };
  return {
    kinds,
    of(pattern: Pattern): number {
      const slot = slotOf(pattern, keys);
      if (keys[slot] === pattern) return places[slot];
      keys[slot] = pattern;
      places[slot] = kinds.length;
      kinds.push(pattern);
      const place = kinds.length - 1;
      if (2 * kinds.length > keys.length) grow();
      return place;
    },
  };
}
