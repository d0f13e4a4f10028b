import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Search } from "../address.ts";
import { t } from "../messages/text.ts";
import { FilterSelect, type Option } from "../ui/field.tsx";
import { plainSurvey, type Voice } from "./show.ts";
import { isFiltered, periodOf, periods, quarterBegins, type Chosen, type FilterField } from "./voice-filter.ts";

/** Filters of the page; each choice stands in the address at once. */
export function VoiceFilters({ filter, search, voice }: { filter: Chosen; search: Search; voice: Voice }) {
  const navigate = useNavigate();
  const [dates, setDates] = useState(false);
  const change = (changed: Search) => void navigate({ to: "/voice", search: { ...search, ...changed }, replace: true, resetScroll: false });
  const set = (field: FilterField) => (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value });
  const period = dates ? "dates" : periodOf(filter, voice.period.to);
  const setPeriod = (event: { currentTarget: { value: string } }) => {
    const value = event.currentTarget.value;
    setDates(value === "dates");
    if (value === "year") change({ from: "", to: "" });
    if (value === "quarter") change({ from: quarterBegins(voice.period.to), to: "" });
  };
  const surveys = voice.filters.surveys.map(({ id }) => ({ id, label: plainSurvey(id) }));
  return (
    <form className="filters" aria-label={t("voice.filters")} onSubmit={(event) => event.preventDefault()}>
      <FilterSelect
        label={t("voice.filter.survey")}
        options={withAll(surveys, t("voice.filter.survey.all"))}
        value={filter.survey ?? ""}
        onChange={set("survey")}
      />
      <FilterSelect
        label={t("filter.segment")}
        options={withAll(voice.filters.segments, t("filter.segment.all"))}
        value={filter.segment ?? ""}
        onChange={set("segment")}
      />
      <FilterSelect
        label={t("filter.stage")}
        options={withAll(voice.filters.stages, t("filter.stage.all"))}
        value={filter.stage ?? ""}
        onChange={set("stage")}
      />
      <FilterSelect
        label={t("filter.channel")}
        options={withAll(voice.filters.channels, t("filter.channel.all"))}
        value={filter.channel ?? ""}
        onChange={set("channel")}
      />
      <FilterSelect
        label={t("filter.period")}
        options={periods.map((id) => ({ id, label: t(`filter.period.${id}`) }))}
        value={period}
        onChange={setPeriod}
      />
      {period === "dates" && (
        <>
          <DateFilter label={t("filter.from")} value={filter.from} onChange={set("from")} />
          <DateFilter label={t("filter.to")} value={filter.to} onChange={set("to")} />
        </>
      )}
      <FilterSelect
        label={t("voice.filter.rolling")}
        options={(["quarter", "month"] as const).map((id) => ({ id, label: t(`voice.rolling.${id}`) }))}
        value={voice.rolling}
        onChange={(event) => change({ rolling: event.currentTarget.value })}
      />
      {isFiltered(filter) && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setDates(false);
            void navigate({ to: "/voice", search: {}, replace: true });
          }}
        >
          {t("filter.clear")}
        </button>
      )}
    </form>
  );
}

function DateFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (event: { currentTarget: { value: string } }) => void;
}) {
  return (
    <label className="filter">
      <span>{label}</span>
      <input type="date" value={value ?? ""} onChange={onChange} />
    </label>
  );
}

function withAll(options: readonly Option[], all: string): Option[] {
  return [{ id: "", label: all }, ...options];
}
