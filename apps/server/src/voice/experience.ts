import { readList } from "../company/index.ts";
import type { Condition, Filter } from "../platform/events/contract.ts";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";

/**
 * Which answers say how customers experience a stage: the same question the leaders get, on one scale (the mirror).
 * NPS, CSAT and effort scores ask something else; they are voices, but not this side of the cell.
 */
export const EXPERIENCE_KINDS: readonly (string | null)[] = ["mirror", "experience", "rating", "customer", null];

/** Rows of a scope, without the answers of the company's own people who are customers too. */
export async function experienceFilter(ctx: ReadContext, scope: Scope): Promise<Filter> {
  const insiders = (await readList(ctx.db, ctx.world, "people")).flatMap((person) =>
    person.customerId === null ? [] : [person.customerId],
  );
  const time: Condition | null =
    scope.from === null && scope.to === null
      ? null
      : { ...(scope.from === null ? {} : { from: scope.from }), ...(scope.to === null ? {} : { to: scope.to }) };
  return {
    stream: "responses",
    world: ctx.world,
    kind: EXPERIENCE_KINDS,
    ...(scope.stage === null ? {} : { stage: scope.stage }),
    ...(scope.channel === null ? {} : { channel: scope.channel }),
    ...(scope.segment === null ? {} : { segment: scope.segment }),
    ...(time === null ? {} : { time }),
    ...(insiders.length === 0 ? {} : { customer: { not: insiders } }),
  };
}
