import { type Draws, logNormal, open, uniform } from "./draw.ts";
import type { Calendar } from "./calendar.ts";
import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import { responseId } from "./identifier.ts";
import type { Life } from "./life.ts";
import { type Answered, EXIT_SURVEY, INSTALL_SURVEY, RELATIONSHIP_SURVEY, SURVEYS } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { STAGE_FACTS, STAGES } from "./stage.ts";
import type { Cell, Shape } from "./table.ts";

const LOW_SCORE = 4;
const DETRACTOR = 6;
const ASKED_TO_BE_CALLED = 0.03;
const ACTED_ON = 0.37;
const ANSWER_DAYS = 20 / 24;
const ACTED_DAYS = 6;
const INSTALL = 2;
const SUPPORT = 4;

export const CASE_SHAPE: Shape = {
  id: "text",
  kind: "text",
  source: "text",
  reference: "text",
  customer: "text",
  stage: "text",
  owner: "text",
  openedAt: "number",
  answeredAt: "number",
  actedOnAt: "number",
  state: "text",
};

/** What a customer said that must not stay without an answer: low scores, detractors, and who asked to be called. */
export function caseRows(life: Life, draws: Draws): readonly Readonly<Record<string, Cell>>[] {
  const { answers, person, calendar, settings } = life;
  return answers.flatMap((answered) => {
    if (answered.minute >= calendar.minutes || answered.survey === EXIT_SURVEY) return [];
    open(draws, settings.seed, SCOPE.voiceCase, person.index, answered.ordinal);
    const called = uniform(draws) < ASKED_TO_BE_CALLED;
    const firstAnswer = logNormal(draws, ANSWER_DAYS, 0.8);
    const actedOn = uniform(draws) < ACTED_ON;
    const acted = firstAnswer + logNormal(draws, ACTED_DAYS, 0.7);
    if (!isLow(answered) && !called) return [];
    const day = answered.minute / MINUTES_A_DAY;
    const stage = answered.survey === INSTALL_SURVEY ? INSTALL : SUPPORT;
    const actedOnAt = actedOn ? instantIn(calendar, day + acted) : null;
    const answeredAt = instantIn(calendar, day + firstAnswer);
    const reference = responseId(person.index, answered.ordinal);
    return [
      {
        id: `K-${reference.slice(2)}`,
        kind: "customer",
        source: SURVEYS[answered.survey],
        reference,
        customer: person.customer,
        stage: STAGES[stage],
        owner: STAGE_FACTS[stage].ownerId,
        openedAt: toUtc(calendar, answered.minute),
        answeredAt,
        actedOnAt,
        state: actedOnAt !== null ? "confirmed" : answeredAt !== null ? "answered" : "open",
      },
    ];
  });
}

function instantIn(calendar: Calendar, day: number): number | null {
  const minute = Math.round(day * MINUTES_A_DAY);
  return minute >= calendar.minutes ? null : toUtc(calendar, minute);
}

function isLow({ survey, answers, rating }: Answered): boolean {
  if (survey === RELATIONSHIP_SURVEY) return answers.some(({ kind, score }) => kind === "nps" && score <= DETRACTOR);
  const score = survey === INSTALL_SURVEY ? answers[0].score : rating;
  return score <= LOW_SCORE;
}
