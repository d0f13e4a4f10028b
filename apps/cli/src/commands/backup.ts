import { resolve } from "node:path";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

export const backup: Command = {
  words: ["backup"],
  positional: ["FILE"],
  options: {},
  summary: "Write everything into one new file, also while the server runs; prints what it holds",
  async run(args) {
    const file = resolve(args.positional[0] ?? "");
    process.stderr.write(`Writing the backup ${file} …\n`);
    const made = (await withSession(args, (session) => session.call("backup.create", { file }))) as { bytes: number };
    process.stderr.write(`Done: ${(made.bytes / 1024 / 1024).toFixed(1)} MB. Check it with: counterseat restore ${file} --verify\n`);
    return made;
  },
};
