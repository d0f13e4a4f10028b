import type { DuckDBConnection } from "@duckdb/node-api";
import {
  type Applied,
  type Count,
  type CountQuery,
  type DistinctQuery,
  type Refused,
  type Scan,
  type ScanQuery,
  type Text,
  WORDS,
  type Word,
} from "./contract.ts";
import { itemsOf, readColumns } from "./duckdb-columns.ts";
import { factsFor, type Reading } from "./duckdb-consents.ts";
import { where } from "./duckdb-filter.ts";
import type { MessageHash } from "./message-memory.ts";

export async function scan(reading: Reading, query: ScanQuery): Promise<Scan> {
  const { connection, words } = reading;
  const clause = where(query.filter, words);
  const comment = [...(query.codes ?? []), ...(query.texts ?? [])].includes("comment");
  const facts = factsFor(reading, { ...query, comment });
  const opaque = query.codes ?? [];
  const select = [
    ...(query.numbers ?? []).map((c) => `f."${c}"`),
    ...(query.words ?? []).map((c) => `f."${c}"`),
    ...opaque.map((c) => `coalesce("${c} code".code, -1)`),
    ...(query.texts ?? []).map((c) => `f."${c}"`),
  ];
  const joins = opaque.map(
    (c) =>
      ` LEFT JOIN (SELECT v, (row_number() OVER () - 1)::INTEGER AS code FROM (SELECT DISTINCT "${c}" AS v FROM ${facts} WHERE ${clause.sql} AND "${c}" IS NOT NULL)) AS "${c} code" ON "${c} code".v = f."${c}"`,
  );
  const order =
    query.order === undefined || query.order === "ordinal"
      ? "f.source, f.world, f.ordinal"
      : `${query.order === "newest" ? "isnan(f.time), f.time DESC" : "NOT isnan(f.time), f.time"}, f.source, f.world, f.ordinal`;
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const result = await connection.stream(
    `SELECT ${select.join(", ")} FROM (SELECT * FROM ${facts} WHERE ${clause.sql}) f${joins.join("")} ORDER BY ${order}${limit}`,
    clause.values,
  );
  return readColumns(result, query, words);
}

export async function countBy(reading: Reading, query: CountQuery): Promise<Count[]> {
  const { connection, words } = reading;
  const clause = where(query.filter, words);
  const keys = query.by.map((c) => `"${c}"`).join(", ");
  const order = query.order === "last" ? "last DESC NULLS LAST" : "n DESC";
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const amount = query.amounts === true ? "coalesce(sum(amount) FILTER (NOT isnan(amount)), 0)" : "0";
  const different = query.rowsOnly === true ? "0, 0" : 'count(DISTINCT customer)::INTEGER, count(DISTINCT "case")::INTEGER';
  const sql = `SELECT ${keys === "" ? "" : `${keys}, `}count(*)::INTEGER AS n, ${different}, min(time) FILTER (NOT isnan(time)), max(time) FILTER (NOT isnan(time)) AS last, ${amount}
    FROM ${factsFor(reading, { ...query, comment: false })} WHERE ${clause.sql}${keys === "" ? "" : ` GROUP BY ${keys}`} ORDER BY ${order}${keys === "" ? "" : `, ${keys}`}${limit}`;
  const rows = (await connection.runAndReadAll(sql, clause.values)).getRows();
  const at = query.by.length;
  return rows.map((row) => ({
    key: query.by.map((column, i) =>
      row[i] === null || row[i] === -1 ? null : column === "customer" ? String(row[i]) : words.text(Number(row[i])),
    ),
    n: Number(row[at]),
    customers: Number(row[at + 1]),
    cases: Number(row[at + 2]),
    first: row[at + 3] === null ? null : Number(row[at + 3]),
    last: row[at + 4] === null ? null : Number(row[at + 4]),
    amount: Number(row[at + 5]),
  }));
}

export async function distinct(reading: Reading, query: DistinctQuery): Promise<{ values: string[]; total: number }> {
  const { connection, words } = reading;
  const facts = factsFor(reading, { ...query, comment: query.column === "comment" });
  const clause = where(query.filter, words);
  const isWord = (WORDS as readonly string[]).includes(query.column);
  const value = isWord ? "words.text" : `"${query.column satisfies Word | Text}"`;
  const from = isWord ? `${facts} JOIN words ON words.code = facts."${query.column}"` : facts;
  const contains = query.contains === undefined ? "" : ` AND contains(lower(${value}), lower($${clause.values.length + 1}))`;
  const values = query.contains === undefined ? clause.values : [...clause.values, query.contains];
  const inner = `SELECT DISTINCT ${value} AS v FROM ${from} WHERE ${clause.sql}${contains} AND ${value} IS NOT NULL`;
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const rows = (await connection.runAndReadAll(`${inner} ORDER BY v${limit}`, values)).getRows();
  const all = query.limit === undefined || rows.length < query.limit;
  const total = all
    ? rows.length
    : Number((await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM (${inner})`, values)).getRows()[0]?.[0] ?? 0);
  return { values: rows.map((r) => String(r[0])), total };
}

export async function readResult(connection: DuckDBConnection, importId: string): Promise<Applied | null> {
  const row = (await connection.runAndReadAll('SELECT result FROM results WHERE "import" = $1', [importId])).getRows()[0];
  return row === undefined ? null : (JSON.parse(String(row[0])) as Applied);
}

export async function readRefused(connection: DuckDBConnection, importId: string): Promise<Refused[]> {
  const rows = (
    await connection.runAndReadAll('SELECT "row", field, reason, cells FROM refused WHERE "import" = $1 ORDER BY "row"', [importId])
  ).getRows();
  return rows.map((r) => ({
    row: Number(r[0]),
    field: r[1] === null ? null : String(r[1]),
    reason: String(r[2]),
    cells: JSON.parse(String(r[3])) as string[],
  }));
}

export async function toldMessages(
  connection: DuckDBConnection,
  limit: number,
): Promise<{ words: Int32Array; at: Float64Array; more: boolean }> {
  const rows = await connection.stream(`SELECT h1, h2, h3, told FROM messages ORDER BY told DESC LIMIT ${Math.trunc(limit) + 1}`);
  const parts: { words: Int32Array; at: Float64Array }[] = [];
  for (;;) {
    const chunk = await rows.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const n = chunk.rowCount;
    const words = new Int32Array(3 * n);
    for (const part of [0, 1, 2]) {
      const column = itemsOf<Int32Array>(chunk.getColumnVector(part));
      for (let i = 0; i < n; i++) words[3 * i + part] = column[i] ?? 0;
    }
    parts.push({ words, at: itemsOf<Float64Array>(chunk.getColumnVector(3)).slice(0, n) });
  }
  const found = parts.reduce((sum, part) => sum + part.at.length, 0);
  const words = new Int32Array(3 * found);
  const at = new Float64Array(found);
  let filled = 0;
  for (const part of parts) {
    words.set(part.words, 3 * filled);
    at.set(part.at, filled);
    filled += part.at.length;
  }
  const kept = Math.min(found, limit);
  return { words: words.subarray(0, 3 * kept), at: at.subarray(0, kept), more: found > limit };
}

export async function wasTold(connection: DuckDBConnection, [h1, h2, h3]: MessageHash): Promise<boolean> {
  const sql = "SELECT 1 FROM messages WHERE h1 = $1 AND h2 = $2 AND h3 = $3 LIMIT 1";
  return (await connection.runAndReadAll(sql, [h1, h2, h3])).getRows().length > 0;
}
