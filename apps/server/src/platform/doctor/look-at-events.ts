import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { listSegments, readSegment } from "../events/log-segments.ts";
import { listSnapshots } from "../events/snapshots.ts";
import { openStorage } from "../storage.ts";
import { bytesInWords, broken, type Finding, look, well } from "./finding.ts";

const storePath = (dataDir: string) => join(dataDir, "events", "events.duckdb");
const RESTORE = "Keep a copy of the data directory and restore the last backup (docs/guide/backup.md).";

/** The ingest log, the event store and its snapshot while no server runs. Nothing of them changes. */
export async function lookAtEvents(dataDir: string): Promise<Finding[]> {
  if (!existsSync(join(dataDir, "log"))) return [well("ingest log", "There is none yet; the first start makes it.")];
  const log = await readLog(dataDir);
  const snapshot = await lookAtSnapshot(dataDir);
  return [...lookAtLog(log), await lookAtStore(dataDir, log, snapshot.position), ...snapshot.findings];
}

interface LogFound {
  /** Of the first record that is kept, and of the last; 0 and 0 in an empty log. */
  readonly first: number;
  readonly last: number;
  readonly segments: number;
  /** Position behind which records are missing between two segments; null when none are. */
  readonly gapAfter: number | null;
  /** Bytes at the end of the newest segment that are no whole record. */
  readonly torn: number;
  /** Kept files that records name and that are not there. */
  readonly missing: number;
  readonly files: number;
}

async function readLog(dataDir: string): Promise<LogFound> {
  const storage = openStorage();
  const directory = join(dataDir, "log");
  const segments = await listSegments(storage, directory);
  const kept = new Set(await readdir(join(directory, "files")).catch(() => [] as string[]));
  const found = {
    first: segments[0]?.first ?? 0,
    last: (segments[0]?.first ?? 1) - 1,
    gapAfter: null as number | null,
    torn: 0,
    missing: 0,
    files: 0,
  };
  for (const [i, { name, first }] of segments.entries()) {
    const path = join(directory, name);
    if (first !== found.last + 1) found.gapAfter ??= found.last;
    let end = 0;
    for await (const { record, end: behind } of readSegment({ storage, path, from: 0 })) {
      const { seq, file } = record.header;
      if (seq !== found.last + 1) found.gapAfter ??= found.last;
      found.last = seq;
      end = behind;
      if (file !== null) found.files += 1;
      if (file !== null && !kept.has(file.name)) found.missing += 1;
    }
    const rest = (await stat(path)).size - end;
    if (i === segments.length - 1) found.torn = rest;
    else if (rest > 0) found.gapAfter ??= found.last;
  }
  return { ...found, segments: segments.length };
}

function lookAtLog({ first, last, segments, gapAfter, torn, missing, files }: LogFound): Finding[] {
  const words =
    last < first ? "The log is empty." : `Records ${first} to ${last} in ${segments} ${segments === 1 ? "segment" : "segments"} are whole.`;
  const log =
    gapAfter !== null
      ? broken("ingest log", `Records behind position ${gapAfter} are damaged or missing.`, RESTORE)
      : torn > 0
        ? look(
            "ingest log",
            `${words} Behind them lie ${torn} bytes of a record that was cut off and never acknowledged.`,
            "The next start sets them aside.",
          )
        : well("ingest log", words);
  if (files === 0) return [log];
  return [
    log,
    missing === 0
      ? well("kept files", `All ${files} files that the log names are there.`)
      : broken("kept files", `${missing} of ${files} files that the log names are not there.`, RESTORE),
  ];
}

async function lookAtStore(dataDir: string, log: LogFound, snapshot: number | null): Promise<Finding> {
  const reach = log.first <= 1 ? 0 : snapshot;
  const again =
    reach !== null && reach + 1 >= log.first
      ? look(
          "event store",
          "The event store is missing or does not open.",
          "Start Counterseat: it builds it again from the snapshot and the log.",
        )
      : broken("event store", "The event store is missing or does not open, and the log does not reach back to its beginning.", RESTORE);
  if (!existsSync(storePath(dataDir))) return log.last === 0 ? well("event store", "It is empty.") : again;
  try {
    const { position, rows } = await readStore(storePath(dataDir));
    if (position > log.last) return broken("event store", `It has applied record ${position}, but the log ends at ${log.last}.`, RESTORE);
    if (position + 1 < log.first)
      return broken("event store", `It has applied record ${position}, but the log begins at ${log.first}.`, RESTORE);
    const waiting = log.last - position;
    const words = `It holds ${rows} rows and has applied the log up to ${position}`;
    return well("event store", waiting === 0 ? `${words}, its end.` : `${words}; the next start applies the ${waiting} behind it.`);
  } catch {
    return again;
  }
}

async function readStore(path: string): Promise<{ position: number; rows: number }> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  try {
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll("SELECT (SELECT position FROM applied)::DOUBLE, (SELECT count(*) FROM facts)::DOUBLE");
      const [position, rows] = reader.getRows()[0] ?? [];
      return { position: Number(position), rows: Number(rows) };
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function lookAtSnapshot(dataDir: string): Promise<{ position: number | null; findings: Finding[] }> {
  const newest = (await listSnapshots(openStorage(), dataDir))[0];
  if (newest === undefined) return { position: null, findings: [] };
  const hash = createHash("sha256");
  for await (const part of createReadStream(newest.path)) hash.update(part as Buffer);
  const expected = (await readFile(newest.path.replace(/\.duckdb$/, ".sha256"), "utf8")).trim();
  if (expected !== hash.digest("hex"))
    return {
      position: null,
      findings: [
        broken(
          "snapshot",
          `The snapshot at position ${newest.position} was changed since it was written.`,
          "Look at the disk, and make a backup now: the event store itself is not concerned.",
        ),
      ],
    };
  const bytes = (await stat(newest.path)).size;
  return {
    position: newest.position,
    findings: [well("snapshot", `One of ${bytesInWords(bytes)} at position ${newest.position} is whole.`)],
  };
}
