import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyAudit } from "../audit.ts";
import type { Stores } from "../stores.ts";
import type { Manifest } from "./manifest.ts";
import { restoreBackup } from "./restore-backup.ts";
import { byWorld, knownOf } from "./summary.ts";

/** Opens the stores of a data directory, with the records in a database where one is given. */
export type OpenStores = (place: { readonly dataDir: string; readonly databaseUrl: string | null }) => Promise<Stores>;

export interface Checked extends ReturnType<typeof knownOf> {
  readonly file: string;
  /** Where it was restored to; null when it was only tried out. */
  readonly dataDir: string | null;
  readonly verified: true;
  /** Rows by world and stream after what the log still held was applied. */
  readonly eventsAfterReplay: Record<string, Record<string, number>>;
  /** Whether the audit trail is whole, and how many rows it has. */
  readonly audit: { readonly whole: boolean; readonly rows: number };
}

export interface RestoreAndOpen {
  readonly file: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly open: OpenStores;
  /** A register of erasures to bring along, beside those that lie with the backup and in the data directory. */
  readonly erasures?: string | null;
}

/**
 * Restores a backup and opens what came of it once: an older schema is migrated forward, what the log held behind the
 * event store is applied. Every table was compared with the backup row by row before that.
 */
export async function restoreAndOpen(asked: RestoreAndOpen): Promise<Checked> {
  const manifest = await restoreBackup(asked);
  const stores = await asked.open({ dataDir: asked.dataDir, databaseUrl: asked.databaseUrl });
  try {
    return { file: asked.file, dataDir: asked.dataDir, verified: true, ...knownOf(manifest), ...(await look(stores, manifest)) };
  } finally {
    await stores.close();
  }
}

/** Does all of it in a temporary directory (TMPDIR) that is removed again. The data directory is not looked at. */
export async function verifyBackup({ file, open }: { file: string; open: OpenStores }): Promise<Checked> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-verify-"));
  try {
    return { ...(await restoreAndOpen({ file, dataDir: join(dir, "data"), databaseUrl: null, open })), dataDir: null };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function look(stores: Stores, manifest: Manifest): Promise<Pick<Checked, "eventsAfterReplay" | "audit">> {
  const { events, records } = stores;
  if (manifest.log !== null) await events.applied(manifest.log.position);
  const counts = await events.countBy({ by: ["world", "stream"], filter: {}, use: "upkeep" });
  const streams = counts.map((c) => ({ world: c.key[0] ?? "", stream: c.key[1] ?? "", rows: c.n }));
  const found = byWorld(streams.sort((a, b) => (`${a.world} ${a.stream}` < `${b.world} ${b.stream}` ? -1 : 1)));
  const still = manifest.log !== null && manifest.log.applied === manifest.log.position;
  if (still && manifest.streams !== null && JSON.stringify(found) !== JSON.stringify(byWorld(manifest.streams)))
    throw new Error("the event store opened with other rows than the backup has");
  const { whole, rows } = await verifyAudit(records.db);
  return { eventsAfterReplay: found, audit: { whole, rows } };
}
