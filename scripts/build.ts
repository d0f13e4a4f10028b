import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildWeb } from "../apps/cli/src/build-web.ts";

/** `npm run build`: builds the program and the pages ahead of the first start, for installations that are read only. */
const shim = fileURLToPath(new URL("../apps/cli/bin/counterseat.mjs", import.meta.url));
process.exitCode = spawnSync(process.execPath, [shim, "compute", "--list"], { stdio: ["ignore", "ignore", "inherit"] }).status ?? 1;
console.log(await buildWeb((line) => console.error(line)));
