import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CounterseatError } from "@counterseat/server/errors";

const WEB = dirname(fileURLToPath(import.meta.resolve("@counterseat/web/package.json")));
const LOCK = fileURLToPath(new URL("../../../package-lock.json", import.meta.url));
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package.json", "../../docs/guide"];

/** Builds the pages when their sources changed since the last build; returns where they lie. */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const out = join(WEB, "dist");
  const stamp = join(out, ".built-from");
  const hash = hashOf();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return out;
  say("Building the pages …");
  const fresh = join(WEB, `dist.${process.pid}`);
  await runVite(["build", "--outDir", fresh, "--emptyOutDir", "--logLevel", "error"]);
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, ".built-from"), hash);
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  return out;
}

/** In a process of its own: what building takes in memory is given back before the server starts. */
function runVite(args: readonly string[]): Promise<void> {
  const program = join(dirname(fileURLToPath(import.meta.resolve("vite/package.json"))), "bin", "vite.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: WEB, stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new CounterseatError("internal", "The pages could not be built.", { fix: "Run npm ci and start again." })),
    );
  });
}

function hashOf(): string {
  const hash = createHash("sha256").update(existsSync(LOCK) ? readFileSync(LOCK) : "");
  const visit = (path: string) => {
    if (!existsSync(path)) return;
    let names: string[] | null = null;
    try {
      names = readdirSync(path).sort();
    } catch {
      hash.update(path.slice(WEB.length)).update(readFileSync(path));
    }
    for (const name of names ?? []) visit(join(path, name));
  };
  for (const source of SOURCES) visit(join(WEB, source));
  return hash.digest("hex");
}
