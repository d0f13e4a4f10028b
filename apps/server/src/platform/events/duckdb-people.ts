import { DuckDBDataChunk, type DuckDBConnection, INTEGER, VARCHAR } from "@duckdb/node-api";
import type { Coded, Filter, LinksQuery, People, PeopleQuery, PersonRecord, Stamp } from "./contract.ts";
import { PERSONAL } from "./contract.ts";
import { CHUNK, createCursor } from "./duckdb-columns.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/** Who customers are, and which names of sources stand for which customer. */

const TYPES = [INTEGER, INTEGER, INTEGER, INTEGER, VARCHAR, ...PERSONAL.map(() => VARCHAR)];
/** What a withdrawal can name of these rows; one that asks for more speaks of what happened. */
const NAMED: ReadonlySet<string> = new Set(["import", "source", "world"]);

/** World code → a source's name → the customer it stands for. */
export type Links = Map<number, Map<string, string>>;

export async function readLinks(writer: Writer): Promise<Links> {
  const links: Links = new Map();
  for (const [world, told, customer] of await writer.rows("SELECT world, told, customer FROM links")) {
    const of = links.get(Number(world)) ?? new Map<string, string>();
    links.set(Number(world), of.set(String(told), String(customer)));
  }
  return links;
}

export async function appendPeople(writer: Writer, words: Words, stamp: Stamp, { customer, columns }: People): Promise<void> {
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

/** Writes what changes, on the rows that are there too. */
export async function changeLinks(
  writer: Writer,
  world: number,
  links: readonly (readonly [told: string, customer: string])[],
): Promise<void> {
  await writer.run("CREATE OR REPLACE TEMP TABLE changed (told VARCHAR, customer VARCHAR)");
  await writer.append("changed", (appender) => {
    for (const [told, customer] of links) {
      appender.appendVarchar(told);
      appender.appendVarchar(customer);
      appender.endRow();
    }
  });
  await writer.run(`DELETE FROM links WHERE world = ${world} AND told IN (SELECT told FROM changed)`);
  await writer.run(`INSERT INTO links SELECT ${world}, told, customer FROM changed WHERE told <> customer`);
  await writer.run(`UPDATE facts SET customer = c.customer, told = CASE WHEN c.told = c.customer THEN NULL ELSE c.told END
    FROM changed c WHERE facts.world = ${world} AND c.told = coalesce(facts.told, facts.customer)`);
  await writer.run("DROP TABLE changed");
}

/** The customers of rows as they are written, and the names they came with where those are others. */
export function resolved(
  links: ReadonlyMap<string, string> | undefined,
  told: readonly (string | null)[] | Coded | undefined,
): { customer: readonly (string | null)[] | Coded | undefined; told: readonly (string | null)[] | Coded | undefined } {
  if (links === undefined || links.size === 0 || told === undefined) return { customer: told, told: undefined };
  if ("dictionary" in told) {
    const linked = told.dictionary.map((name) => links.has(name));
    return {
      customer: { codes: told.codes, dictionary: told.dictionary.map((name) => links.get(name) ?? name) },
      told: { codes: told.codes.map((code) => (linked[code] === true ? code : -1)), dictionary: told.dictionary },
    };
  }
  return {
    customer: told.map((name) => (name === null ? null : (links.get(name) ?? name))),
    told: told.map((name) => (name !== null && links.has(name) ? name : null)),
  };
}

/** The newest value of each field that a source gave of somebody. */
export async function readPeople(
  connection: DuckDBConnection,
  words: Words,
  { world, told, every, sharing }: PeopleQuery,
): Promise<PersonRecord[]> {
  const code = words.find(world);
  if (code === null || told?.length === 0) return [];
  const values: string[] = [];
  const list = (texts: readonly string[]) => (texts.length === 0 ? "NULL" : texts.map((text) => `$${values.push(text)}`).join(", "));
  const conditions = [
    ...(told === undefined ? [] : [`told IN (${list(told)})`]),
    ...(sharing === undefined
      ? []
      : [
          `(lower(trim(email)) IN (${list(sharing.emails)}) OR regexp_replace(phone, '\\D', '', 'g') IN (${list(sharing.phones)})
            OR lower(trim(name)) IN (${list(sharing.names)}) OR lower(concat_ws(' ', given, family)) IN (${list(sharing.names)}))`,
        ]),
  ];
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

export async function readLinksOf(connection: DuckDBConnection, words: Words, { world, told, customer }: LinksQuery) {
  const code = words.find(world);
  if (code === null || told?.length === 0) return [];
  const values = [...(told ?? []), ...(customer === undefined ? [] : [customer])];
  const among = told === undefined ? "" : ` AND told IN (${told.map((_, i) => `$${i + 1}`).join(", ")})`;
  const to = customer === undefined ? "" : ` AND customer = $${values.length}`;
  const rows = (
    await connection.runAndReadAll(`SELECT told, customer FROM links WHERE world = ${code}${among}${to} ORDER BY told`, values)
  ).getRows();
  return rows.map((row) => [String(row[0]), String(row[1])] as const);
}
