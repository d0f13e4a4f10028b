import type { RoleColumn } from "@counterseat/identity";

const SYLLABLES =
  "ba be bi bo da de di do fa fe ga go ha he ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te".split(" ");
const COLUMNS = [
  ["given", "given-name"],
  ["family", "surname"],
  ["birth", "date-of-birth"],
  ["email", "email"],
  ["phone", "phone"],
  ["address", "address"],
  ["postcode", "postcode"],
  ["city", "city"],
] as const satisfies readonly (readonly [string, RoleColumn["role"]])[];

export interface SyntheticPeople {
  readonly columns: RoleColumn[];
  /** Per row the system it is from. */
  readonly source: Int32Array;
  /** Per row the person. */
  readonly truth: Int32Array;
}

/**
 * Records of three systems, about a quarter of them of somebody who is there already: with slips of the pen, gaps, a new address after a
 * move and a second mailbox; first names and family names as unevenly spread as in life. The same for the same seed.
 */
export function syntheticPeople(rows: number, seed: number): SyntheticPeople {
  const draw = drawing(seed);
  const below = (n: number) => Math.floor(draw() * n);
  const word = (parts: number) => Array.from({ length: parts }, () => SYLLABLES[below(SYLLABLES.length)] ?? "").join("");
  const list = (n: number, parts: number) => Array.from({ length: n }, () => word(parts));
  const [givens, families, streets, cities] = [list(3000, 2), list(40_000, 3), list(5000, 3), list(400, 3)];
  // A few names are many people's and most are few people's.
  const often = <T>(values: readonly T[]) => values[Math.floor(values.length * draw() ** 2.2)] as T;
  const digits = (n: number) => String(Math.floor(draw() * 10 ** n)).padStart(n, "0");
  const two = (n: number) => String(n).padStart(2, "0");
  const place = () => {
    const city = below(cities.length);
    return { address: `${often(streets)} ${1 + below(160)}`, postcode: `${10_000 + city * 7 + below(7)}`, city: cities[city] ?? "" };
  };
  const somebody = () => {
    const [given, family] = [often(givens), often(families)];
    const birth = `${1940 + below(65)}-${two(1 + below(12))}-${two(1 + below(28))}`;
    return { given, family, birth, email: `${given}.${family}${below(900)}@${word(2)}.example`, phone: `0${digits(9)}`, ...place() };
  };
  const slip = (text: string) => {
    if (text.length < 3 || draw() > 0.08) return text;
    const at = 1 + below(text.length - 2);
    return draw() < 0.5
      ? text.slice(0, at) + text.slice(at + 1)
      : text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  };
  const GONE = { given: 0.03, family: 0.01, birth: 0.2, email: 0.25, phone: 0.3, address: 0.12, postcode: 0.12, city: 0.1 };
  const cells: Record<string, string[]> = Object.fromEntries(COLUMNS.map(([name]) => [name, new Array<string>(rows).fill("")]));
  const source = new Int32Array(rows);
  const truth = new Int32Array(rows);
  for (let row = 0, person = 0; row < rows; person += 1) {
    const first = somebody();
    const chance = draw();
    const copies = chance < 0.76 ? 1 : chance < 0.96 ? 2 : chance < 0.99 ? 3 : 4;
    for (let copy = 0; copy < copies && row < rows; copy += 1, row += 1) {
      const now = copy > 0 && draw() < 0.12 ? { ...first, ...place() } : first;
      for (const [name] of COLUMNS) {
        const column = cells[name];
        if (column !== undefined && draw() >= GONE[name]) column[row] = copy === 0 ? now[name] : slip(now[name]);
      }
      source[row] = below(3);
      truth[row] = person;
    }
  }
  return { columns: COLUMNS.map(([name, role]) => ({ name, role, cells: cells[name] ?? [] })), source, truth };
}

/** mulberry32 */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
