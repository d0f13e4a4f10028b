import { z } from "zod";
import { type ReadContext, read } from "../../platform/operation.ts";
import { whileUnchanged } from "../../platform/while-unchanged.ts";
import { startOfDay } from "../../platform/zone.ts";
import { askedLog } from "./ask.ts";
import type { LeavingAsked, LeavingFound, Lifelines } from "./leaving-task.ts";
import { BeforeLeft } from "./words.ts";

const DAY = 86_400_000;
/** How far back is looked. */
const DAYS = 100;
/** Fewer leavers say nothing about why. */
const LEAST = 30;
/** Experiences that fewer had on both sides are not told: they could be recognised. */
const HIDDEN_BELOW = 5;

const kept = whileUnchanged<LeavingFound>();

export const getBeforeLeaving = read({
  name: "journey.getBeforeLeaving",
  method: "GET",
  path: "/journey/before-leaving",
  summary: "What customers who left had gone through in the hundred days before, beside others like them who stayed",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({}),
  output: BeforeLeft,
  async run(ctx): Promise<z.infer<typeof BeforeLeft>> {
    const { found, company, words } = await askedLog(ctx, {});
    const nothing = { days: DAYS, leavers: 0, stayers: 0, unmatched: 0, tests: 0, experiences: [] };
    if (found === null) return { ...nothing, doubts: ["no-journeys"] };
    const asked: Omit<LeavingAsked, "lines"> = {
      causes: company.causes.map(({ id }) => id),
      promises: company.promises.flatMap(({ id, startStep, startKind, keptBy, keptStep, hours, from }) =>
        startStep === null || keptBy === null || keptStep === null
          ? []
          : [{ id, start: startStep, startKind, by: keptBy, step: keptStep, hours, from: startOfDay(from, company.settings.zone) }],
      ),
      window: DAYS * DAY,
      asOf: found.last ?? 0,
    };
    const answer = await kept(ctx.events, JSON.stringify([ctx.world, asked]), async () =>
      ctx.compute.run<LeavingFound>("journey.beforeLeaving", { ...asked, lines: await lifelines(ctx) } satisfies LeavingAsked),
    );
    if (answer.leavers < LEAST) return { ...nothing, leavers: answer.leavers, doubts: ["few-journeys"] };
    const labels = {
      step: (id: string) => words.step(id).label,
      cause: (id: string) => company.causes.find((cause) => cause.id === id)?.label ?? id,
      promise: (id: string) => company.promises.find((promise) => promise.id === id)?.text ?? id,
    };
    return {
      days: DAYS,
      leavers: answer.leavers,
      stayers: answer.stayers,
      unmatched: answer.unmatched,
      tests: answer.found.length,
      experiences: onceEach(answer)
        .filter(({ one: { leavers, stayers } }) => leavers + stayers >= HIDDEN_BELOW)
        .flatMap(({ one, also }) => {
          const experience = answer.experiences[one.experience];
          if (experience === undefined) return [];
          return [
            {
              also: also.flatMap((other) => {
                const same = answer.experiences[other];
                return same === undefined ? [] : [{ what: same.what, label: labels[same.what](same.id) }];
              }),
              what: experience.what,
              id: experience.id,
              label: labels[experience.what](experience.id),
              leavers: one.leavers / answer.leavers,
              stayers: one.stayers / answer.stayers,
              odds: one.oddsRatio,
              interval: one.interval === null ? null : ([one.interval[0], one.interval[1]] as [number, number]),
              p: one.p,
              different: one.different,
            },
          ];
        }),
      doubts: [],
    };
  },
});

async function lifelines(ctx: ReadContext): Promise<Lifelines> {
  const all = await ctx.events.scan({
    filter: { world: ctx.world, stream: ["events", "subscriptions"], customer: { not: [null] } },
    numbers: ["time", "start", "end", "amount"],
    words: ["stream", "activity", "kind", "segment"],
    codes: ["case", "customer"],
  });
  const word = (name: "stream" | "activity" | "kind" | "segment") => {
    const { codes, dictionary } = all.words[name] ?? { codes: new Int32Array(all.length).fill(-1), dictionary: [] };
    return { codes, dictionary };
  };
  const number = (name: "time" | "start" | "end" | "amount") => all.numbers[name] ?? new Float64Array(all.length).fill(Number.NaN);
  const code = (name: "case" | "customer") => all.codes[name] ?? new Int32Array(all.length).fill(-1);
  return {
    stream: word("stream"),
    activity: word("activity"),
    kind: word("kind"),
    segment: word("segment"),
    caseCode: code("case"),
    customer: code("customer"),
    time: number("time"),
    start: number("start"),
    end: number("end"),
    amount: number("amount"),
  };
}

const TELLING = ["promise", "cause", "step"];

/** Experiences that the very same customers had are one: the promise tells more than the cause, and the cause more than the step. */
function onceEach({ found, experiences }: LeavingFound) {
  const alike = new Map<string, (typeof found)[number][]>();
  for (const one of found) {
    const key = `${one.leavers} ${one.stayers} ${one.oddsRatio ?? ""}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const telling = (e: number) => TELLING.indexOf(experiences[e]?.what ?? "step");
  return [...alike.values()].flatMap((group) => {
    const [one, ...rest] = group.toSorted((a, b) => telling(a.experience) - telling(b.experience));
    return one === undefined ? [] : [{ one, also: rest.map(({ experience }) => experience) }];
  });
}
