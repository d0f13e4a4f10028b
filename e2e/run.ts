import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { startServer, type ServerProcess } from "../bench/server-process.ts";
import { launch } from "./browser.ts";
import { watch } from "./watch.ts";

export interface Given {
  readonly server: ServerProcess;
  /** The folder connections may read files from. */
  readonly drop: string;
  /** Where pictures go; null when nobody wants them. */
  readonly shots: string | null;
  /** A page of a browser of its own, watched: whatever the browser complains about fails the story. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** For what is no page of the product. Nobody watches it. */
  readonly browser: Browser;
}

/** A story: what a person does, from a fresh installation on. It throws, or returns what it found wrong. */
export interface Story {
  readonly title: string;
  run(given: Given): Promise<string[]>;
}

const only = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const shots = process.argv.includes("--shots") ? fileURLToPath(new URL("../screenshots", import.meta.url)) : null;
if (shots !== null) mkdirSync(shots, { recursive: true });

/** Stories that take minutes (`*.long.story.ts`) run when asked for by name, or with `--long`. */
const long = process.argv.includes("--long");

const files = readdirSync(fileURLToPath(new URL(".", import.meta.url))).filter(
  (file) =>
    file.endsWith(".story.ts") &&
    (only.length > 0 || long || !file.endsWith(".long.story.ts")) &&
    (only.length === 0 || only.some((word) => file.includes(word))),
);
let passed = 0;
let failed = 0;
const browser = await launch();
for (const file of files) {
  const { stories } = (await import(new URL(`./${file}`, import.meta.url).href)) as { stories: readonly Story[] };
  for (const story of stories) {
    const dataDir = mkdtempSync(join(tmpdir(), "counterseat-story-"));
    const drop = join(dataDir, "drop");
    mkdirSync(drop);
    const server = await startServer(join(dataDir, "data"), { COUNTERSEAT_IMPORT_DIR: drop });
    const wrong: string[] = [];
    const contexts: BrowserContext[] = [];
    const open = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
      contexts.push(context);
      await watch(context, server.url, wrong);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      return page;
    };
    try {
      wrong.push(...(await story.run({ browser, server, shots, open, drop })));
    } catch (error) {
      wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    for (const context of contexts) await context.close();
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
