import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Violation } from "./violation.ts";

/** A repository of a few files in a temporary folder, gone after the test. */
export function makeTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "counterseat-tree-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** `path:line what` of each, for comparing. */
export function told(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, what }) => `${path}${line === null ? "" : `:${line}`} ${what}`);
}
