import type { CaseFilter, Deviations } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, duration, fineShare } from "../ui/format.ts";

type Deviation = Deviations["deviations"][number];
type Promised = Deviations["promises"][number];

/** In words above, in a table below: how many journeys went as designed, and what the others did. */
export function DeviationsTold({ found, onNarrow }: { found: Deviations; onNarrow: (filters: readonly CaseFilter[]) => void }) {
  const first = list(found.begins);
  if (found.begun === 0) return <p className="sec">{t("designed.no-such", { first })}</p>;
  const columns = columnsOf();
  return (
    <>
      <p className="sec">
        {t("designed.kind", { compared: count(found.compared), begun: count(found.begun), first, last: list(found.ends) })}{" "}
        {found.unfinished.length > 0 && t("designed.unfinished", { n: found.begun - found.compared })}
      </p>
      {found.compared > 0 && (
        <p>
          {t("designed.exact")} <FigureValue figure={found.exact} label={t("designed.exact")} show={fineShare} behind="designed.behind" /> ·{" "}
          {t("designed.fitness")}{" "}
          <FigureValue figure={found.fitness} label={t("designed.fitness")} show={fineShare} behind="designed.behind" />
        </p>
      )}
      {found.deviations.length > 0 && (
        <>
          <p className="strong">{finding(found)}</p>
          <div className="scroll" tabIndex={0} role="region" aria-label={t("designed.table")}>
            <table className="tbl">
              <thead>
                <tr>
                  {columns.map(({ head }, at) => (
                    <th key={head} scope="col" className={at === 1 ? "num" : undefined}>
                      {head}
                    </th>
                  ))}
                  <th scope="col">
                    <span className="sr">{t("designed.narrow")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.deviations.slice(0, MOST).map((one) => (
                  <tr key={`${one.kind} ${one.step.id}`}>
                    {columns.map((column, at) => {
                      const text = column.show === undefined ? column.cell(one) : column.show(one);
                      return at === 0 ? (
                        <th key={column.head} scope="row">
                          {text}
                        </th>
                      ) : (
                        <td key={column.head} className={at === 1 ? "num" : undefined}>
                          {text}
                        </td>
                      );
                    })}
                    <td>{one.filters !== null && <Narrow one={one} filters={one.filters} onNarrow={onNarrow} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="take noprint">
            <ExportMenu table={{ name: t("designed.file"), columns, rows: found.deviations }} />
          </p>
        </>
      )}
      {found.promises.length > 0 && <Promises promises={found.promises} />}
      {found.earlier.length > 0 && (
        <p className="sm mut">{t("designed.earlier", { first, list: found.earlier.map((step) => step.label).join(", ") })}</p>
      )}
    </>
  );
}

const MOST = 25;

function Narrow(props: { one: Deviation; filters: readonly CaseFilter[]; onNarrow: (filters: readonly CaseFilter[]) => void }) {
  return (
    <button type="button" className="btn small" onClick={() => props.onNarrow(props.filters)}>
      {t("designed.narrow")}
      <span className="sr">: {what(props.one)}</span>
    </button>
  );
}

function what({ kind, step }: Deviation): string {
  return t(`designed.${kind}`, { step: step.label });
}

/** The skipped step that one channel stands out with, else the most frequent deviation. */
function finding({ deviations, compared }: Deviations): string {
  const told = deviations.find(({ kind, odd }) => kind === "skipped" && odd !== null) ?? deviations[0];
  if (told === undefined) return "";
  const text = t("designed.says", {
    what: what(told),
    cases: count(told.cases),
    of: compared,
    share: fineShare(told.share.value ?? 0),
    where: told.after === null ? t("designed.at-start") : t("designed.after", { step: told.after.label }),
  });
  return told.odd === null ? text : `${text} ${t("designed.odd.says", { channel: channelShare(told) })}`;
}

/** "Partner shops (43 %, 66 of 153)". */
function channelShare({ odd, channels }: Deviation): string {
  const own = channels.find(({ id }) => id === odd?.id);
  if (own === undefined) return "";
  return t("designed.channel", { channel: own.label, share: fineShare(own.cases / own.of), cases: count(own.cases), of: count(own.of) });
}

function columnsOf() {
  return [
    { head: t("designed.what"), cell: what },
    { head: t("journey.column.cases"), cell: (one: Deviation) => one.cases, show: (one: Deviation) => count(one.cases) },
    {
      head: t("designed.share"),
      cell: (one: Deviation) => one.share.value,
      show: ({ share: { value, interval } }: Deviation) =>
        value === null || interval === null
          ? "–"
          : t("designed.interval", { share: fineShare(value), low: fineShare(interval[0]), high: fineShare(interval[1]) }),
    },
    {
      head: t("designed.where"),
      cell: ({ after }: Deviation) => (after === null ? t("designed.at-start") : t("designed.after", { step: after.label })),
    },
    { head: t("designed.odd"), cell: (one: Deviation) => (one.odd === null ? "–" : channelShare(one)) },
    {
      head: t("designed.known"),
      cell: ({ designed }: Deviation) => (designed ? t("designed.known.yes") : t("designed.known.no")),
    },
  ];
}

function Promises({ promises }: { promises: readonly Promised[] }) {
  return (
    <DataTable
      label={t("designed.promises")}
      rows={promises}
      keyOf={({ step }) => step?.id ?? ""}
      columns={[
        { head: t("designed.promise"), cell: ({ step }) => step?.label ?? t("designed.whole") },
        { head: t("designed.within"), cell: ({ seconds }) => seconds, show: ({ seconds }) => duration(seconds) },
        {
          head: t("designed.kept"),
          cell: ({ kept }) => kept.value,
          show: ({ kept: { value, interval } }) =>
            value === null || interval === null
              ? "–"
              : t("designed.interval", { share: fineShare(value), low: fineShare(interval[0]), high: fineShare(interval[1]) }),
        },
        { head: t("designed.of"), cell: ({ kept }) => kept.n },
        { head: t("designed.late"), cell: ({ late }) => late },
        { head: t("designed.open"), cell: ({ open }) => open },
      ]}
    />
  );
}

function list(steps: readonly { label: string }[]): string {
  return steps.map(({ label }) => `“${label}”`).join(", ");
}
