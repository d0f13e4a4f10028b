import { createHash, randomUUID } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres, { type Sql } from "postgres";
import { MIGRATIONS } from "./migrate.ts";

/** The server on which the operation suites run a second time; null: everything runs embedded. For tests only. */
export const testServer: string | null = process.env["COUNTERSEAT_TEST_DATABASE_URL"] ?? null;

async function asking<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, idle_timeout: 5 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A statement as the owner of the server, or of one of its databases. */
export function askServer(server: string, text: string): Promise<Record<string, unknown>[]> {
  return asking(server, async (sql) => [...(await sql.unsafe(text))]);
}

export function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * The database of a data directory: a copy of a migrated empty one, made when it is first asked for, the same whenever the
 * directory is opened again.
 */
export async function databaseOf(server: string, dataDir: string): Promise<string> {
  const name = `of_${createHash("sha256").update(dataDir).digest("hex").slice(0, 24)}`;
  await asking(server, async (sql) => {
    const found = await sql.unsafe("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.length === 0) await sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${await templateOn(server, sql)}`);
  });
  return urlOf(server, name);
}

/** A database without a table in it. */
export async function emptyDatabase(server: string): Promise<string> {
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await askServer(server, `CREATE DATABASE ${name}`);
  return urlOf(server, name);
}

export async function dropDatabase(server: string, url: string): Promise<void> {
  await askServer(server, `DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function templateOn(server: string, sql: Sql): Promise<string> {
  const hash = createHash("sha256");
  for (const migration of readMigrationFiles({ migrationsFolder: MIGRATIONS })) hash.update(`${migration.hash} ${migration.folderMillis}`);
  const name = `template_${hash.digest("hex").slice(0, 16)}`;
  // Test files run in processes of their own: one makes it, the others wait. Let go with the connection.
  await sql.unsafe("SELECT pg_advisory_lock(1)");
  const found = await sql.unsafe("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (found.length > 0) return name;
  const making = `making_${randomUUID().replaceAll("-", "")}`;
  await sql.unsafe(`CREATE DATABASE ${making}`);
  await asking(urlOf(server, making), (fresh) => migrate(drizzle({ client: fresh }), { migrationsFolder: MIGRATIONS }));
  await sql.unsafe(`ALTER DATABASE ${making} RENAME TO ${name}`);
  return name;
}
