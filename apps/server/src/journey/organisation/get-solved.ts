import type { SolvedShare } from "@counterseat/journey";
import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { askedLog, shareFigure } from "./ask.ts";
import { About, SolvedOrNot } from "./words.ts";

interface Counted {
  readonly contacts: number;
  readonly byWord: SolvedShare;
  readonly byNoRepeat: SolvedShare;
  readonly firstTime: SolvedShare;
  readonly unmatched: number;
  readonly marked: boolean;
}
const NONE: SolvedShare = { n: 0, solved: 0, share: null, interval: null };
/** Answers of fewer are hidden: they could be recognised. */
const HIDDEN_BELOW = 5;

export const getSolved = read({
  name: "journey.getSolved",
  method: "GET",
  path: "/journey/solved",
  summary: "Whether the customer's problem was solved, the first time: by their own word, and by nobody coming back",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: SolvedOrNot,
  async run(ctx, input): Promise<z.infer<typeof SolvedOrNot>> {
    const { found, run } = await askedLog(ctx, input);
    const asOf = found?.last ?? null;
    const figure = (metric: string, { n, solved }: SolvedShare) => shareFigure(ctx, metric, { successes: solved, n, asOf });
    const answered = (metric: string, share: SolvedShare) =>
      share.n > 0 && share.n < HIDDEN_BELOW ? { ...figure(metric, NONE), doubts: ["hidden-small-group"] } : figure(metric, share);
    const counted: Counted & { allCases: number } =
      run === null
        ? { allCases: 0, contacts: 0, byWord: NONE, byNoRepeat: NONE, firstTime: NONE, unmatched: 0, marked: true }
        : await run<Counted>("journey.solved");
    return {
      log: found?.log ?? null,
      allCases: counted.allCases,
      contacts: counted.contacts,
      byWord: answered("journey.solved-by-word", counted.byWord),
      byNoRepeat: figure("journey.not-repeated", counted.byNoRepeat),
      firstTime: answered("journey.solved", counted.firstTime),
      repeatsBy: counted.marked ? "cause" : "same-cause-in-two-weeks",
      unmatched: counted.unmatched,
    };
  },
});
