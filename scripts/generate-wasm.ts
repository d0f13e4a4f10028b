import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format, resolveConfig } from "prettier";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = "packages/journey/assembly/kernels.ts";
const TARGET = "packages/journey/src/engine/wasm-module.generated.ts";
const FLAGS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--noExportMemory"];

/** The journey engine's WASM as a TypeScript module: the pinned compiler gives the same bytes on every machine. */
async function moduleText(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-wasm-"));
  try {
    const out = join(dir, "kernels.wasm");
    const compiler = join(ROOT, "node_modules", "assemblyscript", "bin", "asc.js");
    const { status, stderr } = spawnSync(process.execPath, [compiler, SOURCE, ...FLAGS, "--outFile", out], { cwd: ROOT });
    if (status !== 0) throw new Error(`${SOURCE} does not compile:\n${stderr.toString()}`);
    const text = `/** Generated from ${SOURCE}. Do not edit: scripts/generate-wasm.ts writes it. */\nexport const WASM_BASE64 = ${JSON.stringify(readFileSync(out).toString("base64"))};\n`;
    return await format(text, { ...(await resolveConfig(join(ROOT, TARGET))), parser: "typescript" });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What is wrong with the module as it lies there; null when nothing is. */
export async function staleWasm(): Promise<string | null> {
  const path = join(ROOT, TARGET);
  const there = existsSync(path) ? readFileSync(path, "utf8") : "";
  return there === (await moduleText()) ? null : `${TARGET} is not what ${SOURCE} compiles to`;
}

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  writeFileSync(join(ROOT, TARGET), await moduleText());
  console.error(`written: ${TARGET}`);
}
