import { Link, useParams, useSearch } from "@tanstack/react-router";
import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { count } from "../ui/format.ts";
import { DoneMark, RiskMark } from "../ui/marks.tsx";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ReconciledFiles } from "./reconciled-files.tsx";
import { ReconciledStatement } from "./reconciled-statement.tsx";
import { exactMoney } from "./reconciled-lines.ts";
import "./customer.css";

type Reconciliation = Output<"customer.reconcileSource">;
const WORLDS = ["own", "sample", "preview"] as const;

/** One source, accounted for: what its files brought, what was kept of them, and whether that is what is held now. */
export function Page() {
  const { id }: { id: string } = useParams({ strict: false });
  const { of }: { of?: string } = useSearch({ strict: false });
  const world = WORLDS.find((each) => each === of);
  const reading = useRead("customer.reconcileSource", { id, ...(world === undefined ? {} : { of: world }) });
  const told = reading.data;
  return (
    <>
      <PageTitle title={{ text: id }}>{told === undefined ? t("source.reading", { source: id }) : sentence(told)}</PageTitle>
      <p className="under">
        <span>{t("source.under")}</span>
        <Link to="/sources">{t("source.back")}</Link>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {told === undefined ? (
        !reading.isError && <Waiting what={t("source.reading", { source: id })} />
      ) : (
        <div className="import">
          <Verdict told={told} />
          <ReconciledStatement told={told} />
          {told.imports.length > 0 && <ReconciledFiles told={told} />}
        </div>
      )}
    </>
  );
}

function sentence(told: Reconciliation): string {
  const { source, imports, rows } = told;
  if (imports.length === 0) return t("source.title.no-file", { source, rows: count(told.withoutFile.rows) });
  if (told.balanced)
    return t("source.title", { source, files: imports.length, kept: rows.kept - rows.withdrawn - rows.erased - rows.expired });
  return t("source.title.off", { source, files: imports.filter((each) => each.reason !== null).length });
}

function Verdict({ told }: { told: Reconciliation }) {
  const amiss = told.imports.filter((each) => each.reason !== null);
  if (told.imports.length === 0) return null;
  if (told.balanced && amiss.length === 0)
    return (
      <p className="verdict">
        <DoneMark /> {t("source.balanced")}
      </p>
    );
  return (
    <ul className="verdict" role="alert">
      {amiss.map((each) => (
        <li key={each.id} className={told.balanced ? "sec" : "bad strong"}>
          {!told.balanced && <RiskMark />}{" "}
          {t("source.amiss", {
            file: each.file,
            what: [
              t("source.rows", { n: each.rows.difference }),
              ...each.money.filter((line) => line.difference !== 0).map((line) => exactMoney(line.difference, line)),
            ].join(", "),
            reason: each.reason ?? "",
          })}
        </li>
      ))}
    </ul>
  );
}
