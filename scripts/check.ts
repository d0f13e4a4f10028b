import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkDocs, RULE as DOCS } from "./check-docs.ts";
import { checkImports, RULE as IMPORTS } from "./check-imports.ts";
import { checkNames, RULE as NAMES, sampleWords } from "./check-names.ts";
import { checkPurity, RULE as PURITY } from "./check-purity.ts";
import { reportText } from "./run-as-script.ts";
import type { Violation } from "./violation.ts";

/** `npm run check`: everything that can be known of the tree without starting it. Needs no server and no database. */
const ROOT = join(import.meta.dirname, "..");
/** As many programs at once as the smallest machine has cores. */
const AT_ONCE = 2;
/** Every compiler project of the root. */
const PROJECTS = readdirSync(ROOT).filter((name) => /^tsconfig\.\w+\.json$/.test(name) && name !== "tsconfig.base.json");

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}
interface Check {
  readonly name: string;
  readonly fix: string;
  run(): Promise<Outcome>;
}

const checks: readonly Check[] = [
  {
    name: "formatting",
    fix: "npm run format",
    run: () => tool("prettier", ["--check", "--cache", "--cache-location", "node_modules/.cache/prettier-check", "."]),
  },
  {
    name: "types",
    fix: "Correct the types; every tsconfig at the root is built with tsc -b.",
    run: () => tool("tsc", ["-b", ...PROJECTS]),
  },
  {
    name: "unused code",
    fix: "Remove it, or stop exporting it. Settings: knip.json.",
    run: () => tool("knip", ["--no-progress", "--no-config-hints"]),
  },
  { name: "lint", fix: "Settings: .oxlintrc.json.", run: () => tool("oxlint", ["--deny-warnings", "-f", "unix"]) },
  { name: "imports", fix: "Each line above names its fix.", run: () => rule(IMPORTS, () => checkImports(ROOT)) },
  { name: "purity", fix: "Each line above names its fix.", run: () => rule(PURITY, () => checkPurity(ROOT)) },
  { name: "names", fix: "Each line above names its fix.", run: () => rule(NAMES, () => checkNames(ROOT, sampleWords())) },
  { name: "documents", fix: "Each line above names its fix.", run: () => rule(DOCS, () => checkDocs(ROOT)) },
  { name: "routes", fix: "node --conditions=source --import tsx scripts/generate-routes.ts", run: routes },
  { name: "kernels", fix: "node --conditions=source --import tsx scripts/generate-kernels.ts", run: kernels },
  { name: "wasm", fix: "node --conditions=source --import tsx scripts/generate-wasm.ts", run: wasm },
];

function rule(text: string, check: () => Violation[]): Promise<Outcome> {
  const violations = check();
  return Promise.resolve({ ok: violations.length === 0, output: reportText(violations, text) });
}

async function routes(): Promise<Outcome> {
  const { staleRoutes } = await import("./generate-routes.ts");
  const stale = await staleRoutes();
  return { ok: stale === null, output: stale ?? "" };
}

async function kernels(): Promise<Outcome> {
  const { staleKernels } = await import("./generate-kernels.ts");
  const stale = await staleKernels();
  return { ok: stale === null, output: stale ?? "" };
}

async function wasm(): Promise<Outcome> {
  const { staleWasm } = await import("./generate-wasm.ts");
  const stale = await staleWasm();
  return { ok: stale === null, output: stale ?? "" };
}

/** Runs a program of a development dependency. */
function tool(name: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(join(ROOT, "node_modules", ".bin", name), args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => parts.push(part));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: Buffer.concat(parts).toString().trimEnd() }));
  });
}

async function runOne({ name, fix, run }: Check): Promise<boolean> {
  const started = performance.now();
  const { ok, output } = await run().catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(12)} ${seconds.padStart(5)} s`);
  if (!ok) console.log(`${output.replaceAll(/^/gm, "       ")}\n       → ${fix}`);
  return ok;
}

const waiting = [...checks];
const failed: string[] = [];
async function worker(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) if (!(await runOne(check))) failed.push(check.name);
}
await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log(failed.length === 0 ? "everything checks" : `failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
