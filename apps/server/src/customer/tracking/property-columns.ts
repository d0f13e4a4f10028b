import { finite, type Properties } from "../ingest/columns.ts";
import type { EventRow } from "../ingest/event-row.ts";
import type { PropertyType } from "./words.ts";

/**
 * Properties that become columns of the row, with the type they have there. A plan speaks of them as the row has them: a stage by its
 * id, an amount by whichever of its names it came.
 */
export const PROPERTY_COLUMNS = {
  stage: "word",
  channel: "word",
  segment: "word",
  owner: "word",
  resource: "word",
  unit: "word",
  kind: "word",
  comment: "word",
  amount: "money",
  quantity: "number",
  score: "number",
} as const satisfies Partial<Record<keyof EventRow, PropertyType>>;
export type PropertyColumn = keyof typeof PROPERTY_COLUMNS;

/** What belongs to another property or says whose the event is: nothing of it is new where it comes. */
export const UNASKED: ReadonlySet<string> = new Set([
  "case",
  "currency",
  "scale",
  "userId",
  "anonymousId",
  "__proto__",
  "constructor",
  "prototype",
]);

export function columnOf(name: string): PropertyColumn | null {
  return Object.hasOwn(PROPERTY_COLUMNS, name) ? (name as PropertyColumn) : null; // its own name, as asked just now
}

const ALIASES = ["revenue", "total", "value"] as const;

export function isAlias(name: string): boolean {
  return (ALIASES as readonly string[]).includes(name);
}

/** Under which name an event without `amount` tells its amount: the first that is a number; null where none is. */
export function amountIn(properties: Properties): string | null {
  if (properties["amount"] !== undefined && properties["amount"] !== null) return "amount";
  return ALIASES.find((name) => !Number.isNaN(finite(properties[name]))) ?? null;
}
