import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { startServer, type ServerProcess } from "../bench/server-process.ts";
import { launch } from "./browser.ts";

/** A story: what a person does, from a fresh installation on. It throws, or returns what it found wrong. */
export interface Story {
  readonly title: string;
  run(given: { browser: Browser; server: ServerProcess; shots: string | null }): Promise<string[]>;
}

const only = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const shots = process.argv.includes("--shots") ? fileURLToPath(new URL("../screenshots", import.meta.url)) : null;
if (shots !== null) mkdirSync(shots, { recursive: true });

const files = readdirSync(fileURLToPath(new URL(".", import.meta.url))).filter(
  (file) => file.endsWith(".story.ts") && (only.length === 0 || only.some((word) => file.includes(word))),
);
let passed = 0;
let failed = 0;
const browser = await launch();
for (const file of files) {
  const { stories } = (await import(new URL(`./${file}`, import.meta.url).href)) as { stories: readonly Story[] };
  for (const story of stories) {
    const dataDir = mkdtempSync(join(tmpdir(), "counterseat-story-"));
    const server = await startServer(join(dataDir, "data"));
    let wrong: string[];
    try {
      wrong = await story.run({ browser, server, shots });
    } catch (error) {
      wrong = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    }
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
    if (wrong.length === 0) passed += 1;
    else failed += 1;
    console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} ${story.title}`);
    for (const line of wrong) console.log(`     ${line}`);
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
