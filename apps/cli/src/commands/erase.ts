import { CounterseatError } from "@counterseat/server/errors";
import type { Command } from "../command.ts";
import { withSession } from "../session.ts";

const REASONS = "request|consent|purpose|unlawful";

export const erase: Command = {
  words: ["erase"],
  positional: ["CUSTOMER"],
  options: { reason: REASONS, confirm: "CUSTOMER: the same once more; without it nothing is changed" },
  summary: "Forget a customer in every store, for good; without --confirm it says what would go",
  run: (args) =>
    withSession(args, async (session) => {
      const id = args.positional[0] ?? "";
      const confirm = args.one("confirm");
      if (confirm === null) return { erased: false, ...((await session.call("customer.previewErasure", { id, world: "own" })) as object) };
      const reason = args.one("reason") ?? "request";
      if (!REASONS.split("|").includes(reason))
        throw new CounterseatError("invalid", `"${reason}" is no reason.`, { fix: `Use --reason ${REASONS}.` });
      return session.call("customer.eraseCustomer", { id, confirm, reason, world: "own" });
    }),
};
