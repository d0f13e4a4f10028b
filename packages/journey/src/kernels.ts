import type { Kernel } from "@counterseat/stats";
import { conformanceKernel } from "./conformance/conformance-kernel.ts";
import { discoverKernel } from "./discover/discover-kernel.ts";
import { promiseKernel } from "./promise/promise-kernel.ts";
import type { JourneyLog } from "./journey-log.ts";
import { model, type JourneyModel } from "./model.ts";
import { modelExtras, type ModelExtras } from "./model-extras.ts";
import { COLUMN_ARGS, logOfColumns } from "./log-of-columns.ts";

/** `no-events`; `no-resource` (no column says who); `resource-partly-unknown`; `tied-times` (a tenth of neighbours or more at the same instant). */
export type ModelDoubt = "no-events" | "no-resource" | "resource-partly-unknown" | "tied-times";

export type JourneyModelOutput = JourneyModel & ModelExtras & { readonly doubts: readonly ModelDoubt[] };

const NAME = "journey.model";

const COUNT = { type: "integer", minimum: 0 } as const;
const SECONDS = { type: "number", description: "seconds" } as const;
const TEXT = { type: "string" } as const;
const COUNTS = { type: "object", additionalProperties: COUNT } as const;
const SPREAD = { mean: SECONDS, median: SECONDS, p90: SECONDS, min: SECONDS, max: SECONDS, sum: SECONDS } as const;

function listOf(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { type: "array", items: { type: "object", properties } };
}

const PAIRS = listOf({ from: TEXT, to: TEXT, count: COUNT });

const modelKernel = {
  name: NAME,
  summary: "The journey as it happened: steps, paths with waiting times, variants, rework and hand-overs.",
  source: "W. van der Aalst, Process Mining (2016), ch. 6; definitions as pm4py 2.7",
  args: {
    type: "object",
    properties: COLUMN_ARGS,
  },
  output: {
    type: "object",
    properties: {
      events: COUNT,
      cases: COUNT,
      activities: { type: "array", items: TEXT },
      variants: COUNT,
      edges: listOf({ from: TEXT, to: TEXT, count: COUNT, ...SPREAD }),
      starts: COUNTS,
      ends: COUNTS,
      topVariants: listOf({ activities: { type: "array", items: TEXT }, count: COUNT }),
      rework: { type: "object", additionalProperties: { type: "object", properties: { casesWithRework: COUNT, extraEvents: COUNT } } },
      handover: {
        type: "object",
        properties: {
          resources: COUNT,
          adjacentPairsBothKnown: COUNT,
          handoversBetweenDifferentResources: COUNT,
          unknownShare: { type: ["number", "null"], minimum: 0, maximum: 1 },
          counts: PAIRS,
        },
      },
      caseDuration: { type: ["object", "null"], properties: { ...SPREAD, p95: SECONDS, std: SECONDS } },
      eventuallyFollows: PAIRS,
      temporalProfile: listOf({ from: TEXT, to: TEXT, count: COUNT, mean: SECONDS, std: SECONDS }),
      doubts: { type: "array", items: TEXT },
    },
  },
  run: (input): JourneyModelOutput => {
    const { log, text } = logOfColumns(NAME, input);
    const extras = modelExtras(log, text.resources);
    return { ...model(log), ...extras, doubts: doubtsOf(log, extras) };
  },
} satisfies Kernel;

function doubtsOf(log: JourneyLog, { handover }: ModelExtras): ModelDoubt[] {
  if (log.events === 0) return ["no-events"];
  const doubts: ModelDoubt[] = [];
  if (log.resource === null) doubts.push("no-resource");
  else if (handover.unknownShare !== null && handover.unknownShare > 0) doubts.push("resource-partly-unknown");
  let ties = 0;
  for (let i = 0; i < log.events; i += 1) if (log.edge[i] >= 0 && log.elapsed[i] === 0) ties += 1;
  // Tied events keep the order of the file, which may not be the order in which they happened.
  if (ties > 0 && ties * 10 >= log.events - log.cases) doubts.push("tied-times");
  return doubts;
}

/** The kernels of this package, as `compute --list` shows them. */
export const kernels: readonly Kernel[] = [modelKernel, discoverKernel, conformanceKernel, promiseKernel];
