import { surviving, type ValueRecord } from "@counterseat/identity";
import type { PersonalField, PersonRecord } from "../../platform/events/contract.ts";

/** What is believed together: a given name of one source and a family name of another would make somebody new. */
export const LINES = {
  name: ["given", "family", "name"],
  email: ["email"],
  phone: ["phone"],
  address: ["address", "postcode", "city"],
  birth: ["birth"],
  contract: ["contract"],
  account: ["account"],
  through: ["through"],
} as const satisfies Record<string, readonly PersonalField[]>;
export type Line = keyof typeof LINES;
export const LINE_NAMES = Object.keys(LINES) as [Line, ...Line[]]; // the keys of the constant above

/** Whom to believe where sources differ. */
export interface Belief {
  /** Sources, the most trusted first. */
  readonly trust: readonly string[];
  /** Lines in which another source is believed first. */
  readonly believed: Partial<Record<Line, string>>;
}
export interface Survivor {
  readonly line: Line;
  readonly values: PersonRecord["values"];
  readonly source: string;
  readonly told: string;
  /** How many records say something else in this line. */
  readonly otherwise: number;
}

/** Of each line the values that stand: those of the most trusted source that says anything, the newest it said. */
export function survivorsOf(records: readonly PersonRecord[], { trust, believed }: Belief): Survivor[] {
  const named = new Set(trust);
  const unnamed = [...new Set(records.map(({ source }) => source))].filter((source) => !named.has(source)).sort();
  const order = [...trust, ...unnamed];
  return LINE_NAMES.flatMap((line): Survivor[] => {
    const first = believed[line];
    const said = records.map((record, position): ValueRecord => ({
      position,
      at: 0,
      source: record.source,
      values: { line: partOf(record, line) },
    }));
    const rules = {
      trust: first === undefined ? order : [first, ...order.filter((source) => source !== first)],
      properties: {},
      other: { by: ["trusted"] as const },
    };
    const record = records[surviving(said, rules)["line"]?.from.position ?? -1];
    const values = record === undefined ? null : partOf(record, line);
    if (record === undefined || values === null) return [];
    const own = compared(line, values);
    const others = records.map((one) => partOf(one, line)).filter((part) => part !== null && compared(line, part) !== own);
    return [{ line, values, source: record.source, told: record.told, otherwise: others.length }];
  });
}

/** What a record says in a line; null where it says nothing. */
export function partOf({ values }: PersonRecord, line: Line): PersonRecord["values"] | null {
  const part = Object.fromEntries(LINES[line].flatMap((field) => ((values[field] ?? "").trim() === "" ? [] : [[field, values[field]]])));
  return Object.keys(part).length === 0 ? null : part;
}

/** National numbers with and without their country: the last digits are the subscriber's. */
const SUBSCRIBER_DIGITS = 9;

/** Two that are written alike say the same. */
export function compared(line: Line, values: PersonRecord["values"]): string {
  if (line === "phone") return (values.phone ?? "").replaceAll(/\D/g, "").slice(-SUBSCRIBER_DIGITS);
  const { given, family, name } = values;
  const texts =
    line === "name" ? (given === undefined && family === undefined ? [name] : [given, family]) : LINES[line].map((field) => values[field]);
  return texts
    .flatMap((text) => text?.trim().toLowerCase().split(/\s+/) ?? [])
    .filter((word) => word !== "")
    .join(" ");
}
