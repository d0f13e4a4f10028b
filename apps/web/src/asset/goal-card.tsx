import { useRef, useState } from "react";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { calendarDay, money, number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { GoalChart, goalSentence } from "./goal-chart.tsx";
import { GoalDialog } from "./goal-dialog.tsx";

/** People and their worth over the months, against the line somebody drew. Without one, the page says that nobody knows it. */
export function GoalCard({ statement }: { statement: Statement }) {
  const may = useMay();
  const [setting, setSetting] = useState(false);
  const drawn = useRef<HTMLDivElement>(null);
  // A goal is for the whole company; a segment is not held against it.
  const goals = statement.segment === null ? statement.goals : [];
  return (
    <Card
      id="goal"
      title={t("asset.goal")}
      tools={
        <>
          <ExportMenu name={t("asset.goal.file")} chart={drawn} />
          {may("asset:write") && (
            <button type="button" className={goals.length === 0 ? "btn small" : "link"} onClick={() => setSetting(true)}>
              {t(goals.length === 0 ? "asset.goal.draw" : "asset.goal.change")}
            </button>
          )}
        </>
      }
    >
      <div className="body">
        <p className="cap">{statement.segment === null ? goalSentence(statement, goals) : t("asset.goal.segment")}</p>
        <div ref={drawn}>
          <GoalChart statement={statement} goals={goals} />
        </div>
        <TableUnderneath
          columns={[
            { head: t("asset.column.on"), cell: (month) => month.on, show: (month) => calendarDay(month.on) },
            { head: t("asset.column.people"), cell: (month) => month.customers, show: (month) => number(month.customers) },
            {
              head: t(statement.perMonth ? "asset.worth.month" : "asset.worth.window", {
                currency: statement.currency,
                days: statement.window,
              }),
              cell: (month) => month.value,
              show: (month) => money(month.value, statement.currency),
            },
          ]}
          rows={statement.months}
          label={t("asset.goal.table")}
          name={t("asset.goal.file")}
          keyOf={(month) => month.on}
        />
      </div>
      {setting && <GoalDialog statement={statement} onClose={() => setSetting(false)} />}
    </Card>
  );
}
