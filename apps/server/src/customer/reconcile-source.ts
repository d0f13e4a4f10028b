import { z } from "zod";
import { readSettings } from "../company/index.ts";
import { notFound } from "../platform/errors.ts";
import { read } from "../platform/operation.ts";
import { addTo } from "./money-sums.ts";
import { addUp, type Held, reconcileImport } from "./reconcile.ts";
import { listImportsOf } from "./store.ts";
import { World } from "../platform/world.ts";
import { Reconciliation } from "./words.ts";

export const reconcileSource = read({
  name: "customer.reconcileSource",
  method: "GET",
  path: "/sources/{id}/reconcile",
  summary: "A source to the cent: what each file brought, what was refused, known or withdrawn, and what is held of it now",
  permission: "customer:read",
  input: z.object({
    id: z.string().min(1).max(100).describe("the source's name"),
    of: World.optional().describe("whose source; default the world that is asked for"),
  }),
  output: Reconciliation,
  async run(ctx, input) {
    const world = input.of ?? ctx.world;
    const [runs, { currency }] = await Promise.all([listImportsOf(ctx.db, input.id, world), readSettings(ctx.db, "own")]);
    const fallbacks = new Map(runs.map((run) => [run.id, run.money?.fallback ?? currency]));
    const held = new Map<string, { rows: number; money: Record<string, number> }>();
    for (const { key, n, amount } of await ctx.events.countBy({
      by: ["import", "currency"],
      filter: { source: input.id, world },
      use: "upkeep",
      amounts: true,
    })) {
      const id = key[0] ?? "";
      const own = held.get(id) ?? { rows: 0, money: {} };
      own.rows += n;
      if (amount !== 0) addTo(own.money, key[1] ?? fallbacks.get(id) ?? currency, amount);
      held.set(id, own);
    }
    if (runs.length === 0 && held.size === 0) throw notFound("This source");
    const imports = runs.map((run) => reconcileImport(run, held.get(run.id) ?? null));
    // Rows that came one by one, or with the sample company, have no file they could be held against.
    const others: Held[] = [...held].filter(([id]) => !fallbacks.has(id)).map(([, own]) => own);
    const elsewhere: Record<string, number> = {};
    for (const { money } of others) for (const [code, sum] of Object.entries(money)) addTo(elsewhere, code, sum);
    return {
      source: input.id,
      world,
      ...addUp(imports),
      imports,
      withoutFile: { rows: others.reduce((sum, { rows }) => sum + rows, 0), money: elsewhere },
      balanced: imports.every((each) => each.rows.difference === 0 && each.money.every((line) => line.difference === 0)),
    };
  },
});
