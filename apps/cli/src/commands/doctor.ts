import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";

const SIGN = { well: "ok    ", look: "look  ", broken: "BROKEN" } as const;

export const doctor: Command = {
  words: ["doctor"],
  positional: [],
  options: {},
  summary: "Look at everything this installation stands on, and say what is wrong and how to mend it; changes nothing",
  async run(args) {
    const { examine } = await import("@counterseat/server/doctor");
    const findings = await examine({ env: process.env, dataDir: args.one("data-dir"), now: Date.now() });
    const wrong = findings.filter((finding) => finding.state === "broken");
    const worth = findings.filter((finding) => finding.state === "look");
    if (!args.has("json")) {
      for (const { state, check, words, fix } of findings) {
        process.stderr.write(`${SIGN[state]}  ${check}: ${words}\n`);
        if (fix !== null) process.stderr.write(`        → ${fix}\n`);
      }
      if (wrong.length + worth.length === 0) process.stderr.write("Nothing is wrong.\n");
    }
    const found = { ok: wrong.length === 0, broken: wrong.length, look: worth.length, findings };
    // A person at a terminal has read the lines above; a program reads the document.
    if (args.has("json") || !process.stdout.isTTY) process.stdout.write(`${JSON.stringify(found)}\n`);
    if (wrong.length > 0)
      throw new CounterseatError("internal", `${wrong.length === 1 ? "One thing is" : `${wrong.length} things are`} broken.`, {
        fix: "Do what stands behind each arrow, then look again.",
      });
    return undefined;
  },
};
