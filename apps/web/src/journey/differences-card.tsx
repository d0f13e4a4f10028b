import type { JourneyDifferences } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { count, duration, fineShare, number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";

type Difference = JourneyDifferences["differences"][number];

/** What the journeys that hold for the conditions do otherwise than all others, and that it is no cause. */
export function DifferencesCard({ log, where }: { log: string; where: string }) {
  const reading = useRead("journey.compareJourneys", { log, where });
  const found = reading.data;
  return (
    <Card id="differences" title={t("journey.otherwise")}>
      {found === undefined ? (
        reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("journey.reading.what")} />
        )
      ) : (
        <div className="note">
          <p className="sec">{wordsOf(found)}</p>
          {found.differences.length > 0 && (
            <DataTable
              label={t("journey.otherwise.what")}
              name={t("journey.otherwise.file")}
              columns={columnsOf(found)}
              rows={found.differences.slice(0, MOST)}
              keyOf={(one) => `${one.from.id}→${one.to?.id ?? ""}`}
            />
          )}
        </div>
      )}
    </Card>
  );
}

const MOST = 25;

function wordsOf({ cases: [ours, others], differences, tests, leftOut, doubts }: JourneyDifferences): string {
  if (doubts.includes("too-few-journeys")) return t("journey.otherwise.too-few", { ours: count(ours), others: count(others) });
  const looked = t("journey.otherwise.looked", { tests: count(tests), ours: count(ours), others: count(others) });
  const left = leftOut === 0 ? "" : ` ${t("journey.otherwise.left-out", { n: leftOut })}`;
  if (differences.length === 0) return `${looked} ${t("journey.otherwise.none")}${left}`;
  return `${looked} ${t("journey.otherwise.found", { n: differences.length })}${left}`;
}

function columnsOf({ cases: [ours, others] }: JourneyDifferences): readonly Column<Difference>[] {
  const points = (value: number) => number(100 * value, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const wait = (seconds: number | null | undefined) => (seconds === null || seconds === undefined ? "–" : duration(seconds));
  return [
    { head: t("journey.otherwise.what"), cell: ({ from, to }) => (to === null ? from.label : `${from.label} → ${to.label}`) },
    { head: t("journey.otherwise.ours"), cell: (one) => one.cases[0] / ours, show: (one) => fineShare(one.cases[0] / ours) },
    { head: t("journey.otherwise.others"), cell: (one) => one.cases[1] / others, show: (one) => fineShare(one.cases[1] / others) },
    {
      head: t("journey.otherwise.difference"),
      cell: (one) => one.share.difference,
      show: (one) =>
        t("journey.otherwise.points", {
          value: points(one.share.difference),
          low: points(one.share.interval[0]),
          high: points(one.share.interval[1]),
        }),
    },
    { head: t("journey.otherwise.wait-ours"), cell: (one) => one.wait?.medians[0] ?? null, show: (one) => wait(one.wait?.medians[0]) },
    { head: t("journey.otherwise.wait-others"), cell: (one) => one.wait?.medians[1] ?? null, show: (one) => wait(one.wait?.medians[1]) },
    {
      head: t("journey.otherwise.why"),
      cell: ({ share, wait: waited }) =>
        [share.different ? t("journey.otherwise.often") : "", waited?.different === true ? t("journey.otherwise.slow") : ""]
          .filter((word) => word !== "")
          .join(", "),
    },
  ];
}
