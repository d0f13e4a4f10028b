import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

export const journeyModel: Command = {
  words: ["journey", "model"],
  positional: [],
  options: { log: "NAME: the source the events came from" },
  summary: "What followed what in a log, how often and after how long (seconds)",
  run(args) {
    const log = args.one("log");
    if (log === null) throw new CounterseatError("invalid", "journey model needs --log NAME.");
    return withSession(args, (session) => session.call("journey.getModel", { log }));
  },
};
