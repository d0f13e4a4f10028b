import type { GoalLine, Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { calendarDay, money, number } from "../ui/format.ts";

/** One small chart a measure, on one time axis: the line, the goal line, and the distance between their ends in writing. */
const WIDE = 560;
const LEFT = 58;
const RIGHT = 490;
const HIGH = 84;
const TOP = 30;
const APART = 132;

type Measure = { measure: "customers" | "value"; label: string; show: (value: number) => string };

export function GoalChart({ statement, goals }: { statement: Statement; goals: readonly GoalLine[] }) {
  const { months, currency, perMonth } = statement;
  const measures: readonly Measure[] = [
    { measure: "customers", label: t("asset.column.people"), show: (value) => number(Math.round(value)) },
    {
      measure: "value",
      label: t(perMonth ? "asset.worth.month" : "asset.worth.window", { currency, days: statement.window }),
      show: (value) => money(value, currency),
    },
  ];
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return null;
  // A goal that is due later stretches the axis, so that its dashed line is not cut off.
  const due =
    goals
      .map((goal) => goal.dueOn)
      .sort()
      .at(-1) ?? last.on;
  const [from, to] = [Date.parse(first.on), Math.max(Date.parse(last.on), Date.parse(due))];
  const x = (day: string) => LEFT + ((Date.parse(day) - from) / Math.max(to - from, 1)) * (RIGHT - LEFT);
  const height = TOP + measures.length * APART;
  return (
    <div className="chart" tabIndex={0} role="region" aria-label={t("asset.goal.chart")}>
      <svg viewBox={`0 0 ${WIDE} ${height}`} width="100%" role="img" aria-label={goalSentence(statement, goals)}>
        {measures.map((measure, at) => (
          <Small
            key={measure.measure}
            {...measure}
            top={TOP + at * APART}
            x={x}
            months={months}
            goal={goals.find((goal) => goal.measure === measure.measure) ?? null}
          />
        ))}
        {axisDays(months).map((day) => (
          <text key={day} className="ax" x={x(day)} y={height - 6} textAnchor="middle">
            {calendarMonth(day)}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Small({
  measure,
  label,
  show,
  top,
  x,
  months,
  goal,
}: Measure & { top: number; x: (day: string) => number; months: Statement["months"]; goal: GoalLine | null }) {
  const points = months.map((month) => ({ on: month.on, value: month[measure] }));
  const values = [...points.map((point) => point.value), ...(goal === null ? [] : [goal.amount])];
  const { low, high, ticks } = niceScale(Math.min(...values), Math.max(...values));
  const y = (value: number) => top + HIGH - ((value - low) / Math.max(high - low, 1e-9)) * HIGH;
  const last = points.at(-1);
  const start = goal === null ? undefined : (points.filter((point) => point.on <= goal.setOn).at(-1) ?? points[0]);
  if (last === undefined) return null;
  const [endY, goalY] = apart(y(last.value), goal === null ? null : y(goal.amount));
  return (
    <g>
      <text className="lab strong" x={LEFT} y={top - 14}>
        {label}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${LEFT} ${y(tick)}H${RIGHT}`} />
          <text className="ax" x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {show(tick)}
          </text>
        </g>
      ))}
      {goal !== null && start !== undefined && (
        <>
          <path className="goal" d={`M${x(start.on)} ${y(start.value)}L${x(goal.dueOn)} ${y(goal.amount)}`} />
          <circle cx={x(goal.dueOn)} cy={y(goal.amount)} r={4} fill="var(--cs-company)" />
          <text className="lab co" x={RIGHT + 10} y={(goalY ?? 0) + 4}>
            {show(goal.amount)}
          </text>
        </>
      )}
      <path className="l-cu" d={`M${points.map((point) => `${x(point.on).toFixed(1)} ${y(point.value).toFixed(1)}`).join("L")}`} />
      <rect
        x={x(last.on) - 4}
        y={y(last.value) - 4}
        width={8}
        height={8}
        fill="var(--cs-customer)"
        transform={`rotate(45 ${x(last.on)} ${y(last.value)})`}
      />
      <text className="lab cu" x={RIGHT + 10} y={endY + 4}>
        {show(last.value)}
      </text>
    </g>
  );
}

/** What the chart says in one sentence, also for who cannot see it. */
export function goalSentence({ months, currency }: Statement, goals: readonly GoalLine[]): string {
  const last = months.at(-1);
  if (last === undefined || goals.length === 0) return t("asset.goal.none");
  const said = goals.map((goal) => {
    const off = last[goal.measure] - goal.amount;
    const size = goal.measure === "customers" ? t("asset.goal.people", { n: Math.abs(Math.round(off)) }) : money(Math.abs(off), currency);
    return t(off < 0 ? "asset.goal.below" : "asset.goal.above", { size, day: calendarDay(goal.dueOn) });
  });
  return said.join(" ");
}

/** Two labels that would lie on one another are pushed apart. */
function apart(line: number, goal: number | null): [number, number | null] {
  if (goal === null || Math.abs(line - goal) >= 14) return [line, goal];
  const middle = (line + goal) / 2;
  return line >= goal ? [middle + 7, middle - 7] : [middle - 7, middle + 7];
}

/** Round steps around the values; a line need not start at nought, and shows its axis instead. */
function niceScale(least: number, most: number): { low: number; high: number; ticks: number[] } {
  const span = Math.max(most - least, Math.abs(most) * 0.02, 1);
  const raw = span / 3;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = size * ([1, 2, 5, 10].find((times) => size * times >= raw) ?? 10);
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  return { low, high, ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step) };
}

function axisDays(months: Statement["months"]): string[] {
  const every = Math.max(1, Math.ceil((months.length - 1) / 4));
  return months.filter((_, i) => (months.length - 1 - i) % every === 0).map((month) => month.on);
}

function calendarMonth(day: string): string {
  return new Intl.DateTimeFormat(undefined, { month: "short", year: "2-digit", timeZone: "UTC" }).format(new Date(day));
}
