import { z } from "zod";
import { CONSENTS } from "../../platform/events/contract-consents.ts";
import { read } from "../../platform/operation.ts";
import { beginningsOf, listRuns, readRetention, toRun } from "./store.ts";
import { RetentionList } from "./words.ts";

export const listRetention = read({
  name: "customer.listRetention",
  method: "GET",
  path: "/retention",
  summary: "How long rows of each source are kept, and what was removed when: of which source, up to which day, never whose",
  permission: "privacy:read",
  input: z.object({}),
  output: RetentionList,
  async run(ctx) {
    const { world } = ctx;
    const [counts, periods, runs] = await Promise.all([
      // What was agreed to is never removed by its age.
      ctx.events.countBy({ by: ["source"], filter: { world, stream: { not: [CONSENTS] } }, use: "upkeep" }),
      readRetention(ctx.db, world),
      listRuns(ctx.db, world),
    ]);
    const begins = beginningsOf(runs);
    const held = new Map(counts.map(({ key, n, first }) => [key[0] ?? "", { n, first }]));
    const names = [...new Set([...held.keys(), ...periods.keys()])].sort();
    return {
      sources: names.map((source) => {
        const { n, first } = held.get(source) ?? { n: 0, first: null };
        return {
          source,
          months: periods.get(source) ?? null,
          rows: n,
          first: first === null ? null : new Date(first).toISOString(),
          removedBefore: begins.get(source) ?? null,
        };
      }),
      runs: runs.map(toRun),
    };
  },
});
