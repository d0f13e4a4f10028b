import type { Scan, ScanQuery } from "../../platform/events/contract.ts";
import { isTime } from "./compile-plan.ts";
import { PROPERTY_COLUMNS, type PropertyColumn } from "./property-columns.ts";
import type { PropertyType } from "./words.ts";

/** What has to be read of rows to see how their source speaks. */
export const LOOKED_AT = {
  words: ["activity", "stage", "channel", "segment", "owner", "resource", "unit", "kind"],
  numbers: ["time", "amount", "quantity", "score"],
  codes: ["customer", "comment"],
  texts: ["traits"],
} as const satisfies Partial<ScanQuery>;
export type Rows = Pick<Scan, "length" | "words" | "numbers" | "codes" | "texts">;

/** How often something came, and when it happened first and last, UTC ms. */
export interface Seen {
  n: number;
  first: number;
  last: number;
}
export interface SeenValue extends Seen {
  /** Opaque numbers of those it was told of: what too few have is not shown. */
  readonly customers: Set<number>;
}
export interface SeenProperty extends Seen {
  readonly types: Map<PropertyType, Seen>;
  /** Null once it has too many different ones to be an enumeration. */
  values: Map<string, SeenValue> | null;
}
export interface SeenEvent extends Seen {
  /** UTC days on which it happened: what comes by the hundred once in a while has few. */
  readonly days: Set<number>;
  readonly properties: Map<string, SeenProperty>;
}
/** How a source spoke: its events with their properties, by name. */
export interface Observation {
  readonly rows: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly events: ReadonlyMap<string, SeenEvent>;
}

const DAY_MS = 86_400_000;
const MOST_VALUES = 50;
const MOST_VALUE = 200;
/** Properties of one event that are looked at: who sends ids as names of properties sends a new one each time. */
const MOST_PROPERTIES = 500;

const COLUMNS = Object.keys(PROPERTY_COLUMNS) as readonly PropertyColumn[]; // its own names
const WORDS = LOOKED_AT.words.filter((word): word is Exclude<typeof word, "activity"> => word !== "activity");

/** Looks at rows of one source in any order. */
export function observe(rows: Rows): Observation {
  const events = new Map<string, SeenEvent>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < rows.length; i += 1) {
    const time = rows.numbers.time?.[i] ?? Number.NaN;
    const name = wordAt(rows, "activity", i);
    if (Number.isNaN(time) || name === null) continue;
    [from, to] = [Math.min(from, time), Math.max(to, time)];
    const event = into(events, name, time, () => ({ days: new Set<number>(), properties: new Map<string, SeenProperty>() }));
    event.days.add(Math.floor(time / DAY_MS));
    const customer = rows.codes.customer?.[i] ?? -1;
    const told = (property: string, type: PropertyType, value: string | null) =>
      note(event, property, { type, value, time, customer, values: property !== "comment" });
    for (const word of WORDS) {
      const value = wordAt(rows, word, i);
      if (value !== null) told(word, "word", value);
    }
    for (const column of COLUMNS) {
      if (column !== "amount" && column !== "quantity" && column !== "score") continue;
      if (!Number.isNaN(rows.numbers[column]?.[i] ?? Number.NaN)) told(column, PROPERTY_COLUMNS[column], null);
    }
    if ((rows.codes.comment?.[i] ?? -1) >= 0) told("comment", "word", null);
    for (const [property, value] of Object.entries(traitsAt(rows, i))) {
      if (value !== null) told(property, typeOf(value), typeof value === "string" ? value : null);
    }
  }
  const rowsSeen = [...events.values()].reduce((sum, { n }) => sum + n, 0);
  return { rows: rowsSeen, from: rowsSeen === 0 ? null : from, to: rowsSeen === 0 ? null : to, events };
}

/** The type all of them have; `any` where they differ. A time among words is a word. */
export function typeOfAll({ types }: SeenProperty): PropertyType {
  const [only = "any", ...more] = types.keys();
  if (more.length === 0) return only;
  return [...types.keys()].every((type) => type === "word" || type === "time") ? "word" : "any";
}

/** Often enough, with few values that come again and again. */
export function isEnumeration(property: SeenProperty): property is SeenProperty & { values: Map<string, SeenValue> } {
  const { values, n } = property;
  return values !== null && typeOfAll(property) === "word" && values.size > 0 && n >= 50 && values.size <= Math.min(20, n / 10);
}

interface One {
  readonly type: PropertyType;
  readonly value: string | null;
  readonly time: number;
  readonly customer: number;
  /** Whether single values are looked at. */
  readonly values: boolean;
}

function note(event: SeenEvent, name: string, { type, value, time, customer, values }: One): void {
  if (event.properties.size >= MOST_PROPERTIES && !event.properties.has(name)) return;
  const property = into(event.properties, name, time, () => ({
    types: new Map<PropertyType, Seen>(),
    values: values ? new Map<string, SeenValue>() : null,
  }));
  into(property.types, type, time, () => ({}));
  if (property.values === null || value === null) return;
  if (value.length > MOST_VALUE || (property.values.size >= MOST_VALUES && !property.values.has(value))) property.values = null;
  else into(property.values, value, time, () => ({ customers: new Set<number>() })).customers.add(customer);
}

/** The entry of a key, which came once more at this time. */
function into<K, V extends Seen>(map: Map<K, V>, key: K, time: number, fresh: () => Omit<V, keyof Seen>): V {
  let seen = map.get(key);
  if (seen === undefined) {
    seen = { ...fresh(), n: 0, first: time, last: time } as V; // V is what `fresh` makes, with the three numbers
    map.set(key, seen);
  }
  seen.n += 1;
  if (time < seen.first) seen.first = time;
  if (time > seen.last) seen.last = time;
  return seen;
}

function wordAt({ words }: Rows, word: (typeof LOOKED_AT.words)[number], i: number): string | null {
  const column = words[word];
  return column?.dictionary[column.codes[i] ?? -1] ?? null;
}

function traitsAt({ texts }: Rows, i: number): Readonly<Record<string, unknown>> {
  const text = texts.traits?.[i] ?? null;
  return text === null ? {} : (JSON.parse(text) as Record<string, unknown>); // an object, written by readColumns
}

function typeOf(value: unknown): PropertyType {
  switch (typeof value) {
    case "string":
      return isTime(value) ? "time" : "word";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "structure";
  }
}
