import type { JourneyMap, MapPath } from "../api-types.ts";
import { t } from "../messages/text.ts";
import type { Column } from "../ui/data-table.tsx";
import { duration } from "../ui/format.ts";

/** Every path, drawn or folded, as a table. */
export function pathColumns(map: JourneyMap): readonly Column<MapPath>[] {
  const time = (seconds: number | null) => (seconds === null ? "–" : duration(seconds));
  return [
    { head: t("journey.column.from"), cell: (path) => stepName(map, path.from, "from") },
    { head: t("journey.column.to"), cell: (path) => stepName(map, path.to, "to") },
    { head: t("journey.column.count"), cell: (path) => path.count },
    { head: t("journey.column.cases"), cell: (path) => path.cases },
    { head: t("journey.column.median"), cell: (path) => path.median, show: (path) => time(path.median) },
    { head: t("journey.column.p90"), cell: (path) => path.p90, show: (path) => time(path.p90) },
    { head: t("journey.column.via"), cell: (path) => path.viaHidden },
    { head: t("journey.column.shown"), cell: (path) => (path.shown ? t("journey.shown.yes") : t("journey.shown.no")) },
  ];
}

export function stepName(map: JourneyMap, id: string | null, end: "from" | "to"): string {
  if (id === null) return end === "from" ? t("journey.start") : t("journey.end");
  return map.steps.find((step) => step.id === id)?.label ?? map.hidden.find((step) => step.id === id)?.label ?? id;
}
