import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { truths } from "@counterseat/demo";
import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";
import { DEMO_OPTIONS, optionsOf } from "./demo-options.ts";

export const demoLoad: Command = {
  words: ["demo", "load"],
  positional: [],
  options: { ...DEMO_OPTIONS, "truth-out": "FILE: what was planted" },
  summary: "Load the sample company beside your own rows",
  async run(args) {
    const options = optionsOf(args);
    const counts = await withSession(args, async (session) => {
      let state = (await session.call("demo.load", options)) as {
        loaded: boolean;
        loading: { done: number } | null;
        counts: Record<string, number>;
      };
      while (state.loading !== null) {
        await setTimeout(200);
        state = (await session.call("demo.getState")) as typeof state;
        if (process.stderr.isTTY) process.stderr.write(`\r${state.loading?.done ?? "all"} rows`);
      }
      if (!state.loaded)
        throw new CounterseatError("internal", "The sample could not be loaded; nothing of it was kept.", {
          fix: "Look at the error above, then load it again.",
        });
      return state.counts;
    });
    const truthFile = args.one("truth-out");
    if (truthFile !== null) writeFileSync(truthFile, `${JSON.stringify(truths(options), null, 2)}\n`);
    return counts;
  },
};

export const demoClear: Command = {
  words: ["demo", "clear"],
  positional: [],
  options: {},
  summary: "Remove the sample company and nothing else; prints what went",
  run: (args) =>
    withSession(args, async (session) => {
      const before = (await session.call("demo.getState")) as { counts: Record<string, number> };
      await session.call("demo.clear");
      return before.counts;
    }),
};

export { demoExport } from "./demo-export.ts";
