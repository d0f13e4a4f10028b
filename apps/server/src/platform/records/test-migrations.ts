import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MIGRATIONS } from "./migrate.ts";

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}
const journalOf = (folder: string): Journal => JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")) as Journal; // written by drizzle-kit

/** The product's migrations and behind them one for each statement, in a folder of its own. For tests only. */
export function writeFixture(folder: string, statements: readonly string[]): string {
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = journalOf(folder);
  const last = journal.entries.at(-1)?.when ?? 0;
  statements.forEach((statement, i) => {
    const tag = `${String(journal.entries.length).padStart(4, "0")}_fixture`;
    writeFileSync(join(folder, `${tag}.sql`), `${statement};\n`);
    journal.entries.push({ idx: journal.entries.length, version: "7", when: last + 1 + i, tag, breakpoints: true });
  });
  writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify(journal));
  return folder;
}
/** How many migrations the product has. */
writeFixture.base = journalOf(MIGRATIONS).entries.length;
