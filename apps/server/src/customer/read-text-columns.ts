import { basename } from "node:path";
import { xesReader } from "@counterseat/journey";
import type { TextColumns } from "@counterseat/stats";
import { CounterseatError } from "../platform/errors.ts";
import { ReadingError } from "./reading/index.ts";
import { type Limits, limitsFrom } from "./reading/limits.ts";
import { openBytes } from "./reading/open-bytes.ts";
import { readSample } from "./reading/read-sample.ts";

/**
 * A whole file as text columns, for running a kernel on it without a server.
 * @throws invalid when the file cannot be read
 */
export async function readTextColumns(path: string): Promise<TextColumns> {
  const limits = limitsFrom(undefined);
  const sample = (rows: number) => readSample({ path, name: basename(path), encoding: null, part: null, rows, limits });
  try {
    const { format, part } = await sample(1);
    if (format === "xes") return await readLog(path, { part, limits });
    const table = await sample(Number.MAX_SAFE_INTEGER);
    const ragged = table.format === "csv" ? table.rows.find((row) => row.cells.length !== table.names.length) : undefined;
    if (ragged !== undefined) {
      throw new CounterseatError("invalid", `A row has ${ragged.cells.length} cells where the header has ${table.names.length}.`, {
        fix: "Correct the file, or import it: an import refuses single rows.",
      });
    }
    const columns = Object.fromEntries(table.names.map((name, i) => [name, table.rows.map((row) => row.cells[i] ?? "")]));
    return { names: table.names, columns };
  } catch (error) {
    if (error instanceof ReadingError) throw new CounterseatError("invalid", error.message, { fix: error.fix });
    throw error;
  }
}

/** An event log as the standard means it: declared defaults filled in, traces without a name told apart. An import takes rows as they stand. */
async function readLog(path: string, { part, limits }: { part: string | null; limits: Limits }): Promise<TextColumns> {
  const reader = xesReader();
  const { chunks } = await openBytes(path, limits, part);
  try {
    for await (const chunk of chunks) reader.push(chunk);
    return reader.end().columns;
  } catch (error) {
    if (error instanceof RangeError)
      throw new CounterseatError("invalid", error.message, { fix: "Correct the file, or write it anew from its source." });
    throw error;
  }
}
