import type { JourneyMap as Mined } from "@counterseat/journey";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { read } from "../platform/operation.ts";
import { mapSentence } from "./map-sentence.ts";
import { filtersOf, minedFilters, where } from "./case-filters.ts";
import { findLog, listLogs, withCases } from "./with-log.ts";
import { JourneyMap } from "./words.ts";

export const getMap = read({
  name: "journey.getMap",
  method: "GET",
  path: "/journey/map",
  summary: "The mined journey over the company's stages; what the sliders hide is contracted and counted",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({
    log: z.string().optional(),
    where,
    steps: z.coerce.number().min(0).max(1).default(0.6).describe("share of the steps that stay"),
    paths: z.coerce.number().min(0).max(1).default(0.5).describe("share of the paths between them that stay"),
  }),
  output: JourneyMap,
  async run(ctx, input) {
    const filters = filtersOf(input.where);
    const logs = await listLogs(ctx, ctx.world);
    const chosen = input.log === undefined ? logs[0] : await findLog(ctx, input.log);
    const company = await readCompany(ctx.db, ctx.world);
    const names = new Map(company.people.map((person) => [person.id, person.name]));
    const stages = company.stages.map((s) => ({
      id: s.id as string | null,
      label: s.label,
      ownerId: s.ownerId,
      ownerName: s.ownerId === null ? null : (names.get(s.ownerId) ?? s.ownerId),
    }));
    const shownLogs = logs.map(({ log, events, cases }) => ({ log, events, cases }));
    if (chosen === undefined) {
      const totals = {
        allCases: 0,
        cases: 0,
        events: 0,
        activities: 0,
        variants: 0,
        hiddenSteps: 0,
        hiddenEvents: 0,
        foldedPaths: 0,
        foldedTraversals: 0,
        unseenCases: 0,
      };
      return {
        log: null,
        logs: shownLogs,
        sentence: "No events have been imported yet.",
        stages,
        filters,
        choices: [],
        steps: [],
        hidden: [],
        paths: [],
        totals,
        asOf: null,
      };
    }
    const { map, variants, allCases, activities } = await withCases<{ map: Mined; variants: number }>(ctx, chosen, "journey.map", {
      filters: minedFilters(filters, company.settings.zone),
      steps: input.steps,
      paths: input.paths,
    });
    const stepOf = new Map(company.steps.map((step) => [step.id, step]));
    const told = await stagesTold(ctx, chosen);
    const stageOf = (id: string) => stepOf.get(id)?.stageId ?? told.get(id) ?? null;
    const labelOf = (id: string) => stepOf.get(id)?.label ?? id;
    const steps = map.steps.map((s) => ({ ...s, label: labelOf(s.id), stage: stageOf(s.id) }));
    const shown = steps.filter((s) => s.shown);
    const used = new Set(shown.map((s) => s.stage));
    return {
      log: chosen.log,
      logs: shownLogs,
      filters,
      choices: activities.map((id) => ({ id, label: labelOf(id) })).sort((one, other) => one.label.localeCompare(other.label, "en")),
      sentence: mapSentence({ steps: shown, paths: map.paths, cases: map.totals.cases, labelOf }),
      stages: [
        ...stages.filter((s) => used.has(s.id)),
        ...(used.has(null) ? [{ id: null, label: "No stage yet", ownerId: null, ownerName: null }] : []),
      ],
      steps: shown,
      hidden: steps.filter((s) => !s.shown).map(({ id, label, events, cases }) => ({ id, label, events, cases })),
      paths: [...map.paths],
      totals: {
        allCases,
        cases: map.totals.cases,
        events: map.totals.events,
        activities: steps.length,
        variants,
        hiddenSteps: map.totals.hiddenSteps,
        hiddenEvents: map.totals.hiddenEvents,
        foldedPaths: map.totals.foldedPaths,
        foldedTraversals: map.totals.foldedTraversals,
        unseenCases: map.totals.unseenCases,
      },
      asOf: chosen.last === null ? null : new Date(chosen.last).toISOString(),
    };
  },
});

/** Stages the source itself told beside each activity, for steps the company has not placed: the most frequent wins. */
async function stagesTold(ctx: Parameters<typeof findLog>[0], log: { log: string; world: string }): Promise<Map<string, string>> {
  const counts = await ctx.events.countBy({
    by: ["activity", "stage"],
    filter: { stream: "events", world: log.world, source: log.log, stage: { not: [null] } },
  });
  const told = new Map<string, string>();
  for (const { key } of counts) {
    const [activity, stage] = key;
    if (activity !== null && activity !== undefined && stage !== null && stage !== undefined && !told.has(activity))
      told.set(activity, stage);
  }
  return told;
}
