import { Link } from "@tanstack/react-router";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { type Column, ExportButton } from "../ui/data-table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { number } from "../ui/format.ts";
import { Trouble, Waiting } from "../ui/trouble.tsx";

export type LineKey = "opening" | "new" | "returned" | "lost" | "grown" | "shrunk" | "closing";
type Row = { id: string; opening: number; closing: number };

const SHOWN = 500;

/** The rows behind a number of the statement: who is in the line, worth how much before and after. */
export function LineDialog({
  statement,
  line,
  label,
  onClose,
}: {
  statement: Statement;
  line: LineKey;
  label: string;
  onClose: () => void;
}) {
  const { current, basis, window, segment } = statement;
  const reading = useRead(
    "asset.listLine",
    {
      line,
      basis: basis ?? "subscriptions",
      from: current?.from ?? "",
      to: current?.to ?? "",
      limit: SHOWN,
      ...(window === null ? {} : { window }),
      ...(segment === null ? {} : { segment }),
    },
    { enabled: current !== null },
  );
  const found = reading.data;
  const may = useMay();
  const linked = may("customer:read") && may("pii:read");
  const cents = (value: number) => number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const columns: readonly Column<Row>[] = [
    { head: t("asset.column.customer"), cell: (row) => row.id },
    {
      head: t("asset.column.at-opening", { currency: found?.currency ?? "" }),
      cell: (row) => row.opening,
      show: (row) => cents(row.opening),
    },
    {
      head: t("asset.column.at-closing", { currency: found?.currency ?? "" }),
      cell: (row) => row.closing,
      show: (row) => cents(row.closing),
    },
  ];
  return (
    <Dialog title={label} opened wide onClose={onClose}>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {found === undefined ? (
        !reading.isError && <Waiting what={t("asset.reading.what")} />
      ) : (
        <>
          <p className="sec">
            {found.hidden ?? t("asset.behind", { shown: found.customers.length, total: found.total })}{" "}
            {found.customers.length > 0 && <ExportButton columns={columns} rows={found.customers} name={`${t("asset.file")}-${line}`} />}
          </p>
          <div className="scroll line-rows" tabIndex={0} role="region" aria-label={t("asset.behind.rows")}>
            <table className="tbl">
              <thead>
                <tr>
                  {columns.map((column, at) => (
                    <th key={column.head} scope="col" className={at > 0 ? "num" : undefined}>
                      {column.head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.customers.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      {linked ? (
                        <Link to="/customers/$id" params={{ id: row.id }}>
                          {row.id}
                        </Link>
                      ) : (
                        row.id
                      )}
                    </th>
                    <td className="num">{cents(row.opening)}</td>
                    <td className="num">{cents(row.closing)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}
