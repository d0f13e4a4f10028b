import { DuckDBDataChunk, INTEGER, VARCHAR } from "@duckdb/node-api";
import type { Filter, People, PeopleQuery, PersonRecord, Stamp } from "./contract.ts";
import { PERSONAL } from "./contract.ts";
import { CHUNK, createCursor } from "./duckdb-columns.ts";
import { mayBe, type Reading } from "./duckdb-consents.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/** Who customers are, apart from what happened to them. */

const TYPES = [INTEGER, INTEGER, INTEGER, INTEGER, VARCHAR, ...PERSONAL.map(() => VARCHAR)];
/** What a withdrawal can name of these rows; one that asks for more speaks of what happened. */
const NAMED: ReadonlySet<string> = new Set(["import", "source", "world"]);

export async function appendPeople(writer: Writer, words: Words, stamp: Stamp, told: People): Promise<void> {
  const { customer, columns } = told.onlyNews === true ? lastOfEach(told) : told;
  const [ofImport, source, world] = [words.code(stamp.import), words.code(stamp.source), words.code(stamp.world)];
  const first = Number(
    (
      await writer.rows(`SELECT coalesce(max(ordinal) + 1, 0)::INTEGER FROM people WHERE "source" = ${source} AND world = ${world}`)
    )[0]?.[0] ?? 0,
  );
  await writer.append("people", (appender) => {
    for (let from = 0; from < customer.length; from += CHUNK) {
      const n = Math.min(CHUNK, customer.length - from);
      const chunk = DuckDBDataChunk.create(TYPES, n);
      const cursor = createCursor(chunk, n);
      for (const code of [ofImport, source, world]) cursor.integers(() => code);
      cursor.integers((i) => first + from + i);
      cursor.texts(customer, from);
      for (const field of PERSONAL) cursor.texts(columns[field], from);
      appender.appendDataChunk(chunk);
    }
  });
  if (told.onlyNews === true) await dropRepeats(writer, `"source" = ${source} AND world = ${world}`, first);
}

/** One row for each customer: a later value stands above an earlier one. */
function lastOfEach({ customer, columns }: People): People {
  const rows = new Map<string, number[]>();
  customer.forEach((name, i) => {
    const own = rows.get(name);
    if (own === undefined) rows.set(name, [i]);
    else own.push(i);
  });
  const all = [...rows.values()];
  const last = (column: readonly (string | null)[]) =>
    all.map((own) => own.map((i) => column[i] ?? null).findLast((text) => text !== null) ?? null);
  return {
    customer: [...rows.keys()],
    columns: Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, last(column)])),
  };
}

/** Takes out rows from an ordinal on in which every value is the one told last before. */
async function dropRepeats(writer: Writer, theirs: string, first: number): Promise<void> {
  const newest = PERSONAL.map((field) => `arg_max("${field}", ordinal) FILTER ("${field}" IS NOT NULL) AS "${field}"`).join(", ");
  const same = PERSONAL.map((field) => `(a."${field}" IS NULL OR a."${field}" = b."${field}")`).join(" AND ");
  const fresh = `SELECT * FROM people WHERE ${theirs} AND ordinal >= ${first}`;
  await writer.run(`DELETE FROM people WHERE ${theirs} AND ordinal IN (SELECT a.ordinal FROM (${fresh}) a JOIN (
      SELECT told, ${newest} FROM people WHERE ${theirs} AND ordinal < ${first} AND told IN (SELECT told FROM (${fresh})) GROUP BY told) b
    ON a.told = b.told AND ${same})`);
}

/** True where a whole world went, and its links with it. */
export async function withdrawPeople(writer: Writer, words: Words, filter: Filter): Promise<boolean> {
  const asked = Object.entries(filter);
  if (asked.length === 0 || asked.some(([column, value]) => !NAMED.has(column) || typeof value !== "string")) return false;
  const clause = asked.map(([column, value]) => `"${column}" = ${words.find(String(value)) ?? -1}`).join(" AND ");
  await writer.run(`DELETE FROM people WHERE ${clause}`);
  const whole = asked.length === 1 && filter.world !== undefined;
  if (whole) await writer.run(`DELETE FROM links WHERE ${clause}; DELETE FROM evidence WHERE ${clause}`);
  return whole;
}

/** The newest value of each field that a source gave of somebody. */
export async function readPeople(
  { connection, words, standings }: Reading,
  { world, told, every, sharing, within, use }: PeopleQuery,
): Promise<PersonRecord[]> {
  const code = words.find(world);
  if (code === null || told?.length === 0 || within?.names.length === 0) return [];
  const values: string[] = [];
  const list = (texts: readonly string[]) => (texts.length === 0 ? "NULL" : texts.map((text) => `$${values.push(text)}`).join(", "));
  const conditions = [
    ...(told === undefined ? [] : [`told IN (${list(told)})`]),
    ...(within === undefined ? [] : [`"${within.field}" IN (${list(within.names)})`]),
    ...(sharing === undefined
      ? []
      : [
          `(lower(trim(email)) IN (${list(sharing.emails)}) OR regexp_replace(phone, '\\D', '', 'g') IN (${list(sharing.phones)})
            OR lower(trim(name)) IN (${list(sharing.names)}) OR lower(concat_ws(' ', given, family)) IN (${list(sharing.names)}))`,
        ]),
  ];
  const may = use === undefined ? null : mayBe(standings, use, { world: code, worldColumn: "people.world", customer: "people.told" });
  if (may !== null) conditions.push(may);
  const among = conditions.map((condition) => ` AND ${condition}`).join("");
  const newest = PERSONAL.map((field) => `arg_max("${field}", ordinal) FILTER ("${field}" IS NOT NULL)`).join(", ");
  const from = `FROM people WHERE world = ${code}${among}`;
  const sql =
    every === true
      ? `SELECT "source", told, ${PERSONAL.map((field) => `"${field}"`).join(", ")} ${from} ORDER BY "source", told, ordinal`
      : `SELECT "source", told, ${newest} ${from} GROUP BY "source", told ORDER BY "source", told`;
  const result = await connection.stream(sql, values);
  const people: PersonRecord[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const row of chunk.getRows()) {
      const values: Partial<Record<(typeof PERSONAL)[number], string>> = {};
      PERSONAL.forEach((field, i) => {
        const value = row[i + 2];
        if (typeof value === "string") values[field] = value;
      });
      people.push({ source: words.text(Number(row[0])), told: String(row[1]), values });
    }
  }
  return people;
}
