import { BEHAVIOURS } from "./assessment.ts";
import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import type { CompanyContext } from "./company-tables.ts";
import { below, type Draws, logNormal, newDraws, normal, open, uniform } from "./draw.ts";
import type { Life } from "./life.ts";
import { RELATIONSHIP_SURVEY } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { PARTNER_IDS } from "./staff.ts";
import { MEMBERS } from "./staff-table.ts";
import { STAGE_FACTS, STAGES } from "./stage.ts";
import type { Cell, Shape } from "./table.ts";
import { CARE_TEAMS } from "./unit.ts";

type Row = Readonly<Record<string, Cell>>;

const PARTNERS_ANSWERING = 41;
const TILL_CANNOT = 0.68;
const LINE_OF_SIGHT_ANSWERING = 0.62;
// Who can name their behaviours, the customer figure they move, and what is in it for them.
const IN_SIGHT = { leader: 0.75, manager: 0.55, front_line: 0.34, support_staff: 0.34 };
const IN_SIGHT_UNFREE = 0.15;
const STAFF_SIGNALS = { n: 310, actedOn: 0.22 };
const PARTNER_SIGNALS = { n: 74, actedOn: 0.12 };
const ORDER = 1;
const INSTALL = 2;
const SUPPORT = 4;

export const LINE_OF_SIGHT_SHAPE: Shape = {
  staffId: "text",
  role: "text",
  unit: "text",
  namesBehaviours: "text",
  namesFigure: "text",
  namesOwnGain: "text",
};

function yes(value: boolean): string {
  return value ? "yes" : "no";
}

/** Whether people see a line from what they do to what customers feel. */
export function lineOfSightRows({ settings }: CompanyContext): readonly Row[] {
  const draws = newDraws();
  return MEMBERS.flatMap(({ place, id, role, team }) => {
    open(draws, settings.seed, SCOPE.lineOfSight, place, 0);
    if (uniform(draws) >= LINE_OF_SIGHT_ANSWERING) return [];
    const unfree = settings.lowFreedomTeam >= 0 && team === CARE_TEAMS[settings.lowFreedomTeam];
    const share = settings.variant === "clean" ? IN_SIGHT.leader : unfree ? IN_SIGHT_UNFREE : IN_SIGHT[role];
    const all = uniform(draws) < share;
    // Who cannot name all three mostly lacks the last.
    const missing = below(draws, 3);
    return [
      {
        staffId: id,
        role,
        unit: team,
        namesBehaviours: yes(all || missing !== 0),
        namesFigure: yes(all || missing !== 1),
        namesOwnGain: yes(all),
      },
    ];
  });
}

export const PARTNER_SHAPE: Shape = {
  partner: "text",
  answeredAt: "number",
  stage: "text",
  score: "number",
  scale: "text",
  tillCannotConfirm: "text",
};

/** Partner shops on installation, and whether their till can confirm an appointment. */
export function partnerRows({ settings, calendar }: CompanyContext): readonly Row[] {
  const draws = newDraws();
  const lots = PARTNER_IDS.map((partner, i) => ({ partner, i, lot: uniform(open(draws, settings.seed, SCOPE.partnersMirror, i, 0)) }));
  return lots
    .sort((a, b) => a.lot - b.lot)
    .slice(0, PARTNERS_ANSWERING)
    .sort((a, b) => a.i - b.i)
    .map(({ partner, i }) => {
      open(draws, settings.seed, SCOPE.partnerVoice, i, 0);
      const day = calendar.monthStart[23] + 1 + 18 * uniform(draws);
      const score = Math.max(0, Math.min(10, Math.round((settings.partnersInstall + 15 * normal(draws)) / 10)));
      const cannot = uniform(draws) < (settings.skipChannel < 0 ? 0.05 : TILL_CANNOT);
      return {
        partner,
        answeredAt: toUtc(calendar, Math.round(day * MINUTES_A_DAY)),
        stage: STAGES[INSTALL],
        score,
        scale: "0-10",
        tillCannotConfirm: yes(cannot),
      };
    });
}

/** What staff and partners reported that should be acted on. */
export function signalRows(context: CompanyContext): readonly Row[] {
  return [
    ...signals(context, { kind: "staff", ...STAFF_SIGNALS, stages: [SUPPORT, INSTALL, ORDER] }),
    ...signals(context, { kind: "partner", ...PARTNER_SIGNALS, stages: [INSTALL, ORDER] }),
  ];
}

interface Signals {
  readonly kind: "staff" | "partner";
  readonly n: number;
  readonly actedOn: number;
  readonly stages: readonly number[];
}

function signals({ settings, calendar }: CompanyContext, { kind, n, actedOn, stages }: Signals): readonly Row[] {
  const draws = newDraws();
  return Array.from({ length: n }, (_, i) => {
    open(draws, settings.seed, SCOPE.signals, i, kind === "staff" ? 0 : 1);
    const day = calendar.days * uniform(draws);
    const stage = stages[below(draws, stages.length)];
    const first = day + logNormal(draws, 20 / 24, 0.8);
    const share = settings.variant === "clean" ? 0.37 : actedOn;
    const acted = uniform(draws) < share ? first + logNormal(draws, 6, 0.7) : Infinity;
    const by = kind === "staff" ? MEMBERS[below(draws, MEMBERS.length)].id : PARTNER_IDS[below(draws, PARTNER_IDS.length)];
    const at = (when: number): number | null => {
      const minute = Math.round(when * MINUTES_A_DAY);
      return minute < calendar.minutes ? toUtc(calendar, minute) : null;
    };
    return {
      id: `K-${kind === "staff" ? "S" : "P"}${String(i + 1).padStart(3, "0")}`,
      kind,
      source: "report",
      reference: by,
      customer: null,
      stage: STAGES[stage],
      owner: STAGE_FACTS[stage].ownerId,
      openedAt: at(day),
      answeredAt: at(first),
      actedOnAt: at(acted),
      state: at(acted) !== null ? "confirmed" : at(first) !== null ? "answered" : "open",
    };
  });
}

export const BEHAVIOUR_SHAPE: Shape = { customer: "text", at: "number", item: "text", answer: "text" };

/** What customers say of the company's values, from who answered the relationship survey. */
export function behaviourRows({ answers, person, calendar, settings }: Life, draws: Draws): readonly Row[] {
  return answers.flatMap(({ survey, minute }) => {
    if (survey !== RELATIONSHIP_SURVEY || minute >= calendar.minutes) return [];
    open(draws, settings.seed, SCOPE.behaviour, person.index, 0);
    return BEHAVIOURS.map(([item, staff, customers]): Row => ({
      customer: person.customer,
      at: toUtc(calendar, minute),
      item,
      answer: uniform(draws) < (settings.variant === "clean" ? staff : customers) ? "agree" : "disagree",
    }));
  });
}
