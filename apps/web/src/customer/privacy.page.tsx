import { Link } from "@tanstack/react-router";
import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { PurposesCard } from "./purposes-card.tsx";
import { RetentionCard } from "./retention-card.tsx";
import "./consent.css";

type Erasure = Output<"customer.listErasures">["erasures"][number];

/** What an erasure took out of the event store and the records, as one number. */
const gone = ({ proof }: Erasure) =>
  proof
    .filter(({ store }) => store === "events" || store === "records")
    .flatMap(({ deleted }) => Object.values(deleted))
    .reduce((sum, n) => sum + n, 0);

const columns: readonly Column<Erasure>[] = [
  { head: t("privacy.column.asked"), cell: (row) => row.askedAt },
  { head: t("privacy.reason"), cell: (row) => t(`privacy.reason.${row.reason}`) },
  { head: t("privacy.column.done"), cell: (row) => row.doneAt },
  { head: t("privacy.column.gone"), cell: (row) => gone(row) },
];

/** What rows are used for, and the register of erasures: that somebody was forgotten, when and why, and never who. */
export function Page() {
  return (
    <>
      <PageTitle title="page.privacy" plain>
        {t("page.privacy")}
      </PageTitle>
      <p className="under">
        <Link to="/help/$page" params={{ page: "privacy" }}>
          {t("page.guide")}
        </Link>
      </p>
      <div className="privacy">
        <PurposesCard />
        <RetentionCard />
        <Erasures />
      </div>
    </>
  );
}

function Erasures() {
  const reading = useRead("customer.listErasures", {});
  const erasures = reading.data?.erasures;
  return (
    <Card
      id="register"
      title={t("privacy.register.title")}
      tools={<ExportButton columns={columns} rows={erasures ?? []} name="erasures" />}
    >
      {reading.isError ? (
        <Trouble error={reading.error} again={() => void reading.refetch()} />
      ) : erasures === undefined ? (
        <Waiting what={t("privacy.reading")} />
      ) : (
        <>
          <p className="body">
            {t("privacy.register", { n: erasures.length })} <span className="sec">{t("privacy.register.what")}</span>
          </p>
          {erasures.length > 0 && <Register erasures={erasures} />}
        </>
      )}
    </Card>
  );
}

function Register({ erasures }: { erasures: readonly Erasure[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("privacy.register.title") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("privacy.column.asked")}</th>
            <th scope="col">{t("privacy.reason")}</th>
            <th scope="col">{t("privacy.column.done")}</th>
            <th scope="col" className="num">
              {t("privacy.column.gone")}
            </th>
            <th scope="col">{t("privacy.proof")}</th>
          </tr>
        </thead>
        <tbody>
          {erasures.map((row) => (
            <tr key={row.id}>
              <td>{moment(row.askedAt)}</td>
              <td>{t(`privacy.reason.${row.reason}`)}</td>
              <td>{row.doneAt === null ? t("privacy.under-way") : moment(row.doneAt)}</td>
              <td className="num">{count(gone(row))}</td>
              <td>
                <a href={`/api/v1/erasures/${encodeURIComponent(row.id)}/proof`} download aria-label={`${t("privacy.proof")} ${row.id}`}>
                  {t("privacy.proof")}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
