import { useMediaQuery } from "@mantine/hooks";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useRef } from "react";
import type { CaseFilter, Design, JourneyMap, MapStep } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { count, moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { pathColumns } from "./journey-columns.ts";
import { addressOf } from "./case-filter.ts";
import { DesignedCard } from "./designed-card.tsx";
import { DifferencesCard } from "./differences-card.tsx";
import { FilterStack } from "./filter-stack.tsx";
import { JourneyFilters } from "./journey-filters.tsx";
import { MapLegend } from "./map-legend.tsx";
import { layOut } from "./layout.ts";
import { StepBox } from "./step-box.tsx";
import { StepPanel } from "./step-panel.tsx";
import { WaysCard } from "./ways-card.tsx";
import "../gap/evidence.css";
import "./journey.css";

const MapPicture = lazy(() => import("./map-picture.tsx").then((file) => ({ default: file.MapPicture })));

export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const steps = fraction(search.steps, 0.6);
  const paths = fraction(search.paths, 0.5);
  const where = search.where ?? "";
  const reading = useRead("journey.getMap", {
    steps,
    paths,
    ...(search.log === undefined ? {} : { log: search.log }),
    ...(where === "" ? {} : { where }),
  });
  const narrow = useMediaQuery("(max-width: 700px)", false, { getInitialValueInEffect: false });
  const found = useRead("journey.listDesigns", {}).data;
  const map = reading.data;
  const change = (changed: Record<string, string>) =>
    void navigate({ to: "/journey", search: { ...search, ...changed }, replace: true, resetScroll: false });
  if (map === undefined) {
    return (
      <>
        <PageTitle title="page.journey">{t("journey.reading")}</PageTitle>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("journey.reading.what")} />
        )}
      </>
    );
  }
  const only = (filters: readonly CaseFilter[]) => change({ where: addressOf(filters) });
  const designs = found?.designs ?? [];
  const design = designs.find(({ id }) => id === search.design) ?? designs[0] ?? null;
  const marked = search.layer === "designed" ? design : null;
  const add = (filter: CaseFilter) => only([...map.filters, filter]);
  const chosen =
    map.steps.find((step) => step.id === search.step) ??
    map.steps.find((step) => step.stage !== null && step.stage === search.stage) ??
    busiest(map.steps);
  return (
    <>
      <PageTitle title="page.journey">{map.log === null ? t("journey.empty") : map.sentence}</PageTitle>
      {map.log === null ? (
        <EmptyState title={t("journey.empty.title")} why={t("journey.empty.why")} />
      ) : (
        <>
          <p className="under">
            <span>{t("journey.under", { events: count(map.totals.events), cases: map.totals.cases, variants: map.totals.variants })}</span>
            {map.asOf !== null && <span>{t("board.as-of", { time: moment(map.asOf) })}</span>}
            <Link to="/work" search={{ log: map.log, ...(where === "" ? {} : { where }) }}>
              {t("journey.work")}
            </Link>
          </p>
          <JourneyFilters map={map} steps={steps} paths={paths} onChange={change} />
          <FilterStack map={map} onChange={only} />
          {map.totals.cases === 0 ? (
            <EmptyState title={t("journey.only.empty.title")} why={t("journey.only.empty.why")} />
          ) : (
            <>
              <div className={chosen === null ? "lay one" : "lay"}>
                <MapCard map={map} design={marked} chosen={chosen} narrow={narrow} onSelect={(step) => change({ step, stage: "" })} />
                {chosen !== null && <StepPanel map={map} step={chosen} onOnly={add} />}
              </div>
              {map.filters.length > 0 && <DifferencesCard log={map.log} where={where} />}
              {found === undefined ? (
                <Waiting what={t("journey.reading.what")} />
              ) : (
                <DesignedCard
                  map={{ ...map, log: map.log }}
                  where={where}
                  found={found}
                  chosen={design}
                  marked={marked !== null}
                  onChange={change}
                  onNarrow={(filters) => only([...map.filters, ...filters.filter((one) => !map.filters.some((set) => same(set, one)))])}
                />
              )}
              <WaysCard log={map.log} where={where} onOnly={add} />
            </>
          )}
        </>
      )}
    </>
  );
}

function MapCard({
  map,
  design,
  chosen,
  narrow,
  onSelect,
}: {
  map: JourneyMap;
  design: Design | null;
  chosen: MapStep | null;
  narrow: boolean;
  onSelect: (step: string) => void;
}) {
  const layout = useMemo(() => layOut(map), [map]);
  const drawn = useRef<HTMLDivElement>(null);
  const table = {
    columns: pathColumns(map),
    rows: map.paths.toSorted((one, other) => other.count - one.count),
    name: t("journey.file"),
    label: t("journey.table"),
    keyOf: (path: JourneyMap["paths"][number]) => `${path.from}→${path.to}`,
  };
  return (
    <Card
      id="map"
      title={map.log ?? ""}
      beside={<MapLegend marked={design !== null} />}
      tools={<ExportMenu table={table} {...(narrow ? {} : { chart: drawn })} />}
    >
      {narrow ? (
        <ol className="steps">
          {layout.steps.map(({ step }) => (
            <li key={step.id}>
              <StepBox
                step={step}
                stage={map.stages.find((stage) => stage.id === step.stage)?.label ?? null}
                chosen={step.id === chosen?.id}
                onSelect={onSelect}
                designed={design === null ? null : design.allSteps.some(({ id }) => id === step.id)}
              />
            </li>
          ))}
        </ol>
      ) : (
        <Suspense fallback={<Waiting what={t("journey.reading.what")} />}>
          <MapPicture drawn={drawn} map={map} design={design} layout={layout} chosen={chosen?.id ?? null} onSelect={onSelect} />
        </Suspense>
      )}
      <Reconciled map={map} />
      <div className="note">
        <TableUnderneath {...table} />
      </div>
    </Card>
  );
}

/** The sum that proves nothing is dropped. */
function Reconciled({ map }: { map: JourneyMap }) {
  const shown = map.steps.reduce((sum, step) => sum + step.events, 0);
  const { totals } = map;
  return (
    <div className="recon">
      <p>
        <b>{t("journey.recon")}</b>{" "}
        {t("journey.recon.events", {
          events: count(totals.events),
          shown: count(shown),
          hidden: count(totals.hiddenEvents),
          steps: totals.hiddenSteps,
        })}{" "}
        {t("journey.recon.cases", { cases: count(totals.cases), unseen: count(totals.unseenCases) })}
      </p>
      {map.hidden.length > 0 && (
        <p>{t("journey.recon.folded", { list: map.hidden.map((step) => `${step.label} (${count(step.events)})`).join(", ") })}</p>
      )}
      {totals.foldedPaths > 0 && <p>{t("journey.recon.paths", { paths: totals.foldedPaths, passes: count(totals.foldedTraversals) })}</p>}
    </div>
  );
}

function same(one: CaseFilter, other: CaseFilter): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function busiest(steps: readonly MapStep[]): MapStep | null {
  return steps.reduce<MapStep | null>((best, step) => (best === null || step.again > best.again ? step : best), null);
}

function fraction(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return text === undefined || text === "" || !(value >= 0 && value <= 1) ? otherwise : value;
}
