import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

export const gapBoard: Command = {
  words: ["gap", "board"],
  positional: [],
  options: { filter: "k=v: stage, channel, segment, owner, from, to, world; repeatable" },
  summary: "Where leaders' belief and customers' experience part, in order of priority",
  run: (args) => withSession(args, (session) => session.call("gap.getBoard", args.pairs("filter"))),
};
