import { z } from "zod";
import { personal } from "../../platform/personal.ts";
import { ImportKind } from "../words.ts";
import { ConnectorId } from "./connector.ts";

export const ConnectionState = z
  .enum(["new", "running", "well", "failing"])
  .describe("failing: the last run did not go through; it is tried again by itself where it has a schedule");

/** A connection as a person sees it: everything but its secrets. */
export const Connection = z
  .object({
    id: z.string(),
    name: z.string(),
    source: z.string(),
    connector: ConnectorId,
    settings: z.record(z.string(), z.union([z.string(), z.number()])),
    secrets: z.array(z.string()).describe("names of the secrets that are kept; they are never shown"),
    as: ImportKind.nullable(),
    map: z.record(z.string(), z.string()),
    timezone: z.string().nullable(),
    overlap: z.enum(["new", "all"]),
    everyMinutes: z.number().nullable().describe("null: only when somebody says so"),
    state: ConnectionState,
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    imports: z.array(z.string()).describe("of the last run that brought something"),
    read: z.number().describe("rows of these imports"),
    accepted: z.number(),
    refused: z.number(),
    alreadyKnown: z.number(),
    failure: z
      .object({ message: personal(z.string()), fix: z.string().nullable() })
      .nullable()
      .describe("why the last run did not go through"),
    failures: z.number().describe("runs that failed one after the other"),
    nextAt: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "Connection" });
export type Connection = z.infer<typeof Connection>;

const MOST_MINUTES = 31 * 24 * 60;

export const ConnectionInput = z.object({
  name: z.string().trim().min(1).max(100),
  source: z.string().trim().min(1).max(100).describe("the system its rows come from, as with files"),
  connector: ConnectorId,
  settings: z.record(z.string(), z.unknown()).describe("as customer.listConnectors describes them; a secret left out stays as it is"),
  as: ImportKind.optional().describe("what kind of rows these are; not for webhooks, which bring events"),
  map: z.record(z.string(), z.string()).default({}).describe("field → column, where it cannot be told from the names"),
  timezone: z.string().max(100).nullable().default(null),
  overlap: z.enum(["new", "all"]).default("new").describe("rows this source told before: left out, or kept as rows of their own"),
  everyMinutes: z.number().int().min(1).max(MOST_MINUTES).nullable().default(null),
});
export type ConnectionInput = z.infer<typeof ConnectionInput>;
