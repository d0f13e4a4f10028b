import { readFileSync } from "node:fs";
import { kernels as customerMathKernels } from "@counterseat/customer-math";
import { kernels as identityKernels } from "@counterseat/identity";
import { kernels as journeyKernels } from "@counterseat/journey";
import { kernels as statsKernels } from "@counterseat/stats";
import { CounterseatError } from "@counterseat/server/errors";
import { readTextColumns } from "@counterseat/server/reading";
import type { Command } from "../command.ts";

const kernels = [...statsKernels, ...customerMathKernels, ...journeyKernels, ...identityKernels];

export const compute: Command = {
  words: ["compute"],
  positional: ["KERNEL?"],
  options: { file: "CSV, Excel, JSON, Parquet or XES, also .gz and .zip; once for each file", args: "JSON object", list: null },
  summary: "Run one kernel on a file or on arguments, without a server; --list names them all",
  async run(args) {
    if (args.has("list"))
      return kernels.map(({ name, summary, source, args: input, output }) => ({ name, summary, source, args: input, output }));
    const name = args.positional[0];
    const kernel = kernels.find((k) => k.name === name);
    if (kernel === undefined) {
      throw new CounterseatError("not-found", name === undefined ? "compute needs a kernel's name." : `There is no kernel "${name}".`, {
        fix: `Kernels: ${kernels.map((k) => k.name).join(", ")}.`,
      });
    }
    const input = withFiles(parseArgs(args.one("args")), kernel.args);
    const files = args.all("file");
    const most = kernel.files ?? 1;
    if (files.length > most)
      throw new CounterseatError("invalid", `${kernel.name} takes ${most === 1 ? "one file" : `${most} files`}, not ${files.length}.`);
    const [columns = null, ...more] = await Promise.all(files.map((file) => readTextColumns(file)));
    try {
      return kernel.run({ columns, more, args: input });
    } catch (error) {
      if (error instanceof RangeError)
        throw new CounterseatError("invalid", error.message, { fix: `See counterseat compute --list for what ${kernel.name} takes.` });
      throw error;
    }
  },
};

/** JSON on the command line, or the name of a file that holds it. */
function parseArgs(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(/^\s*\{/.test(text) ? text : readFileSync(text, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // falls through to the same answer as a value that is no object
  }
  throw new CounterseatError("invalid", "--args is a JSON object.", { fix: "For example --args '{\"noise\": 0.2}'." });
}

/** An argument that is the text of a file (its schema says of what kind) may be given as the file's name instead; XML is known by its first sign. */
function withFiles(input: Record<string, unknown>, schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, { readonly contentMediaType?: string }>>;
  const read = Object.entries(input).map(([name, value]) => {
    if (properties[name]?.contentMediaType === undefined || typeof value !== "string" || /^\s*\uFEFF?\s*</.test(value))
      return [name, value] as const;
    try {
      return [name, readFileSync(value, "utf8")] as const;
    } catch {
      throw new CounterseatError("invalid", `"${name}" is neither the text of such a file nor the name of one that can be read.`, {
        fix: `Give {"${name}": "model.bpmn"} with a file that is there.`,
      });
    }
  });
  return Object.fromEntries(read);
}
