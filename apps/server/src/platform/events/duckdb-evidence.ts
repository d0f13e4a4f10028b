import { BOOLEAN, DOUBLE, DuckDBDataChunk, type DuckDBConnection, INTEGER, VARCHAR } from "@duckdb/node-api";
import type { Evidence, EvidenceQuery } from "./contract.ts";
import { CHUNK } from "./duckdb-columns.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/** What speaks for links: kept whole, so that a decision about one pair needs no other. */

const TYPES = [INTEGER, INTEGER, INTEGER, VARCHAR, INTEGER, VARCHAR, DOUBLE, VARCHAR, BOOLEAN];

export async function keepEvidence(
  writer: Writer,
  words: Words,
  world: string,
  { evidence, without }: { readonly evidence: AsyncIterable<readonly Evidence[]>; readonly without: (of: Evidence) => boolean },
): Promise<void> {
  const code = words.code(world);
  await writer.run(`DELETE FROM evidence WHERE world = ${code}`);
  await writer.append("evidence", async (appender) => {
    for await (const told of evidence) {
      const some = told.filter((one) => !without(one));
      for (let from = 0; from < some.length; from += CHUNK) {
        const rows = some.slice(from, from + CHUNK);
        const chunk = DuckDBDataChunk.create(TYPES, rows.length);
        chunk.setColumns([
          rows.map(() => code),
          rows.map(({ group }) => group),
          rows.map(({ a }) => words.code(a.source)),
          rows.map(({ a }) => a.told),
          rows.map(({ b }) => words.code(b.source)),
          rows.map(({ b }) => b.told),
          rows.map(({ bits }) => bits),
          rows.map(({ reasons }) => reasons),
          rows.map(({ open }) => open),
        ]);
        appender.appendDataChunk(chunk);
      }
    }
  });
}

export async function readEvidence(
  connection: DuckDBConnection,
  words: Words,
  { world, told, open, limit }: EvidenceQuery,
): Promise<Evidence[]> {
  const code = words.find(world);
  if (code === null || told?.length === 0) return [];
  const names = told?.map((_, i) => `$${i + 1}`).join(", ");
  const among =
    names === undefined
      ? ""
      : ` AND "group" IN (SELECT "group" FROM evidence WHERE world = ${code} AND (a IN (${names}) OR b IN (${names})))`;
  const sql = `SELECT a_source, a, b_source, b, bits, reasons, "group", open FROM evidence WHERE world = ${code}${among}
    ${open === true ? "AND open ORDER BY" : 'ORDER BY "group",'} bits DESC, a, b, a_source, b_source${limit === undefined ? "" : ` LIMIT ${Math.trunc(limit)}`}`;
  const rows = (await connection.runAndReadAll(sql, told === undefined ? [] : [...told])).getRows();
  return rows.map((row) => ({
    a: { source: words.text(Number(row[0])), told: String(row[1]) },
    b: { source: words.text(Number(row[2])), told: String(row[3]) },
    bits: Number(row[4]),
    reasons: String(row[5]),
    group: Number(row[6]),
    open: row[7] === true,
  }));
}
