import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { count, duration, number, share } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

/** What each rule of the house costs customers, and who owns it. */
export function RulesCard({ about }: { about: AskedAbout }) {
  const seconds = (value: number | null) => (value === null ? "–" : duration(value));
  return (
    <AnswerCard question="getFriction" title={t("work.rules")} about={about}>
      {({ rules }) =>
        rules.length === 0 ? (
          <p className="sec">{t("work.rules.none")}</p>
        ) : (
          <>
            <p className="sm mut">{t("work.rules.what")}</p>
            <DataTable
              label={t("work.rules.table")}
              rows={rules}
              keyOf={(rule) => rule.id}
              columns={[
                { head: t("work.rule"), cell: (rule) => rule.text },
                { head: t("work.verdict"), cell: (rule) => t(`work.verdict.${rule.verdict}`) },
                { head: t("work.rules.owner"), cell: (rule) => rule.owner?.name ?? null },
                { head: t("work.rules.saves"), cell: (rule) => rule.saves },
                { head: t("work.rules.met"), cell: (rule) => rule.cases, show: (rule) => count(rule.cases) },
                { head: t("work.half-wait"), cell: (rule) => rule.median, show: (rule) => seconds(rule.median) },
                { head: t("work.rules.elsewhere"), cell: (rule) => rule.others, show: (rule) => seconds(rule.others) },
                {
                  head: t("work.rules.of-waiting"),
                  cell: (rule) => rule.shareOfWaiting,
                  show: (rule) => (rule.shareOfWaiting === null ? "–" : share(rule.shareOfWaiting)),
                },
                {
                  head: t("work.rules.score"),
                  cell: (rule) => rule.score.value,
                  show: ({ score: { value, interval } }) =>
                    value === null
                      ? "–"
                      : t("work.rules.score.says", {
                          difference: number(value, { maximumFractionDigits: 1, signDisplay: "exceptZero" }),
                          low: number(interval?.[0] ?? value, { maximumFractionDigits: 1 }),
                          high: number(interval?.[1] ?? value, { maximumFractionDigits: 1 }),
                        }),
                },
              ]}
            />
          </>
        )
      }
    </AnswerCard>
  );
}
