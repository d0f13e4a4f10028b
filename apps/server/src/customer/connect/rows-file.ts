import { Readable } from "node:stream";
import { CounterseatError } from "../../platform/errors.ts";

/** A row as a source tells it: texts, null, or values inside values. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Rows as a file of JSON Lines, which the reader of files takes like any other. Lists are written as their own JSON: a record that
 * stands alone in its file must not be taken for the wrapping of its list.
 */
export function rowsFile(rows: AsyncIterable<Row>, maxBytes: number): Readable {
  async function* lines(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const row of rows) {
      const flat = Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : value]),
      );
      const line = Buffer.from(`${JSON.stringify(flat)}\n`);
      bytes += line.length;
      if (bytes > maxBytes)
        throw new CounterseatError("limit", "The source has more at once than a file may hold here; nothing of it was kept.", {
          fix: "Read it in parts (name a column or field that grows), or raise COUNTERSEAT_MAX_UPLOAD_MB.",
        });
      yield line;
    }
  }
  return Readable.from(lines(), { objectMode: false });
}

/** The first rows as a table, for a person to recognise. */
export function firstRows(rows: readonly Row[], most = 5): { columns: string[]; rows: string[][] } {
  const shown = rows.slice(0, most);
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  return { columns, rows: shown.map((row) => columns.map((name) => textOf(row[name]))) };
}

const LONGEST_SHOWN = 200;

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, LONGEST_SHOWN);
}
