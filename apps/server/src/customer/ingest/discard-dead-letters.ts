import { z } from "zod";
import { write } from "../../platform/operation.ts";
import { assertChosen } from "./replay-dead-letters.ts";
import { removeDeadLetters } from "./store.ts";
import { DeadLetterChoice } from "./words.ts";

export const discardDeadLetters = write({
  name: "customer.discardDeadLetters",
  method: "POST",
  path: "/dead-letters/discard",
  summary: "Forget refused events: some, or all of a source or reason",
  permission: "customer:write",
  input: DeadLetterChoice,
  output: z.object({ discarded: z.number().int() }),
  async run(ctx, choice) {
    assertChosen(choice);
    return { discarded: await removeDeadLetters(ctx.tx, choice, ctx.clock()) };
  },
});
