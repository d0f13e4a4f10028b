import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { write } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { World } from "../../platform/world.ts";
import { resolverOf } from "./resolver.ts";
import { findDecision, inOrder, keepDecision, takeBackDecision } from "./store.ts";
import { Verdict } from "./words.ts";

const Name = z.string().trim().min(1).max(500);

export const decideIdentity = write({
  name: "customer.decideIdentity",
  method: "PUT",
  path: "/identity/decisions",
  summary: "Say that two names are one customer, or two; null takes back what was said, and everything is as it was",
  permission: "customer:write",
  input: z.object({
    a: Name.describe("a source's name for somebody"),
    b: Name.describe("another one"),
    verdict: Verdict.nullable(),
  }),
  output: z.object({ verdict: Verdict.nullable() }).meta({ id: "IdentityDecided" }),
  async prepare(ctx, input) {
    assertSeesPersonal(ctx.actor); // who decides must see whom
    if (input.a === input.b)
      throw new CounterseatError("invalid", "These are one name.", { fix: "Give two names that sources have for somebody." });
    const known = await Promise.all([input.a, input.b].map(async (name) => ({ name, there: await isThere(ctx, name) })));
    for (const { there } of known) if (!there) throw notFound("One of these names");
  },
  async run(ctx, input) {
    const pair = inOrder(input.a, input.b);
    if (input.verdict !== null) {
      const decision = { world: ctx.world, ...pair, verdict: input.verdict, by: ctx.actor.name, at: new Date(ctx.clock()) };
      await keepDecision(ctx.tx, decision);
    } else if ((await findDecision(ctx.tx, ctx.world, pair)) === null) throw notFound("A decision about these two");
    else await takeBackDecision(ctx.tx, ctx.world, pair);
    return { verdict: input.verdict };
  },
  async after(ctx, output) {
    await resolverOf(ctx).follow();
    return output;
  },
});

async function isThere(ctx: Parameters<NonNullable<typeof decideIdentity.prepare>>[0], name: string): Promise<boolean> {
  const world = World.parse(ctx.world);
  const [people, rows, told] = await Promise.all([
    ctx.events.people({ world, told: [name] }),
    ctx.events.countBy({ by: [], filter: { world, customer: name }, use: "upkeep" }),
    ctx.events.countBy({ by: [], filter: { world, told: name }, use: "upkeep" }),
  ]);
  return people.length > 0 || (rows[0]?.n ?? 0) > 0 || (told[0]?.n ?? 0) > 0;
}
