import type { Filter } from "../platform/events/contract.ts";
import type { Groups, Metric, Samples } from "../platform/metric.ts";
import { toGroups, toSamples } from "../platform/samples.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";

const kept = whileUnchanged<Samples>();
const keptGroups = whileUnchanged<Groups>();
const PERSON = ["respondent", "customer"] as const;

/**
 * What a group inside the company believes about a stage. A belief that names no channel or segment is about all of
 * them; the period of a filter is about customers' answers, so it does not take beliefs away.
 */
export function believedBy(roles: readonly (string | null)[], about: Pick<Metric, "id" | "title" | "definition">): Metric {
  return {
    ...about,
    version: 1,
    unit: "points",
    higherIs: "neither",
    owner: "culture",
    async samples(ctx, scope) {
      const filter: Filter = {
        stream: "beliefs",
        world: ctx.world,
        role: roles,
        ...(scope.stage === null ? {} : { stage: scope.stage }),
        ...(scope.channel === null ? {} : { channel: [scope.channel, null] }),
        ...(scope.segment === null ? {} : { segment: [scope.segment, null] }),
      };
      return kept(ctx.events, JSON.stringify(filter), async () =>
        toSamples(await ctx.events.scan({ filter, numbers: ["points", "time"], words: ["stage"], codes: PERSON }), PERSON),
      );
    },
    async groups(ctx, scope) {
      const filter: Filter = { stream: "beliefs", world: ctx.world, role: roles, ...(scope.stage === null ? {} : { stage: scope.stage }) };
      return keptGroups(ctx.events, JSON.stringify(filter), async () =>
        toGroups(
          await ctx.events.scan({ filter, numbers: ["points"], words: ["stage", "segment", "channel"], codes: PERSON }),
          PERSON,
          true, // as in the samples: what names no segment or channel is about all of them
        ),
      );
    },
  };
}
