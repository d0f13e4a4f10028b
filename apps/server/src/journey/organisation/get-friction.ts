import type { Friction } from "@counterseat/journey";
import { adjustPValues } from "@counterseat/stats";
import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { startOfDay } from "../../platform/zone.ts";
import { askedLog, figureOf } from "./ask.ts";
import { About, Frictions } from "./words.ts";

/** Below this chance of being mere luck, after adjustment over all rules, harm is called one. */
const LEVEL = 0.05;
/** Fewer journeys under a rule say nothing about it yet. */
const LEAST = 20;

export const getFriction = read({
  name: "journey.getFriction",
  method: "GET",
  path: "/journey/friction",
  summary: "What each rule of the house costs customers: waiting behind it, and scores beside like journeys; who owns the rule",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: Frictions,
  async run(ctx, input): Promise<z.infer<typeof Frictions>> {
    const { found, company, words, run } = await askedLog(ctx, input);
    const { policies } = company;
    const zone = company.settings.zone;
    const rules = policies.map(({ stepId, stepKind, from }) => ({ step: stepId ?? "", kind: stepKind, from: startOfDay(from, zone) }));
    const counted = run === null ? null : await run<{ rules: readonly (Friction | null)[] }>("journey.friction", { rules });
    const measured = policies.map((_, i) => counted?.rules[i] ?? null);
    const adjusted = adjustPValues(measured.flatMap((one) => [one?.wait.p ?? null, one?.score?.p ?? null]));
    return {
      log: found?.log ?? null,
      allCases: counted?.allCases ?? 0,
      rules: policies
        .map(({ id, text, saves, ownerId, stepId, stepKind }, i) => {
          const one = measured[i] ?? null;
          const p = { wait: adjusted[2 * i] ?? null, score: adjusted[2 * i + 1] ?? null };
          return {
            id,
            text,
            saves,
            owner: words.person(ownerId),
            step: stepId === null ? null : words.step(stepId),
            kind: stepKind,
            cases: one?.cases ?? 0,
            waited: one?.wait.sum ?? 0,
            median: one?.wait.median ?? null,
            others: one?.wait.others ?? null,
            shareOfWaiting: one?.shareOfWaiting ?? null,
            score: figureOf(ctx, "journey.rule-score", {
              value: one?.score?.difference ?? null,
              n: one?.score === null || one === null ? 0 : one.score.n[0] + one.score.n[1],
              interval: one?.score?.interval ?? null,
              asOf: found?.last ?? null,
            }),
            p,
            verdict: verdictOf(one, p),
          };
        })
        .sort((a, b) => Number(b.verdict === "harm") - Number(a.verdict === "harm") || b.waited - a.waited || (a.id < b.id ? -1 : 1)),
    };
  },
});

function verdictOf(
  one: Friction | null,
  p: { readonly wait: number | null; readonly score: number | null },
): "harm" | "no-clear-harm" | "not-known-yet" | "not-measured" {
  if (one === null) return "not-measured";
  if (one.cases < LEAST) return "not-known-yet";
  const longer = p.wait !== null && p.wait < LEVEL && (one.wait.median ?? 0) > (one.wait.others ?? Infinity);
  const lower = p.score !== null && p.score < LEVEL && (one.score?.difference ?? 0) < 0;
  return longer || lower ? "harm" : "no-clear-harm";
}
