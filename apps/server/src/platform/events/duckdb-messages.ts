import { DOUBLE, DuckDBDataChunk, INTEGER } from "@duckdb/node-api";
import type { Message } from "./contract.ts";
import { CHUNK, createCursor } from "./duckdb-columns.ts";
import type { Writer } from "./duckdb-writer.ts";

const TYPES = [INTEGER, INTEGER, INTEGER, DOUBLE];

/** Which of these messages the store was told within the window, by their index. Runs inside a transaction. */
export async function findKnown(writer: Writer, messages: readonly Message[], window: number): Promise<Set<number>> {
  const asked = messages.map((message, index) => ({ message, index })).filter(({ message }) => !message.surelyNew);
  if (asked.length === 0) return new Set();
  await writer.run("CREATE TEMP TABLE IF NOT EXISTS probe (h1 INTEGER, h2 INTEGER, h3 INTEGER, told DOUBLE, nth INTEGER)");
  await writer.run("DELETE FROM probe");
  await writer.append("probe", (appender) => {
    for (let from = 0; from < asked.length; from += CHUNK) {
      const n = Math.min(CHUNK, asked.length - from);
      const chunk = DuckDBDataChunk.create([...TYPES, INTEGER], n);
      const cursor = createCursor(chunk, n);
      for (const part of [0, 1, 2] as const) cursor.integers((i) => asked[from + i]?.message.hash[part] ?? 0);
      cursor.doubles(
        Float64Array.from({ length: n }, (_, i) => asked[from + i]?.message.at ?? 0),
        0,
      );
      cursor.integers((i) => asked[from + i]?.index ?? -1);
      appender.appendDataChunk(chunk);
    }
  });
  const rows = await writer.rows(
    `SELECT DISTINCT p.nth FROM probe p JOIN messages m ON m.h1 = p.h1 AND m.h2 = p.h2 AND m.h3 = p.h3 WHERE m.told > p.told - ${window}`,
  );
  return new Set(rows.map((row) => Number(row[0])));
}

export async function keepMessages(writer: Writer, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  await writer.append("messages", (appender) => {
    for (let from = 0; from < messages.length; from += CHUNK) {
      const n = Math.min(CHUNK, messages.length - from);
      const chunk = DuckDBDataChunk.create(TYPES, n);
      const cursor = createCursor(chunk, n);
      for (const part of [0, 1, 2] as const) cursor.integers((i) => messages[from + i]?.hash[part] ?? 0);
      cursor.doubles(
        Float64Array.from({ length: n }, (_, i) => {
          const message = messages[from + i];
          return message === undefined || message.lasting ? Number.POSITIVE_INFINITY : message.at;
        }),
        0,
      );
      appender.appendDataChunk(chunk);
    }
  });
}
