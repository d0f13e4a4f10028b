import type { TextColumns } from "@counterseat/stats";

const SYLLABLES =
  "ba be bi bo da de di do fa fe ga go ha he ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te".split(" ");

/** mulberry32 */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** People of whom some are there twice or three times, with slips of the pen and gaps; their truth beside them. */
export function people(persons: number, seed: number): { table: TextColumns; truth: string[] } {
  const draw = drawing(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const word = (parts: number) => Array.from({ length: parts }, () => pick(SYLLABLES)).join("");
  const given = Array.from({ length: 200 }, () => word(2));
  const surnames = Array.from({ length: 800 }, () => word(3));
  const slip = (text: string) => {
    if (draw() > 0.15 || text.length < 3) return text;
    const at = Math.floor(draw() * (text.length - 1));
    return draw() < 0.5
      ? text.slice(0, at) + text.slice(at + 1)
      : text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  };
  const two = (n: number) => String(n).padStart(2, "0");
  const rows: string[][] = [];
  const truth: string[] = [];
  for (let person = 0; person < persons; person += 1) {
    const [first, last] = [pick(given), pick(surnames)];
    const born = `${1940 + Math.floor(draw() * 65)}-${two(1 + Math.floor(draw() * 12))}-${two(1 + Math.floor(draw() * 28))}`;
    const mail = `${first}.${last}${Math.floor(draw() * 90)}@${word(2)}.example`;
    const copies = draw() < 0.7 ? 1 : draw() < 0.7 ? 2 : 3;
    for (let copy = 0; copy < copies; copy += 1) {
      const maybe = (text: string, gone: number) => (draw() < gone ? "" : copy === 0 ? text : slip(text));
      rows.push([maybe(first, 0.05), maybe(last, 0.02), maybe(born, 0.1), maybe(mail, 0.3)]);
      truth.push(String(person));
    }
  }
  const names = ["first name", "surname", "born", "mail"];
  return { table: { names, columns: Object.fromEntries(names.map((name, at) => [name, rows.map((row) => row[at] ?? "")])) }, truth };
}
