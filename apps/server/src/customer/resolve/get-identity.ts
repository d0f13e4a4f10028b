import { z } from "zod";
import { notFound } from "../../platform/errors.ts";
import { read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { toDecision, toPairs } from "./pairs.ts";
import { readDecisions } from "./store.ts";
import { CustomerIdentity } from "./words.ts";

/** What speaks for and against; a customer of very many records has more pairs than anybody reads. */
const MOST = 200;

export const getIdentity = read({
  name: "customer.getIdentity",
  method: "GET",
  path: "/customers/{id}/identity",
  summary: "Which names are this customer, why, and what somebody decided about them",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({ id: z.string().min(1).max(500) }),
  output: CustomerIdentity,
  async run(ctx, input) {
    assertSeesPersonal(ctx.actor);
    const { world } = ctx;
    const own = await ctx.events.links({ world, told: [input.id] });
    const customer = own.at(-1)?.[1] ?? input.id;
    const names = [customer, ...(await ctx.events.links({ world, customer })).map(([told]) => told)];
    const among = new Set(names);
    const evidence = (await ctx.events.evidence({ world, told: names })).filter(({ a, b, open }) => {
      const inside = Number(among.has(a.told)) + Number(among.has(b.told));
      return inside === 2 || (inside === 1 && open);
    });
    if (names.length === 1 && evidence.length === 0) {
      const [people, rows] = await Promise.all([
        ctx.events.people({ world, told: names }),
        ctx.events.countBy({ by: [], filter: { world, customer }, use: "upkeep" }),
      ]);
      if (people.length === 0 && (rows[0]?.n ?? 0) === 0) throw notFound("This customer");
    }
    const most = [...evidence].sort((x, y) => y.bits - x.bits).slice(0, MOST);
    const decisions = await readDecisions(ctx.db, world, names);
    return {
      customer,
      names,
      pairs: await toPairs(ctx, most),
      decisions: decisions.map((row) => ({ a: row.a, b: row.b, ...toDecision(row) })),
    };
  },
});
