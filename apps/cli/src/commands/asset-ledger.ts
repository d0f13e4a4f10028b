import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

export const assetLedger: Command = {
  words: ["asset", "ledger"],
  positional: [],
  options: {
    basis: "transactions|subscriptions",
    period: "month|quarter|year",
    window: "DAYS without a purchase after which a customer counts as lost; chosen from the data when absent",
    "as-of": "DATE: what happened after it is left out",
    segment: "NAME",
  },
  summary: "The customer asset ledger: who came, stayed, grew, shrank and left, in people and value",
  run(args) {
    const [basis, period, window, asOf, segment] = (["basis", "period", "window", "as-of", "segment"] as const).map((name) =>
      args.one(name),
    );
    if (basis === null || period === null)
      throw new CounterseatError("invalid", "asset ledger needs --basis transactions|subscriptions and --period month|quarter|year.");
    const given = { basis, period, window, asOf, segment };
    return withSession(args, (session) =>
      session.call(
        "asset.getLedger",
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)),
      ),
    );
  },
};
