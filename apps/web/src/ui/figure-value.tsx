import { Popover } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Figure } from "../api-types.ts";
import { isKey, type MessageKey, t } from "../messages/text.ts";
import { count, moment, points } from "./format.ts";

/**
 * The only way a figure is printed: its value, and one click away what it means, how many people stand behind it, how sure
 * it is, and why it may be doubted. A figure without a value is printed as "not known yet" with its reason.
 */
export function FigureValue(props: {
  figure: Figure | null;
  label: string;
  show?: (value: number) => string;
  unknown?: string;
  /** What it was counted of, where that is not people. */
  behind?: MessageKey;
  children?: ReactNode;
}) {
  const { figure, label, show = points, unknown = t("figure.unknown"), behind = "figure.n" } = props;
  const [open, setOpen] = useState(false);
  const value = figure?.value ?? null;
  const text = value === null ? unknown : show(value);
  return (
    <Popover opened={open} onChange={setOpen} width={290} position="bottom" withArrow returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={value === null ? "fig unknown" : "fig"}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(!open);
          }}
        >
          {props.children ?? text}
          <span className="sr">{t("figure.open", { label })}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown onClick={(event) => event.stopPropagation()}>
        <FigureWhy figure={figure} label={label} text={text} show={show} behind={behind} />
      </Popover.Dropdown>
    </Popover>
  );
}

function FigureWhy({
  figure,
  label,
  text,
  show,
  behind,
}: {
  figure: Figure | null;
  label: string;
  text: string;
  show: (value: number) => string;
  behind: MessageKey;
}) {
  if (figure === null) return <p className="why">{t("figure.none")}</p>;
  return (
    <div className="why">
      <p>
        <b className="strong">{label}</b>: {text}
        {figure.interval !== null && ` (${range(figure.interval, show)})`}
      </p>
      <p className="sec">{definitionOf(figure.metric)}</p>
      <dl className="kv">
        <div>
          <dt>{t(behind)}</dt>
          <dd>{count(figure.n)}</dd>
        </div>
        {figure.interval !== null && (
          <div>
            <dt>{t("figure.sure")}</dt>
            <dd>{range(figure.interval, show)}</dd>
          </div>
        )}
        <div>
          <dt>{t("figure.definition")}</dt>
          <dd className="code">{figure.metric}</dd>
        </div>
        {figure.asOf !== null && (
          <div>
            <dt>{t("figure.newest")}</dt>
            <dd>{moment(figure.asOf)}</dd>
          </div>
        )}
      </dl>
      {figure.doubts.length > 0 && (
        <>
          <p className="strong">{t("figure.doubts")}</p>
          <ul className="bullets">
            {figure.doubts.map((doubt) => (
              <li key={doubt}>{doubtText(doubt)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Both ends in the figure's own unit. */
function range([low, high]: readonly [number, number], show: (value: number) => string): string {
  return t("figure.interval", { low: show(low), high: show(high) });
}

export function doubtText(code: string): string {
  const key = `doubt.${code}`;
  return isKey(key) ? t(key) : code.replaceAll("-", " ");
}

function definitionOf(metric: string): string {
  const key = `metric.${metric.split("@")[0] ?? ""}`;
  return isKey(key) ? t(key) : t("figure.nodefinition");
}
