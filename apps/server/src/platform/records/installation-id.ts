import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { CounterseatError } from "../errors.ts";
import type { Query } from "./contract.ts";

const KEY = "installation-id";

/**
 * A data directory and its records belong together: the directory has the events, the records have the keys to read them.
 * Both carry the same id. It is written as `installation.new` first, then into the records, then takes its name, so that a
 * start that is cut off anywhere in between is finished by the next.
 * @throws conflict when the two are of different installations
 */
export async function pairInstallation(options: { dataDir: string; query: Query; embedded: boolean }): Promise<void> {
  const { dataDir, query, embedded } = options;
  const file = join(dataDir, "installation");
  const waiting = `${file}.new`;
  const row = (await query(`SELECT "value" FROM installation WHERE "key" = $1`, [KEY]))[0]?.["value"];
  const inRecords = typeof row === "string" ? row : null;
  const inDirectory = read(file);
  if (inDirectory !== null) {
    if (inRecords === inDirectory) return;
    throw inRecords === null ? orphaned(dataDir, embedded) : foreign(dataDir);
  }
  const begun = read(waiting);
  // Embedded records lie in the directory themselves: they are never of another one.
  if (inRecords !== null && begun !== inRecords && !embedded) throw foreign(dataDir);
  const id = inRecords ?? begun ?? randomUUID();
  write(waiting, id);
  if (inRecords === null) await query(`INSERT INTO installation ("key", "value") VALUES ($1, $2)`, [KEY, id]);
  renameSync(waiting, file);
}

/** Before embedded records are made in a directory: one whose records are elsewhere gets none of its own. */
export function refuseSecondRecords(dataDir: string): void {
  if (read(join(dataDir, "installation")) !== null) throw orphaned(dataDir, true);
}

function foreign(dataDir: string): CounterseatError {
  return new CounterseatError("conflict", `The database belongs to another data directory than ${dataDir}.`, {
    fix: "Give the two that belong together: correct DATA_DIR or DATABASE_URL. To move an installation, back it up and restore it.",
  });
}

function orphaned(dataDir: string, embedded: boolean): CounterseatError {
  return new CounterseatError(
    "conflict",
    embedded
      ? `The records of ${dataDir} are in a PostgreSQL database, or were taken away.`
      : `The database is not the one that ${dataDir} belongs to: it has no installation in it.`,
    {
      fix: embedded
        ? "Set DATABASE_URL to it. To bring the records into the data directory, restore a backup into an empty one."
        : "Correct DATABASE_URL, or remove it to use the records in the data directory. To move to PostgreSQL, restore a backup.",
    },
  );
}

function read(path: string): string | null {
  if (!existsSync(path)) return null;
  const text = readFileSync(path, "utf8").trim();
  return text === "" ? null : text;
}

function write(path: string, text: string): void {
  const fd = openSync(path, "w", 0o600);
  try {
    writeSync(fd, `${text}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
