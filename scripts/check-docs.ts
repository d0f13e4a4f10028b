import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { runAsScript } from "./run-as-script.ts";
import { lineOf, listFiles, readText } from "./source-files.ts";
import type { Violation } from "./violation.ts";

export const RULE =
  "Documents tell the truth: every path and every `npm run` they name is there, ARCHITECTURE.md has at most 300 lines, AGENTS.md 100, a README beside the source 30 (a package's 60).";

const FOLDERS = ["apps", "packages", "scripts", "docs", "e2e", "bench", ".ci"];
/** A name in backticks is a path when it ends like a file of ours, or leads into one of our folders. */
const FILE = /\.(?:tsx?|mjs|json|md|css|html|sql|svg|png)$/;
const PATH = /^[\w.@*<>{},$-]+(?:\/[\w.@*<>{},$-]+)*\/?$/;
/** What a program, not the repository, makes. */
const MADE = /^(?:node_modules|data|dist)(?:\/|$)/;

export function checkDocs(root: string): Violation[] {
  const files = listFiles(root);
  const documents = files.filter((path) => path.endsWith(".md"));
  const commands = new Set(Object.keys((JSON.parse(readText(root, "package.json")) as { scripts?: Record<string, string> }).scripts ?? {}));
  return documents.flatMap((path) => {
    const text = readText(root, path);
    return [...pathsOf(root, files, path, text), ...commandsOf(path, text, commands), ...lengthOf(path, text)];
  });
}

function pathsOf(root: string, files: readonly string[], path: string, text: string): Violation[] {
  const missing = (offset: number, cited: string): Violation => ({
    path,
    line: lineOf(text, offset),
    what: `names ${cited}, which is not there`,
    fix: "Correct the path, or take the sentence out.",
  });
  const here = posix.dirname(path);
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].filter(([, to = ""]) => !/^[a-z]+:/.test(to));
  const bad = links.filter(([, to = ""]) => !existsSync(join(root, here, to))).map((link) => missing(link.index, link[1] ?? ""));
  for (const match of text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)) {
    const cited = (match[1] ?? "").replace(/:\d+$/, "");
    if (!isPath(cited)) continue;
    const pattern = patternOf(cited);
    if (["", `${here}/`, `${here}/src/`, "apps/server/src/"].some((start) => matches(root, files, start, cited, pattern))) continue;
    bad.push(missing(match.index, cited));
  }
  return bad;
}

function isPath(cited: string): boolean {
  if (!PATH.test(cited) || cited.startsWith("@") || cited.startsWith("*.") || MADE.test(cited)) return false;
  if (FOLDERS.includes(cited.split("/")[0] ?? "") && cited.includes("/")) return true;
  return FILE.test(cited) && !/^\.\w+$/.test(cited);
}

/** `<name>`, `{a,b}` and `*` stand for something: the path then has to fit at least one file. */
function patternOf(cited: string): RegExp | null {
  if (!/[*<{]/.test(cited)) return null;
  const parts = cited.replace(/\/$/, "").split(/(<[^>]*>|\{[^}]*\}|\*\*?)/);
  const source = parts
    .map((part) => (/^(?:<|\{|\*$)/.test(part) ? "[^/]+" : part === "**" ? ".+" : part.replaceAll(/[.+?^$()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}(?:/.*)?$`);
}

function matches(root: string, files: readonly string[], start: string, cited: string, pattern: RegExp | null): boolean {
  if (pattern === null && existsSync(join(root, start, cited))) return true;
  // A bare name means the file of that name wherever the sentence is about.
  if (pattern === null) return !cited.includes("/") && files.some((file) => file.endsWith(`/${cited}`));
  return files.some((file) => file.startsWith(start) && pattern.test(file.slice(start.length)));
}

function commandsOf(path: string, text: string, commands: ReadonlySet<string>): Violation[] {
  return [...text.matchAll(/\bnpm (?:run ([\w:.-]+)|(test|start)\b)/g)].flatMap((match) => {
    const name = (match[1] ?? match[2] ?? "").replace(/[.:]$/, "");
    if (commands.has(name)) return [];
    return [
      {
        path,
        line: lineOf(text, match.index),
        what: `names npm script ${name}, which package.json has not`,
        fix: "Correct the name, or add the script.",
      },
    ];
  });
}

function lengthOf(path: string, text: string): Violation[] {
  const most =
    path === "ARCHITECTURE.md"
      ? 300
      : path === "AGENTS.md"
        ? 100
        : /^apps\/server\/src\/[^/]+\/README\.md$/.test(path)
          ? 30
          : /^packages\/[^/]+\/README\.md$/.test(path)
            ? 60
            : null;
  const lines = text.trimEnd().split("\n").length;
  if (most === null || lines <= most) return [];
  return [{ path, line: null, what: `has ${lines} lines, ${most} are the most`, fix: "Keep the present truth, move the rest to docs/." }];
}

await runAsScript(import.meta.url, () => ({ violations: checkDocs(join(import.meta.dirname, "..")), rule: RULE }));
