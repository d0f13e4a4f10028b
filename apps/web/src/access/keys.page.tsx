import { useState } from "react";
import type { Key } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { day, moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { AccessNav } from "./access-nav.tsx";
import { KeyDialog, RevokeDialog } from "./key-dialogs.tsx";
import "./access.css";

export function Page() {
  const reading = useRead("access.listKeys", {});
  const may = useMay();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const keys = reading.data?.keys;
  const working = keys?.filter((key) => stateOf(key, Date.now()) === "working").length ?? 0;
  return (
    <>
      <PageTitle title="page.program-keys">
        {keys === undefined ? t("program-keys.reading") : t("program-keys.headline", { n: working, all: keys.length })}
      </PageTitle>
      <p className="under">
        <span>{t("program-keys.under")}</span>
      </p>
      <AccessNav />
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {keys === undefined ? (
        !reading.isError && <Waiting what={t("program-keys.reading")} />
      ) : (
        <div className="stack access">
          {may("access:write") && (
            <p className="buttons">
              <button type="button" className="btn primary" onClick={() => setMaking(true)}>
                {t("program-keys.open")}
              </button>
            </p>
          )}
          {keys.length === 0 ? (
            <section className="card empty">
              <h2>{t("program-keys.empty")}</h2>
              <p className="cap">{t("program-keys.empty.why")}</p>
            </section>
          ) : (
            <Card id="keys" title={t("page.program-keys")} tools={<ExportButton columns={columns} rows={keys} name="keys" />}>
              <Rows keys={keys} onRevoke={may("access:write") ? setRevoking : null} />
            </Card>
          )}
        </div>
      )}
      {making && <KeyDialog onClose={() => setMaking(false)} />}
      {revoking !== null && <RevokeDialog row={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function Rows({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: ((key: Key) => void) | null }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("page.program-keys") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("program-keys.column.name")}</th>
            <th scope="col">{t("program-keys.column.scopes")}</th>
            <th scope="col">{t("program-keys.column.made")}</th>
            <th scope="col">{t("program-keys.column.used")}</th>
            <th scope="col">{t("program-keys.column.until")}</th>
            <th scope="col">{t("program-keys.column.state")}</th>
            <th scope="col">
              <span className="sr">{t("program-keys.column.revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const state = stateOf(key, Date.now());
            return (
              <tr key={key.id}>
                <th scope="row" className="wide">
                  <b className="strong">{key.name}</b>
                  <br />
                  <span className="code mut">{key.prefix}…</span>
                </th>
                <td className="wide">
                  {key.scopes.map(scopeName).join("; ")}
                  {key.source !== null && <span className="mut"> {t("program-keys.for", { source: key.source })}</span>}
                </td>
                <td className="nw">{day(key.createdAt)}</td>
                <td className="nw">{key.lastUsedAt === null ? t("program-keys.never") : moment(key.lastUsedAt)}</td>
                <td className="nw">{key.expiresAt === null ? t("program-keys.forever") : day(key.expiresAt)}</td>
                <td>
                  <StateChip state={state} />
                </td>
                <td className="num">
                  {onRevoke !== null && state === "working" && (
                    <button type="button" className="btn small" onClick={() => onRevoke(key)}>
                      {t("program-keys.revoke")}
                      <span className="sr">: {key.name}</span>
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function stateOf(key: Key, now: number): "working" | "revoked" | "expired" {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && Date.parse(key.expiresAt) <= now ? "expired" : "working";
}

function scopeName(scope: string): string {
  const key = `scope.${scope}`;
  return isKey(key) ? t(key) : scope;
}

const columns: readonly Column<Key>[] = [
  { head: t("program-keys.column.name"), cell: (key) => key.name },
  { head: t("program-keys.key"), cell: (key) => `${key.prefix}…` },
  { head: t("program-keys.column.scopes"), cell: (key) => key.scopes.join(" ") },
  { head: t("program-keys.source"), cell: (key) => key.source },
  { head: t("program-keys.column.made"), cell: (key) => key.createdAt },
  { head: t("program-keys.column.used"), cell: (key) => key.lastUsedAt },
  { head: t("program-keys.column.until"), cell: (key) => key.expiresAt },
  { head: t("program-keys.column.state"), cell: (key) => t(`state.${stateOf(key, Date.now())}`) },
];
