import { z } from "zod";
import { readCompany } from "../../company/index.ts";
import { read } from "../../platform/operation.ts";
import { findLog, listLogs } from "../with-log.ts";
import { shareFigure } from "./ask.ts";
import { DarkJourneys } from "./words.ts";

export const getDark = read({
  name: "journey.getDark",
  method: "GET",
  path: "/journey/dark",
  summary: "How much of what happened no customer is known by, and at which steps",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({ log: z.string().optional() }),
  output: DarkJourneys,
  async run(ctx, input): Promise<z.infer<typeof DarkJourneys>> {
    const [first] = await listLogs(ctx, ctx.world);
    const found = input.log === undefined ? first : await findLog(ctx, input.log);
    const company = await readCompany(ctx.db, ctx.world);
    const labels = new Map(company.steps.map((step) => [step.id, step.label]));
    const of = found === undefined ? null : { stream: "events", world: found.world, source: found.log };
    const count = async (customer: null | undefined) =>
      of === null
        ? []
        : ctx.events.countBy({ by: ["activity"], filter: customer === null ? { ...of, customer: null } : of, rowsOnly: true });
    const [all, dark] = await Promise.all([count(undefined), count(null)]);
    const unlinked = new Map(dark.map(({ key, n }) => [key[0] ?? "", n]));
    const sum = (rows: readonly { readonly n: number }[]) => rows.reduce((total, { n }) => total + n, 0);
    return {
      log: found?.log ?? null,
      events: sum(all),
      unlinked: shareFigure(ctx, "journey.dark", { successes: sum(dark), n: sum(all), asOf: found?.last ?? null }),
      steps: all
        .map(({ key, n }) => ({
          id: key[0] ?? "",
          label: labels.get(key[0] ?? "") ?? key[0] ?? "",
          events: n,
          unlinked: unlinked.get(key[0] ?? "") ?? 0,
        }))
        .filter((step) => step.unlinked > 0)
        .sort((a, b) => b.unlinked - a.unlinked || (a.id < b.id ? -1 : 1)),
    };
  },
});
