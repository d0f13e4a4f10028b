import type { MapStep } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { count, duration } from "../ui/format.ts";
import { AgainMark } from "../ui/marks.tsx";

/** One step: how many came, how long they waited, who came again, where journeys begin and end. */
export function StepBox({
  step,
  stage,
  chosen,
  onSelect,
  designed = null,
}: {
  step: MapStep;
  stage: string | null;
  chosen: boolean;
  onSelect: (id: string) => void;
  /** Whether the designed journey that is marked knows this step; null when none is. */
  designed?: boolean | null;
}) {
  return (
    <div className={`step${chosen ? " sel" : ""}${designed === true ? " designed" : ""}`}>
      {stage !== null && <span className="sg">{stage}</span>}
      <button type="button" className="step-name" aria-pressed={chosen} onClick={() => onSelect(step.id)} title={step.label}>
        {step.label}
      </button>
      <dl>
        <div>
          <dt>{t("step.cases")}</dt>
          <dd>
            <b>{count(step.cases)}</b>
          </dd>
        </div>
        <div>
          <dt title={t("step.wait.title")}>{t("step.wait")}</dt>
          <dd>
            {step.wait === null
              ? t("step.no-wait")
              : t("step.p50-p90", { median: duration(step.wait.median, "narrow"), p90: duration(step.wait.p90, "narrow") })}
          </dd>
        </div>
        {(step.starts > 0 || step.ends > 0) && (
          <div>
            <dt>{step.starts > 0 && step.ends > 0 ? t("step.both-ends") : step.starts > 0 ? t("step.starts") : t("step.ends")}</dt>
            <dd>
              {step.starts > 0 && step.ends > 0
                ? t("step.starts-ends", { starts: count(step.starts), ends: count(step.ends) })
                : count(step.starts > 0 ? step.starts : step.ends)}
            </dd>
          </div>
        )}
      </dl>
      {designed !== null && <span className="dsg">{t(designed ? "designed.known.yes" : "designed.known.no")}</span>}
      {step.again > 0 && (
        <span className="lp" title={t("step.again.title")}>
          <AgainMark />
          {t("step.again", { n: count(step.again) })}
        </span>
      )}
    </div>
  );
}
