import type { Company } from "../company/words.ts";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { beliefGap, withoutValue } from "./belief-gap.ts";
import { cellKey } from "./cell-key.ts";
import { figureAt, readSide, shownAt, type Side } from "./side.ts";
import { readLives } from "./store.ts";
import type { Cell } from "./words.ts";

export interface Measured {
  readonly cells: Cell[];
  readonly sides: { readonly leaders: Side; readonly frontLine: Side; readonly customers: Side };
}

/** Every cell of the view with its sides and the gap between them; `priceCells` says what each costs and what comes first. */
export async function boardCells(ctx: ReadContext, company: Company, scope: Scope, owner: string | null): Promise<Measured> {
  const [leaders, frontLine, customers, lives] = await Promise.all([
    readSide(ctx, "culture.believed", scope),
    readSide(ctx, "culture.front-line-believed", scope),
    readSide(ctx, "voice.experienced", scope),
    readLives(ctx.db, ctx.world),
  ]);
  const answered = new Set([...leaders.samples.byStage.keys(), ...customers.samples.byStage.keys()]);
  const stages = company.stages.filter(
    (stage) => answered.has(stage.id) && (scope.stage === null || stage.id === scope.stage) && (owner === null || stage.ownerId === owner),
  );
  const names = new Map(company.people.map((person) => [person.id, person.name]));
  const cells = stages.map((stage): Cell => {
    const place = { stage: stage.id, channel: scope.channel, segment: scope.segment };
    const key = cellKey(place);
    const life = lives.get(key);
    const a = shownAt(leaders, stage.id);
    const b = shownAt(customers, stage.id);
    const asked = leaders.samples.byStage.has(stage.id) && customers.samples.byStage.has(stage.id);
    const hidden = customers.hidden.get(stage.id) ?? leaders.hidden.get(stage.id);
    const found = a === null || b === null ? null : beliefGap(ctx.metrics, a, b);
    const unmeasured = withoutValue(ctx.metrics.label("gap.belief"), "points", "not-measured-yet");
    const gap =
      found?.gap ?? withoutValue(ctx.metrics.label("gap.belief"), "points", asked ? (hidden?.doubt ?? "no-answers") : "no-answers");
    return {
      ...place,
      key,
      stageLabel: stage.label,
      promise: company.promises.find((p) => p.stageId === stage.id)?.text ?? null,
      owner: stage.ownerId,
      ownerName: stage.ownerId === null ? null : (names.get(stage.ownerId) ?? stage.ownerId),
      sides: {
        // One side stays visible when only the other is hidden.
        believed: figureAt(ctx.metrics, leaders, stage.id),
        promised: unmeasured,
        delivered: unmeasured,
        experienced: figureAt(ctx.metrics, customers, stage.id),
        expected: unmeasured,
        answered: unmeasured,
      },
      frontLine: shownAt(frontLine, stage.id) === null ? null : figureAt(ctx.metrics, frontLine, stage.id),
      gaps: { belief: gap, promise: unmeasured, delivery: unmeasured, expectation: unmeasured, response: unmeasured },
      state: found?.state ?? (asked ? "hidden" : "not-known-yet"),
      need: found?.need ?? null,
      hiddenBecause: asked ? (hidden?.reason ?? null) : null,
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
  return { cells, sides: { leaders, frontLine, customers } };
}

function today(ctx: ReadContext): string {
  return new Date(ctx.clock()).toISOString().slice(0, 10);
}
