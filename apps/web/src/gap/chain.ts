import type { Cell, Figure } from "../api-types.ts";

/** Believe → Promise → Deliver → Experience: the known links on one scale, and the distance between neighbours. */
export const links = ["believed", "promised", "delivered", "experienced"] as const;
export type LinkName = (typeof links)[number];
export type ChainLink = { name: LinkName; figure: Figure | null; value: number | null };
export type ChainStep = { from: ChainLink & { value: number }; to: ChainLink & { value: number }; difference: number };

export function chainLinks(cell: Cell): ChainLink[] {
  return links.map((name) => ({ name, figure: cell.sides[name], value: cell.sides[name]?.value ?? null }));
}

/** The step that ends at each known link, from the known link before it. */
export function stepInto(chain: readonly ChainLink[], at: number): ChainStep | null {
  const to = chain[at];
  if (to === undefined || !isKnown(to)) return null;
  const from = chain.slice(0, at).filter(isKnown).at(-1);
  return from === undefined ? null : { from, to, difference: to.value - from.value };
}

/** "82 − 50 = (82 − 100) + (100 − 68) + (68 − 50)": the sum that proves nothing is lost; null with fewer than three links. */
export function identity(chain: readonly ChainLink[], show: (value: number) => string): string | null {
  const known = chain.filter(isKnown);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 3) return null;
  const parts = known.slice(1).map((link, at) => `(${show(known[at]?.value ?? 0)} − ${show(link.value)})`);
  return `${show(first.value)} − ${show(last.value)} = ${parts.join(" + ")}`;
}

function isKnown(link: ChainLink): link is ChainLink & { value: number } {
  return link.value !== null;
}
