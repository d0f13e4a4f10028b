import type { Reason } from "@counterseat/identity";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { keyCells } from "./record-columns.ts";
import type { Cuts } from "./customers-of.ts";

/** What a rule says stands among the reasons of a pair, with the bits it adds or takes, so that all of them still add up. */
export type Rule = "same-key" | "alike-only" | "told-together" | "told-one" | "device-turn";
export type RuledReason = readonly [column: string | null, agreement: Reason["agreement"] | Rule, bits: number];

/** Fewer records than this teach nothing: what is usual stands in, and more is asked of a pair before it is joined by itself. */
export const FEW = 200;
/** Bits beyond the cut of a pair that a rule joins, or passes over. */
const MARGIN = 1;
/** Few people share one of these. */
const TELLING: ReadonlySet<string> = new Set(["email", "phone", "contract", "birth", "address"]);
/** Two systems that hold one of these, once each, mean one customer, if nothing else says otherwise. */
const KEYS = ["email", "contract"] as const;
const SPEAKS_AGAINST: ReadonlySet<string> = new Set(["given", "family", "birth", "email", "contract"]);

/**
 * Rules that stand before what is learned. A key that two sources hold once each joins them. Being alike joins nobody: something that few people
 * share must be the same, and where there are few records two such things, or customers numbered through would be one.
 */
export function ruled(records: readonly PersonRecord[], cuts: Cuts) {
  const once = Object.fromEntries(KEYS.map((key) => [key, heldOnce(records, keyCells(records, key))]));
  const least = records.length < FEW ? 2 : 1;
  return (a: number, b: number, reasons: readonly RuledReason[]): RuledReason[] => {
    const bits = reasons.reduce((sum, [, , one]) => sum + one, 0);
    const equal = new Set(reasons.filter(([, agreement]) => agreement === "equal").map(([column]) => column ?? ""));
    const against = reasons.some(([column, agreement]) => agreement === "different" && SPEAKS_AGAINST.has(column ?? ""));
    const key = KEYS.find((one) => equal.has(one) && once[one]?.(a, b) === true);
    if (key !== undefined && !against) {
      const wanted = cuts.join + MARGIN;
      return bits > cuts.join ? [...reasons] : [...reasons, [null, "same-key", wanted - bits]];
    }
    const telling = [...equal].filter((column) => TELLING.has(column)).length + (equal.has("given") && equal.has("family") ? 1 : 0);
    if (telling >= least || bits <= cuts.ask) return [...reasons];
    return [...reasons, [null, "alike-only", cuts.ask - MARGIN - bits]];
  };
}

/** Whether two records are of two sources, each of which holds the value they share no second time. */
function heldOnce(records: readonly PersonRecord[], cells: readonly string[]): (a: number, b: number) => boolean {
  const held = new Map<string, number>();
  const keyOf = (at: number) => `${records[at]?.source ?? ""}\u0000${cells[at] ?? ""}`;
  cells.forEach((cell, at) => {
    if (cell !== "") held.set(keyOf(at), (held.get(keyOf(at)) ?? 0) + 1);
  });
  return (a, b) => records[a]?.source !== records[b]?.source && held.get(keyOf(a)) === 1 && held.get(keyOf(b)) === 1;
}
