import type { Figure } from "../platform/figure.ts";
import type { Metrics, Sample, Samples, Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import { sideFigure, withoutValue } from "./belief-gap.ts";
import { whyHidden } from "./hidden-cells.ts";

const WHO = { "culture.believed": "leaders", "culture.front-line-believed": "people at the front line", "voice.experienced": "customers" };

/** One side of the cells of a view: what was answered, and at which stages it may not be shown. */
export interface Side {
  readonly metric: keyof typeof WHO;
  readonly samples: Samples;
  /** By stage, also unfiltered. */
  readonly hidden: ReadonlyMap<string, Hidden>;
}

export interface Hidden {
  readonly doubt: "hidden-small-group" | "hidden-by-subtraction";
  readonly reason: string;
}

/** Every side that is shown comes through here, so that none is shown without having been held against the groups beside it. */
export async function readSide(ctx: ReadContext, metric: Side["metric"], scope: Scope): Promise<Side> {
  const filtered = scope.segment !== null || scope.channel !== null;
  const [samples, groups] = await Promise.all([
    ctx.metrics.samples(metric, ctx, scope),
    filtered ? ctx.metrics.groups(metric, ctx, scope) : NO_GROUPS,
  ]);
  const hidden = new Map<string, Hidden>();
  for (const [stage, { points }] of samples.byStage) {
    const why = whyHidden(groups, { stage, segment: scope.segment, channel: scope.channel }, points.length);
    if (why !== null) hidden.set(stage, said(why, WHO[metric]));
  }
  return { metric, samples, hidden };
}

const NO_GROUPS = { segments: [], channels: [], everywhere: false, people: () => 0 };

/** What may be shown of a side at a stage; null where nobody answered or it is hidden. */
export function shownAt({ samples, hidden }: Side, stage: string): Sample | null {
  return hidden.has(stage) ? null : (samples.byStage.get(stage) ?? null);
}

/** A side's figure, or one that says why there is none. */
export function figureAt(metrics: Metrics, side: Side, stage: string): Figure {
  const sample = shownAt(side, stage);
  const metric = metrics.label(side.metric);
  return sample === null ? withoutValue(metric, "points", side.hidden.get(stage)?.doubt ?? "no-answers") : sideFigure(metric, sample);
}

function said(why: NonNullable<ReturnType<typeof whyHidden>>, who: string): Hidden {
  if (why === "hidden-small-group") return { doubt: why, reason: `Fewer than ${GROUP_MINIMUM} ${who} answered here, so they stay hidden.` };
  const doubt = "hidden-by-subtraction";
  if (why === doubt) return { doubt, reason: "Hidden so that a smaller group beside it cannot be worked out by subtraction." };
  return {
    doubt,
    reason: `Segment and channel together would give away a group of fewer than ${GROUP_MINIMUM} ${who}, so they are not shown together.`,
  };
}
