import type { HandOver, SendBack } from "@counterseat/journey";
import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { askedLog, figureOf } from "./ask.ts";
import { About, HandedOver } from "./words.ts";

interface Counted {
  readonly cases: number;
  readonly perCase: number | null;
  readonly between: number;
  readonly within: readonly number[];
  readonly handOvers: readonly (Omit<HandOver, "fromStep" | "toStep"> & { readonly fromStep: string; readonly toStep: string })[];
  readonly sendBacks: readonly (Omit<SendBack, "from" | "to"> & { readonly from: string; readonly to: string })[];
  readonly knownSilo: number;
  readonly events: number;
}
/** A hand-over that took longer than a week is stuck, seconds. */
const STUCK_AFTER = 7 * 86_400;

export const getHandOvers = read({
  name: "journey.getHandOvers",
  method: "GET",
  path: "/journey/hand-overs",
  summary: "Which department hands customers over to which, how long they wait for it, and where they are sent back",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: HandedOver,
  async run(ctx, input): Promise<z.infer<typeof HandedOver>> {
    const { found, company, facts, words, run } = await askedLog(ctx, input);
    if (run === null)
      return { log: null, allCases: 0, cases: 0, perCase: null, between: 0, within: [], handOvers: [], sendBacks: [], knownShare: null };
    const counted = await run<Counted>("journey.handOvers", { stuckAfter: STUCK_AFTER });
    // What a promise says never happens is counted there: missing somebody again is no passing to and fro.
    const broken = new Set(
      company.promises.flatMap(({ keptBy, keptStep }) => (keptBy === "avoiding" && keptStep !== null ? [keptStep] : [])),
    );
    const silo = (n: number) => facts.silos[n] ?? { id: "", label: "" };
    return {
      log: found?.log ?? null,
      allCases: counted.allCases,
      cases: counted.cases,
      perCase: counted.perCase,
      between: counted.between,
      within: facts.silos.flatMap((one, n) => ((counted.within[n] ?? 0) > 0 ? [{ ...one, sum: counted.within[n] ?? 0 }] : [])),
      handOvers: counted.handOvers.map((one) => ({
        from: silo(one.from),
        to: silo(one.to),
        count: one.count,
        cases: one.cases,
        median: one.median,
        p90: one.p90,
        sum: one.sum,
        stuck: one.stuck,
        most: {
          from: words.step(one.fromStep),
          to: words.step(one.toStep),
          count: one.stepCount,
          median: one.stepMedian,
          sum: one.stepSum,
        },
        stage: words.stageOf(one.toStep),
        owner: words.ownerOf(one.toStep),
      })),
      sendBacks: counted.sendBacks
        .filter(({ from, to }) => !broken.has(from) && !broken.has(to))
        .map(({ from, to, cases, of, share, interval, times, median, sum }) => ({
          from: words.step(from),
          to: words.step(to),
          cases,
          share: figureOf(ctx, "journey.send-back", { value: share, n: of, interval, asOf: found?.last ?? null }),
          times,
          median,
          sum,
        })),
      knownShare: counted.events === 0 ? null : counted.knownSilo / counted.events,
    };
  },
});
