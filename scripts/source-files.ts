import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What no check looks into: made by machines, or somebody's data. */
const NEVER = new Set(["node_modules", "dist", "data", "coverage", "test-data", "screenshots"]);
const SOURCES = ["packages", "apps", "scripts", "bench", "e2e", "trials"];

/** Every file under a root, as paths from it with forward slashes, in a stable order. Folders that begin with a dot are left out, but for .ci. */
export function listFiles(root: string, under = ""): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      if (NEVER.has(entry.name) || entry.name.startsWith("dist.") || (entry.name.startsWith(".") && entry.name !== ".ci")) return [];
      return listFiles(root, path);
    });
}

/** Program text: TypeScript, JSX and the few plain modules that start it. */
export function isProgram(path: string): boolean {
  return SOURCES.includes(path.split("/")[0] ?? "") && /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith(".d.ts");
}

/** Tests, and what only tests use: `test-<thing>.ts`, a `<thing>-child.ts` that a test starts, a contract's `conformance.ts`, a package's `test` folder. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/(?:test-[\w-]+|[\w-]+-child|conformance)\.ts$/.test(path) || /^packages\/[^/]+\/test\//.test(path);
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
