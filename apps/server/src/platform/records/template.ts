import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";

/**
 * Making a new database takes seconds; copying a migrated empty one takes a fraction. The first empty database of an
 * installation is kept beside node_modules, named by what it was made from, and never holds a row of anybody's.
 */
const CACHE = fileURLToPath(new URL("../../../../../node_modules/.cache/counterseat/", import.meta.url));

export function readTemplate(migrations: string): Blob | null {
  try {
    return new Blob([readFileSync(pathOf(migrations))]);
  } catch {
    return null;
  }
}

export function dropTemplate(migrations: string): void {
  rmSync(pathOf(migrations), { force: true });
}

export async function writeTemplate(migrations: string, client: PGlite): Promise<void> {
  if (readTemplate(migrations) !== null) return;
  const path = pathOf(migrations);
  try {
    const dump = await client.dumpDataDir("gzip");
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // A read-only installation starts a little slower; nothing else depends on the template.
  }
}

function pathOf(migrations: string): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const file of readdirSync(migrations)
    .filter((f) => f.endsWith(".sql"))
    .sort())
    hash.update(file).update(readFileSync(join(migrations, file)));
  hash.update(PGlite.defaultStartParams.join(" "));
  // Another PGlite may carry another PostgreSQL, which does not open this one's files.
  hash.update(readFileSync(createRequire(import.meta.url).resolve("@electric-sql/pglite")));
  return join(CACHE, `records-${hash.digest("hex").slice(0, 16)}.tgz`);
}
