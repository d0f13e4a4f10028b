import { t } from "../messages/text.ts";
import { number, share } from "../ui/format.ts";
import { isKnown, type Score, showMoney, showScore, type Voice } from "./show.ts";
import { month, type TrendRow, trendRows, trendSentence } from "./trend.ts";

/** Small multiples on one time axis: the score, who left, what one customer is worth. */
const WIDE = 708;
const LEFT = 54;
const RIGHT = 596;
const TOP = 26;
const APART = 44;

type Panel = {
  key: "score" | "left" | "each";
  label: string;
  high: number;
  show: (value: number) => string;
  /** Ends the axis may not pass. */
  floor: number;
  ceiling: number;
};
type Point = { x: number; value: number; interval: readonly [number, number] | null };

export function TrendChart({ score, voice }: { score: Score; voice: Voice }) {
  const rows = trendRows(score, voice);
  const panels: readonly Panel[] = [
    { key: "score", label: t(`voice.trend.panel.${score.measure}.${voice.rolling}`), high: 150, show: showScore(score), ...rangeOf(score) },
    { key: "left", label: t(`voice.trend.panel.left.${voice.rolling}`), high: 74, show: tenths, floor: 0, ceiling: 1 },
    {
      key: "each",
      label: t("voice.trend.panel.each"),
      high: 74,
      show: showMoney(voice.currency),
      floor: 0,
      ceiling: Number.POSITIVE_INFINITY,
    },
  ];
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [Date.parse(first.to), Date.parse(last.to)];
  const x = (end: string) => LEFT + (to === from ? 1 : (Date.parse(end) - from) / (to - from)) * (RIGHT - LEFT);
  const shown = panels.filter((panel) => panel.key === "score" || rows.some((row) => isKnown(row[panel.key])));
  const tops = shown.map((_, at) => TOP + shown.slice(0, at).reduce((sum, panel) => sum + panel.high + APART, 0));
  const height = (tops.at(-1) ?? 0) + (shown.at(-1)?.high ?? 0) + 26;
  return (
    <div className="voice-chart" tabIndex={0} role="region" aria-label={t("voice.trend.region")}>
      <svg viewBox={`0 0 ${WIDE} ${height}`} width="100%" role="img" aria-label={trendSentence(score, voice)}>
        {shown.map((panel, at) => (
          <Small key={panel.key} panel={panel} top={tops[at] ?? 0} runs={runsOf(rows, panel.key, x)} />
        ))}
        {axisRows(rows).map((row) => (
          <text key={row.to} className="ax" x={x(row.to)} y={height - 6} textAnchor="middle">
            {month(row.lastDay)}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Small({ panel, top, runs }: { panel: Panel; top: number; runs: readonly (readonly Point[])[] }) {
  const points = runs.flat();
  const last = points.at(-1);
  const ends = points.flatMap((point) => [point.value, ...(point.interval ?? [])]);
  const { low, high, ticks } = niceScale(Math.max(Math.min(...ends), panel.floor), Math.min(Math.max(...ends), panel.ceiling));
  const y = (value: number) => top + panel.high - ((value - low) / (high - low)) * panel.high;
  const line = (part: readonly Point[]) => part.map((point) => `${point.x.toFixed(1)} ${y(point.value).toFixed(1)}`).join("L");
  return (
    <g>
      <text className="lab strong" x={LEFT} y={top - 12}>
        {panel.label}
      </text>
      {last === undefined && (
        <text className="ax" x={LEFT} y={top + 20}>
          {t("figure.unknown")}
        </text>
      )}
      {last !== undefined &&
        ticks.map((tick) => (
          <g key={tick}>
            <path className={tick === 0 && low < 0 ? "base" : "grid"} d={`M${LEFT} ${y(tick).toFixed(1)}H${RIGHT}`} />
            <text className="ax" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {panel.show(tick)}
            </text>
          </g>
        ))}
      {runs.map((run) => (
        <g key={run[0]?.x}>
          <path className="b-cu" d={bandPath(run, y)} />
          <path className="l-cu" d={`M${line(run)}`} />
          {run.length === 1 && <Diamond point={run[0]} y={y} size={6} />}
        </g>
      ))}
      {last !== undefined && (
        <>
          <Diamond point={last} y={y} size={8} />
          <text className="lab cu" x={RIGHT + 10} y={y(last.value) + 4}>
            {panel.show(last.value)}
          </text>
          {last.interval !== null && (
            <text className="ax" x={RIGHT + 10} y={y(last.value) + 18}>
              {t("figure.interval", { low: panel.show(last.interval[0]), high: panel.show(last.interval[1]) })}
            </text>
          )}
        </>
      )}
    </g>
  );
}

function Diamond({ point, y, size }: { point: Point | undefined; y: (value: number) => number; size: number }) {
  if (point === undefined) return null;
  const [cx, cy] = [point.x, y(point.value)];
  return (
    <rect x={cx - size / 2} y={cy - size / 2} width={size} height={size} fill="var(--cs-customer)" transform={`rotate(45 ${cx} ${cy})`} />
  );
}

/** Points that follow on each other; where a window is hidden or nobody answered the line is broken. */
function runsOf(rows: readonly TrendRow[], key: Panel["key"], x: (end: string) => number): Point[][] {
  const runs: Point[][] = [[]];
  for (const row of rows) {
    const figure = row[key];
    if (figure === null) continue; // a window in between, over which nothing is counted
    if (isKnown(figure)) runs.at(-1)?.push({ x: x(row.to), value: figure.value, interval: figure.interval });
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function bandPath(run: readonly Point[], y: (value: number) => number): string {
  const known = run.flatMap(({ x, interval }) => (interval === null ? [] : [{ x, low: interval[0], high: interval[1] }]));
  if (known.length < 2) return "";
  const there = known.map(({ x, high }) => `${x.toFixed(1)} ${y(high).toFixed(1)}`);
  const back = known.toReversed().map(({ x, low }) => `${x.toFixed(1)} ${y(low).toFixed(1)}`);
  return `M${[...there, ...back].join("L")}Z`;
}

function rangeOf({ measure, scale }: Score): { floor: number; ceiling: number } {
  if (measure === "nps") return { floor: -100, ceiling: 100 };
  const [floor = 0, ceiling = 1] = measure === "csat" ? [0, 1] : scale.split("-").map(Number);
  return { floor, ceiling };
}

/** Round steps around the values; a line need not start at nought, and shows its axis instead. */
function niceScale(least: number, most: number): { low: number; high: number; ticks: number[] } {
  const span = Math.max(most - least, Math.abs(most) * 0.05, 1e-3);
  const raw = span / 4;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = size * ([1, 2, 2.5, 5, 10].find((times) => size * times >= raw) ?? 10);
  const low = Math.floor(least / step) * step;
  const high = Math.max(Math.ceil(most / step) * step, low + step);
  // Counted in whole steps: adding a step again and again would show 0.30000000000000004.
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, i) => Math.round(low / step + i) * step) };
}

function axisRows(rows: readonly TrendRow[]): TrendRow[] {
  const every = Math.max(1, Math.ceil((rows.length - 1) / 4));
  return rows.filter((_, i) => (rows.length - 1 - i) % every === 0);
}

/** A share small enough that whole percents would hide its movement. */
function tenths(value: number): string {
  return value === 0 || value >= 0.2 ? share(value) : number(value, { style: "percent", maximumFractionDigits: 1 });
}
