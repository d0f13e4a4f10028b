import { z } from "zod";
import { PERSONAL } from "../../platform/events/contract.ts";
import { Figure } from "../../platform/figure.ts";
import { personal } from "../../platform/personal.ts";
import { World } from "../../platform/world.ts";
import { Mode } from "../tracking/words.ts";

/** How good what sources bring is, in figures. */
export const Freshness = z.object({
  newest: z.string().nullable().describe("when the newest of its rows happened"),
  arrived: z.string().nullable().describe("when something of it last arrived; null for what came with the sample"),
  silence: Figure.describe("days since something last arrived"),
  usual: Figure.describe("the gap between two arrivals that is seldom longer, in days"),
  state: z.enum(["on-time", "late", "unknown"]),
});

export const VolumeOf = z.object({
  now: Figure.describe("rows a day of the seven full days before the day of its newest row"),
  usual: Figure.describe("rows a day of the four weeks before them; the interval is where the next week lies in 19 of 20 cases"),
  state: z.enum(["as-usual", "less", "more", "unknown"]),
});

export const RefusedOf = z.object({
  share: Figure.describe("of what came in the last 90 days: refused and not mended since"),
  reasons: z
    .array(
      z.object({
        code: z.string().describe("of an event its reason, of a row the field"),
        of: z.enum(["event", "field"]),
        n: z.number().int(),
      }),
    )
    .describe("the most frequent first; of files as far as the first 100 refused rows of each tell"),
  downloads: z.array(z.string()).describe("addresses of what was refused, for who may see it; the newest first"),
});

export const SourceHealth = z.object({
  source: z.string(),
  rows: z.number().int(),
  freshness: Freshness,
  volume: VolumeOf,
  refused: RefusedOf,
  completeness: z
    .array(z.object({ stream: z.string().describe("a kind of rows, or people"), field: z.string(), share: Figure }))
    .describe("the emptiest field first"),
  match: Figure.describe("of its names those whose customer another source knows too"),
  conflicts: z
    .array(z.object({ field: z.enum(PERSONAL), share: Figure }))
    .describe("of customers of whom another source says it too: where the two say different things"),
  tracking: z
    .object({ mode: Mode, against: z.number().int() })
    .nullable()
    .describe("its plan, and how often something was against it in 7 days"),
});
export type SourceHealth = z.infer<typeof SourceHealth>;

const CoverageOf = z.object({
  source: z.string(),
  shared: Figure.describe("rows on a customer that another source knows too"),
  alone: Figure.describe("rows on a customer that only this source knows"),
  nobodys: Figure.describe("rows on nobody"),
  customers: Figure.describe("of its customers those that another source knows too"),
});

export const Reference = z.object({
  figure: Figure,
  underWay: Figure,
  source: z.string().describe("who found it, and when"),
});
export type Reference = z.infer<typeof Reference>;

export const Quality = z
  .object({
    world: World,
    coverage: z.object({
      shared: Figure.describe("of all rows of customers: on one that at least two sources know"),
      linked: Figure.describe("of them: on a customer at all"),
      sources: z.array(CoverageOf),
      reference: Reference.describe("what others found in other companies; never mixed with one's own figures"),
    }),
    sources: z.array(SourceHealth),
  })
  .meta({ id: "Quality" });
export type Quality = z.infer<typeof Quality>;

export const ConflictList = z
  .object({
    total: z.number().int(),
    conflicts: z.array(
      z.object({
        customer: personal(z.string(), "id"),
        said: z.array(z.object({ source: z.string(), values: personal(z.array(z.string())) })),
      }),
    ),
  })
  .meta({ id: "ConflictList" });
