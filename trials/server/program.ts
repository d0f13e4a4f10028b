import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildProgram } from "../../apps/cli/src/build-program.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// Beside what the command line builds, so that it finds the same libraries.
const folder = here(`../../apps/cli/dist/trial-${process.pid}`);

/** The product as it is shipped, built once for all the starts of a trial. */
export const program: string = join(folder, "serve-child.js");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
await buildProgram(folder, { "serve-child": here("./serve-child.ts") });
