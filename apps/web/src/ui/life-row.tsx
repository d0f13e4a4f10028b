import type { Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";

/** seen → priced → owned → acted → verified → paid, as six small marks with the present one in words. */
const steps = ["seen", "priced", "owned", "acted", "verified", "paid"] as const;

export function LifeRow({ cell }: { cell: Cell }) {
  const reached = steps.indexOf(cell.life);
  const next = steps[reached + 1];
  const priced = cell.atStake.value !== null;
  return (
    <div className="life" title={t("life.title")}>
      <span className="marks" aria-hidden="true">
        {steps.map((step, at) => (
          <i key={step} className={lookOf(step, at <= reached && (step !== "priced" || priced))} />
        ))}
      </span>
      <span className={reached >= 4 ? "good" : undefined}>
        <span className="sr">{t("life.label")} </span>
        {t(`life.${cell.life}`)}
        {next !== undefined && <span className="sr">{t("life.next", { next: t(`life.${next}`) })}</span>}
      </span>
    </div>
  );
}

function lookOf(step: (typeof steps)[number], reached: boolean): string {
  if (!reached) return "";
  return step === "verified" || step === "paid" ? "on good" : "on";
}
