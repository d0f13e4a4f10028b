import type { z } from "zod";
import type { Figure } from "../../platform/figure.ts";
import { read } from "../../platform/operation.ts";
import { startOfDay } from "../../platform/zone.ts";
import { askedLog, FEWEST, figureOf, shareFigure } from "./ask.ts";
import { About, PromisesKept } from "./words.ts";

interface Gone {
  readonly n: number;
  readonly gone: number;
}
interface Counted {
  readonly promises: readonly ({
    readonly n: number;
    readonly kept: number;
    readonly open: number;
    readonly median: number | null;
    readonly gone: { readonly kept: Gone; readonly broken: Gone };
  } | null)[];
}
const NOTHING = { n: 0, kept: 0, open: 0, median: null, gone: { kept: { n: 0, gone: 0 }, broken: { n: 0, gone: 0 } } };
const Z = 1.959963984540054;

export const getPromises = read({
  name: "journey.getPromises",
  method: "GET",
  path: "/journey/promises",
  summary: "How often each promise was kept, and how many customers were gone a hundred days after a broken and after a kept one",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: PromisesKept,
  async run(ctx, input): Promise<z.infer<typeof PromisesKept>> {
    const { found, company, words, run } = await askedLog(ctx, input);
    const asOf = found?.last ?? null;
    const asked = company.promises.map(({ startStep, startKind, keptBy, keptStep, hours, from }) => ({
      start: startStep ?? "",
      startKind,
      by: keptBy ?? "reaching",
      step: keptStep ?? "",
      hours,
      from: startOfDay(from, company.settings.zone),
    }));
    const counted = run === null ? null : await run<Counted>("journey.promises", { asOf: asOf ?? 0, promises: asked });
    return {
      log: found?.log ?? null,
      allCases: counted?.allCases ?? 0,
      promises: company.promises
        .map(({ id, text, stageId, ownerId, keptBy, startStep, keptStep }, i) => {
          const said = keptBy !== null && startStep !== null && keptStep !== null;
          const one = said ? (counted?.promises[i] ?? null) : null;
          const { n, kept, open, median, gone } = one ?? NOTHING;
          return {
            id,
            text,
            stage: stageId,
            owner: words.person(ownerId),
            measured: one !== null,
            kept: shareFigure(ctx, "journey.promise-kept", { successes: kept, n, asOf }),
            open,
            median,
            gone: {
              kept: shareFigure(ctx, "journey.gone", { successes: gone.kept.gone, n: gone.kept.n, asOf }),
              broken: shareFigure(ctx, "journey.gone", { successes: gone.broken.gone, n: gone.broken.n, asOf }),
              ratio: ratioOf(gone.broken, gone.kept),
            },
          };
        })
        .sort((a, b) => (a.kept.value ?? 2) - (b.kept.value ?? 2) || (a.id < b.id ? -1 : 1)),
    };

    /** Ratio of two shares with the interval of D. Katz et al. (Biometrics 34, 1978). */
    function ratioOf(broken: Gone, kept: Gone): Figure {
      const n = broken.n + kept.n;
      const known = Math.min(broken.n, kept.n) >= FEWEST && broken.gone > 0 && kept.gone > 0;
      const value = known ? broken.gone / broken.n / (kept.gone / kept.n) : null;
      const error = known ? Z * Math.sqrt(1 / broken.gone - 1 / broken.n + 1 / kept.gone - 1 / kept.n) : 0;
      const interval = value === null ? null : ([value * Math.exp(-error), value * Math.exp(error)] as const);
      return figureOf(ctx, "journey.gone-ratio", { value, n: known ? n : 0, interval, asOf });
    }
  },
});
