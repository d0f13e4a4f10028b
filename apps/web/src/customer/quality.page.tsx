import { Link } from "@tanstack/react-router";
import type { Quality } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { count, share } from "../ui/format.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { CoverageCard } from "./coverage-card.tsx";
import { HealthCard, needsLook } from "./health-card.tsx";
import { TrackingCards } from "./tracking-cards.tsx";
import "./customer.css";
import "./quality.css";

/** How much of what the systems bring stands on one customer, how good each of them is, and what they send otherwise than agreed. */
export function Page() {
  const reading = useRead("customer.getQuality", {});
  const quality = reading.data;
  return (
    <>
      <PageTitle title="page.quality">{quality === undefined ? t("quality.reading") : titleOf(quality)}</PageTitle>
      <p className="under">
        {quality !== undefined && quality.sources.length > 0 && <span>{lookOf(quality)}</span>}
        <Link to="/help/$page" params={{ page: "data-quality" }}>
          {t("page.guide")}
        </Link>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {quality === undefined ? (
        !reading.isError && <Waiting what={t("quality.reading")} />
      ) : quality.sources.length === 0 ? (
        <EmptyState title={t("quality.none")} why={t("quality.none.why")} />
      ) : (
        <div className="import">
          <CoverageCard coverage={quality.coverage} />
          <HealthCard sources={quality.sources} />
          {quality.world === "own" && <TrackingCards />}
        </div>
      )}
    </>
  );
}

function titleOf({ coverage, sources }: Quality): string {
  if (sources.length === 0) return t("quality.none");
  const { value } = coverage.shared;
  return value === null ? t("quality.title.alone") : t("quality.title", { share: share(value) });
}

function lookOf({ sources }: Quality): string {
  const n = sources.filter(needsLook).length;
  return n === 0 ? t("quality.well") : t("quality.look", { n: count(n), all: count(sources.length) });
}
