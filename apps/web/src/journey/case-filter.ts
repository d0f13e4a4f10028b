import type { CaseFilter, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { calendarDay, duration } from "../ui/format.ts";

type Named = Pick<JourneyMap, "choices">;

/** A condition in words, to follow "only journeys that". */
export function filterText(filter: CaseFilter, map: Named): string {
  if (filter.kind === "has-step" && filter.not === true && filter.times === undefined)
    return t("journey.is.without", { step: labelOf(map, filter.step) });
  const text = plainText(filter, map);
  return filter.not === true ? t("journey.is.not", { filter: text }) : text;
}

function plainText(filter: CaseFilter, map: Named): string {
  switch (filter.kind) {
    case "has-step":
      return filter.times === undefined || filter.times === 1
        ? t("journey.is.has", { step: labelOf(map, filter.step) })
        : t("journey.is.has-times", { step: labelOf(map, filter.step), times: filter.times });
    case "follows": {
      const ends = { from: labelOf(map, filter.from), to: labelOf(map, filter.to) };
      const text = t(filter.direct === true ? "journey.is.direct" : "journey.is.follows", ends);
      return filter.atMost === undefined ? text : t("journey.is.within", { filter: text, time: duration(filter.atMost) });
    }
    case "starts-with":
    case "ends-with":
      return t(filter.kind === "starts-with" ? "journey.is.starts" : "journey.is.ends", {
        step: filter.steps.map((step) => labelOf(map, step)).join(", "),
      });
    case "duration":
      return durationText(filter.atLeast, filter.atMost);
    case "period": {
      const days = { from: calendarDay(filter.from), to: calendarDay(filter.to) };
      if (filter.how === "begins") return t("journey.is.period", days);
      return t(filter.how === "touches" ? "journey.is.touches" : "journey.is.inside", days);
    }
    case "way":
      return t("journey.is.way", { steps: filter.steps.map((step) => labelOf(map, step)).join(" → ") });
  }
}

function durationText(atLeast: number | undefined, atMost: number | undefined): string {
  if (atMost === undefined) return t("journey.is.longer", { time: duration(atLeast ?? 0) });
  return atLeast === undefined
    ? t("journey.is.shorter", { time: duration(atMost) })
    : t("journey.is.between", { from: duration(atLeast), to: duration(atMost) });
}

function labelOf({ choices }: Named, id: string): string {
  return choices.find((choice) => choice.id === id)?.label ?? id;
}

/** A stack as a link carries it; none is an empty text, which the address leaves out. */
export function addressOf(filters: readonly CaseFilter[]): string {
  return filters.length === 0 ? "" : JSON.stringify(filters);
}
