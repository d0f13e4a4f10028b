import type { Company } from "../company/words.ts";
import type { Samples, Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { beliefGap, GROUP_MINIMUM, sideFigure, withoutValue } from "./belief-gap.ts";
import { cellKey } from "./cell-key.ts";
import { type Hidden, hiddenSides, type SideMetric } from "./hidden-cells.ts";
import { readLives } from "./store.ts";
import type { Cell } from "./words.ts";

export interface Measured {
  readonly cells: Cell[];
  readonly samples: { readonly leaders: Samples; readonly customers: Samples };
  /** Sides and stages that may not be shown under this filter. */
  readonly hidden: Readonly<Record<SideMetric, ReadonlyMap<string, Hidden>>>;
}

/** Every cell of the view with its sides and the gap between them; `priceCells` says what each costs and what comes first. */
export async function boardCells(ctx: ReadContext, company: Company, scope: Scope, owner: string | null): Promise<Measured> {
  const [leaders, frontLine, customers, lives] = await Promise.all([
    ctx.metrics.samples("culture.believed", ctx, scope),
    ctx.metrics.samples("culture.front-line-believed", ctx, scope),
    ctx.metrics.samples("voice.experienced", ctx, scope),
    readLives(ctx.db, ctx.world),
  ]);
  const answered = new Set([...leaders.byStage.keys(), ...customers.byStage.keys()]);
  const stages = company.stages.filter(
    (stage) => answered.has(stage.id) && (scope.stage === null || stage.id === scope.stage) && (owner === null || stage.ownerId === owner),
  );
  const ids = stages.map((stage) => stage.id);
  const hidden = await hiddenSides(ctx, scope, ids);
  const names = new Map(company.people.map((person) => [person.id, person.name]));
  const cells = stages.map((stage): Cell => {
    const place = { stage: stage.id, channel: scope.channel, segment: scope.segment };
    const key = cellKey(place);
    const life = lives.get(key);
    const a = leaders.byStage.get(stage.id) ?? null;
    const b = customers.byStage.get(stage.id) ?? null;
    const front = frontLine.byStage.get(stage.id) ?? null;
    const noLeaders = hidden["culture.believed"].get(stage.id);
    const noCustomers = hidden["voice.experienced"].get(stage.id);
    const covered = noCustomers ?? noLeaders;
    const reason = covered?.reason ?? tooSmall(a?.points.length ?? 0, b?.points.length ?? 0);
    const found = reason === null ? beliefGap(ctx.metrics, a, b) : null;
    const hide = (metric: string, why: string) => withoutValue(ctx.metrics.label(metric), "points", why);
    const unmeasured = withoutValue(ctx.metrics.label("gap.belief"), "points", "not-measured-yet");
    const gap = found?.gap ?? hide("gap.belief", covered?.doubt ?? (a === null || b === null ? "no-answers" : "hidden-small-group"));
    // The leaders' own answers stay visible when only the customers' group is too small, and the other way round.
    const leadersShown = a !== null && a.points.length >= GROUP_MINIMUM && noLeaders === undefined;
    const customersShown = b !== null && b.points.length >= GROUP_MINIMUM && noCustomers === undefined;
    const frontShown = front !== null && front.points.length >= GROUP_MINIMUM && !hidden["culture.front-line-believed"].has(stage.id);
    return {
      ...place,
      key,
      stageLabel: stage.label,
      promise: company.promises.find((p) => p.stageId === stage.id)?.text ?? null,
      owner: stage.ownerId,
      ownerName: stage.ownerId === null ? null : (names.get(stage.ownerId) ?? stage.ownerId),
      sides: {
        believed: leadersShown
          ? sideFigure(ctx.metrics.label("culture.believed"), a)
          : hide("culture.believed", noLeaders?.doubt ?? (a === null ? "no-answers" : "hidden-small-group")),
        promised: unmeasured,
        delivered: unmeasured,
        experienced: customersShown
          ? sideFigure(ctx.metrics.label("voice.experienced"), b)
          : hide("voice.experienced", noCustomers?.doubt ?? (b === null ? "no-answers" : "hidden-small-group")),
        expected: unmeasured,
        answered: unmeasured,
      },
      frontLine: frontShown ? sideFigure(ctx.metrics.label("culture.front-line-believed"), front) : null,
      gaps: { belief: gap, promise: unmeasured, delivery: unmeasured, expectation: unmeasured, response: unmeasured },
      state: found?.state ?? (a === null || b === null ? "not-known-yet" : "hidden"),
      need: found?.need ?? null,
      hiddenBecause: a === null || b === null ? null : reason,
      priority: gap,
      atStake: withoutValue(ctx.metrics.label("gap.price"), `${company.settings.currency}/year`, "no-gap-shown"),
      worth: null,
      life: life?.life ?? "seen",
      action:
        life?.action == null
          ? null
          : {
              ...life.action,
              ownerName: names.get(life.action.ownerId) ?? life.action.ownerId,
              late: life.action.state === "open" && life.action.dueOn < today(ctx),
            },
    };
  });
  return { cells, samples: { leaders, customers }, hidden };
}

function tooSmall(leaders: number, customers: number): string | null {
  if (leaders === 0 || customers === 0) return "One side has not been asked yet.";
  if (customers < GROUP_MINIMUM) return `Fewer than ${GROUP_MINIMUM} customers answered here, so they stay hidden.`;
  return leaders < GROUP_MINIMUM ? `Fewer than ${GROUP_MINIMUM} leaders answered here, so they stay hidden.` : null;
}

function today(ctx: ReadContext): string {
  return new Date(ctx.clock()).toISOString().slice(0, 10);
}
