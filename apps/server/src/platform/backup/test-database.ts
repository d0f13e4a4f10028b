import { randomUUID } from "node:crypto";
import postgres from "postgres";

/** A new empty database on the server the tests were given. For tests only. */
export async function freshDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const server = process.env["COUNTERSEAT_TEST_DATABASE_URL"];
  if (server === undefined) throw new Error("no server to test on");
  const name = `backup_${randomUUID().replaceAll("-", "")}`;
  const run = async (sql: string) => {
    const connection = postgres(server, { max: 1, onnotice: () => undefined });
    try {
      await connection.unsafe(sql);
    } finally {
      await connection.end({ timeout: 5 });
    }
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
