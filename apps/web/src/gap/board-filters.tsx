import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Board, BoardFilter } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FilterSelect, type Option } from "../ui/field.tsx";
import { firstDay, isFiltered, periodOf } from "./board-filter.ts";

/** Filters of the board; each choice stands in the address at once. */
export function BoardFilters({ filter, board }: { filter: BoardFilter; board: Board }) {
  const navigate = useNavigate();
  const [dates, setDates] = useState(false);
  const change = (changed: BoardFilter) => void navigate({ to: "/", search: { ...filter, ...changed }, replace: true, resetScroll: false });
  const set = (field: keyof BoardFilter) => (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value });
  const period = dates ? "dates" : periodOf(filter, board.asOf);
  const setPeriod = (event: { currentTarget: { value: string } }) => {
    const value = event.currentTarget.value;
    setDates(value === "dates");
    if (value === "all") change({ from: "", to: "" });
    else if (value === "quarter" || value === "year") change({ from: firstDay(value, board.asOf), to: "" });
  };
  return (
    <form className="filters" aria-label={t("board.filters")} onSubmit={(event) => event.preventDefault()}>
      <FilterSelect
        label={t("filter.segment")}
        options={withAll(board.filters.segments, t("filter.segment.all"))}
        value={filter.segment ?? ""}
        onChange={set("segment")}
      />
      <FilterSelect
        label={t("filter.stage")}
        options={withAll(board.filters.stages, t("filter.stage.all"))}
        value={filter.stage ?? ""}
        onChange={set("stage")}
      />
      <FilterSelect
        label={t("filter.channel")}
        options={withAll(board.filters.channels, t("filter.channel.all"))}
        value={filter.channel ?? ""}
        onChange={set("channel")}
      />
      <FilterSelect
        label={t("filter.owner")}
        options={withAll(board.filters.owners, t("filter.owner.all"))}
        value={filter.owner ?? ""}
        onChange={set("owner")}
      />
      <FilterSelect
        label={t("filter.period")}
        options={(["all", "year", "quarter", "dates"] as const).map((id) => ({ id, label: t(`filter.period.${id}`) }))}
        value={period}
        onChange={setPeriod}
      />
      {period === "dates" && (
        <>
          <DateFilter label={t("filter.from")} value={filter.from} onChange={set("from")} />
          <DateFilter label={t("filter.to")} value={filter.to} onChange={set("to")} />
        </>
      )}
      {isFiltered(filter) && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setDates(false);
            void navigate({ to: "/", search: {}, replace: true });
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
