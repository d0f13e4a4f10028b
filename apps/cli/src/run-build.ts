import { buildProgram } from "./build-program.ts";

/** Started by the command line's shim when the program does not lie there yet. */
const [out = ""] = process.argv.slice(2);
await buildProgram(out);
