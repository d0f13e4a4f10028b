import { Slider } from "@mantine/core";
import { useState } from "react";
import type { JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FilterSelect } from "../ui/field.tsx";
import { number, share } from "../ui/format.ts";

type Given = { map: JourneyMap; steps: number; paths: number; onChange: (changed: Record<string, string>) => void };

/** Which log, and how much of it is drawn; the rest is folded and counted. */
export function JourneyFilters({ map, steps, paths, onChange }: Given) {
  return (
    <form className="filters" aria-label={t("journey.filters")} onSubmit={(event) => event.preventDefault()}>
      <FilterSelect
        label={t("journey.log")}
        value={map.log ?? ""}
        options={map.logs.map((log) => ({ id: log.log, label: t("journey.log.option", { log: log.log, cases: number(log.cases) }) }))}
        onChange={(event) => onChange({ log: event.currentTarget.value, step: "", where: "" })}
      />
      <Detail
        label={t("journey.steps")}
        shown={t("journey.steps.shown", { shown: map.steps.length, all: map.totals.activities })}
        value={steps}
        onEnd={(value) => onChange({ steps: String(value) })}
      />
      <Detail
        label={t("journey.paths")}
        shown={t("journey.paths.shown", { shown: map.paths.filter((path) => path.shown).length, all: map.paths.length })}
        value={paths}
        onEnd={(value) => onChange({ paths: String(value) })}
      />
    </form>
  );
}

function Detail({ label, shown, value, onEnd }: { label: string; shown: string; value: number; onEnd: (value: number) => void }) {
  const [moving, setMoving] = useState<number | null>(null);
  return (
    <div className="detail">
      <span className="sm">
        <span className="mut">{label}</span> <b className="strong">{shown}</b>
      </span>
      <Slider
        min={0}
        max={1}
        step={0.05}
        size={4}
        thumbSize={18}
        value={moving ?? value}
        label={share}
        thumbLabel={label}
        thumbProps={{ "aria-valuetext": share(moving ?? value) }}
        onChange={setMoving}
        onChangeEnd={(end) => {
          setMoving(null);
          onEnd(Math.round(end * 100) / 100);
        }}
      />
    </div>
  );
}
