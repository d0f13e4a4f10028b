import { CounterseatError } from "../errors.ts";
import type { Query } from "../records/contract.ts";
import { type ForeignKey, nameOf, readForeignKeys, readTables, type Table } from "./catalogue.ts";
import { damaged } from "./format.ts";
import type { Manifest } from "./manifest.ts";
import { contentOf, countContent, settleText, writeLines } from "./row-text.ts";

const LINES_AT_ONCE = 1000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** What is known of the tables being filled, between `prepareTables` and `completeTables`. */
export interface Filling {
  readonly constraints: readonly ForeignKey[];
  readonly tables: readonly Table[];
}

/**
 * Empties the tables a migration filled and takes off what would stand in the way of rows in any order: foreign keys
 * (put back, and so checked, at the end) and triggers. Inside the transaction that also fills them.
 * @throws invalid when the backup's tables are not those of its own migrations
 */
export async function prepareTables(query: Query, manifest: Manifest): Promise<Filling> {
  await settleText(query);
  const tables = await readTables(query);
  if (shapeOf(tables) !== shapeOf(manifest.tables)) {
    throw new CounterseatError("invalid", "The tables in this backup are not the ones its schema has.", {
      fix: "Restore it with the version of Counterseat that wrote it.",
    });
  }
  const constraints = await readForeignKeys(query);
  for (const { table, name } of constraints) await query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const table of tables) await query(`ALTER TABLE ${nameOf(table)} DISABLE TRIGGER USER`);
  if (tables.length > 0) await query(`TRUNCATE ${tables.map(nameOf).join(", ")}`);
  return { constraints, tables };
}

/** Fills one table from its entry. */
export async function fillTable(query: Query, table: Manifest["tables"][number], content: AsyncIterable<Buffer>): Promise<void> {
  const counted = countContent();
  let lines: string[] = [];
  let bytes = 0;
  async function write(): Promise<void> {
    counted.add(lines);
    if (lines.length > 0) await writeLines(query, table, lines);
    lines = [];
    bytes = 0;
  }
  for await (const line of linesOf(content)) {
    lines.push(line);
    bytes += line.length;
    if (lines.length >= LINES_AT_ONCE || bytes >= BYTES_AT_ONCE) await write();
  }
  await write();
  const { rows, checksum } = counted.content();
  if (rows !== table.rows || checksum !== table.checksum) throw damaged(`the rows of ${table.name} are not those it was written with`);
}

/** Puts constraints, triggers and counters back, then reads every table again and compares it with the backup. */
export async function completeTables(query: Query, filling: Filling, manifest: Manifest): Promise<void> {
  for (const { table, name, definition } of filling.constraints) await query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  for (const table of filling.tables) await query(`ALTER TABLE ${nameOf(table)} ENABLE TRIGGER USER`);
  for (const sequence of manifest.sequences)
    if (sequence.last !== null) await query(`SELECT setval($1::text::regclass, $2::text::bigint, true)`, [nameOf(sequence), sequence.last]);
  const other = await findOther(query, manifest);
  if (other !== null) throw new Error(`the database gave back other rows of ${other} than were put into it`);
}

/** Whether a database holds exactly the tables and rows of a backup. */
export async function holdsContent(query: Query, manifest: Manifest): Promise<boolean> {
  await settleText(query);
  return shapeOf(await readTables(query)) === shapeOf(manifest.tables) && (await findOther(query, manifest)) === null;
}

/** The first table whose content is not the backup's. */
async function findOther(query: Query, manifest: Manifest): Promise<string | null> {
  for (const table of manifest.tables) {
    const found = await contentOf(query, table);
    if (found.rows !== table.rows || found.checksum !== table.checksum) return table.name;
  }
  return null;
}

function shapeOf(tables: readonly Table[]): string {
  return JSON.stringify(tables.map(({ schema, name, columns }) => [schema, name, columns.map((c) => [c.name, c.type])]));
}

async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of content) {
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let from = 0;
    for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, at).toString();
      from = at + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) throw damaged("a row is cut off");
}
