import type { CohortComparison } from "@counterseat/journey";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { read } from "../platform/operation.ts";
import { type CaseFilter, filtersOf, minedFilters, where } from "./case-filters.ts";
import { findLog, listLogs, withCases } from "./with-log.ts";
import { JourneyDifferences } from "./words.ts";

/** Fewer journeys on a side than this say nothing about a difference. */
const LEAST = 20;

export const compareJourneys = read({
  name: "journey.compareJourneys",
  method: "GET",
  path: "/journey/differences",
  summary:
    "What the journeys chosen by conditions do otherwise than those the last condition takes off: steps, paths and waits, with intervals",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({ log: z.string().optional(), where }),
  output: JourneyDifferences,
  async run(ctx, input): Promise<JourneyDifferences> {
    const filters = filtersOf(input.where);
    const [first] = await listLogs(ctx, ctx.world);
    const chosen = input.log === undefined ? first : await findLog(ctx, input.log);
    if (chosen === undefined) return { log: null, cases: [0, 0], tests: 0, differences: [], leftOut: 0, doubts: ["too-few-journeys"] };
    const company = await readCompany(ctx.db, ctx.world);
    const mined = minedFilters(filters, company.settings.zone);
    const found = await withCases<CohortComparison>(ctx, chosen, "journey.compare", { filters: mined });
    const [ours, others] = found.cases;
    const cases: [number, number] = [ours, others];
    if (Math.min(ours, others) < LEAST)
      return { log: chosen.log, cases, tests: 0, differences: [], leftOut: 0, doubts: ["too-few-journeys"] };
    const named = new Set(filters.flatMap(namedSteps));
    const standing = found.differences.filter(({ share, wait }) => share.different || wait?.different === true);
    const told = standing.filter(({ from, to }) => !named.has(from) && (to === null || !named.has(to)));
    const labels = new Map(company.steps.map((step) => [step.id, step.label]));
    const step = (id: string) => ({ id, label: labels.get(id) ?? id });
    return {
      log: chosen.log,
      cases,
      tests: found.tests,
      differences: told.map((one) => ({
        from: step(one.from),
        to: one.to === null ? null : step(one.to),
        cases: [...one.cases],
        share: { ...one.share, interval: [...one.share.interval] },
        wait: one.wait === null ? null : { ...one.wait, medians: [...one.wait.medians] },
      })),
      leftOut: standing.length - told.length,
      doubts: [],
    };
  },
});

/** Steps a condition is about: that they differ is the condition, no finding. */
function namedSteps(filter: CaseFilter): readonly string[] {
  if (filter.kind === "has-step") return [filter.step];
  if (filter.kind === "follows") return [filter.from, filter.to];
  return filter.kind === "starts-with" || filter.kind === "ends-with" ? filter.steps : [];
}
