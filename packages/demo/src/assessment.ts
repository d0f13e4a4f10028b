import { type Calendar, MINUTES_A_DAY, toUtc } from "./calendar.ts";
import type { CompanyContext } from "./company-tables.ts";
import { type Draws, newDraws, normal, open, uniform } from "./draw.ts";
import { SCOPE } from "./scope.ts";
import type { Settings } from "./settings.ts";
import { type Member, MEMBERS, readinessOf, type StaffRole, tiesOf } from "./staff-table.ts";
import type { Cell, Shape } from "./table.ts";
import { CARE_TEAMS } from "./unit.ts";

type Row = Readonly<Record<string, Cell>>;

const ANSWERING = 0.62;
const PULSE_ANSWERING = 0.7;
const LEADERS_AND_MANAGERS = 0.81;
const PERSON_SPREAD = 10;
const ITEM_SPREAD = 22;
const SIGN_SPREAD = 14;
const ITEMS_A_COMPETENCY = 10;
const WAVES = 8;
const CHECK_MONTH = 22;

const ROLES: readonly StaffRole[] = ["leader", "manager", "front_line", "support_staff"];

// Means by role: leaders, managers, front line, support staff.
const COMPETENCIES: readonly (readonly [string, readonly number[]])[] = [
  ["leadership", [78, 66, 52, 56]],
  ["connectedness", [66, 52, 34, 40]],
  ["brand", [74, 62, 50, 54]],
  ["engagement", [70, 58, 46, 50]],
];
const SIGNS: readonly (readonly number[])[] = [
  [35, 45, 52, 50],
  [38, 44, 55, 50],
  [52, 64, 68, 62],
  [40, 50, 55, 52],
  [45, 50, 57, 52],
  [58, 66, 70, 65],
  [50, 66, 68, 65],
  [42, 52, 55, 52],
];
const CALM_SIGN = 40;
const IMPORTANCE: readonly (readonly [string, number, number])[] = [
  ["culture", 0.9, 0.46],
  ["leadership", 0.88, 0.42],
  ["visibility", 0.88, 0.26],
  ["strategy", 0.84, 0.5],
];
const FACTORS: readonly (readonly [string, number])[] = [
  ["customer insight", 58],
  ["competitor insight", 55],
  ["peripheral vision", 52],
  ["foresight", 44],
  ["decision speed", 54],
  ["working together", 51],
  ["renewal", 53],
  ["follow-through", 57],
];
export const BEHAVIOURS: readonly (readonly [string, number, number])[] = [
  ["we keep the time we agreed", 0.81, 0.49],
  ["we say when we do not know", 0.7, 0.66],
  ["one person stays with the problem", 0.58, 0.52],
];
const FREEDOM = { low: 0.18, care: 0.52, company: 0.29 };
// What the sixteen put first, in the order of their ids, and who of them says "we act on what customers tell us".
const FIRST_CHOICES =
  "value value value value value value value value value value value reliability reliability reliability speed care".split(" ");
const ACT_ON_IT = 14;
const GUESSED_NPS = 25;

export const ASSESSMENT_SHAPE: Shape = {
  staffId: "text",
  role: "text",
  unit: "text",
  instrument: "text",
  wave: "number",
  item: "text",
  value: "number",
  answer: "text",
  at: "number",
};

/** Everything the company asks its own people, one row an item (§4). */
export function assessmentRows({ settings, calendar }: CompanyContext): readonly Row[] {
  const draws = newDraws();
  const degree = new Map<number, number>();
  for (const { from, to } of tiesOf(settings.seed)) for (const place of [from, to]) degree.set(place, (degree.get(place) ?? 0) + 1);
  const readiness = readinessOf(settings.seed);
  return MEMBERS.flatMap((member) => [
    ...check(member, settings, calendar, draws),
    ...importance(member, settings, calendar, draws),
    ...pulse(member, settings, calendar, draws),
    ...leadersOwn(member, calendar),
    {
      ...common(member, "readiness", 1, instantOf(calendar, CHECK_MONTH, 0.5)),
      item: "colleagues I would need to see",
      value: Math.round(readiness[member.place] * (degree.get(member.place) ?? 0)),
    },
  ]);
}

function common({ id, role, team }: Member, instrument: string, wave: number, at: number): Row {
  return { staffId: id, role, unit: team, instrument, wave, at };
}

