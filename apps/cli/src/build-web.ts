import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = dirname(fileURLToPath(import.meta.resolve("@counterseat/web/package.json")));
const LOCK = fileURLToPath(new URL("../../../package-lock.json", import.meta.url));
const SOURCES = ["src", "public", "index.html", "vite.config.ts", "package.json"];

/** Builds the pages when their sources changed since the last build; returns where they lie. */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const out = join(WEB, "dist");
  const stamp = join(out, ".built-from");
  const hash = hashOf();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return out;
  say("Building the pages …");
  const { build } = await import("vite");
  const fresh = join(WEB, `dist.${process.pid}`);
  await build({ root: WEB, configFile: join(WEB, "vite.config.ts"), logLevel: "error", build: { outDir: fresh, emptyOutDir: true } });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, ".built-from"), hash);
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  return out;
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
