import type { Work, WorkOf } from "@counterseat/journey";
import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { askedLog, figureOf } from "./ask.ts";
import { About, WorkDone } from "./words.ts";

type Counted = Omit<Work, "byStep"> & { readonly byStep: readonly { readonly step: string; readonly minutes: number }[] };
const NONE: WorkOf = { value: 0, necessary: 0, waste: 0, cases: 0, share: null, interval: null };

export const getWork = read({
  name: "journey.getWork",
  method: "GET",
  path: "/journey/work",
  summary: "What the work in these journeys is to the customer: value, necessary or waste, in minutes, by department",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: WorkDone,
  async run(ctx, input): Promise<z.infer<typeof WorkDone>> {
    const { found, company, facts, words, run } = await askedLog(ctx, input);
    const share = ({ share: value, interval, cases }: WorkOf) =>
      figureOf(ctx, "journey.value-work", { value, n: cases, interval, asOf: found?.last ?? null });
    const unclassed = company.steps.filter(({ work, by }) => work === null && by !== "customer").map(({ id, label }) => ({ id, label }));
    if (run === null)
      return {
        log: null,
        allCases: 0,
        value: 0,
        necessary: 0,
        waste: 0,
        share: share(NONE),
        units: [],
        unknownUnit: 0,
        steps: [],
        unclassed,
      };
    const counted = await run<Counted>("journey.work");
    const { value, necessary, waste } = counted.all;
    return {
      log: found?.log ?? null,
      allCases: counted.allCases,
      value,
      necessary,
      waste,
      share: share(counted.all),
      units: facts.silos.flatMap(({ id, label }, silo) => {
        const own = counted.byUnit[silo] ?? NONE;
        return own.cases === 0 ? [] : [{ id, label, value: own.value, necessary: own.necessary, waste: own.waste, share: share(own) }];
      }),
      unknownUnit: counted.unknownUnit,
      steps: counted.byStep.map(({ step, minutes }) => ({ ...words.step(step), minutes })),
      unclassed,
    };
  },
});
