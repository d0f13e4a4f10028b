import { existsSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Manifest } from "./manifest.ts";

/** Event rows by world and stream in an event store that nobody has open. Null when there is no such file. */
export function countStreams(path: string): Promise<Manifest["streams"]> {
  return look(path, async (connection) => {
    const found = await connection.runAndReadAll(
      `SELECT w.text, s.text, count(*)::DOUBLE FROM facts f JOIN words w ON w.code = f.world JOIN words s ON s.code = f.stream
       GROUP BY ALL ORDER BY 1, 2`,
    );
    return found.getRows().map((row) => ({ world: String(row[0]), stream: String(row[1]), rows: Number(row[2]) }));
  });
}

/** The last step its tables have taken; 0 for one that is older than the steps. Null when there is no such file. */
export function readEventSchema(path: string): Promise<number | null> {
  return look(path, async (connection) => {
    const known = await connection.runAndReadAll("SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_step'");
    if (known.getRows().length === 0) return 0;
    return Number((await connection.runAndReadAll("SELECT step FROM schema_step")).getRows()[0]?.[0] ?? 0);
  });
}

/** Read-only, so that the file stays byte for byte what it was. */
async function look<T>(path: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T | null> {
  if (!existsSync(path)) return null;
  const { DuckDBInstance } = await import("@duckdb/node-api"); // only here: no start has to wait for it on this thread
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY", threads: "2", memory_limit: "300MB" });
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
