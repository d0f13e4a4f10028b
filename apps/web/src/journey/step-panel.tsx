import { Link } from "@tanstack/react-router";
import type { CaseFilter, JourneyMap, MapPath, MapStep } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { count, duration } from "../ui/format.ts";
import { stepName } from "./journey-columns.ts";

/** Everything known about one step: waits, ways in, ways out, where journeys begin and end. */
export function StepPanel({ map, step, onOnly }: { map: JourneyMap; step: MapStep; onOnly: (filter: CaseFilter) => void }) {
  const stage = map.stages.find((each) => each.id === step.stage) ?? null;
  return (
    <aside className="card ev panel" aria-labelledby="step-title">
      <div className="ev-head">
        <p className="eyebrow">{stage === null ? t("journey.step") : t("journey.step.stage", { stage: stage.label })}</p>
        <h2 id="step-title">{step.label}</h2>
        <p className="sec">{t("journey.step.cases", { cases: step.cases, events: step.events })}</p>
        {stage !== null && stage.id !== null && (
          <p className={stage.ownerName === null ? "no" : "sec"}>
            {stage.ownerName === null ? t("journey.no-owner") : t("journey.owner", { name: stage.ownerName })}
          </p>
        )}
      </div>
      <section className="buttons">
        <button type="button" className="btn small" onClick={() => onOnly({ kind: "has-step", step: step.id })}>
          {t("journey.only.through")}
        </button>
        <button type="button" className="btn small" onClick={() => onOnly({ kind: "has-step", step: step.id, not: true })}>
          {t("journey.only.without")}
        </button>
      </section>
      <section>
        <h3>{t("journey.step.facts")}</h3>
        <dl className="kv">
          <Fact name={t("journey.fact.median")} value={step.wait === null ? t("step.no-wait") : duration(step.wait.median)} />
          <Fact name={t("journey.fact.p90")} value={step.wait === null ? t("step.no-wait") : duration(step.wait.p90)} />
          <Fact name={t("journey.fact.again")} value={count(step.again)} />
          <Fact name={t("journey.fact.starts")} value={count(step.starts)} />
          <Fact name={t("journey.fact.ends")} value={count(step.ends)} />
        </dl>
      </section>
      <Ways title={t("journey.in")} map={map} paths={map.paths.filter((path) => path.to === step.id)} end="from" />
      <Ways title={t("journey.out")} map={map} paths={map.paths.filter((path) => path.from === step.id)} end="to" />
      {stage !== null && stage.id !== null && (
        <section className="sm links">
          <Link to="/" search={{ cell: stage.id }}>
            {t("journey.gap")}
          </Link>
        </section>
      )}
    </aside>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="strong">{value}</dd>
    </div>
  );
}

function Ways({ title, map, paths, end }: { title: string; map: JourneyMap; paths: readonly MapPath[]; end: "from" | "to" }) {
  const most = paths.toSorted((one, other) => other.count - one.count).slice(0, 8);
  if (most.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className="th">
        {most.map((path) => (
          <li key={`${path.from} ${path.to}`}>
            <span>{stepName(map, path[end], end)}</span>
            <span className="num">
              <b className="strong">{count(path.count)}</b>
              {path.median !== null && <span className="mut"> · {duration(path.median)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {paths.length > most.length && <p className="xs mut">{t("journey.more-ways", { n: paths.length - most.length })}</p>}
    </section>
  );
}
