import type { Query } from "../records/contract.ts";
import { type Migration, readMigrations, readSequences, readTables, type Sequence } from "./catalogue.ts";
import type { Manifest } from "./manifest.ts";
import { countContent, readLines, settleText } from "./row-text.ts";
import type { ContainerWriter, EntryMade } from "./write-container.ts";

export interface Dumped {
  readonly tables: Manifest["tables"];
  readonly sequences: readonly Sequence[];
  readonly migrations: readonly Migration[];
  readonly installation: string | null;
  readonly entries: readonly EntryMade[];
}

const NEWLINE = "\n";

/** Writes every table of an open snapshot into a backup, one entry a table, one line a row. */
export async function dumpRecords(query: Query, into: ContainerWriter): Promise<Dumped> {
  await settleText(query);
  const tables: Manifest["tables"] = [];
  const entries: EntryMade[] = [];
  for (const table of await readTables(query)) {
    const name = `records/${table.schema}.${table.name}.jsonl`;
    const entry = await into.entry(name, true);
    const counted = countContent();
    for await (const lines of readLines(query, table)) {
      counted.add(lines);
      await entry.write(Buffer.from(lines.join(NEWLINE) + NEWLINE));
    }
    entries.push(await entry.end());
    tables.push({ ...table, columns: [...table.columns], ...counted.content(), entry: name });
  }
  return {
    tables,
    sequences: await readSequences(query),
    migrations: await readMigrations(query),
    installation: await readInstallation(query),
    entries,
  };
}

/** The id that a data directory and its records have in common. */
async function readInstallation(query: Query): Promise<string | null> {
  const rows = await query(`SELECT value FROM installation WHERE key = 'installation-id'`);
  const value = rows[0]?.["value"];
  return typeof value === "string" ? value : null;
}
