import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Module } from "./check-imports.ts";
import { isTest, readText } from "./source-files.ts";
import type { Violation } from "./violation.ts";

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * What a workspace imports stands in its package.json, and nothing else does. Tests and settings files may also use the
 * root's development tools; type packages count as used with what they describe.
 */
export function checkDeclared(root: string, modules: readonly Module[]): Violation[] {
  const tools = new Set(Object.keys(readManifest(root, "package.json")?.devDependencies ?? {}));
  const workspaces = new Set(modules.flatMap(({ path }) => /^(?:packages|apps)\/[^/]+(?=\/)/.exec(path)?.[0] ?? []));
  return [...workspaces].sort().flatMap((workspace) => {
    const manifest = readManifest(root, `${workspace}/package.json`);
    if (manifest === null) return [];
    const declared = new Set([...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})]);
    const used = new Set<string>();
    const violations: Violation[] = [];
    for (const { path, imports } of modules.filter((module) => module.path.startsWith(`${workspace}/`))) {
      for (const { specifier, line } of imports) {
        const name = packageOf(specifier);
        if (name === null || name === manifest.name) continue;
        used.add(name).add(typesOf(name));
        if (declared.has(name) || ((isTest(path) || path.endsWith(".config.ts")) && tools.has(name))) continue;
        violations.push({
          path,
          line,
          what: `imports ${name}, which ${workspace}/package.json does not declare`,
          fix: `Add it to the dependencies of ${workspace}/package.json, pinned.`,
        });
      }
    }
    for (const name of declared) {
      if (used.has(name)) continue;
      violations.push({
        path: `${workspace}/package.json`,
        line: null,
        what: `declares ${name}, which nothing there imports`,
        fix: "Remove it, or move it to the workspace that imports it.",
      });
    }
    return violations;
  });
}

function packageOf(specifier: string): string | null {
  if (specifier === "" || specifier.startsWith(".") || specifier.startsWith("/") || isBuiltin(specifier)) return null;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, "").replace("/", "__")}`;
}

function readManifest(root: string, path: string): Manifest | null {
  return existsSync(join(root, path)) ? (JSON.parse(readText(root, path)) as Manifest) : null;
}
