import { caseRows, CASE_SHAPE } from "./case.ts";
import { toUtc, MINUTES_A_DAY, type Calendar } from "./calendar.ts";
import { cancelSession } from "./departure.ts";
import { type Draws, open, uniform } from "./draw.ts";
import { NO_CASE } from "./event-rows.ts";
import { postId, responseId } from "./identifier.ts";
import { recordsOf } from "./identity-record.ts";
import type { Life } from "./life.ts";
import { behaviourRows, BEHAVIOUR_SHAPE } from "./own-voices.ts";
import { postOf } from "./post.ts";
import { REASON_STAGE, REASONS } from "./reason.ts";
import { SURVEYS } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { CHANNELS, LANGUAGES, REGIONS, SEGMENTS } from "./segment.ts";
import { RESOURCE_IDS } from "./staff.ts";
import { STAGES } from "./stage.ts";
import type { StreamName } from "./contract.ts";
import type { Cell, Shape } from "./table.ts";
import { CARE_TEAMS, DESKS } from "./unit.ts";
import { alternativeRows, ALTERNATIVE_SHAPE } from "./alternative.ts";
import { referralRows, REFERRAL_SHAPE } from "./referral.ts";

const BOUNCED = 0.015;

type Row = Readonly<Record<string, Cell>>;

/** A stream of few rows that is told person by person. */
interface PersonTable {
  readonly shape: Shape;
  readonly rows: (life: Life, draws: Draws) => readonly Row[];
}

/** UTC milliseconds of a local day of the record; null when it lies after it. */
export function instant(calendar: Calendar, day: number): number | null {
  const minute = Math.round(day * MINUTES_A_DAY);
  return minute >= calendar.minutes ? null : toUtc(calendar, minute);
}

function yes(value: boolean): string {
  return value ? "yes" : "no";
}

