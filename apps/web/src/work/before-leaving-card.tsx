import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { DataTable } from "../ui/data-table.tsx";
import { count, fineShare, number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";

type BeforeLeft = Calls["journey.getBeforeLeaving"]["output"];
type Experience = BeforeLeft["experiences"][number];

/** What customers who left had gone through, beside others like them who stayed. It is about customers, so it asks for no journeys. */
export function BeforeLeavingCard() {
  const reading = useRead("journey.getBeforeLeaving", {});
  const found = reading.data;
  return (
    <Card id="getBeforeLeaving" title={t("work.left")}>
      {found === undefined ? (
        reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("work.reading")} />
        )
      ) : (
        <div className="note">{found.doubts.length > 0 ? <p className="sec">{t("work.left.few")}</p> : <Beside found={found} />}</div>
      )}
    </Card>
  );
}

function Beside({ found }: { found: BeforeLeft }) {
  const different = found.experiences.filter((one) => one.different);
  const [first] = different.filter((one) => (one.odds ?? 0) > 1);
  return (
    <>
      <p className="sec">
        {t("work.left.under", { leavers: count(found.leavers), stayers: count(found.stayers), days: found.days })}{" "}
        {first === undefined
          ? t("work.left.nothing", { tests: found.tests })
          : t("work.left.says", { what: nameOf(first), leavers: fineShare(first.leavers), stayers: fineShare(first.stayers) })}
      </p>
      {different.length > 0 && (
        <DataTable
          label={t("work.left.table")}
          rows={different}
          keyOf={(one) => `${one.what} ${one.id}`}
          columns={[
            { head: t("work.left.what"), cell: (one) => [nameOf(one), ...one.also.map(nameOf)].join(" · ") },
            { head: t("work.left.leavers"), cell: (one) => one.leavers, show: (one) => fineShare(one.leavers) },
            { head: t("work.left.stayers"), cell: (one) => one.stayers, show: (one) => fineShare(one.stayers) },
            {
              head: t("work.left.odds"),
              cell: (one) => one.odds,
              show: ({ odds, interval }) =>
                odds === null || interval === null
                  ? "–"
                  : t("work.promises.ratio.says", { ratio: tenth(odds), low: tenth(interval[0]), high: tenth(interval[1]) }),
            },
          ]}
        />
      )}
      <p className="sm mut">{t("work.left.association")}</p>
    </>
  );
}

function nameOf({ what, label }: Pick<Experience, "label"> & { what: string }): string {
  if (what === "promise") return t("work.left.promise", { text: label });
  return what === "cause" ? t("work.left.cause", { label }) : label;
}

function tenth(value: number): string {
  return number(value, { maximumFractionDigits: 1 });
}
