import { join } from "node:path";
import { company } from "@counterseat/demo";
import { withoutComments } from "./program-text.ts";
import { runAsScript } from "./run-as-script.ts";
import { isProgram, isTest, lineOf, listFiles, readText } from "./source-files.ts";
import type { Violation } from "./violation.ts";

export const RULE =
  "Names say what a thing is in the company's words (docs/guide/words.md). The sample company lives in packages/demo and in messages; no file knows the machine it was written on.";

/** Names that fit anything, and so say nothing. */
const EMPTY = new Set(["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "base", "lib", "shared"]);
const EMPTY_ENDING = /(?:^|[-.])(?:utils?|helpers?|managers?|misc)$/;
const EMPTY_EXPORT = /^export\s+(?:async\s+)?(?:function\*?|class|const|interface|type)\s+(\w*(?:Utils?|Helpers?|Manager))\b/gm;
const MACHINE = /(?<![\w.$}/-])\/(?:work|home|root|Users|mnt|srv)\/[\w.-]+|\b[A-Z]:\\+Users\\/g;
const TEXTS = /\.(?:tsx?|mjs|json|md|css|html|sh|ya?ml|sql)$|^\.ci\//;
/** These hold the words they look for. */
const ITSELF = /^scripts\/check-names(?:\.test)?\.ts$/;

/** @param sample words only the sample company would use */
export function checkNames(root: string, sample: readonly string[]): Violation[] {
  const files = listFiles(root).filter((path) => !ITSELF.test(path));
  const words = new RegExp(`(?<!\\w)(?:${sample.map((word) => word.replaceAll(/[^\w ]/g, "\\$&")).join("|")})(?!\\w)`, "gi");
  return [
    ...emptyNames(files.filter((path) => /^(?:apps|packages|scripts|bench|e2e|docs)\//.test(path))),
    ...files
      .filter(isProgram)
      .flatMap((path) => found(root, path, EMPTY_EXPORT, (word) => [`is named ${word}`, "Name it after what it says or does."])),
    ...files
      .filter(
        (path) => sample.length > 0 && isProgram(path) && !isTest(path) && !/^(?:packages\/demo|e2e|apps\/web\/src\/messages)\//.test(path),
      )
      .flatMap((path) =>
        found(root, path, words, (word) => [
          `names the sample company's ${word}`,
          "Read it from the company's lists, or move it to packages/demo or the messages.",
        ]),
      ),
    ...files
      .filter((path) => TEXTS.test(path) && path !== "package-lock.json")
      .flatMap((path) =>
        found(root, path, MACHINE, (word) => [
          `names a path of one machine, ${word}`,
          "Use a path from the repository, a setting or a temporary folder.",
        ]),
      ),
  ];
}

function emptyNames(files: readonly string[]): Violation[] {
  const places = new Map<string, string>();
  for (const path of files) {
    const parts = path.split("/");
    for (const [i, part] of parts.entries()) {
      const name = i === parts.length - 1 ? part.replace(/\..*$/, "") : part;
      if (EMPTY.has(name) || EMPTY_ENDING.test(name)) places.set(parts.slice(0, i + 1).join("/"), name);
    }
  }
  return [...places].map(([path, name]) => ({
    path,
    line: null,
    what: `is named ${name}`,
    fix: "Put it beside its only user, or name it after what it says.",
  }));
}

function found(root: string, path: string, pattern: RegExp, say: (word: string) => readonly [string, string]): Violation[] {
  const whole = readText(root, path);
  // An example in a comment may name the sample company; a program may not.
  const text = pattern === MACHINE || !isProgram(path) ? whole : withoutComments(whole);
  return [...text.matchAll(pattern)].map((match) => {
    const [what, fix] = say(match[1] ?? match[0]);
    return { path, line: lineOf(text, match.index), what, fix };
  });
}

/** The sample company's own words: its name, its people, the steps of its journey that no other company would write that way. */
export function sampleWords(): string[] {
  const { name, people, steps } = company({ seed: 7, scale: 1 });
  return [name, ...people.map((person) => person.name), ...steps.map((step) => step.id).filter((id) => id.includes("_"))];
}

await runAsScript(import.meta.url, () => ({ violations: checkNames(join(import.meta.dirname, ".."), sampleWords()), rule: RULE }));
