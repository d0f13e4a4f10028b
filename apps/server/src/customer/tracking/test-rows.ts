import type { Coded } from "../../platform/events/contract.ts";
import type { EventRow } from "../ingest/event-row.ts";
import { judge } from "../ingest/judge.ts";
import { LOOKED_AT, type Rows } from "./observe.ts";

export const NOON = Date.parse("2026-11-20T12:00:00Z");
const LATER = Date.parse("2027-11-20T12:00:00Z");

/** A tracked event as the door reads it. @throws where it is refused */
export function rowOfTrack(event: string, properties: object, { at = NOON, userId = "ada" } = {}): EventRow {
  const content = { userId, event, properties, timestamp: new Date(at).toISOString() };
  const dimensions = { currency: "EUR", stage: lower, channel: lower, segment: lower };
  const [receivedAt, now] = [LATER, LATER];
  const arrival = { receivedAt, now, sentAt: Number.NaN };
  const told = { verb: "track", content, messageId: "m", badId: null };
  const { row, refusal } = judge({ told, arrival, dimensions, admit: () => undefined, plan: null });
  if (row === null) throw refusal;
  return row;
}
const lower = (name: string) => name.toLowerCase();

/** Rows as the event store hands them out. */
export function scanned(rows: readonly EventRow[]): Rows {
  return {
    length: rows.length,
    words: Object.fromEntries(LOOKED_AT.words.map((name) => [name, coded(rows.map((row) => row[name]))])),
    numbers: Object.fromEntries(LOOKED_AT.numbers.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)])),
    codes: Object.fromEntries(LOOKED_AT.codes.map((name) => [name, coded(rows.map((row) => row[name])).codes])),
    texts: { traits: rows.map(({ traits }) => traits) },
  };
}

function coded(values: readonly (string | null)[]): Coded {
  const dictionary = [...new Set(values)].filter((value) => value !== null);
  return { codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))), dictionary };
}
