import { type Calendar, MINUTES_A_DAY, toUtc } from "./calendar.ts";
import type { Chunk, Column } from "./contract.ts";
import { newDraws, normal, open, uniform } from "./draw.ts";
import { SCOPE } from "./scope.ts";
import type { Settings } from "./settings.ts";
import { STAGES } from "./stage.ts";
import { FRONT_LINE_STAFF, LEADERS, PARTNER_IDS, STAFF_IDS } from "./staff.ts";
import type { Cell } from "./table.ts";
import { UNIT_IDS, unitCode } from "./unit.ts";

const ROLES = ["leader", "manager", "front_line", "partner"] as const;
const LEADER = 0;
const FRONT_LINE = 2;
const PARTNER = 3;
const WAVE_MONTH = 23;
const WAVE_DAYS = 18;
const SPREAD = 15;
const FRONT_LINE_SHARE = 0.62;
const PARTNERS_ANSWERING = 41;
const INSTALL = 2;

interface Belief {
  readonly respondent: string;
  readonly role: number;
  readonly unit: number;
  readonly stage: number;
  readonly score: number;
  readonly minute: number;
}

/** The company side of the mirror in one chunk: 16 leaders and the answering front line at every stage, partner shops at installation. */
export function beliefChunk(settings: Settings, calendar: Calendar): Chunk {
  const rows = [...leaders(settings, calendar), ...frontLine(settings, calendar), ...partners(settings, calendar)];
  const { length } = rows;
  const coded = (codes: readonly number[], dictionary: readonly string[]): Column => ({ codes: Int32Array.from(codes), dictionary });
  const all = (value: string): Column =>
    coded(
      Array.from({ length }, () => 0),
      [value],
    );
  return {
    stream: "beliefs",
    length,
    columns: {
      id: rows.map((row) => `B-${row.respondent}-${STAGES[row.stage]}`),
      respondent: rows.map((row) => row.respondent),
      role: coded(
        rows.map((row) => row.role),
        ROLES,
      ),
      unit: coded(
        rows.map((row) => row.unit),
        UNIT_IDS,
      ),
      wave: all("1"),
      stage: coded(
        rows.map((row) => row.stage),
        STAGES,
      ),
      kind: all("mirror"),
      score: Float64Array.from(rows, (row) => row.score),
      scale: all("0-10"),
      time: Float64Array.from(rows, (row) => toUtc(calendar, row.minute)),
    },
  };
}

/** The same rows as objects; `answeredAt` in UTC milliseconds. */
export function beliefRows(settings: Settings, calendar: Calendar): readonly Readonly<Record<string, Cell>>[] {
  return [...leaders(settings, calendar), ...frontLine(settings, calendar), ...partners(settings, calendar)].map(
    ({ respondent, role, unit, stage, score, minute }) => ({
      respondent,
      role: ROLES[role],
      unit: UNIT_IDS[unit],
      stage: STAGES[stage],
      score,
      scale: "0-10",
      answeredAt: toUtc(calendar, minute),
    }),
  );
}

function minuteOfAnswer(calendar: Calendar, u: number): number {
  return Math.round((calendar.monthStart[WAVE_MONTH] + 1 + WAVE_DAYS * u) * MINUTES_A_DAY);
}

function leaders(settings: Settings, calendar: Calendar): Belief[] {
  const draws = newDraws();
  return LEADERS.flatMap((leader, i) => {
    const minute = minuteOfAnswer(calendar, uniform(open(draws, settings.seed, SCOPE.leadersMirror, i, 0)));
    const unit = unitCode(leader.unitId);
    return settings.leaders[i].map((score, stage): Belief => ({ respondent: leader.id, role: LEADER, unit, stage, score, minute }));
  });
}

// Answers come rounded to tens on 0–100, so they are whole numbers on 0–10.
function tens(mean: number, z: number): number {
  return Math.max(0, Math.min(10, Math.round((mean + SPREAD * z) / 10)));
}

function frontLine(settings: Settings, calendar: Calendar): Belief[] {
  const draws = newDraws();
  return FRONT_LINE_STAFF.flatMap(({ staff, unit }) => {
    open(draws, settings.seed, SCOPE.frontLineMirror, staff, 0);
    if (uniform(draws) >= FRONT_LINE_SHARE) return [];
    const minute = minuteOfAnswer(calendar, uniform(draws));
    const respondent = STAFF_IDS[staff];
    return settings.frontLine.map((mean, stage): Belief => ({
      respondent,
      role: FRONT_LINE,
      unit,
      stage,
      score: tens(mean, normal(draws)),
      minute,
    }));
  });
}

function partners(settings: Settings, calendar: Calendar): Belief[] {
  const draws = newDraws();
  const unit = unitCode("partner-shops");
  const byLot = PARTNER_IDS.map((respondent, i) => ({
    respondent,
    lot: uniform(open(draws, settings.seed, SCOPE.partnersMirror, i, 0)),
    i,
  }));
  return byLot
    .sort((a, b) => a.lot - b.lot)
    .slice(0, PARTNERS_ANSWERING)
    .sort((a, b) => a.i - b.i)
    .map(({ respondent, i }): Belief => {
      open(draws, settings.seed, SCOPE.partnersMirror, i, 1);
      const minute = minuteOfAnswer(calendar, uniform(draws));
      return { respondent, role: PARTNER, unit, stage: INSTALL, score: tens(settings.partnersInstall, normal(draws)), minute };
    });
}
