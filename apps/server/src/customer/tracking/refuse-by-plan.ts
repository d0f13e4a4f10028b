import { Refusal } from "../ingest/refusal.ts";
import { type CompiledPlan, isBlocked, type Violation } from "./compile-plan.ts";

/** Why a plan blocks an event; null where it does not. */
export function refusalByPlan(plan: CompiledPlan | null, against: readonly Violation[]): Refusal | null {
  return plan !== null && isBlocked(plan, against) ? new Refusal("against-plan", sentenceOf(against)) : null;
}

/** What is against the plan in words, by the names of properties and never by what they say. */
export function sentenceOf(against: readonly Violation[]): string {
  const [first, ...more] = against;
  if (first === undefined) return "";
  const name = (first.property ?? "").slice(0, 80);
  const sentence = {
    "unexpected-event": "The tracking plan of its source has no event of this name.",
    "unexpected-property": `Its tracking plan has no property ${name}.`,
    "missing-property": `The property ${name} is missing, which its tracking plan asks for.`,
    "wrong-type": `The property ${name} is of another type than its tracking plan says.`,
    "unexpected-value": `The property ${name} has a value its tracking plan does not allow.`,
  }[first.kind];
  return more.length === 0 ? sentence : `${sentence} And ${more.length} more.`;
}
