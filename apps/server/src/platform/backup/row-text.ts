import { hash } from "node:crypto";
import type { Query } from "../records/contract.ts";
import type { Table } from "./catalogue.ts";
import { nameOf, quoted } from "./catalogue.ts";

/**
 * A row as text: a JSON array with one string or null a column, in the order of the columns' names. The text of a value is
 * the database's own (bytes as base64), so nothing passes through a number or date of ours and both drivers write the
 * same: bigint and numeric to the last digit, times to the microsecond.
 */
const LINES_AT_ONCE = 1000;

/** The settings under which a value has exactly one text. For the open transaction only. */
export async function settleText(query: Query): Promise<void> {
  for (const setting of ["timezone = 'UTC'", "datestyle = 'ISO, YMD'", "intervalstyle = 'postgres'", "extra_float_digits = 1"])
    await query(`SET LOCAL ${setting}`);
}

/** Reads a table in pieces, through a cursor of the open transaction. */
export async function* readLines(query: Query, table: Table): AsyncGenerator<readonly string[]> {
  const values = table.columns.map(({ name, type }) =>
    type === "bytea" ? `translate(encode(${quoted(name)}, 'base64'), E'\\n', '')` : `${quoted(name)}::text`,
  );
  await query(
    `DECLARE backup_rows NO SCROLL CURSOR FOR SELECT to_json(ARRAY[${values.join(", ")}]::text[])::text AS line FROM ${nameOf(table)}`,
  );
  for (;;) {
    const rows = await query(`FETCH ${LINES_AT_ONCE} FROM backup_rows`);
    if (rows.length === 0) break;
    yield rows.map((row) => String(row["line"]));
  }
  await query("CLOSE backup_rows");
}

/** Writes lines back. Values are cast by the database, from the same text. */
export async function writeLines(query: Query, table: Table, lines: readonly string[]): Promise<void> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(", ");
  const values = table.columns.map(({ type }, i) => (type === "bytea" ? `decode(r->>${i}, 'base64')` : `(r->>${i})::${type}`));
  // Text first: a driver that learns that the value is JSON would wrap it once more.
  await query(
    `INSERT INTO ${nameOf(table)} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${values.join(", ")} FROM json_array_elements($1::text::json) AS r`,
    [`[${lines.join(",")}]`],
  );
}

export interface Content {
  readonly rows: number;
  readonly checksum: string;
}

/**
 * Row count and checksum of a table's content: the sum of the rows' SHA-256 modulo 2^256, so that the order in which a
 * database happens to hand rows out does not matter while every row, and how often it is there, does.
 */
export function countContent(): { add(lines: readonly string[]): void; content(): Content } {
  let rows = 0;
  let sum = 0n;
  return {
    add(lines) {
      rows += lines.length;
      for (const line of lines) sum += BigInt(`0x${hash("sha256", line, "hex")}`);
      sum &= (1n << 256n) - 1n;
    },
    content: () => ({ rows, checksum: sum.toString(16).padStart(64, "0") }),
  };
}

/** Reads a table through and says what is in it. */
export async function contentOf(query: Query, table: Table): Promise<Content> {
  const counted = countContent();
  for await (const lines of readLines(query, table)) counted.add(lines);
  return counted.content();
}
