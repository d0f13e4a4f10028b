import { z } from "zod";
import { read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { toPairs } from "./pairs.ts";
import { readDecisions } from "./store.ts";
import { Pair } from "./words.ts";

/** Of the likeliest first; who works through them asks again. */
const MOST = 5000;

export const listReview = read({
  name: "customer.listReview",
  method: "GET",
  path: "/identity/review",
  summary: "Pairs of records that may be one customer, for a person to decide, the likeliest first",
  permission: "customer:write",
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ pairs: z.array(Pair), waiting: z.number() }).meta({ id: "IdentityReview" }),
  async run(ctx, input) {
    assertSeesPersonal(ctx.actor);
    const open = await ctx.events.evidence({ world: ctx.world, open: true, limit: MOST });
    const names = [...new Set(open.flatMap(({ a, b }) => [a.told, b.told]))];
    const links = new Map((await ctx.events.links({ world: ctx.world, told: names })).map(([told, customer]) => [told, customer]));
    const stands = (name: string) => links.get(name) ?? name;
    // A decision about any two names of two customers is one about both.
    const apart = new Set(
      (await readDecisions(ctx.db, ctx.world))
        .filter(({ verdict }) => verdict === "apart")
        .map(({ a, b }) => between(stands(a), stands(b))),
    );
    const waiting = open.filter(({ a, b }) => stands(a.told) !== stands(b.told) && !apart.has(between(stands(a.told), stands(b.told))));
    return { pairs: await toPairs(ctx, waiting.slice(0, input.limit)), waiting: waiting.length };
  },
});

const between = (one: string, other: string) => (one < other ? `${one}\u0000${other}` : `${other}\u0000${one}`);
