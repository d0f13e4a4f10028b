import { CounterseatError, toProblem } from "@counterseat/server/errors";
import { commands } from "./commands.ts";
import { parseArguments } from "./parse-arguments.ts";
import { usage } from "./usage.ts";

/**
 * The command line: results are one JSON document on standard output, everything else goes to standard error, and the
 * exit code says whether it worked.
 */
async function main(argv: readonly string[]): Promise<number> {
  const words = argv.filter((word, i) => !word.startsWith("-") && !argv.slice(0, i).some((before) => before.startsWith("-")));
  if (words.length === 0) {
    process.stderr.write(usage(commands));
    return argv.includes("--help") ? 0 : 1;
  }
  const command = commands.find((c) => c.words.every((word, i) => words[i] === word));
  if (command === undefined) {
    throw new CounterseatError("invalid", `There is no command "${words.slice(0, 2).join(" ")}".`, {
      fix: `Commands: ${commands.map((c) => c.words.join(" ")).join(", ")}.`,
    });
  }
  const result = await command.run(parseArguments(argv.slice(command.words.length), command));
  if (result !== undefined) await print(`${JSON.stringify(result)}\n`);
  return 0;
}

function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error == null ? resolve() : reject(error))));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const problem = toProblem(error);
  // An unexpected failure of a local command has nobody to hide from: whoever runs it needs the place.
  const stack = problem.code === "internal" && error instanceof Error && !(error instanceof CounterseatError) ? { stack: error.stack } : {};
  process.stderr.write(`${JSON.stringify({ ...problem, ...stack })}\n`);
  process.exitCode = 1;
}
