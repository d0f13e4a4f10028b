import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const THREADS = source("../../server/src/threads.ts");
const ENTRIES = {
  main: source("./main.ts"),
  "events-thread": source("../../server/src/events-thread.ts"),
  "compute-thread": source("../../server/src/compute-thread.ts"),
};
/** These read files that lie beside them, or are machine code. */
const STAY_OUTSIDE = ["@duckdb/node-api", "@electric-sql/pglite", "@zxcvbn-ts/language-common", "esbuild", "tsx", "vite"];
/** A server that was started from an older program may still load a part of it. */
const KEPT = 3;

/**
 * Puts the command line, the server and its threads into a few files that plain Node loads at once: from source a start
 * takes seconds longer. More entries, by name, are for trials that start the product in a way of their own.
 */
export async function buildProgram(out: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const fresh = `${out}.${process.pid}`;
  await build({
    entryPoints: { ...ENTRIES, ...more },
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["source"],
    external: STAY_OUTSIDE,
    // Libraries of the older module kind ask for Node's own modules by require.
    banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
    plugins: [samePlaces],
    logLevel: "error",
  });
  mkdirSync(dirname(out), { recursive: true });
  try {
    renameSync(fresh, out);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Somebody else built the same at the same time.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
  forgetOlder(dirname(out), basename(out));
}

/** A module that looks for files beside itself finds them as from source; only the threads start from what was built. */
const samePlaces: Plugin = {
  name: "same-places",
  setup(building) {
    building.onLoad({ filter: /\/(apps|packages)\/[^/]+\/src\/.*\.ts$/ }, ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      if (path === THREADS) return { contents: BUILT_THREADS, loader: "js" };
      return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), loader: "ts" };
    });
  },
};

const BUILT_THREADS = `
const built = (name) => { const url = new URL(name, import.meta.url); return { boot: url, entry: url }; };
export const threads = { events: built("./events-thread.js"), compute: built("./compute-thread.js") };
`;

function forgetOlder(folder: string, current: string): void {
  const others = readdirSync(folder)
    .filter((name) => name !== current && /^[0-9a-f]{16}$/.test(name))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of others.slice(KEPT - 1)) rmSync(path, { recursive: true, force: true });
}
