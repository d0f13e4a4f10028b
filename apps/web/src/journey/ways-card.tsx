import type { CaseFilter, JourneyWays } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { ExportMenu } from "../ui/export-menu.tsx";
import { count, duration, fineShare, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { wayDifference } from "./way-difference.ts";

type Way = JourneyWays["ways"][number];

/** The ways customers really went, the most frequent first; one of them can be looked at alone. */
export function WaysCard({ log, where, onOnly }: { log: string; where: string; onOnly: (filter: CaseFilter) => void }) {
  const reading = useRead("journey.listWays", { log, ...(where === "" ? {} : { where }) });
  const found = reading.data;
  if (found === undefined) {
    return (
      <Card id="ways" title={t("journey.ways")}>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("journey.reading.what")} />
        )}
      </Card>
    );
  }
  const most = Math.max(...found.ways.map((way) => way.share), 0);
  const columns = [
    { head: t("journey.ways.steps"), cell: (way: Way) => way.steps.map((step) => step.label).join(" → ") },
    { head: t("journey.ways.cases"), cell: (way: Way) => way.cases },
    { head: t("journey.ways.share"), cell: (way: Way) => way.share },
    { head: t("journey.ways.up-to"), cell: (way: Way) => way.upTo },
    { head: t("journey.ways.median"), cell: (way: Way) => way.median },
  ];
  return (
    <Card id="ways" title={t("journey.ways")} tools={<ExportMenu table={{ name: t("journey.ways.file"), columns, rows: found.ways }} />}>
      <div className="note">
        <p className="sec">
          {t("journey.ways.under", { ways: found.ways.length + found.rest.ways, share: share(found.ways.at(-1)?.upTo ?? 0) })}{" "}
          {found.ways.length > 1 && t("journey.ways.bold")}
        </p>
        <ol className="ways">
          {found.ways.map((way) => (
            <li key={way.steps.map((step) => step.id).join("\n")}>
              <WaySteps way={way} usual={found.ways[0] ?? way} />
              <p className="facts sm">
                <span className="bar" aria-hidden="true">
                  <span style={{ inlineSize: `${(100 * way.share) / (most || 1)}%` }} />
                </span>
                <b className="strong num">{count(way.cases)}</b>
                <span className="num sec">{fineShare(way.share)}</span>
                <span className="mut">{t("journey.ways.up-to")}</span>
                <span className="num sec">{fineShare(way.upTo)}</span>
                <span className="mut">{t("journey.ways.median")}</span>
                <span className="num sec">{duration(way.median)}</span>
                <button
                  type="button"
                  className="btn small"
                  onClick={() => onOnly({ kind: "way", steps: way.steps.map((step) => step.id) })}
                >
                  {t("journey.ways.only")}
                  <span className="sr">: {way.steps.map((step) => step.label).join(", ")}</span>
                </button>
              </p>
            </li>
          ))}
        </ol>
        {found.rest.ways > 0 && <p className="sm mut">{t("journey.ways.rest", found.rest)}</p>}
      </div>
    </Card>
  );
}

/** What a way does otherwise than the most frequent one stands out. */
function WaySteps({ way, usual }: { way: Way; usual: Way }) {
  const labels = new Map([...usual.steps, ...way.steps].map((step) => [step.id, step.label]));
  const { steps, without } = wayDifference(
    way.steps.map((step) => step.id),
    usual.steps.map((step) => step.id),
  );
  return (
    <>
      <p className="way">
        {steps.map(({ id, added, times }, at) => (
          <span key={at}>
            {added ? <b>{labels.get(id)}</b> : labels.get(id)}
            {times > 1 && <b> ×{count(times)}</b>}
          </span>
        ))}
      </p>
      {without.length > 0 && (
        <p className="way sm">{t("journey.ways.without", { steps: without.map((id) => labels.get(id) ?? id).join(", ") })}</p>
      )}
    </>
  );
}
