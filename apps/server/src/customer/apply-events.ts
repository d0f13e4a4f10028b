import type { ApplyMany } from "../platform/events/applier.ts";
import { type NumberColumn, type People, PERSONAL, type Rows, type Text, type Word } from "../platform/events/contract.ts";
import { type EventRow, readRow } from "./ingest/event-row.ts";
import { groupBy } from "./ingest/group-by.ts";

/** What the event store notes as the import of rows that came in no file. */
export const LIVE = "live";

const WORD_COLUMNS = [
  "activity",
  "stage",
  "channel",
  "owner",
  "segment",
  "resource",
  "unit",
  "kind",
  "scale",
  "currency",
] as const satisfies readonly Word[];
const TEXT_COLUMNS = ["customer", "case", "respondent", "comment", "traits"] as const satisfies readonly Text[];
const NUMBER_COLUMNS = ["time", "amount", "quantity", "score", "points"] as const satisfies readonly NumberColumn[];

/** Applies events that came one by one: many records at a time, in their order. Runs in the owner thread. */
export const applyEvents = {
  many: async ({ apply, records }) => {
    const rows = records.flatMap(({ header, payload }) =>
      payload === null ? [] : [{ source: header.source, id: header.messageId, row: readRow(payload.toString()) }],
    );
    // One append for each source and stream: what a source told first stays in front.
    const groups = groupBy(rows, ({ source, row }) => `${row.stream} ${source}`);
    for (const group of groups.values()) {
      const first = group[0];
      if (first === undefined) continue;
      const stamp = { stream: first.row.stream, source: first.source, import: LIVE, world: "own" };
      await apply.append(stamp, toRows(group));
      const people = toPeople(group);
      if (people.customer.length > 0) await apply.people(stamp, people);
    }
  },
} satisfies ApplyMany;

function toPeople(told: readonly { row: EventRow }[]): People {
  const said = told.flatMap(({ row }) => (row.person === null ? [] : [{ customer: row.customer, person: row.person }]));
  return {
    customer: said.map(({ customer }) => customer),
    columns: Object.fromEntries(PERSONAL.map((field) => [field, said.map(({ person }) => person[field] ?? null)])),
    onlyNews: true,
  };
}

function toRows(told: readonly { id: string; row: EventRow }[]): Rows {
  const column = <K extends keyof EventRow>(name: K) => told.map(({ row }) => row[name]);
  return {
    length: told.length,
    words: Object.fromEntries(WORD_COLUMNS.map((name) => [name, column(name)])),
    texts: { ...Object.fromEntries(TEXT_COLUMNS.map((name) => [name, column(name)])), id: told.map(({ id }) => id) },
    numbers: Object.fromEntries(NUMBER_COLUMNS.map((name) => [name, Float64Array.from(told, ({ row }) => row[name] ?? Number.NaN)])),
  };
}
