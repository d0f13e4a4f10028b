import type { RankedWay } from "@counterseat/journey";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { read } from "../platform/operation.ts";
import { filtersOf, minedFilters, where } from "./case-filters.ts";
import { findLog, listLogs, withCases } from "./with-log.ts";
import { JourneyWays } from "./words.ts";

export const listWays = read({
  name: "journey.listWays",
  method: "GET",
  path: "/journey/ways",
  summary: "The different ways customers went, the most frequent first, and how long each took",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({ log: z.string().optional(), where, most: z.coerce.number().int().min(1).max(200).default(12) }),
  output: JourneyWays,
  async run(ctx, input) {
    const filters = filtersOf(input.where);
    const [first] = await listLogs(ctx, ctx.world);
    const chosen = input.log === undefined ? first : await findLog(ctx, input.log);
    if (chosen === undefined) return { log: null, allCases: 0, cases: 0, ways: [], rest: { ways: 0, cases: 0 } };
    const company = await readCompany(ctx.db, ctx.world);
    const found = await withCases<{ cases: number; variants: number; ways: RankedWay[] }>(ctx, chosen, "journey.ways", {
      filters: minedFilters(filters, company.settings.zone),
      most: input.most,
    });
    const labels = new Map(company.steps.map((step) => [step.id, step.label]));
    let before = 0;
    const ways = found.ways.map(({ activities, cases, median }) => {
      before += cases;
      const steps = activities.map((id) => ({ id, label: labels.get(id) ?? id }));
      return { steps, cases, share: cases / found.cases, upTo: before / found.cases, median };
    });
    return {
      log: chosen.log,
      allCases: found.allCases,
      cases: found.cases,
      ways,
      rest: { ways: found.variants - ways.length, cases: found.cases - before },
    };
  },
});
