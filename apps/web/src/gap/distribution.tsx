import { useRef } from "react";
import type { Evidence } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { number, share } from "../ui/format.ts";

type Bins = NonNullable<Evidence["distribution"]>;

/** How the answers of both seats spread over the scale: shares within each seat, side by side. */
export function Distribution({ bins }: { bins: Bins }) {
  const drawn = useRef<HTMLDivElement>(null);
  const customers = sum(bins.map((bin) => bin.customers));
  const leaders = sum(bins.map((bin) => bin.leaders));
  const parts = bins.map((bin) => ({ ...bin, customerShare: part(bin.customers, customers), leaderShare: part(bin.leaders, leaders) }));
  const top = Math.max(0.01, ...parts.flatMap((bin) => [bin.customerShare, bin.leaderShare]));
  return (
    <>
      <div
        className="spread"
        ref={drawn}
        role="img"
        aria-label={t("evidence.spread.sentence", { customers: peak(parts, "customerShare"), leaders: peak(parts, "leaderShare") })}
      >
        {parts.map((bin) => (
          <div key={bin.points}>
            <span className="bars">
              <i className="co" style={{ height: `${(bin.leaderShare / top) * 100}%` }} />
              <i className="cu" style={{ height: `${(bin.customerShare / top) * 100}%` }} />
            </span>
            <span className="xs mut">{number(bin.points, { maximumFractionDigits: 0 })}</span>
          </div>
        ))}
      </div>
      <p className="sm noprint">
        <ExportMenu name={t("evidence.spread")} chart={drawn} />
      </p>
      <details className="data">
        <summary>{t("table.show")}</summary>
        <DataTable
          label={t("evidence.spread")}
          rows={parts}
          keyOf={(bin) => String(bin.points)}
          columns={[
            { head: t("evidence.spread.points"), cell: (bin) => number(bin.points, { maximumFractionDigits: 0 }) },
            {
              head: t("legend.customers"),
              cell: (bin) => bin.customers,
              show: (bin) => `${number(bin.customers)} (${share(bin.customerShare)})`,
            },
            { head: t("legend.leaders"), cell: (bin) => bin.leaders, show: (bin) => `${number(bin.leaders)} (${share(bin.leaderShare)})` },
          ]}
        />
      </details>
    </>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function part(value: number, whole: number): number {
  return whole === 0 ? 0 : value / whole;
}

function peak(
  bins: readonly { points: number; customerShare: number; leaderShare: number }[],
  side: "customerShare" | "leaderShare",
): string {
  const most = bins.reduce(
    (best, bin) => (bin[side] > best[side] ? bin : best),
    bins[0] ?? { points: 0, customerShare: 0, leaderShare: 0 },
  );
  return number(most.points, { maximumFractionDigits: 0 });
}
