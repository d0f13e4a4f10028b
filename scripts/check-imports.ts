import { join, posix } from "node:path";
import { findCircles } from "./find-circles.ts";
import { checkDeclared } from "./check-declared.ts";
import { codeOnly } from "./program-text.ts";
import { type Import, readImports } from "./read-imports.ts";
import { runAsScript } from "./run-as-script.ts";
import { isProgram, isTest, lineOf, listFiles, readText } from "./source-files.ts";
import type { Violation } from "./violation.ts";

export const RULE =
  "Imports point one way: web → the server's API types; cli → server; in the server slices → platform → packages; a package imports no other package but `stats`; " +
  "every slice may use `company` (which uses none) and `customer` (which uses only `company`); otherwise a slice never imports a slice: " +
  "it asks the metric registry for another slice's figure, or reads a signal.";

/** Files of the server that put slices together; nobody else knows them all. */
const ROOTS = new Set(["main.ts", "serve.ts", "slices.ts", "api.ts", "events-thread.ts", "compute-thread.ts"]);
/** Where the environment may be read: handed from there to `readConfig`, and never read again. */
const ENVIRONMENT = new Set([
  "apps/server/src/platform/config.ts",
  "apps/cli/src/session.ts",
  ...["start", "restore", "doctor"].map((name) => `apps/cli/src/commands/${name}.ts`),
]);
const MOST_LINES = 400;
const MOST_KERNEL_LINES = 500;
/** Longer files, each with the reason. */
const LONG: Readonly<Record<string, string>> = {
  "apps/server/src/platform/events/conformance.ts": "one contract, one suite: its cases are read as a list",
  "trials/fuzz/draw-request.ts": "every way a request can be sound or unsound, read as a list",
};

export interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Holds every import of the tree to the rule. */
export function checkImports(root: string): Violation[] {
  const violations: Violation[] = [];
  const files = listFiles(root).filter(isProgram);
  const modules: Module[] = [];
  for (const path of files) {
    const text = readText(root, path);
    try {
      modules.push({ path, text, imports: readImports(text, path.endsWith("x")) });
    } catch (error) {
      const what = `cannot be read as a module: ${error instanceof Error ? error.message : String(error)}`;
      violations.push({ path, line: null, what, fix: "Use syntax that types can be erased from; in a .tsx file put the imports first." });
    }
  }
  for (const module of modules) {
    for (const one of module.imports) violations.push(...directionOf(module.path, one));
    violations.push(...environmentOf(module), ...lengthOf(module));
  }
  const known = new Set(files);
  violations.push(...findCircles(modules, (path, specifier) => targetOf(path, specifier, known)));
  violations.push(...checkDeclared(root, modules));
  return violations;
}

/** The file a relative import leads to, with the rule's view of both ends. */
function directionOf(path: string, one: Import): Violation[] {
  const target = one.specifier.startsWith(".") ? posix.join(posix.dirname(path), one.specifier) : one.specifier;
  const against = (what: string, fix: string): Violation[] => [{ path, line: one.line, what: `imports ${one.specifier}: ${what}`, fix }];
  const [area = "", workspace = ""] = path.split("/");
  const home = `${area}/${workspace}/`;
  const inWorkspace = area === "packages" || area === "apps";
  if (inWorkspace && one.specifier.startsWith(".") && !target.startsWith(home)) {
    return against("a relative path out of its own workspace", "Import the other workspace by its package name.");
  }
  if (area === "packages") return packageRule({ path, workspace, one, against });
  if (home === "apps/web/") return webRule(one, against);
  if (home === "apps/cli/" && one.specifier.startsWith("@counterseat/web") && one.specifier !== "@counterseat/web/package.json") {
    return against("the command line shows no pages", "Only the web's package.json is asked for, to find the pages to build.");
  }
  return home === "apps/server/" ? serverRule({ path, target, one, against }) : [];
}

type Against = (what: string, fix: string) => Violation[];

function packageRule({ path, workspace, one, against }: { path: string; workspace: string; one: Import; against: Against }): Violation[] {
  const other = /^@counterseat\/([^/]+)/.exec(one.specifier)?.[1];
  if (other === undefined || other === workspace) return [];
  if (other === "stats") return [];
  if (isTest(path)) return against("a package's test leans on another package", "Test the two together in an app.");
  return against(
    "a package imports no other package but stats",
    "Move the shared computing into packages/stats, or hand the result in as an argument.",
  );
}

