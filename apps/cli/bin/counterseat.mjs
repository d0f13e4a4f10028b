#!/usr/bin/env -S node --max-semi-space-size=64
// The larger young generation takes a tenth of the processor time out of taking events.
// Runs the program built from the sources as they are now; builds it first when they have changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

function hashOfSources() {
  const hash = createHash("sha256")
    .update(process.version)
    .update(readFileSync(at("../../../package-lock.json")));
  for (const folder of ["../src", "../../server/src", "../../../packages"].map(at)) {
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.includes("node_modules")) continue;
      hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

const program = at(`../dist/${hashOfSources()}`);
if (!existsSync(program)) {
  process.stderr.write("Building the program …\n");
  const builder = ["--conditions=source", "--import", import.meta.resolve("tsx"), at("../src/run-build.ts"), program];
  const { status } = spawnSync(process.execPath, builder, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) {
    process.stderr.write("The program could not be built. Run npm ci and start again.\n");
    process.exit(1);
  }
}
await import(pathToFileURL(join(program, "main.js")).href);
