import type { Company } from "../company/words.ts";
import { CounterseatError } from "../platform/errors.ts";
import type { Place } from "./votes.ts";
import type { VoiceFilter } from "./words.ts";

/** The place a filter asks for. A filter that names nothing there is would look like silence; better to say which ids there are. */
export function placeOf(filter: VoiceFilter, company: Company): Place {
  const lists = { stage: company.stages, channel: company.channels, segment: company.segments };
  for (const name of ["stage", "channel", "segment"] as const) {
    refuseUnknown(
      name,
      filter[name],
      lists[name].map(({ id }) => id),
    );
  }
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to)
    throw new CounterseatError("invalid", "The period ends before it begins.", { fix: "Give `to` a later day." });
  return { stage: filter.stage ?? null, channel: filter.channel ?? null, segment: filter.segment ?? null };
}

export function refuseUnknown(name: string, asked: string | undefined, known: readonly string[]): void {
  if (asked === undefined || known.length === 0 || known.includes(asked)) return;
  throw new CounterseatError("invalid", `There is no ${name} "${asked}".`, {
    fix: `Known: ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}.`,
  });
}
