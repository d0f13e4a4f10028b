import { actionRows, ACTION_SHAPE } from "./action-table.ts";
import { assessmentRows, ASSESSMENT_SHAPE } from "./assessment.ts";
import type { Calendar } from "./calendar.ts";
import { CASE_SHAPE } from "./case.ts";
import {
  agendaRows,
  AGENDA_SHAPE,
  commitmentRows,
  COMMITMENT_SHAPE,
  decisionRows,
  DECISION_SHAPE,
  forumRows,
  FORUM_SHAPE,
} from "./conduct.ts";
import type { StreamName } from "./contract.ts";
import { acquisitionRows, ACQUISITION_SHAPE, keepRows, KEEP_SHAPE, policyRows, POLICY_SHAPE } from "./cost-table.ts";
import { lineOfSightRows, LINE_OF_SIGHT_SHAPE, partnerRows, PARTNER_SHAPE, signalRows } from "./own-voices.ts";
import { goalRows, GOAL_SHAPE, initiativeRows, INITIATIVE_SHAPE, metricRows, METRIC_SHAPE } from "./plan-table.ts";
import { promisesFrom } from "./promise.ts";
import type { Settings } from "./settings.ts";
import { STAFF_SHAPE, staffRows, TIE_SHAPE, tieRows } from "./staff-table.ts";
import type { Cell, Shape } from "./table.ts";

/** What the streams of the company itself are made from. They do not grow with the number of persons. */
export interface CompanyContext {
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly scale: number;
}

interface CompanyTable {
  readonly shape: Shape;
  readonly rows: (context: CompanyContext) => readonly Readonly<Record<string, Cell>>[];
}

/** The streams of the company itself (§4, §11), by name. */
export const COMPANY_TABLES: Readonly<Partial<Record<StreamName, CompanyTable>>> = {
  cases: { shape: CASE_SHAPE, rows: signalRows },
  staff: { shape: STAFF_SHAPE, rows: staffRows },
  ties: { shape: TIE_SHAPE, rows: tieRows },
  assessments: { shape: ASSESSMENT_SHAPE, rows: assessmentRows },
  lineOfSight: { shape: LINE_OF_SIGHT_SHAPE, rows: lineOfSightRows },
  partnerVoice: { shape: PARTNER_SHAPE, rows: partnerRows },
  promises: {
    shape: { id: "text", text: "text", measure: "text", stage: "text", channel: "text", owner: "text", from: "number" },
    rows: ({ calendar }) =>
      promisesFrom(calendar.start).map(({ id, text, measure, stageId, channelId, ownerId, from }) => ({
        id,
        text,
        measure,
        stage: stageId,
        channel: channelId,
        owner: ownerId,
        from,
      })),
  },
  commitments: { shape: COMMITMENT_SHAPE, rows: commitmentRows },
  actions: { shape: ACTION_SHAPE, rows: actionRows },
  decisions: { shape: DECISION_SHAPE, rows: decisionRows },
  forums: { shape: FORUM_SHAPE, rows: forumRows },
  agendas: { shape: AGENDA_SHAPE, rows: agendaRows },
  metrics: { shape: METRIC_SHAPE, rows: metricRows },
  unitGoals: { shape: GOAL_SHAPE, rows: goalRows },
  initiatives: { shape: INITIATIVE_SHAPE, rows: initiativeRows },
  policies: { shape: POLICY_SHAPE, rows: policyRows },
  acquisitionCosts: { shape: ACQUISITION_SHAPE, rows: acquisitionRows },
  keepCosts: { shape: KEEP_SHAPE, rows: keepRows },
};
