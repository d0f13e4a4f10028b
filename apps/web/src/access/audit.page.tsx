import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { AuditCheck, AuditRow } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { count, moment } from "../ui/format.ts";
import { DoneMark, RiskMark } from "../ui/marks.tsx";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { AccessNav } from "./access-nav.tsx";
import "./access.css";

/** Where the filter may begin: the slices, by the first part of an operation's name. */
const AREAS = ["access.", "accountability.", "company.", "customer.", "demo.", "gap.", "journey.", "voice."] as const;

export function Page() {
  const [area, setArea] = useState("");
  const [actor, setActor] = useState("");
  const [before, setBefore] = useState<number | null>(null);
  const members = useRead("access.listMembers", {});
  const keys = useRead("access.listKeys", {});
  // Looking at the members is itself put on record, so the record is read after it.
  const enabled = members.data !== undefined || members.isError;
  const newest = useRead("access.listAudit", { limit: 1 }, { enabled });
  const filter = {
    ...(area === "" ? {} : { operation: area }),
    ...(actor === "" ? {} : { actor }),
    ...(before === null ? {} : { before }),
  };
  const reading = useRead("access.listAudit", { limit: 100, ...filter }, { enabled });
  const total = newest.data === undefined ? null : (newest.data.rows[0]?.seq ?? 0);
  const actors = [
    { id: "", label: t("audit.everybody") },
    ...(members.data?.members ?? []).map((member) => ({ id: `user:${member.id}`, label: member.name })),
    ...(keys.data?.keys ?? []).map((key) => ({ id: `key:${key.id}`, label: t("audit.key", { name: key.name }) })),
    { id: "operator:operator", label: t("audit.actor.operator") },
  ];
  const shown = reading.data;
  return (
    <>
      <PageTitle title="page.audit">{total === null ? t("audit.reading") : t("audit.title", { n: total })}</PageTitle>
      <p className="under">
        <span>{t("audit.under")}</span>
      </p>
      <AccessNav />
      <div className="stack access">
        <Verify />
        <div className="filters">
          <FilterSelect
            label={t("audit.area")}
            value={area}
            options={[{ id: "", label: t("audit.everything") }, ...AREAS.map((id) => ({ id, label: areaName(id) }))]}
            onChange={(event) => {
              setArea(event.currentTarget.value);
              setBefore(null);
            }}
          />
          <FilterSelect
            label={t("audit.who")}
            value={actor}
            options={actors}
            onChange={(event) => {
              setActor(event.currentTarget.value);
              setBefore(null);
            }}
          />
        </div>
        {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
        {shown === undefined ? (
          !reading.isError && <Waiting what={t("audit.reading")} />
        ) : (
          <Card id="rows" title={t("page.audit")} tools={<ExportButton columns={columns} rows={shown.rows} name="audit" />}>
            {shown.rows.length === 0 ? <p className="body sec">{t("audit.none")}</p> : <Rows rows={shown.rows} />}
            {(before !== null || shown.next !== null) && (
              <div className="body buttons">
                {before !== null && (
                  <button type="button" className="btn" onClick={() => setBefore(null)}>
                    {t("audit.newest")}
                  </button>
                )}
                {shown.next !== null && (
                  <button type="button" className="btn" onClick={() => setBefore(shown.next)}>
                    {t("audit.older")}
                  </button>
                )}
              </div>
            )}
          </Card>
        )}
      </div>
    </>
  );
}

/** Walks the whole chain on the server and says in words what came of it. */
function Verify() {
  const [verdict, setVerdict] = useState<AuditCheck | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const verify = () => {
    setBusy(true);
    setError(null);
    call("access.verifyAudit", {})
      .then((found) => {
        setVerdict(found);
        announce(t(found.whole ? "audit.whole" : "audit.broken", { n: found.rows, at: found.brokenAt ?? 0 }));
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Card id="verify" title={t("audit.verify")}>
      <div className="body form">
        <p className="cap">{t("audit.verify.what")}</p>
        <p className="buttons">
          <button type="button" className="btn" disabled={busy} onClick={verify}>
            {t("audit.verify.now")}
          </button>
        </p>
        {error !== null && <Trouble error={error} again={verify} />}
      </div>
      {verdict !== null && (
        <div className="verdict">
          {verdict.whole ? (
            <p className="good strong">
              <DoneMark /> {t("audit.whole", { n: verdict.rows })}
            </p>
          ) : (
            <p className="bad strong">
              <RiskMark /> {t("audit.broken", { n: verdict.rows, at: verdict.brokenAt ?? 0 })}
            </p>
          )}
          <p className="sm sec">{t("audit.head")}</p>
          <p className="code">{verdict.head}</p>
        </div>
      )}
    </Card>
  );
}

function Rows({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("page.audit") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col" className="num">
              {t("audit.column.number")}
            </th>
            <th scope="col">{t("audit.column.what")}</th>
            <th scope="col">{t("audit.column.who")}</th>
            <th scope="col">{t("audit.column.when")}</th>
            <th scope="col">{t("audit.column.subject")}</th>
            <th scope="col">{t("audit.column.fields")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td className="num mut">{count(row.seq)}</td>
              <th scope="row" className="wide">
                {operationName(row.operation)}
                {row.world !== "own" && !row.operation.startsWith("access.") && (
                  <span className="mut"> {t("audit.world", { world: row.world })}</span>
                )}
              </th>
              <td>{actorName(row)}</td>
              <td className="nw">{moment(row.at)}</td>
              <td className="code wide">{row.subject ?? "–"}</td>
              <td className="sm mut">{row.fields.length === 0 ? "–" : row.fields.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function actorName(row: AuditRow): string {
  const kind = `audit.actor.${row.actor.split(":")[0] ?? ""}`;
  if (row.name !== null) return row.actor.startsWith("key:") ? t("audit.key", { name: row.name }) : row.name;
  return isKey(kind) ? t(kind) : row.actor;
}

/** In the company's words where there are some; a program's name of it else, which is the same in every language. */
function operationName(operation: string): string {
  const key = `operation.${operation}`;
  return isKey(key) ? t(key) : operation;
}

function areaName(area: string): string {
  const key = `audit.area.${area.slice(0, -1)}`;
  return isKey(key) ? t(key) : area;
}

const columns: readonly Column<AuditRow>[] = [
  { head: t("audit.column.number"), cell: (row) => row.seq },
  { head: t("audit.column.when"), cell: (row) => row.at },
  { head: t("audit.column.who"), cell: actorName },
  { head: t("audit.column.what"), cell: (row) => row.operation },
  { head: t("audit.column.subject"), cell: (row) => row.subject },
  { head: t("audit.column.fields"), cell: (row) => row.fields.join(" ") },
];
