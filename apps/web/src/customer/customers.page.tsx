import { useDebouncedValue } from "@mantine/hooks";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { CustomerRow } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { count, day } from "../ui/format.ts";
import { FindMark } from "../ui/marks.tsx";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import "./customer.css";

const columns: readonly Column<CustomerRow>[] = [
  { head: t("customers.column.id"), cell: (row) => row.id },
  { head: t("customers.column.rows"), cell: (row) => row.rows },
  { head: t("customers.column.first"), cell: (row) => row.first },
  { head: t("customers.column.last"), cell: (row) => row.last },
];

export function Page() {
  const address: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(address.search ?? "");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const reading = useRead("customer.listCustomers", { search, limit: 100 });
  useEffect(() => {
    void navigate({ to: "/customers", search: { search }, replace: true, resetScroll: false });
  }, [navigate, search]);
  const unmasked = useMay()("pii:read");
  const found = reading.data;
  return (
    <>
      <PageTitle title="page.customers">
        {found === undefined
          ? t("customers.reading")
          : search === ""
            ? t("customers.title", { n: found.total })
            : t("customers.found", { n: found.total, search })}
      </PageTitle>
      <p className="under">{t(unmasked ? "customers.under" : "customers.masked")}</p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {found !== undefined && found.total === 0 && search === "" ? (
        <EmptyState title={t("customers.empty")} why={t("customers.empty.why")} />
      ) : (
        <>
          <search className="filters customer-search">
            <label className="filter grow">
              <span>
                <FindMark />
                <span className="sr">{t("customers.search")}</span>
              </span>
              <input
                type="search"
                value={typed}
                placeholder={t("customers.search")}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </label>
          </search>
          <Card
            id="list"
            title={t("customers.list")}
            beside={
              found !== undefined && (
                <span className="sm mut">{t("customers.shown", { shown: found.customers.length, total: count(found.total) })}</span>
              )
            }
            tools={<ExportButton columns={columns} rows={found?.customers ?? []} name="customers" />}
          >
            {found === undefined ? (
              <Waiting what={t("customers.reading")} />
            ) : found.customers.length === 0 ? (
              <p className="body sec">{t("customers.none", { search })}</p>
            ) : (
              <Rows rows={found.customers} unmasked={unmasked} />
            )}
          </Card>
        </>
      )}
    </>
  );
}

/** A pseudonym leads nowhere: a single customer's timeline is for who sees personal data. */
function Rows({ rows, unmasked }: { rows: readonly CustomerRow[]; unmasked: boolean }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("customers.list") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("customers.column.id")}</th>
            <th scope="col" className="num">
              {t("customers.column.rows")}
            </th>
            <th scope="col" className="num">
              {t("customers.column.first")}
            </th>
            <th scope="col" className="num">
              {t("customers.column.last")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {unmasked ? (
                  <Link className="strong" to="/customers/$id" params={{ id: row.id }}>
                    {row.id}
                  </Link>
                ) : (
                  <span className="code nw">{row.id}</span>
                )}
              </th>
              <td className="num">{count(row.rows)}</td>
              <td className="num">{day(row.first)}</td>
              <td className="num">{day(row.last)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
