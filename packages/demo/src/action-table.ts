import { type Calendar, MINUTES_A_DAY, monthOf, toUtc } from "./calendar.ts";
import type { CompanyContext } from "./company-tables.ts";
import { newDraws } from "./draw.ts";
import { newLife } from "./life.ts";
import { livePerson } from "./live.ts";
import { personOf } from "./person.ts";
import { CABINETS, REGIONS } from "./segment.ts";
import type { Settings } from "./settings.ts";
import { personsOf } from "./size.ts";
import { CODE } from "./stage.ts";
import type { Cell, Shape } from "./table.ts";

const WORST = 20;
const WORST_MONTHS = { from: 7, to: 9 };
const CLEAN_UP_MONTH = 10;
const SIX_WEEKS = 42;
const FALLBACK_REGION = 1;

export const ACTION_SHAPE: Shape = {
  id: "text",
  title: "text",
  owner: "text",
  stage: "text",
  channel: "text",
  region: "text",
  places: "text",
  measure: "text",
  baselineFrom: "number",
  startedAt: "number",
  dueAt: "number",
  firstSignalDueAt: "number",
  effort: "number",
  state: "text",
};

// [id, title, owner, stage, channel, measure, month of the start, days it takes, effort in days, state]
const PLAIN: readonly (readonly [string, string, string, string, string | null, string, number, number, number, string])[] = [
  ["A-01", "Shorter words on the offer page", "L02", "discover", "web", "share of visits that see an offer", 3, 30, 12, "done"],
  ["A-02", "One address check for all shops", "L03", "order", null, "share of orders that come back", 4, 60, 40, "done"],
  ["A-03", "Order forms for partner shops printed anew", "L15", "order", "partner", "share of orders that come back", 6, 45, 15, "done"],
  ["A-04", "Bill explained on one page", "L07", "bill", null, "contacts about the bill per 100 invoices", 7, 60, 25, "done"],
  ["A-05", "Call back within the hour", "L06", "support", "phone", "median minutes to the first answer", 8, 30, 20, "done"],
  ["A-06", "Training: listen first", "L06", "support", null, "share of contacts solved at once", 9, 90, 60, "done"],
  [
    "A-07",
    "Text message the evening before a visit",
    "L04",
    "install",
    "field",
    "share of first visits that miss their window",
    12,
    21,
    30,
    "done",
  ],
  [
    "A-08",
    "Reminder before the promotion ends",
    "L07",
    "bill",
    null,
    "contacts about the bill in the month a promotion ends",
    13,
    30,
    10,
    "done",
  ],
  ["A-09", "Storm connectors on the lines", "L05", "use", null, "faults per 100 customer-months", 17, 28, 150, "done"],
  ["A-10", "Welcome call in the first week", "L08", "use", "phone", "share who leave in the first six months", 15, 60, 35, "stopped"],
  ["A-11", "Clean-up of the worst street cabinets", "L05", "use", null, "faults per 100 customer-months", CLEAN_UP_MONTH, 1, 90, "done"],
  ["A-12", "Wi-Fi box: second supplier", "L16", "use", null, "contacts about the Wi-Fi box", 20, 120, 80, "running"],
  ["A-13", "Installation programme", "L04", "install", null, "share of installations without a miss, in 14 days", 23, 365, 400, "running"],
  [
    "A-14",
    "Letter of apology after a slow repair",
    "L06",
    "support",
    null,
    "share gone three months after a slow repair",
    21,
    60,
    18,
    "running",
  ],
];

/** Fourteen actions. One worked, one seemed to because of the season, one because it took the places at their worst; one is too young to tell. */
export function actionRows(context: CompanyContext): readonly Readonly<Record<string, Cell>>[] {
  const { settings, calendar } = context;
  const region = REGIONS[settings.textMessageRegion < 0 ? FALLBACK_REGION : settings.textMessageRegion];
  return PLAIN.map(([id, title, owner, stage, channel, measure, month, days, effort, state]) => {
    const startDay = id === "A-13" ? calendar.days - SIX_WEEKS : calendar.monthStart[month];
    const at = (day: number): number => toUtc(calendar, day * MINUTES_A_DAY);
    return {
      id,
      title,
      owner,
      stage,
      channel,
      region: id === "A-07" ? region : null,
      places: id === "A-11" ? worstCabinets(settings, calendar, context.scale).join(" ") : null,
      measure,
      baselineFrom: at(Math.max(0, startDay - 180)),
      startedAt: at(startDay),
      dueAt: at(startDay + days),
      // What a customer feels of it shows after two quarters at the earliest.
      firstSignalDueAt: at(startDay + 183),
      effort,
      state,
    };
  });
}

/** The twenty cabinets with most faults per customer-month in months 7 to 9: the one figure that is computed from finished rows. */
export function worstCabinets(settings: Settings, calendar: Calendar, scale: number): readonly number[] {
  const cabinets = CABINETS.reduce((sum, n) => sum + n, 0);
  const faults = new Float64Array(cabinets);
  const exposed = new Float64Array(cabinets);
  const draws = newDraws();
  const life = newLife(settings, calendar, personOf(0, settings, calendar, draws), false);
  const [from, to] = [calendar.monthStart[WORST_MONTHS.from] * MINUTES_A_DAY, calendar.monthStart[WORST_MONTHS.to + 1] * MINUTES_A_DAY];
  for (let index = 0; index < personsOf({ seed: settings.seed, scale }); index++) {
    const person = personOf(index, settings, calendar, draws);
    livePerson(life, person);
    const { rows, terms } = life;
    for (const term of terms) exposed[person.cabinet] += Math.max(0, Math.min(to, term.to) - Math.max(from, term.from));
    for (let row = 0; row < rows.length; row++) {
      if (rows.activity[row] !== CODE.outage_noticed) continue;
      const month = monthOf(calendar, rows.minute[row] / MINUTES_A_DAY);
      if (month >= WORST_MONTHS.from && month <= WORST_MONTHS.to) faults[person.cabinet] += 1;
    }
  }
  const rate = (cabinet: number): number => (exposed[cabinet] === 0 ? 0 : faults[cabinet] / exposed[cabinet]);
  return Array.from({ length: cabinets }, (_, cabinet) => cabinet)
    .sort((a, b) => rate(b) - rate(a) || a - b)
    .slice(0, WORST)
    .sort((a, b) => a - b);
}
