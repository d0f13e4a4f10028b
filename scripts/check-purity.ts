import { join } from "node:path";
import { codeOnly } from "./program-text.ts";
import { readImports } from "./read-imports.ts";
import { runAsScript } from "./run-as-script.ts";
import { isProgram, lineOf, listFiles, readText } from "./source-files.ts";
import type { Violation } from "./violation.ts";

export const RULE =
  "Packages compute and nothing else: no files, no clock, no randomness but a seeded one that is handed in. So they run anywhere, and twice the same.";

/** The compiler refuses the rest (`types: []`, no DOM); these are part of the language itself. */
const IMPURE: readonly (readonly [RegExp, string, string])[] = [
  [/\bDate\s*\.\s*now\b/g, "reads the clock (Date.now)", "Take the time as an argument."],
  [/\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w.]))/g, "reads the clock (new Date without arguments)", "Take the time as an argument."],
  [/(?<![.\w])(?<!\bnew\s+)Date\s*\(/g, "reads the clock (Date called as a function)", "Take the time as an argument."],
  [/\bMath\s*\.\s*random\b/g, "draws without a seed (Math.random)", "Take a seeded source of random numbers as an argument."],
  [/(?<![.\w])process\s*(?:\.|\?\.|\[)/g, "looks at the process", "Take what is needed as an argument."],
];

export function checkPurity(root: string): Violation[] {
  const files = listFiles(root, "packages").filter((path) => isProgram(path) && /^packages\/[^/]+\/src\//.test(path));
  return files.flatMap((path) => {
    const text = readText(root, path);
    const code = codeOnly(text);
    const found = IMPURE.flatMap(([pattern, what, fix]) =>
      [...code.matchAll(pattern)].map((match): Violation => ({ path, line: lineOf(text, match.index), what, fix })),
    );
    const nodes = readImports(text, false).filter(({ specifier }) => specifier.startsWith("node:"));
    return [
      ...found,
      ...nodes.map(({ specifier, line }): Violation => ({
        path,
        line,
        what: `imports ${specifier}`,
        fix: "Read in the app, and hand columns in.",
      })),
    ];
  });
}

await runAsScript(import.meta.url, () => ({ violations: checkPurity(join(import.meta.dirname, "..")), rule: RULE }));
