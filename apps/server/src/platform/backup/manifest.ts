import { z } from "zod";
import { damaged } from "./format.ts";

const Column = z.object({ name: z.string(), type: z.string() });
const Table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(Column),
  rows: z.number().int(),
  /** Sum of the rows' SHA-256 modulo 2^256, in hex. */
  checksum: z.string(),
  entry: z.string(),
});
const Entry = z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() });

/** What a backup says about itself. Later versions add fields; none changes its meaning. */
export const Manifest = z.object({
  /** The version of Counterseat that wrote it. */
  product: z.string(),
  /** ISO 8601, UTC. */
  created: z.string(),
  /** Why it was written: somebody asked, or a new version was about to change the schema. */
  reason: z.enum(["asked", "before-migrating"]),
  /** The installation's id; null before it had one. */
  installation: z.string().nullable(),
  driver: z.enum(["pglite", "postgresql"]),
  /** Migrations that had run, oldest first. */
  migrations: z.array(z.object({ hash: z.string(), at: z.number() })),
  /** Last position of the ingest log and the one the event store had applied; null when the files were copied at rest. */
  log: z.object({ position: z.number().int(), applied: z.number().int() }).nullable(),
  tables: z.array(Table),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.string().nullable() })),
  /** Event rows by world and stream, as applied; null when the files were copied at rest. */
  streams: z.array(z.object({ world: z.string(), stream: z.string(), rows: z.number().int() })).nullable(),
  entries: z.array(Entry),
});
export type Manifest = z.infer<typeof Manifest>;

export function parseManifest(bytes: Uint8Array): Manifest {
  try {
    return Manifest.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw damaged("its manifest cannot be read");
  }
}
