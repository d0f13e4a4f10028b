import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { LoadSample } from "../demo/load-sample.tsx";
import { t } from "../messages/text.ts";
import { useMe } from "../session/read.ts";
import { useMay } from "../session/may.ts";
import { chooseWorld } from "../session/world.ts";
import { DoneMark } from "../ui/marks.tsx";
import { keepShown, useShown } from "./put-away.ts";
import type { StartStep, StartStepName } from "./start-steps.ts";
import { useStart } from "./use-start.ts";
import "./help.css";

/**
 * The six first steps on one small card, for who can take them. Each ticks by itself when the installation shows it is done. With all of
 * them done the card says so once and is gone; it can be put away before, per browser, and fetched back by the palette.
 */
export function StartChecklist() {
  const shown = useShown();
  const { steps, left } = useStart(shown === "shown");
  const complete = steps !== null && left === 0;
  const [said, setSaid] = useState(false);
  useEffect(() => {
    if (!complete || shown !== "shown") return;
    setSaid(true);
    keepShown("finished");
  }, [complete, shown]);
  if (said && shown === "finished") return <Finished onClose={() => setSaid(false)} />;
  if (steps === null || shown !== "shown" || complete) return null;
  const next = steps.find((step) => !step.done)?.name;
  return (
    <section className="card start noprint" aria-labelledby="start" id="first-steps" tabIndex={-1}>
      <div className="head">
        <h2 id="start">{t("start.title")}</h2>
        <span className="sm mut">{t("start.count", { done: steps.length - left, all: steps.length })}</span>
        <div className="tools">
          <button type="button" className="link" onClick={() => keepShown("away")}>
            {t("start.away")}
          </button>
        </div>
      </div>
      <ol>
        {steps.map((step) => (
          <Step key={step.name} step={step} next={step.name === next} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, next }: { step: StartStep; next: boolean }) {
  return (
    <li className={step.done ? "done" : undefined} {...(next ? { "aria-current": "step" as const } : {})}>
      <span className="tick" aria-hidden="true">
        {step.done && <DoneMark />}
      </span>
      <div>
        <p className={next ? "strong" : undefined}>
          {step.done && <span className="sr">{t("start.done")} </span>}
          {t(`start.${step.name}`)}
        </p>
        {next && <p className="sm mut">{t(`start.${step.name}.why`)}</p>}
      </div>
      {!step.done && <StepButton name={step.name} strongest={next} />}
    </li>
  );
}

function StepButton({ name, strongest }: { name: StartStepName; strongest: boolean }) {
  const may = useMay();
  const own = useMe().data?.worlds.own === true;
  const look = strongest ? "btn small primary" : "btn small";
  if (name === "rows") return may("demo:write") ? <LoadSample primary={strongest} /> : null;
  if (name === "owner")
    return (
      <Link className={look} to="/" search={{ own: "1" }} {...(own ? { onClick: () => chooseWorld("own") } : {})}>
        {t("start.owner.do")}
      </Link>
    );
  if (name === "not-alone")
    return (
      <Link className={look} to="/people">
        {t("start.not-alone.do")}
      </Link>
    );
  return name === "account" ? null : (
    <Link className={look} to="/import" search={{ as: name === "leaders" ? "beliefs" : "responses" }}>
      {t(`start.${name}.do`)}
    </Link>
  );
}

function Finished({ onClose }: { onClose: () => void }) {
  return (
    <section className="card start noprint" aria-labelledby="start" role="status">
      <div className="head">
        <h2 id="start">
          <DoneMark /> {t("start.finished")}
        </h2>
        <div className="tools">
          <button type="button" className="link" onClick={onClose}>
            {t("dialog.close")}
          </button>
        </div>
      </div>
      <p className="body sec">{t("start.finished.text")}</p>
    </section>
  );
}
