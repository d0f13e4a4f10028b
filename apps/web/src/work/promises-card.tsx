import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { count, duration, fineShare, number } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

type Promised = Calls["journey.getPromises"]["output"]["promises"][number];

/** How often each promise was kept, and how many customers were gone after a broken one. */
export function PromisesCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getPromises" title={t("work.promises")} about={about}>
      {({ promises }) => {
        const [worst] = promises.filter(({ kept }) => kept.value !== null);
        return promises.length === 0 ? (
          <p className="sec">{t("work.promises.none")}</p>
        ) : (
          <>
            {worst !== undefined && (
              <p className="sec">
                {t("work.promises.says", { promise: worst.text, kept: fineShare(worst.kept.value ?? 0), n: count(worst.kept.n) })}
              </p>
            )}
            <DataTable
              label={t("work.promises.table")}
              rows={promises}
              keyOf={(promise) => promise.id}
              columns={[
                { head: t("work.promise"), cell: (promise) => promise.text },
                {
                  head: t("work.promises.kept"),
                  cell: (promise) => promise.kept.value,
                  show: (promise) => (promise.measured ? surely(promise.kept) : t("work.verdict.not-measured")),
                },
                { head: t("work.promises.of"), cell: (promise) => promise.kept.n },
                { head: t("work.promises.open"), cell: (promise) => promise.open },
                {
                  head: t("work.promises.half"),
                  cell: (promise) => promise.median,
                  show: ({ median }) => (median === null ? "–" : duration(median)),
                },
                { head: t("work.promises.gone-broken"), cell: ({ gone }) => gone.broken.value, show: ({ gone }) => surely(gone.broken) },
                { head: t("work.promises.gone-kept"), cell: ({ gone }) => gone.kept.value, show: ({ gone }) => surely(gone.kept) },
                {
                  head: t("work.promises.ratio"),
                  cell: ({ gone }) => gone.ratio.value,
                  show: ({ gone: { ratio } }) =>
                    ratio.value === null || ratio.interval === null
                      ? "–"
                      : t("work.promises.ratio.says", {
                          ratio: tenth(ratio.value),
                          low: tenth(ratio.interval[0]),
                          high: tenth(ratio.interval[1]),
                        }),
                },
                { head: t("work.promises.owner"), cell: (promise) => promise.owner?.name ?? null },
              ]}
            />
            <p className="sm mut">{t("work.promises.association")}</p>
          </>
        );
      }}
    </AnswerCard>
  );
}

function surely({ value, interval }: Promised["kept"]): string {
  if (value === null) return "–";
  return interval === null
    ? fineShare(value)
    : t("work.surely", { value: fineShare(value), low: fineShare(interval[0]), high: fineShare(interval[1]) });
}

function tenth(value: number): string {
  return number(value, { maximumFractionDigits: 1 });
}
