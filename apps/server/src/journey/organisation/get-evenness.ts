import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { askedLog } from "./ask.ts";
import { About, Evenness } from "./words.ts";

interface Uneven {
  readonly step: string;
  readonly with: readonly number[];
  readonly index: number;
  readonly p: number;
  readonly different: boolean;
  readonly odd: number;
  readonly through: string | null;
}
interface Counted {
  readonly channels: readonly string[];
  readonly kinds: readonly {
    readonly begins: string;
    readonly ends: string;
    readonly cases: number;
    readonly tests: number;
    readonly finished: readonly number[];
    readonly compared: readonly number[];
    readonly steps: readonly Uneven[];
    readonly repeats: readonly Uneven[];
    readonly waits: readonly {
      readonly from: string;
      readonly to: string;
      readonly medians: readonly number[];
      readonly p: number;
      readonly different: boolean;
    }[];
  }[];
}

export const getEvenness = read({
  name: "journey.getEvenness",
  method: "GET",
  path: "/journey/evenness",
  summary: "Whether a journey goes the same way in every channel: steps left out, steps repeated and waits, by kind of journey",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: Evenness,
  async run(ctx, input): Promise<z.infer<typeof Evenness>> {
    const { found, words, run } = await askedLog(ctx, input);
    if (run === null) return { log: null, allCases: 0, kinds: [] };
    const counted = await run<Counted>("journey.consistency");
    const channel = (g: number) => words.channel(counted.channels[g] ?? "");
    const kinds = counted.kinds.map(({ begins, ends, cases, tests, finished, compared, steps, repeats, waits }) => {
      const n = compared.reduce((sum, g) => sum + (finished[g] ?? 0), 0);
      const uneven = (one: Uneven) => {
        const without = (g: number) => (finished[g] ?? 0) - (one.with[g] ?? 0);
        return {
          step: words.step(one.step),
          index: one.index,
          channels: compared.map((g) => ({ ...channel(g), n: finished[g] ?? 0, share: (one.with[g] ?? 0) / (finished[g] ?? 1) })),
          without: compared.reduce((sum, g) => sum + without(g), 0),
          odd: channel(one.odd),
          oddWithout: without(one.odd),
          p: one.p,
          different: one.different,
          through: one.through === null ? null : words.step(one.through),
        };
      };
      return {
        begins: words.step(begins),
        ends: words.step(ends),
        cases,
        finished: n,
        channels: compared.map(channel),
        tests,
        steps: steps.map(uneven),
        repeats: repeats.map(uneven),
        waits: waits.map(({ from, to, medians, p, different }) => ({
          from: words.step(from),
          to: words.step(to),
          medians: Object.fromEntries(compared.map((g) => [counted.channels[g] ?? "", finiteOrNull(medians[g])])),
          p,
          different,
        })),
      };
    });
    return { log: found?.log ?? null, allCases: counted.allCases, kinds };
  },
});

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
