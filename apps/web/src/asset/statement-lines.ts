import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { calendarDay } from "../ui/format.ts";

type Row = NonNullable<Statement["current"]>;

/** One line of the statement; what it is worth is null where a line has no people or money of its own. */
export type StatementLine = {
  key: string;
  label: string;
  sign: "+" | "−" | "";
  kind: "open" | "move" | "sum" | "memo";
  n: number | null;
  value: number | null;
  before: { n: number | null; value: number | null };
  percent: boolean;
};

const MOVES = [
  { key: "new", sign: "+", people: true },
  { key: "returned", sign: "+", people: true },
  { key: "lost", sign: "−", people: true },
  { key: "grown", sign: "+", people: false },
  { key: "shrunk", sign: "−", people: false },
] as const;

/** The statement as an accountant reads it: opening, what came and went, closing, and the memo lines under the double rule. */
export function statementLines({ current, before, merged, rates, goals, segment }: Statement): readonly StatementLine[] {
  if (current === null) return [];
  const pick = (row: Row | null, key: "opening" | "closing" | (typeof MOVES)[number]["key"]) => row?.[key] ?? { n: null, value: null };
  const sum = (key: "opening" | "closing", kind: "open" | "sum"): StatementLine => ({
    key,
    label: t(`asset.line.${key}`, { day: calendarDay(key === "opening" ? current.from : dayBefore(current.to)) }),
    sign: "",
    kind,
    n: current[key].n,
    value: current[key].value,
    before: pick(before, key),
    percent: false,
  });
  const moves = MOVES.map(({ key, sign, people }): StatementLine => ({
    key,
    label: t(`asset.line.${key}`),
    sign,
    kind: "move",
    n: people ? current[key].n : null,
    value: current[key].value,
    before: { n: people ? pick(before, key).n : null, value: pick(before, key).value },
    percent: false,
  }));
  const change = (row: Row | null) =>
    row === null ? { n: null, value: null } : { n: row.closing.n - row.opening.n, value: row.closing.value - row.opening.value };
  const memo = (
    key: string,
    label: string,
    now: Pick<StatementLine, "n" | "value">,
    then: StatementLine["before"],
    percent: boolean,
  ): StatementLine => ({
    key,
    label,
    sign: "",
    kind: "memo",
    ...now,
    before: then,
    percent,
  });
  const retention = (of: Statement["rates"]["current"]) => ({ n: of?.customers ?? null, value: of?.grossValue ?? null });
  // A goal is for the whole company, and the two may be due on different days.
  const days = [...new Set(segment === null ? goals.map(({ dueOn }) => dueOn) : [])].sort();
  const goal = (measure: "customers" | "value", day: string) =>
    goals.find((each) => each.measure === measure && each.dueOn === day)?.amount ?? null;
  return [
    sum("opening", "open"),
    ...moves,
    sum("closing", "sum"),
    memo("change", t("asset.line.change"), change(current), change(before), false),
    memo("inAndOut", t("asset.line.inAndOut"), current.inAndOut, before === null ? { n: null, value: null } : before.inAndOut, false),
    ...(merged === null
      ? []
      : [
          memo(
            "merged",
            t("asset.line.merged"),
            { n: merged.current, value: null },
            { n: before === null ? null : merged.before, value: null },
            false,
          ),
        ]),
    memo("retention", t("asset.line.retention"), retention(rates.current), retention(rates.before), true),
    ...days.map((day) =>
      memo(
        `goal ${day}`,
        t("asset.line.goal", { day: calendarDay(day) }),
        { n: goal("customers", day), value: goal("value", day) },
        { n: null, value: null },
        false,
      ),
    ),
  ];
}

/** Periods are half-open; people name the last day inside. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
