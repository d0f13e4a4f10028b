import { randomBytes } from "node:crypto";
import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { ErasureId, KeyId, newId } from "../../platform/ids.ts";
import { type ReadContext, write } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { tokenKey } from "../../platform/erasures/register.ts";
import { unfinishedImports } from "../store.ts";
import { tryErasures } from "./carry-out.ts";
import { addErasure, findErasure, toErasure } from "./store.ts";
import { tokensOf, whoIs } from "./who.ts";
import { Erasure, ErasureReason } from "./words.ts";

export const eraseCustomer = write({
  name: "customer.eraseCustomer",
  method: "POST",
  path: "/customers/{id}/erase",
  summary: "Forget a customer in every store, for good; what the answer's proof says was done is kept in the register",
  permission: "privacy:write",
  input: z.object({
    id: z.string().min(1).max(400),
    confirm: z.string().max(400).describe("the customer's id once more: there is no way back"),
    reason: ErasureReason,
  }),
  output: Erasure,
  async prepare(ctx, input) {
    assertSeesPersonal(ctx.actor);
    assertOwn(ctx);
    if (input.confirm !== input.id)
      throw new CounterseatError("invalid", "The confirmation is not the customer's id.", {
        fix: "Write the id as it stands on the customer's page.",
      });
    const who = await whoIs(ctx.events, ctx.world, [input.id]);
    const known = await ctx.events.countBy({ by: ["world"], filter: { world: ctx.world, customer: who.customer }, use: "upkeep" });
    const records = await ctx.events.people({ world: ctx.world, told: who.names });
    if (known.length === 0 && records.length === 0) throw notFound("This customer");
    return { who, key: await tokenKey(ctx.db) };
  },
  async run(ctx, input, { who, key }) {
    if ((await unfinishedImports(ctx.tx)).length > 0)
      throw new CounterseatError("conflict", "A file is being read, which may hold rows of this customer.", {
        fix: "Wait until the import has ended, then ask again.",
      });
    const id = newId(ErasureId);
    const row = {
      id,
      world: ctx.world,
      reason: input.reason,
      askedBy: `${ctx.actor.kind}:${ctx.actor.id}`,
      askedAt: new Date(ctx.clock()),
      state: "asked" as const,
      doneAt: null,
      tokens: tokensOf(key, who),
      proof: [],
    };
    const work = { erasureId: id, keyId: newId(KeyId), names: [...who.names], marks: [...who.marks] };
    await addErasure(ctx.tx, row, work, new Uint8Array(randomBytes(32)));
    return toErasure(row);
  },
  async after(ctx, output) {
    await tryErasures(ctx);
    const row = await findErasure(ctx.db, output.id);
    return row === null ? output : toErasure(row);
  },
  subject: (_input, output) => output.id,
});

/** The people of the sample are invented. */
export function assertOwn({ world }: Pick<ReadContext, "world">): void {
  if (world === "own") return;
  throw new CounterseatError("invalid", "Only customers of your own can be forgotten: those of the sample are invented.", {
    fix: "Clear the sample instead.",
  });
}
