import { accessSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

interface Run {
  id: string;
  log: string;
  state: string;
  read: number;
  accepted: number;
  refused: number;
  alreadyKnown: number;
  problems: unknown[];
  overlap: number | null;
  error: string | null;
  progress: number;
}

export const importFile: Command = {
  words: ["import"],
  positional: ["FILE"],
  options: {
    as: "events|transactions|customers|subscriptions|responses|beliefs|consents",
    source: "NAME: the system it comes from",
    map: "field=column (name or 1-based position), repeatable; kept for the source's next file",
    timezone: "IANA zone of times that carry none (default: as for the source's last file, else the organisation's)",
    overlap: "new|all: what to do with rows the source already told in another file",
  },
  summary: "Read a CSV, Excel, JSON, Parquet or XES file (also .gz, .zip) into a source; asks nothing, ends with what is missing instead",
  async run(args) {
    const file = args.positional[0] ?? "";
    const as = args.one("as");
    const source = args.one("source");
    if (as === null || source === null)
      throw new CounterseatError("invalid", "import needs --as KIND and --source NAME.", {
        fix: "counterseat import FILE --as events --source NAME",
      });
    try {
      accessSync(file);
    } catch {
      throw new CounterseatError("not-found", `There is no file ${file}.`);
    }
    return withSession(args, async (session) => {
      const { upload } = (await session.call("customer.upload", {}, file)) as { upload: string };
      const map = args.pairs("map");
      const timezone = args.one("timezone");
      const overlap = args.one("overlap");
      const input = { upload, as, source, map, ...(timezone === null ? {} : { timezone }), ...(overlap === null ? {} : { overlap }) };
      const started = (await session.call("customer.startImport", input)) as Run & { asLastTime: string[] };
      let run: Run = started;
      for (let wait = 20; run.state === "waiting" || run.state === "reading"; wait = Math.min(500, wait * 1.5)) {
        await setTimeout(wait);
        run = (await session.call("customer.getImport", { id: run.id })) as Run;
        if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(run.progress * 100)} % read`);
      }
      if (process.stderr.isTTY) process.stderr.write("\n");
      if (run.overlap !== null)
        throw new CounterseatError("invalid", run.error ?? "", {
          fix: "--overlap new keeps only the rows not told before; --overlap all keeps every row.",
        });
      if (run.state === "failed") throw new CounterseatError("invalid", run.error ?? "The file could not be read.");
      // Figures are per customer: what the file says of who they are counts before the next command asks for one.
      await session.call("customer.resolve", {});
      const { log, read, accepted, refused, alreadyKnown, problems } = run;
      const { asLastTime } = started;
      return { log, read, accepted, refused, alreadyKnown, problems, ...(asLastTime.length === 0 ? {} : { asLastTime }) };
    });
  },
};
