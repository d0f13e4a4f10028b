import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with data and expected values: COUNTERSEAT_SHARED, else `shared` beside the checkout; null when there is none. */
export const sharedFolder: string | null = findShared();

function findShared(): string | null {
  const beside = join(fileURLToPath(new URL("../../../..", import.meta.url)), "shared");
  const folder = process.env["COUNTERSEAT_SHARED"] ?? beside;
  if (existsSync(join(folder, "golden", "culture"))) return folder;
  if (process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1")
    throw new Error(`expected values are required, but ${folder} has no golden/culture`);
  process.stderr.write("stats: tests on shared expected values are skipped: no shared folder (set COUNTERSEAT_SHARED)\n");
  return null;
}

export function sharedText(...path: readonly string[]): string {
  return readFileSync(join(sharedFolder ?? "", ...path), "utf8");
}
