import { useState } from "react";
import type { CaseFilter, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { count } from "../ui/format.ts";
import { CloseMark } from "../ui/marks.tsx";
import { filterText } from "./case-filter.ts";
import { FilterDialog } from "./filter-dialog.tsx";

/** The conditions under which journeys are counted, in words; each can be taken off, and the address keeps them. */
export function FilterStack({ map, onChange }: { map: JourneyMap; onChange: (filters: readonly CaseFilter[]) => void }) {
  const [adding, setAdding] = useState(false);
  const { filters } = map;
  return (
    <div className="stack" role="group" aria-label={t("journey.only")}>
      {filters.length > 0 && (
        <>
          <span className="mut">{t("journey.only")}</span>
          <ul>
            {filters.map((filter, at) => {
              const text = filterText(filter, map);
              return (
                <li key={JSON.stringify(filter)}>
                  <span>{text}</span>
                  <button
                    type="button"
                    className="off"
                    aria-label={t("journey.only.remove", { filter: text })}
                    onClick={() => onChange(filters.filter((_, other) => other !== at))}
                  >
                    <CloseMark />
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <button type="button" className="btn small" onClick={() => setAdding(true)}>
        {t("journey.only.add")}
      </button>
      {filters.length > 0 && (
        <>
          <button type="button" className="btn small" onClick={() => onChange([])}>
            {t("journey.only.clear")}
          </button>
          <span className="sm sec" role="status">
            {t("journey.only.of", { cases: count(map.totals.cases), all: count(map.totals.allCases) })}
          </span>
        </>
      )}
      {adding && (
        <FilterDialog
          choices={map.choices}
          onClose={() => setAdding(false)}
          onSet={(filter) => {
            setAdding(false);
            onChange([...filters, filter]);
          }}
        />
      )}
    </div>
  );
}
