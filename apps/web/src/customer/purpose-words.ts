import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";

export type Purpose = Output<"customer.putPurposes">["purposes"][number];

export const BASES = ["consent", "legitimate-interest", "contract", "legal-duty"] as const satisfies readonly Purpose["basis"][];
export const USES = ["analysis", "matching", "voices", "contact"] as const satisfies readonly Purpose["uses"][number][];
export const ANSWERS = ["withdrawn", "denied", "granted"] as const;

export function usesText(uses: readonly (typeof USES)[number][]): string {
  return uses.map((use) => t(`consent.use.${use}`)).join(", ");
}

/** A new purpose's id, of its name: what events call it by. Names without a letter of ours get a number. */
export function idOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 36);
  const base = plain === "" ? "purpose" : plain;
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(id)) return id;
  }
}
