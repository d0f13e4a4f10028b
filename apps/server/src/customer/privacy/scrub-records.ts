import { marksOf, type Marks, withoutMarks } from "../../platform/erasures/marks.ts";
import { nameOf, quoted, readTables } from "../../platform/backup/catalogue.ts";
import type { Query } from "../../platform/records/contract.ts";

/** Tables that say who works here and what they did: the audit trail holds tokens instead of people, and is only looked through. */
const NOT_SCRUBBED: ReadonlySet<string> = new Set(
  "user session account verification setup_token member invitation api_key installation audit_entry audit_head erasure erasure_work".split(
    " ",
  ),
);
/** Columns that hold a source's own name of a customer. A row that has one of theirs is theirs. */
const NAMES_CUSTOMER: ReadonlySet<string> = new Set(["customer", "customer_id", "subject", "told", "told_a", "told_b"]);
/** Rows that are worth nothing without what they quote: one that names the person goes whole. */
const QUOTES: ReadonlySet<string> = new Set(["dead_letter", "kept_answer"]);
/** One of a list, which travels as JSON: that is written the same for both drivers. */
const AMONG = "= ANY(ARRAY(SELECT jsonb_array_elements_text($1::text::jsonb)))";
const TEXTS = /^(?:text|character varying|jsonb?)$/;

export interface Scrub {
  readonly world: string;
  readonly names: readonly string[];
  readonly marks: readonly string[];
}
export interface Scrubbed {
  /** Rows that went or were cleaned, by table. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly remaining: number;
}

/**
 * Takes a person out of every table of the records, those of other slices and of later versions too: what names a customer in a column
 * made for it goes by the name, everything else by what means them wherever it stands. Runs in the transaction of its step.
 */
export async function scrubRecords(query: Query, who: Scrub): Promise<Scrubbed> {
  const marks = marksOf(who.marks);
  const deleted: Record<string, number> = {};
  let remaining = 0;
  for (const table of await readTables(query)) {
    if (table.schema !== "public" || NOT_SCRUBBED.has(table.name)) continue;
    const texts = table.columns.filter(({ type }) => TEXTS.test(type));
    const inWorld = table.columns.some(({ name }) => name === "world") ? ` AND "world" = '${who.world}'` : "";
    const theirs = texts.filter(({ name, type }) => NAMES_CUSTOMER.has(name) && !type.startsWith("json")).map(({ name }) => name);
    let gone = 0;
    for (const column of theirs) gone += await forgetNamed(query, { table, column, names: who.names, inWorld });
    if (marks !== null)
      for (const { name, type } of texts) gone += await clean(query, { table, column: name, json: type.startsWith("json"), marks });
    if (gone > 0) deleted[table.name] = gone;
    for (const column of theirs)
      remaining += await count(query, `${nameOf(table)} WHERE ${quoted(column)} ${AMONG}${inWorld}`, [JSON.stringify(who.names)]);
    if (marks !== null)
      for (const { name, type } of texts)
        remaining += (await found(query, { table, column: name, json: type.startsWith("json"), marks })).length;
  }
  return { deleted, remaining };
}

interface Place {
  readonly table: { readonly schema: string; readonly name: string };
  readonly column: string;
}

async function forgetNamed(
  query: Query,
  { table, column, names, inWorld }: Place & { readonly names: readonly string[]; readonly inWorld: string },
): Promise<number> {
  const where = `${quoted(column)} ${AMONG}${inWorld}`;
  const list = JSON.stringify(names);
  // The key is destroyed, and the row stays so that what it encrypted counts as forgotten, not as lost.
  if (table.name === "log_key")
    return (
      await query(
        `UPDATE log_key SET "key" = NULL, destroyed_at = now(), subject = 'erased ' || id::text WHERE ${where} AND subject <> '' RETURNING 1`,
        [list],
      )
    ).length;
  // Somebody who works here stays, and is nobody's customer any more.
  if (table.name === "person") return (await query(`UPDATE person SET ${quoted(column)} = NULL WHERE ${where} RETURNING 1`, [list])).length;
  return (await query(`DELETE FROM ${nameOf(table)} WHERE ${where} RETURNING 1`, [list])).length;
}

interface Text extends Place {
  readonly json: boolean;
  readonly marks: Marks;
}

/** Rows whose text names the person, the edges of words looked at. The database narrows them down, it decides nothing. */
async function found(query: Query, { table, column, marks }: Text): Promise<{ row: string; text: string }[]> {
  const rows = await query(
    `SELECT ctid::text AS row, ${quoted(column)}::text AS text FROM ${nameOf(table)} WHERE ${quoted(column)}::text ~* $1`,
    [marks.pattern],
  );
  return rows.flatMap(({ row, text }) => (marks.finds(String(text)) ? [{ row: String(row), text: String(text) }] : []));
}

async function clean(query: Query, place: Text): Promise<number> {
  const { table, column, json, marks } = place;
  const rows = await found(query, place);
  for (const { row, text } of rows) {
    if (QUOTES.has(table.name)) {
      await query(`DELETE FROM ${nameOf(table)} WHERE ctid = $1::text::tid`, [row]);
      continue;
    }
    const value = json ? JSON.stringify(withoutMarks(JSON.parse(text), marks).value) : marks.without(text);
    const as = json ? "$1::text::jsonb" : "$1::text";
    await query(`UPDATE ${nameOf(table)} SET ${quoted(column)} = ${as} WHERE ctid = $2::text::tid`, [value, row]);
  }
  return rows.length;
}

async function count(query: Query, from: string, values: unknown[]): Promise<number> {
  return Number((await query(`SELECT count(*)::int AS n FROM ${from}`, values))[0]?.["n"]);
}
