import { mkdir, rm } from "node:fs/promises";
import type { PGlite } from "@electric-sql/pglite";
import { CounterseatError } from "../errors.ts";
import type { Query } from "../records/contract.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { openPGlite } from "../records/pglite.ts";
import { dropTemplate, readTemplate } from "../records/template.ts";

/** A database that is filled before anybody else uses it. */
export interface Target {
  /** All or nothing. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param fromTemplate begin with a migrated empty database where one is kept; it has the newest schema */
export async function openEmbedded(dir: string, fromTemplate: boolean): Promise<Target> {
  const client = await openNew(dir, fromTemplate ? readTemplate(MIGRATIONS) : null);
  return {
    transaction: (work) =>
      client.transaction(async (tx) => work(async (sql, values) => (await tx.query<Record<string, unknown>>(sql, values)).rows)),
    close: () => client.close(),
  };
}

/** A template that does not open (another machine's, a cut-off copy) costs its time only. */
async function openNew(dir: string, template: Blob | null): Promise<PGlite> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    return (await openPGlite(dir, template)).client;
  } catch (error) {
    if (template === null) throw error;
    dropTemplate(MIGRATIONS);
    await rm(dir, { recursive: true, force: true });
    return openNew(dir, null);
  }
}

export async function openServer(url: string): Promise<Target> {
  const { default: postgres } = await import("postgres"); // who keeps the records embedded does not load it
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10, idle_timeout: 0 });
  return {
    async transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
      try {
        const done = await sql.begin(async (tx) => ({
          result: await work(async (text, values = []) => tx.unsafe(text, values as never[])), // texts only, each cast in the statement
        }));
        return done.result as T; // begin() widens what an object holds; it is what work returned
      } catch (error) {
        throw reachable(error);
      }
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Says in words what a failed connection means; everything else passes. */
function reachable(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!/^(?:ECONNREFUSED|ENOTFOUND|ENOENT|ECONNRESET|CONNECT_TIMEOUT|28\w{3}|3D000)$/.test(code)) return error;
  return new CounterseatError("invalid", `The database of DATABASE_URL cannot be reached (${code}).`, {
    fix: "Check its address, name and password, and that the database exists.",
  });
}
