import { adjustPValues } from "@counterseat/stats";
import { readCompany } from "../company/index.ts";
import type { Worth } from "../platform/metric.ts";
import { read, type ReadContext } from "../platform/operation.ts";
import { dayIn } from "../platform/zone.ts";
import { behaviourOf, ledgerOf } from "./behaviour.ts";
import { type Period, periodOf } from "./period.ts";
import { placeOf, refuseUnknown } from "./place.ts";
import { readAnswers } from "./read-answers.ts";
import { scoreOf, told } from "./score-of.ts";
import { scores as definitions } from "./metrics/scores.ts";
import { Rolling, type Score, Voice, VoiceFilter } from "./words.ts";

/** Below this chance of being mere luck, after adjustment, a change is called one. */
const LEVEL = 0.05;

export const getScores = read({
  name: "voice.getScores",
  method: "GET",
  path: "/voice/scores",
  summary: "What customers answered when asked to score, with intervals, over time, and always beside it what they did",
  permission: "voice:read",
  reach: "organisation",
  input: VoiceFilter.extend({
    rolling: Rolling.optional().describe("length of a window; a quarter unless the answers cover less than two"),
  }),
  output: Voice,
  async run(ctx, input) {
    const [company, answers] = await Promise.all([readCompany(ctx.db, ctx.world), readAnswers(ctx)]);
    const place = placeOf(input, company);
    const surveys = [...new Set(answers.questions.map(({ survey }) => survey))];
    refuseUnknown("survey", input.survey, surveys);
    const { zone, currency } = company.settings;
    const asked = { ...(input.from === undefined ? {} : { from: input.from }), ...(input.to === undefined ? {} : { to: input.to }) };
    const period = periodOf(answers, { ...asked, rolling: input.rolling ?? null, zone, now: ctx.clock() });
    const money = ctx.actor.may === "everything" || ctx.actor.may.includes("asset:read");
    const questions = answers.questions.filter(({ survey }) => input.survey === undefined || survey === input.survey);
    const apart = period.windows.filter((_, at) => (period.windows.length - 1 - at) % period.stride === 0);
    const [ledger, overTime] = await Promise.all([
      worthOf(ctx, period),
      Promise.all(apart.map(async (window) => ({ window, worth: await worthOf(ctx, window) }))),
    ]);
    const view = { metrics: ctx.metrics, answers, place, period, ledger: ledgerOf(ledger, money) };
    const scores = judged(questions.map((question) => scoreOf(view, question)));
    return {
      period: {
        from: toIso(period.span?.from),
        to: toIso(period.span?.to),
        firstDay: period.span === null ? null : dayIn(zone, period.span.from),
        lastDay: period.span === null ? null : dayIn(zone, period.span.to - 1),
      },
      until: toIso(ledger.to),
      rolling: period.rolling,
      scores,
      behaviour: overTime.map(({ window, worth }) => {
        const everybody = { linked: worth.customers.map((_, at) => at), notLinked: 0 };
        const { left, each } = behaviourOf(ctx.metrics, { worth, money }, everybody);
        return { ...told(window), left, each };
      }),
      definitions: definitions.map(({ id, title, definition, owner }) => ({
        metric: ctx.metrics.label(id),
        title,
        text: definition,
        owner,
      })),
      others: answers.others.map((other) => ({ ...other })),
      currency,
      filters: {
        stages: company.stages.map(({ id, label }) => ({ id, label })),
        channels: company.channels.map(({ id, label }) => ({ id, label })),
        segments: company.segments.map(({ id, label }) => ({ id, label })),
        surveys: surveys.map((id) => ({ id, label: id })),
      },
      world: ctx.world,
      asOf: scores
        .map(({ score }) => score.asOf)
        .reduce((newest, time) => (time !== null && (newest === null || time > newest) ? time : newest), null),
    };
  },
});

/**
 * What customers were worth in a span, and who still was one when it ended. The period of a view that was given no last day is followed
 * up to the newest thing known, since whoever answered last had no time to leave by then.
 */
function worthOf(ctx: ReadContext, asked: Period | { from: number; to: number }): Promise<Worth> {
  const anywhere = { stage: null, channel: null, segment: null };
  const span = "windows" in asked ? { from: asked.span?.from ?? null, to: asked.askedEnd } : asked;
  return ctx.metrics.worth("asset.worth", ctx, { ...anywhere, ...span });
}

/** The changes of a view looked at together: of many, some seem clear by luck alone (Benjamini & Hochberg). */
function judged(scores: readonly Score[]): Score[] {
  const adjusted = adjustPValues(scores.map(({ change }) => change?.p ?? null));
  return scores.map((score, i) => {
    const p = adjusted[i] ?? null;
    if (score.change === null || p === null) return score;
    const size = score.change.difference.value ?? 0;
    const verdict = p > LEVEL || size === 0 ? "no-clear-change" : size > 0 ? "up" : "down";
    return { ...score, change: { ...score.change, adjusted: p, verdict } };
  });
}

function toIso(time: number | null | undefined): string | null {
  return time === null || time === undefined ? null : new Date(time).toISOString();
}
