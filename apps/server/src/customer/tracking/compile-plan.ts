import type { Properties } from "../ingest/columns.ts";
import type { EventRow } from "../ingest/event-row.ts";
import { amountIn, columnOf, isAlias, UNASKED } from "./property-columns.ts";
import type { ExpectedProperty, Mode, PropertyType, TrackingPlan, ViolationKind } from "./words.ts";

/** What of an event is against its plan: names only, never what the event says. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly event: string;
  readonly property: string | null;
}

/** A plan made ready to be held against thirty thousand events a second: nothing is looked up anywhere else. */
export interface CompiledPlan {
  readonly mode: Mode;
  /** What is against it; empty where nothing is. `properties` as they came, `row` as they were read. */
  check(row: EventRow, properties: Properties): readonly Violation[];
}

interface Expected {
  readonly properties: readonly CompiledProperty[];
  readonly names: ReadonlySet<string>;
}
interface CompiledProperty {
  readonly name: string;
  readonly required: boolean;
  valueOf(row: EventRow, properties: Properties): unknown;
  fits(value: unknown): boolean;
  readonly values: ReadonlySet<unknown> | null;
}

const NOTHING: readonly Violation[] = [];

/** Null where a plan expects nothing: then nothing is held against it. */
export function compilePlan({ mode, events }: Pick<TrackingPlan, "mode" | "events">): CompiledPlan | null {
  if (events.length === 0) return null;
  const byName = new Map<string | null, Expected>(
    events.map(({ name, properties }) => [
      name,
      { properties: properties.map(compileProperty), names: new Set(properties.map((property) => property.name)) },
    ]),
  );
  return {
    mode,
    check(row, properties) {
      // Who somebody is comes in identify and its like; a plan speaks of what happens.
      if (row.stream !== "events") return NOTHING;
      const expected = byName.get(row.activity);
      const event = row.activity ?? "";
      if (expected === undefined) return [{ kind: "unexpected-event", event, property: null }];
      let found: Violation[] | null = null;
      const add = (kind: ViolationKind, property: string) => (found ??= []).push({ kind, event, property });
      for (const property of expected.properties) {
        const value = property.valueOf(row, properties);
        if (value === null || value === undefined) {
          if (property.required) add("missing-property", property.name);
        } else if (!property.fits(value)) add("wrong-type", property.name);
        else if (property.values !== null && !property.values.has(value)) add("unexpected-value", property.name);
      }
      for (const name of Object.keys(properties)) {
        if (expected.names.has(name) || UNASKED.has(name) || properties[name] === null) continue;
        const column = columnOf(name);
        if (column !== null && row[column] === null) continue; // blank text says nothing
        if (isAlias(name) && expected.names.has("amount") && amountIn(properties) === name) continue;
        add("unexpected-property", name);
      }
      return found ?? NOTHING;
    },
  };
}

/** A property more is no reason to refuse an event that is whole without it. */
export function isBlocked(plan: CompiledPlan, found: readonly Violation[]): boolean {
  return plan.mode === "block" && found.some(({ kind }) => kind !== "unexpected-property");
}

function compileProperty({ name, type, required, values }: ExpectedProperty): CompiledProperty {
  const column = columnOf(name);
  return {
    name,
    required,
    valueOf:
      column === null
        ? (_row, properties) => (Object.hasOwn(properties, name) ? properties[name] : null) // not what every object has, such as valueOf
        : (row) => row[column],
    fits: FITS[type],
    values: values === null ? null : new Set(values),
  };
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

export function isTime(value: unknown): boolean {
  return typeof value === "string" && TIME.test(value);
}

const FITS: Readonly<Record<PropertyType, (value: unknown) => boolean>> = {
  word: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  money: (value) => typeof value === "number" || (typeof value === "string" && DECIMAL.test(value.trim())),
  time: isTime,
  boolean: (value) => typeof value === "boolean",
  enumeration: (value) => typeof value === "string",
  structure: (value) => typeof value === "object",
  any: () => true,
};
