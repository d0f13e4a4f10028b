import type { Company } from "../company/words.ts";
import type { Figure } from "../platform/figure.ts";
import type { Samples, Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { beliefGap, GROUP_MINIMUM, sideFigure, withoutValue } from "./belief-gap.ts";
import { cellKey } from "./cell-key.ts";
import { hiddenStages } from "./hidden-cells.ts";
import { cellCustomers } from "./cell-customers.ts";
import { cellWorth, gapPrice } from "./price.ts";
import { readLives } from "./store.ts";
import type { Cell } from "./words.ts";

/** Every cell of the view, ordered: what matters most first, then what is settled, then the larger distance. */
export async function boardCells(
  ctx: ReadContext,
  company: Company,
  scope: Scope,
  owner: string | null,
): Promise<{ cells: Cell[]; samples: { leaders: Samples; customers: Samples } }> {
  const [leaders, frontLine, customers, worth, lives] = await Promise.all([
    ctx.metrics.samples("culture.believed", ctx, scope),
    ctx.metrics.samples("culture.front-line-believed", ctx, scope),
    ctx.metrics.samples("voice.experienced", ctx, scope),
    ctx.metrics.worth("asset.worth", ctx, scope),
    readLives(ctx.db, ctx.world),
  ]);
  const answered = new Set([...leaders.byStage.keys(), ...customers.byStage.keys()]);
  const stages = company.stages.filter(
    (stage) => answered.has(stage.id) && (scope.stage === null || stage.id === scope.stage) && (owner === null || stage.ownerId === owner),
  );
  const ids = stages.map((stage) => stage.id);
  const hidden = await hiddenStages(ctx, scope, ids);
  const { from, to } = worth;
  const passed = from === null || to === null ? new Map<string, null>() : await cellCustomers(ctx, { ...scope, from, to }, ids);
  const names = new Map(company.people.map((person) => [person.id, person.name]));
  const cells = stages.map((stage): Cell => {
    const place = { stage: stage.id, channel: scope.channel, segment: scope.segment };
    const key = cellKey(place);
    const life = lives.get(key);
    const a = leaders.byStage.get(stage.id) ?? null;
    const b = customers.byStage.get(stage.id) ?? null;
    const front = frontLine.byStage.get(stage.id) ?? null;
    const reason = hidden.get(stage.id)?.reason ?? tooSmall(a?.points.length ?? 0, b?.points.length ?? 0);
    const found = reason === null ? beliefGap(ctx.metrics, a, b) : null;
    const value = cellWorth(ctx.metrics, worth, hidden.has(stage.id) ? null : (passed.get(stage.id) ?? null));
    const shownGap = found?.state === "gap" ? found.gap : null;
    const atStake = gapPrice(ctx.metrics, { yearly: value.yearly, leaders: a, customers: b, gap: shownGap });
    const hide = (metric: string, why: string) => withoutValue(ctx.metrics.label(metric), "points", why);
    const unmeasured = withoutValue(ctx.metrics.label("gap.belief"), "points", "not-measured-yet");
    const gap =
      found?.gap ?? hide("gap.belief", hidden.get(stage.id)?.doubt ?? (a === null || b === null ? "no-answers" : "hidden-small-group"));
    // The leaders' own answers stay visible when only the customers' group is too small, and the other way round.
    const leadersShown = a !== null && a.points.length >= GROUP_MINIMUM;
    const customersShown = b !== null && b.points.length >= GROUP_MINIMUM && !hidden.has(stage.id);
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
          : hide("culture.believed", a === null ? "no-answers" : "hidden-small-group"),
        promised: unmeasured,
        delivered: unmeasured,
        experienced: customersShown
          ? sideFigure(ctx.metrics.label("voice.experienced"), b)
          : hide("voice.experienced", hidden.get(stage.id)?.doubt ?? (b === null ? "no-answers" : "hidden-small-group")),
        expected: unmeasured,
        answered: unmeasured,
      },
      frontLine:
        front !== null && front.points.length >= GROUP_MINIMUM ? sideFigure(ctx.metrics.label("culture.front-line-believed"), front) : null,
      gaps: { belief: gap, promise: unmeasured, delivery: unmeasured, expectation: unmeasured, response: unmeasured },
      state: found?.state ?? (a === null || b === null ? "not-known-yet" : "hidden"),
      need: found?.need ?? null,
      hiddenBecause: a === null || b === null ? null : reason,
      priority: gap, // worked out below, where all prices are known
      atStake,
      worth: value,
      life: lifeOf(life?.life ?? "seen", atStake),
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
  const priced = cells.every(
    (cell) => cell.state !== "gap" || cell.atStake.doubts.includes("better-than-believed") || cell.atStake.value !== null,
  );
  const ordered = cells.map((cell) => ({ ...cell, priority: priorityOf(ctx, cell, priced) }));
  return { cells: ordered.sort(byPriority), samples: { leaders, customers } };
}

/** A gap whose price is known has been priced, unless it has come further already. */
function lifeOf(life: Cell["life"], atStake: Figure): Cell["life"] {
  return life === "seen" && atStake.value !== null ? "priced" : life;
}

function tooSmall(leaders: number, customers: number): string | null {
  if (leaders === 0 || customers === 0) return "One side has not been asked yet.";
  if (customers < GROUP_MINIMUM) return `Fewer than ${GROUP_MINIMUM} customers answered here, so they stay hidden.`;
  return leaders < GROUP_MINIMUM ? `Fewer than ${GROUP_MINIMUM} leaders answered here, so they stay hidden.` : null;
}

/**
 * Priority = importance × lower bound of the gap × value at stake. Nobody has measured importance yet, so that factor is 1; value
 * counts only where every gap has a price, since a gap without one must not fall behind for it. The figure says which is missing.
 * Where no gap is shown there is nothing to put first.
 */
function priorityOf(ctx: ReadContext, { gaps, state, atStake }: Cell, priced: boolean): Figure {
  const gap = gaps.belief;
  const shown = state === "gap";
  const lower = gap?.interval == null ? 0 : Math.max(gap.interval[0], 0);
  return {
    value: shown ? lower * (priced ? (atStake.value ?? 0) : 1) : 0,
    unit: priced ? `points × ${atStake.unit}` : "points",
    n: gap?.n ?? 0,
    interval: null,
    metric: ctx.metrics.label("gap.belief"),
    asOf: gap?.asOf ?? null,
    doubts: ["importance-not-known-yet", ...(priced ? [] : ["value-not-known-yet"]), ...(shown ? [] : ["no-gap-shown"])],
  };
}

const SETTLED = { gap: 0, "no-gap": 1, "not-known-yet": 2, hidden: 3 } as const;

function byPriority(x: Cell, y: Cell): number {
  const distance = (cell: Cell) => Math.abs(cell.gaps.belief?.value ?? 0);
  return (
    (y.priority.value ?? 0) - (x.priority.value ?? 0) ||
    SETTLED[x.state] - SETTLED[y.state] ||
    distance(y) - distance(x) ||
    x.stage.localeCompare(y.stage)
  );
}

function today(ctx: ReadContext): string {
  return new Date(ctx.clock()).toISOString().slice(0, 10);
}
