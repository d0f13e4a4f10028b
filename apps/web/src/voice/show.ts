import type { Calls, Figure } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { money, number, points, share } from "../ui/format.ts";

export type Voice = Calls["voice.getScores"]["output"];
export type Score = Voice["scores"][number];
export type Change = NonNullable<Score["change"]>;
export type Behaviour = Score["everyone"];
export type Response = Calls["voice.listResponses"]["output"]["responses"][number];
type Asked = Pick<Score, "survey" | "measure" | "scale">;

/** How a score is written: whole points, a share in percent, a mean with one place. */
export function showScore({ measure }: Pick<Score, "measure">): (value: number) => string {
  if (measure === "csat") return share;
  return measure === "nps" ? points : (value) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** The difference of two scores, with its sign; of shares in points of a hundred. */
export function showDifference({ measure }: Pick<Score, "measure">): (value: number) => string {
  const places = measure === "ces" ? 1 : 0;
  return (value) => number(measure === "csat" ? value * 100 : value, { signDisplay: "exceptZero", maximumFractionDigits: places });
}

/** Money in whole units once cents say nothing. */
export function showMoney(currency: string): (value: number) => string {
  return (value) => (Math.abs(value) < 100 || Math.abs(value) >= 10_000 ? money(value, currency) : whole(value, currency));
}

function whole(value: number, currency: string): string {
  try {
    return number(value, { style: "currency", currency, maximumFractionDigits: 0 });
  } catch {
    return money(value, currency); // an unknown currency has no sign
  }
}

/** What a question is called: by its score, and by its own name where that says more. */
export function surveyLabel({ survey, measure }: Asked): string {
  const label = t(`voice.measure.${measure}`);
  return survey === measure ? label : `${label}, ${survey}`;
}

/** "9 to 10", or one number where the ends are the same. */
export function answerRange(from: number, to: number): string {
  return from === to ? number(from) : t("voice.answer.range", { from: number(from), to: number(to) });
}

/** The name of a question no score is made of, as a person would write it. */
export function plainSurvey(survey: string | null): string {
  if (survey === null) return t("voice.survey.unnamed");
  const key = `voice.measure.${survey}`;
  return isKey(key) ? t(key) : survey.replaceAll(/[_:]+/g, " ");
}

/** The highest answer a scale allows. */
export function highest(scale: string | null): string | null {
  const top = /-(\d+)$/.exec(scale ?? "")?.[1];
  return top ?? null;
}

export function isKnown(figure: Figure | null | undefined): figure is Figure & { value: number } {
  return figure !== null && figure !== undefined && figure.value !== null;
}

/** The last day of a span, which ends before its end begins. */
export function lastDay(end: string | null): string | null {
  return end === null ? null : new Date(Date.parse(end) - 1).toISOString();
}
