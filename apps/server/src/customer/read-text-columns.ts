import { basename } from "node:path";
import type { TextColumns } from "@counterseat/stats";
import { CounterseatError } from "../platform/errors.ts";
import { ReadingError } from "./reading/index.ts";
import { limitsFrom } from "./reading/limits.ts";
import { readSample } from "./reading/read-sample.ts";

/**
 * A whole file as text columns, for running a kernel on it without a server.
 * @throws invalid when the file cannot be read
 */
export async function readTextColumns(path: string): Promise<TextColumns> {
  try {
    const table = await readSample({
      path,
      name: basename(path),
      encoding: null,
      part: null,
      rows: Number.MAX_SAFE_INTEGER,
      limits: limitsFrom(undefined),
    });
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