/** The streams that are told person by person, by name. */
export const PERSON_TABLES: Readonly<Partial<Record<StreamName, PersonTable>>> = {
  persons: {
    shape: {
      index: "number",
      customer: "text",
      segment: "text",
      region: "text",
      language: "text",
      cabinet: "number",
      base: "text",
      joinedAt: "number",
      leftAt: "number",
      goodwill: "number",
    },
    rows: ({ person, calendar, terms }) => {
      const last = terms.at(-1);
      const joined = person.base ? -person.daysBefore : (terms[0]?.from ?? Infinity) / MINUTES_A_DAY;
      return [
        {
          index: person.index,
          customer: person.customer,
          segment: SEGMENTS[person.segment],
          region: REGIONS[person.region],
          language: LANGUAGES[person.language],
          cabinet: person.cabinet,
          base: yes(person.base),
          joinedAt: instant(calendar, joined),
          leftAt: last === undefined ? null : instant(calendar, last.to / MINUTES_A_DAY),
          goodwill: person.goodwill,
        },
      ];
    },
  },
  records: {
    shape: {
      system: "text",
      id: "text",
      customer: "text",
      person: "number",
      second: "text",
      given: "text",
      family: "text",
      birth: "text",
      mail: "text",
      phone: "text",
      contract: "text",
      street: "text",
      postcode: "text",
      town: "text",
    },
    rows: (life, draws) =>
      recordsOf(life, draws).map(({ address, second, ...record }) => ({
        ...record,
        ...address,
        customer: life.person.customer,
        second: yes(second),
      })),
  },
  invitations: {
    shape: { survey: "text", customer: "text", at: "number", state: "text", reason: "text", case: "text" },
    rows: ({ invitations, person, calendar, rows, settings }, draws) => {
      open(draws, settings.seed, SCOPE.invitation, person.index, 0);
      return invitations.flatMap(({ survey, day, caseRef, answered }) => {
        const bounced = uniform(draws) < BOUNCED && !answered;
        const at = instant(calendar, day);
        if (at === null) return [];
        return [
          {
            survey: SURVEYS[survey],
            customer: person.customer,
            at,
            state: answered ? "answered" : bounced ? "bounced" : "sent",
            reason: bounced ? "the address does not exist" : null,
            case: caseRef === NO_CASE ? null : rows.cases[caseRef],
          },
        ];
      });
    },
  },
  departures: {
    shape: {
      id: "text",
      customer: "text",
      requestedAt: "number",
      confirmedAt: "number",
      endedAt: "number",
      channel: "text",
      kind: "text",
      reasonSaid: "text",
    },
    rows: ({ departures, person, calendar }) =>
      departures.map(({ id, requested, confirmed, ended, channel, reason, said }) => ({
        id,
        customer: person.customer,
        requestedAt: REASONS[reason] === "unpaid" ? null : instant(calendar, requested),
        confirmedAt: instant(calendar, confirmed),
        endedAt: instant(calendar, ended),
        channel: REASONS[reason] === "unpaid" ? null : CHANNELS[channel],
        kind: REASONS[reason] === "unpaid" ? "involuntary" : "voluntary",
        reasonSaid: said < 0 ? null : REASONS[said],
      })),
  },
  cancelSessions: {
    shape: {
      id: "text",
      customer: "text",
      requestedAt: "number",
      confirmedAt: "number",
      channel: "text",
      screens: "number",
      seconds: "number",
      offers: "number",
      humanRequired: "text",
      asked: "text",
      reasonSaid: "text",
      text: "text",
    },
    rows: (life) => {
      const { departures, person, calendar, answers } = life;
      return departures.flatMap((departed, nth) => {
        const session = cancelSession(life, departed, nth);
        if (session === null) return [];
        const { id, requested, confirmed, channel, said } = departed;
        return [
          {
            id,
            customer: person.customer,
            requestedAt: instant(calendar, requested),
            confirmedAt: instant(calendar, confirmed),
            channel: CHANNELS[channel],
            screens: session.screens,
            seconds: session.seconds,
            offers: session.offers,
            humanRequired: yes(session.humanRequired),
            asked: "yes",
            reasonSaid: said < 0 ? null : REASONS[said],
            text: answers.find((answered) => answered.caseId === id)?.comment ?? null,
          },
        ];
      });
    },
  },
  alternatives: { shape: ALTERNATIVE_SHAPE, rows: alternativeRows },
  behaviours: { shape: BEHAVIOUR_SHAPE, rows: behaviourRows },
  referrals: { shape: REFERRAL_SHAPE, rows: referralRows },
  posts: {
    shape: { id: "text", author: "text", stars: "number", at: "number", answeredAt: "number", language: "text", text: "text" },
    rows: (life) => {
      const post = postOf(life);
      if (post === null) return [];
      const { author, stars, text, day, answeredDay } = post;
      const { calendar, person } = life;
      return [
        {
          id: postId(person.index),
          author,
          stars,
          at: instant(calendar, day),
          answeredAt: instant(calendar, answeredDay),
          language: LANGUAGES[person.language],
          text,
        },
      ];
    },
  },
  cases: { shape: CASE_SHAPE, rows: caseRows },
  approvals: {
    shape: { case: "text", customer: "text", team: "text", agent: "text", desk: "text", askedAt: "number", givenAt: "number" },
    rows: ({ approvals, rows, person, calendar }) =>
      approvals.flatMap(({ caseRef, team, agent, desk, asked, given }) => {
        const askedAt = instant(calendar, asked);
        if (askedAt === null) return [];
        return [
          {
            case: rows.cases[caseRef],
            customer: person.customer,
            team: CARE_TEAMS[team],
            agent: RESOURCE_IDS[agent],
            desk: DESKS[desk],
            askedAt,
            givenAt: instant(calendar, given),
          },
        ];
      }),
  },
  texts: {
    shape: { id: "text", source: "text", theme: "text", polarity: "text", customer: "text" },
    rows: (life) => {
      const { answers, person, calendar } = life;
      const comments = answers
        .filter(({ minute, said }) => said !== null && minute < calendar.minutes)
        .map(({ ordinal, commentAt, survey, said }) => ({
          id: `${responseId(person.index, ordinal)}-${commentAt + 1}`,
          source: SURVEYS[survey],
          theme: said?.theme ?? null,
          polarity: said?.polarity ?? null,
          customer: person.customer,
        }));
      const post = postOf(life);
      if (post === null) return comments;
      return [...comments, { id: postId(person.index), source: "post", ...post.said, customer: post.known ? person.customer : null }];
    },
  },
  reasons: {
    shape: { id: "text", customer: "text", reason: "text", stage: "text", said: "text" },
    rows: ({ departures, person }) =>
      departures.map(({ id, reason, said }) => ({
        id,
        customer: person.customer,
        reason: REASONS[reason],
        stage: REASON_STAGE[reason] < 0 ? null : STAGES[REASON_STAGE[reason]],
        said: said < 0 ? null : REASONS[said],
      })),
  },
};

/** Streams that need what customers answered. */
export const NEED_ANSWERS: ReadonlySet<StreamName> = new Set([
  "responses",
  "cases",
  "texts",
  "cancelSessions",
  "alternatives",
  "behaviours",
]);
