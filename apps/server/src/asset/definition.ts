import type { Basis } from "./ledger-columns.ts";

/** Who is a customer when, and what they are worth, in words. */
export function definitionOf(basis: Basis, window: number | null): string {
  if (basis === "subscriptions")
    return "A customer at an instant is who has a subscription in force then; they are worth what they pay a month. Coming back after a gap is returned, a change of price is grown or shrunk.";
  return `A customer at an instant is who bought in the ${window ?? 0} days before it; they are worth what they paid in those days. Who buys again after longer is returned.`;
}
