import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { count, duration, number, share } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

type Kind = Calls["journey.getEvenness"]["output"]["kinds"][number];
type Uneven = Kind["steps"][number];

/** Whether the same journey goes the same way in every channel. */
export function EvennessCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getEvenness" title={t("work.evenness")} about={about}>
      {({ kinds }) => {
        const compared = kinds.filter((kind) => kind.tests > 0);
        return (
          <>
            <p className="sm mut">{t("work.evenness.what")}</p>
            {compared.length === 0 && <p className="sec">{t("work.evenness.none")}</p>}
            {compared.map((kind) => (
              <KindOfJourney key={`${kind.begins.id} ${kind.ends.id}`} kind={kind} />
            ))}
          </>
        );
      }}
    </AnswerCard>
  );
}

function KindOfJourney({ kind }: { kind: Kind }) {
  const name = t("work.kind", { begins: kind.begins.label, ends: kind.ends.label });
  const standing = [...kind.steps, ...kind.repeats].filter(({ different }) => different);
  const waits = kind.waits.filter(({ different }) => different);
  const [worst] = kind.steps.filter(({ different, through }) => different && through === null);
  return (
    <>
      <h3>{name}</h3>
      <p className="sec">
        {worst === undefined
          ? t("work.evenness.same", { finished: kind.finished, tests: kind.tests })
          : t("work.evenness.skipped", {
              step: worst.step.label,
              without: count(worst.without),
              finished: count(kind.finished),
              share: share(worst.without === 0 ? 0 : worst.oddWithout / worst.without),
              channel: worst.odd.label,
            })}{" "}
        {waits.length > 0 &&
          t("work.evenness.waits", { n: waits.length, list: waits.map((wait) => `${wait.from.label} → ${wait.to.label}`).join(", ") })}
      </p>
      {standing.length + waits.length > 0 && (
        <DataTable
          label={t("work.evenness.table", { kind: name })}
          rows={[...standing.map(stepRow), ...waits.map((wait) => waitRow(wait, kind))]}
          keyOf={(row) => row.what}
          columns={[
            { head: t("work.step"), cell: (row) => row.what },
            { head: t("work.by-channel"), cell: (row) => row.channels },
            {
              head: t("work.index"),
              cell: (row) => row.index,
              show: (row) => (row.index === null ? "–" : number(row.index, { maximumFractionDigits: 0 })),
            },
            { head: t("work.through"), cell: (row) => row.through },
          ]}
        />
      )}
    </>
  );
}

type Row = { what: string; channels: string; index: number | null; through: string | null };

function stepRow(one: Uneven): Row {
  return {
    what: one.step.label,
    channels: one.channels.map((channel) => `${channel.label} ${share(channel.share)}`).join(" · "),
    index: one.index,
    through: one.through?.label ?? null,
  };
}

function waitRow(wait: Kind["waits"][number], kind: Kind): Row {
  const labels = new Map(kind.channels.map((channel) => [channel.id, channel.label]));
  return {
    what: t("work.wait-of", { from: wait.from.label, to: wait.to.label }),
    channels: Object.entries(wait.medians)
      .flatMap(([id, median]) => (median === null ? [] : [`${labels.get(id) ?? id} ${duration(median)}`]))
      .join(" · "),
    index: null,
    through: null,
  };
}