function instantOf(calendar: Calendar, month: number, u: number): number {
  return toUtc(calendar, Math.round((calendar.monthStart[month] + 1 + 18 * u) * MINUTES_A_DAY));
}

function within(value: number): number {
  return Math.max(0, Math.min(100, Math.round(value)));
}

/** Competency check, eight signs, market responsiveness, values: answered together. */
function check(member: Member, settings: Settings, calendar: Calendar, draws: Draws): readonly Row[] {
  open(draws, settings.seed, SCOPE.assessment, member.place, 0);
  const role = ROLES.indexOf(member.role);
  if (uniform(draws) >= (role === 0 ? 1 : ANSWERING)) return [];
  const at = instantOf(calendar, CHECK_MONTH, uniform(draws));
  const own = PERSON_SPREAD * normal(draws);
  const row = (instrument: string, item: string, value: number): Row => ({ ...common(member, instrument, 1, at), item, value });
  const competencies = COMPETENCIES.flatMap(([name, means]) =>
    Array.from({ length: ITEMS_A_COMPETENCY }, (_, i) =>
      row("competency", `${name} ${i + 1}`, within(means[role] + own + ITEM_SPREAD * normal(draws))),
    ),
  );
  const calm = settings.variant === "clean";
  const signs = SIGNS.map((means, i) =>
    row("signs", `sign ${i + 1}`, within((calm ? CALM_SIGN : means[role]) + SIGN_SPREAD * normal(draws))),
  );
  const factors = FACTORS.map(([name, mean]) => row("market", name, within(mean + own + ITEM_SPREAD * normal(draws))));
  const values = BEHAVIOURS.map(([name, staff]): Row => ({
    ...row("values", name, NaN),
    value: null,
    answer: uniform(draws) < staff ? "agree" : "disagree",
  }));
  return [...competencies, ...signs, ...factors, ...values];
}

function importance(member: Member, settings: Settings, calendar: Calendar, draws: Draws): readonly Row[] {
  if (member.role !== "leader" && member.role !== "manager") return [];
  open(draws, settings.seed, SCOPE.importance, member.place, 0);
  if (uniform(draws) >= LEADERS_AND_MANAGERS) return [];
  const at = instantOf(calendar, CHECK_MONTH, uniform(draws));
  const topTwo = (share: number): number =>
    uniform(draws) < share ? 4 + Math.floor(2 * uniform(draws)) : 1 + Math.floor(3 * uniform(draws));
  return IMPORTANCE.flatMap(([name, important, effective]) => [
    { ...common(member, "importance", 1, at), item: name, value: topTwo(important) },
    { ...common(member, "effectiveness", 1, at), item: name, value: topTwo(settings.variant === "clean" ? important : effective) },
  ]);
}

/** "I may decide what is right for the customer", asked every quarter. */
function pulse(member: Member, settings: Settings, calendar: Calendar, draws: Draws): readonly Row[] {
  const care = CARE_TEAMS.findIndex((team) => team === member.team);
  const share = care < 0 ? FREEDOM.company : care === settings.lowFreedomTeam ? FREEDOM.low : FREEDOM.care;
  return Array.from({ length: WAVES }, (_, i) => i + 1).flatMap((wave): readonly Row[] => {
    open(draws, settings.seed, SCOPE.freedomPulse, member.place, wave);
    if (uniform(draws) >= PULSE_ANSWERING) return [];
    const at = instantOf(calendar, 3 * wave - 1, uniform(draws));
    return [
      {
        ...common(member, "freedom", wave, at),
        item: "I may decide what is right for the customer",
        answer: uniform(draws) < share ? "agree" : "disagree",
      },
    ];
  });
}

function leadersOwn(member: Member, calendar: Calendar): readonly Row[] {
  if (member.role !== "leader") return [];
  const at = instantOf(calendar, 23, (member.place + 1) / 18);
  return [
    { ...common(member, "first choice", 1, at), item: "what matters most to customers", answer: FIRST_CHOICES[(member.place * 5) % 16] },
    { ...common(member, "guess", 1, at), item: "net promoter score", value: GUESSED_NPS },
    {
      ...common(member, "self-check", 1, at),
      item: "we act on what customers tell us",
      answer: member.place < ACT_ON_IT ? "yes" : "no",
    },
  ];
}
