import { t, viewerLocale } from "../messages/text.ts";
import { share } from "../ui/format.ts";
import { isKnown, type Score, showMoney, showScore, surveyLabel, type Voice } from "./show.ts";

/** One window of the picture: the score at its end and, where windows share no day, what all customers did within it. */
export type TrendRow = {
  from: string;
  to: string;
  lastDay: string;
  score: Score["score"];
  left: Voice["behaviour"][number]["left"] | null;
  each: Voice["behaviour"][number]["each"] | null;
};

export function trendRows(score: Score, voice: Voice): TrendRow[] {
  const did = new Map(voice.behaviour.map((window) => [window.to, window]));
  return score.series.map((window) => ({
    from: window.from,
    to: window.to,
    lastDay: window.lastDay,
    score: window.score,
    left: did.get(window.to)?.left ?? null,
    each: did.get(window.to)?.each ?? null,
  }));
}

/** What the picture shows, in one sentence: where it began and where it stands, and in the same time what customers did. */
export function trendSentence(score: Score, voice: Voice): string {
  const rows = trendRows(score, voice);
  const told = rows.filter((row) => isKnown(row.score));
  const did = rows.filter((row) => isKnown(row.left));
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first === last) return t("voice.trend.short");
  const show = showScore(score);
  const said = t("voice.trend.score", {
    question: surveyLabel(score),
    first: show(first.score.value ?? 0),
    earlier: month(first.lastDay),
    last: show(last.score.value ?? 0),
    now: month(last.lastDay),
  });
  const [began, stands] = [did[0], did.at(-1)];
  if (began === undefined || stands === undefined || began === stands) return `${said} ${t("voice.trend.no-behaviour")}`;
  const leaving = t("voice.trend.left", { first: share(began.left?.value ?? 0), last: share(stands.left?.value ?? 0) });
  const money = showMoney(voice.currency);
  const worth =
    isKnown(began.each) && isKnown(stands.each)
      ? ` ${t("voice.trend.each", { first: money(began.each.value), last: money(stands.each.value) })}`
      : "";
  return `${said} ${leaving}${worth}`;
}

/** The month a window ends in, as axes write it. A calendar day has no zone and must not move with one. */
export function month(day: string): string {
  return new Intl.DateTimeFormat(viewerLocale(), { month: "short", year: "2-digit", timeZone: "UTC" }).format(new Date(day));
}
