import { wilson } from "@counterseat/stats";
import { readCompany } from "../../company/index.ts";
import type { Company } from "../../company/words.ts";
import type { Figure } from "../../platform/figure.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { filtersOf, minedFilters } from "../case-filters.ts";
import { type FoundLog, findLog, listLogs } from "../with-log.ts";
import { companyFacts } from "./company-facts.ts";
import { withDetails } from "./read-details.ts";

/** The log a question is about, and the company's words for it; the log is null where there is none yet. */
export async function askedLog(ctx: ReadContext, input: { readonly log?: string | undefined; readonly where?: string | undefined }) {
  const filters = filtersOf(input.where);
  const [first] = await listLogs(ctx, ctx.world);
  const found: FoundLog | undefined = input.log === undefined ? first : await findLog(ctx, input.log);
  const company = await readCompany(ctx.db, ctx.world);
  const facts = companyFacts(company);
  const words = wordsOf(company);
  if (found === undefined) return { found: null, company, facts, words, run: null };
  const mined = minedFilters(filters, company.settings.zone);
  return {
    found,
    company,
    facts,
    words,
    /** A task of the computing thread on the journeys chosen. */
    run: <T>(task: string, more: object = {}) => withDetails<T>(ctx, found, task, { filters: mined, facts, ...more }),
  };
}

function wordsOf(company: Company) {
  const labels = new Map(company.steps.map((step) => [step.id, step.label]));
  const channels = new Map(company.channels.map((channel) => [channel.id, channel.label]));
  const people = new Map(company.people.map((person) => [person.id, person.name]));
  const stageOf = new Map(company.steps.map((step) => [step.id, step.stageId]));
  const owners = new Map(company.stages.map((stage) => [stage.id, stage.ownerId]));
  const person = (id: string | null | undefined) => (id === null || id === undefined ? null : { id, name: people.get(id) ?? id });
  return {
    step: (id: string) => ({ id, label: labels.get(id) ?? id }),
    channel: (id: string) => ({ id, label: channels.get(id) ?? id }),
    person,
    stageOf: (stepId: string) => stageOf.get(stepId) ?? null,
    /** Who owns the stage that a step stands in. */
    ownerOf: (stepId: string) => person(owners.get(stageOf.get(stepId) ?? "")),
  };
}

/** Fewer than this say nothing yet. */
export const FEWEST = 30;

/** A share with Wilson's interval. */
export function shareFigure(
  ctx: ReadContext,
  metric: string,
  { successes, n, asOf }: { readonly successes: number; readonly n: number; readonly asOf: number | null },
): Figure {
  const interval = wilson({ successes, n });
  return figureOf(ctx, metric, { value: n === 0 ? null : successes / n, n, interval, asOf });
}

export function figureOf(
  ctx: ReadContext,
  metric: string,
  given: {
    readonly value: number | null;
    readonly n: number;
    readonly interval: readonly [number, number] | null;
    readonly asOf: number | null;
  },
): Figure {
  return {
    value: given.value,
    unit: ctx.metrics.get(metric).unit,
    n: given.n,
    interval: given.interval === null ? null : [given.interval[0], given.interval[1]],
    metric: ctx.metrics.label(metric),
    asOf: given.asOf === null ? null : new Date(given.asOf).toISOString(),
    doubts: given.n === 0 ? ["no-journeys"] : given.n < FEWEST ? ["few-journeys"] : [],
  };
}