function webRule(one: Import, against: Against): Violation[] {
  const other = /^@counterseat\/([^/]+)/.exec(one.specifier)?.[1];
  if (other === "cli" || one.specifier === "counterseat")
    return against("the web knows nothing of the command line", "Call the operation.");
  if (other !== "server") return [];
  if (one.specifier !== "@counterseat/server/api")
    return against(
      "the web sees the server's API types only",
      "Export the type from apps/server/src/api.ts and import it from @counterseat/server/api.",
    );
  return one.typeOnly ? [] : against("a value of the server would reach the browser", "Write `import type`.");
}

function serverRule({ path, target, one, against }: { path: string; target: string; one: Import; against: Against }): Violation[] {
  if (/^@counterseat\/(?:web|cli)\b|^counterseat$/.test(one.specifier))
    return against("the server knows neither web nor command line", "Pass in what it needs.");
  const from = placeOf(path);
  const to = placeOf(target);
  if (from === null || to === null || from.folder === to.folder) return [];
  if (from.folder === "") {
    if (to.folder === "platform" || ROOTS.has(from.file) || isTest(path)) return [];
    return against(
      "only the composition roots import slices",
      `Those are ${[...ROOTS].join(", ")}. Put the file into a slice or the platform.`,
    );
  }
  if (to.folder === "platform") return [];
  if (to.folder === "") {
    if (isTest(path)) return []; // a test comes in through the front door
    return against("nobody imports the composition root", "Take what you need from the context or the platform.");
  }
  if (from.folder === "platform")
    return against("the platform imports no slice", "Pass it in from main.ts, or move the shared part into the platform.");
  // A test that drives several slices through the front door may read their answers' types.
  if (isTest(path) && one.typeOnly && to.file === "words.ts") return [];
  return sliceRule(from.folder, to, against);
}

function sliceRule(from: string, to: { folder: string; file: string }, against: Against): Violation[] {
  const allowed = from === "company" ? [] : from === "customer" ? ["company"] : ["company", "customer"];
  if (!allowed.includes(to.folder)) {
    const may = allowed.length === 0 ? "no other slice" : `only ${allowed.join(" and ")}`;
    return against(`${from} may use ${may}`, `Ask the metric registry for ${to.folder}'s figure (ctx.metrics), or read its signal.`);
  }
  if (to.file === "index.ts" || to.file === "words.ts") return [];
  return against(`${to.folder} is entered through its index.ts or words.ts`, `Export it from apps/server/src/${to.folder}/index.ts.`);
}

/** Folder ("" = beside main.ts) and path in it of a file of the server. */
function placeOf(path: string): { folder: string; file: string } | null {
  const inside = /^apps\/server\/src\/(.+)$/.exec(path)?.[1];
  if (inside === undefined) return null;
  const cut = inside.indexOf("/");
  return cut < 0 ? { folder: "", file: inside } : { folder: inside.slice(0, cut), file: inside.slice(cut + 1) };
}

function targetOf(path: string, specifier: string, known: ReadonlySet<string>): string | null {
  if (!specifier.startsWith(".")) return null;
  const target = posix.join(posix.dirname(path), specifier);
  return known.has(target) ? target : null;
}

function environmentOf({ path, text }: Module): Violation[] {
  if (!/^(?:apps|packages)\/[^/]+\/(?:src|bin)\//.test(path) || isTest(path) || ENVIRONMENT.has(path)) return [];
  const found = /\bprocess\s*\.\s*env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from/.exec(codeOnly(text));
  if (found === null) return [];
  const fix = "Add the setting to apps/server/src/platform/config.ts and pass the parsed value on.";
  return [{ path, line: lineOf(text, found.index), what: "reads process.env", fix }];
}

function lengthOf({ path, text }: Module): Violation[] {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  const most = /^packages\/[^/]+\/src\//.test(path) ? MOST_KERNEL_LINES : MOST_LINES;
  if (lines <= most || LONG[path] !== undefined) return [];
  const fix = "Split it by what it says, or name it with the reason in LONG of scripts/check-imports.ts.";
  return [{ path, line: null, what: `has ${lines} lines, ${most} are the most`, fix }];
}

await runAsScript(import.meta.url, () => ({ violations: checkImports(join(import.meta.dirname, "..")), rule: RULE }));
