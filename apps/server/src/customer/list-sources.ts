import { z } from "zod";
import { read } from "../platform/operation.ts";
import { World } from "../platform/world.ts";
import { listImports, toImport } from "./store.ts";
import { Source } from "./words.ts";

export const listSources = read({
  name: "customer.listSources",
  method: "GET",
  path: "/sources",
  summary: "Every system rows came from: how many, how many refused, from when to when, by which files",
  permission: "customer:read",
  input: z.object({}),
  output: z.object({ sources: z.array(Source) }),
  async run(ctx) {
    const counts = await ctx.events.countBy({ by: ["source", "world", "stream"], filter: { world: ["own", "sample"] }, use: "upkeep" });
    const runs = (await listImports(ctx.db)).map((row) => toImport(row, ctx.events.progressOf(row.id)?.share ?? null));
    const names = new Map<string, { name: string; world: World }>();
    for (const c of counts) names.set(`${c.key[1]} ${c.key[0]}`, { name: c.key[0] ?? "", world: World.parse(c.key[1]) });
    for (const run of runs) names.set(`${run.world} ${run.log}`, { name: run.log, world: run.world });
    const sources = [...names.values()].map(({ name, world }) => {
      const mine = counts.filter((c) => c.key[0] === name && c.key[1] === world);
      const imports = runs.filter((run) => run.log === name && run.world === world);
      const times = mine.flatMap((c) => [c.first, c.last]).filter((t) => t !== null);
      return {
        name,
        world,
        kinds: mine.map((c) => c.key[2] ?? ""),
        rows: mine.reduce((sum, c) => sum + c.n, 0),
        refused: imports.filter((run) => run.state === "done").reduce((sum, run) => sum + run.refused, 0),
        customers: mine.reduce((most, c) => Math.max(most, c.customers), 0),
        first: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
        last: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
        imports,
      };
    });
    return { sources: sources.sort((a, b) => a.name.localeCompare(b.name)) };
  },
});
