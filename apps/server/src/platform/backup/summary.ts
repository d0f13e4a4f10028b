import { z } from "zod";
import type { Manifest } from "./manifest.ts";
import type { BackupMade } from "./write-backup.ts";

const Known = z.object({
  created: z.string().describe("ISO 8601, UTC"),
  product: z.string().describe("version of Counterseat that wrote it"),
  installation: z.string().nullable(),
  driver: z.enum(["pglite", "postgresql"]).describe("where the records were kept"),
  schema: z.number().int().describe("number of migrations that had run"),
  position: z.number().int().nullable().describe("last position of the ingest log"),
  tables: z.record(z.string(), z.number().int()).describe("rows by table"),
  events: z.record(z.string(), z.record(z.string(), z.number().int())).nullable().describe("rows by world and stream"),
});

/** What a backup holds, for whoever made it. */
export const BackupSummary = Known.extend({ file: z.string(), bytes: z.number().int() }).meta({ id: "Backup" });
export type BackupSummary = z.infer<typeof BackupSummary>;

export function summaryOf(made: BackupMade): BackupSummary {
  return { file: made.file, bytes: made.bytes, ...knownOf(made.manifest) };
}

export function knownOf(manifest: Manifest): z.infer<typeof Known> {
  return {
    created: manifest.created,
    product: manifest.product,
    installation: manifest.installation,
    driver: manifest.driver,
    schema: manifest.migrations.length,
    position: manifest.log?.position ?? null,
    tables: Object.fromEntries(manifest.tables.map((t) => [t.schema === "public" ? t.name : `${t.schema}.${t.name}`, t.rows])),
    events: manifest.streams === null ? null : byWorld(manifest.streams),
  };
}

export function byWorld(streams: NonNullable<Manifest["streams"]>): Record<string, Record<string, number>> {
  const worlds: Record<string, Record<string, number>> = {};
  for (const { world, stream, rows } of streams) worlds[world] = { ...worlds[world], [stream]: rows };
  return worlds;
}
