import type { CompanyContext } from "./company-tables.ts";
import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import { STAGE_FACTS, STAGES } from "./stage.ts";
import type { Cell, Shape } from "./table.ts";

type Row = Readonly<Record<string, Cell>>;

export const METRIC_SHAPE: Shape = { id: "text", parent: "text", label: "text", unit: "text", owner: "text", formula: "text" };

const LEAVES: readonly (readonly string[])[] = [
  ["visits", "offers seen", "addresses served", "cost of an order", "brand remembered"],
  ["orders", "orders sent back", "days to hand over", "orders by partner shops", "credit refusals"],
  [
    "window kept",
    "online within 14 days",
    "days to the first visit",
    "second visits",
    "score after installation",
    "appointments confirmed",
  ],
  ["faults", "uptime", "Wi-Fi complaints", "speed delivered", "account visits"],
  [
    "contacts per customer",
    "solved at first contact",
    "repairs in 48 hours",
    "minutes to an answer",
    "approvals waited for",
    "score after a ticket",
  ],
  ["bills right", "payments failed", "corrections in ten days", "reminders", "price changes announced"],
  ["customers lost", "customers returned", "recommendation", "offers that kept somebody", "minutes to leave", "reasons given"],
];
const ORPHAN = "account visits";
const FORGOTTEN = "second visits";

/** The tree of 46 metrics. In a company with faults one leaf has no owner, and one parent's formula misses a child. */
export function metricRows({ settings }: CompanyContext): readonly Row[] {
  const faulty = settings.variant !== "clean";
  const root: Row = {
    id: "N-00",
    parent: null,
    label: "value of the customers",
    unit: "EUR",
    owner: "L01",
    formula: STAGES.map((_, stage) => idOf(stage, 0)).join(" + "),
  };
  const branches = STAGES.flatMap((stage, place) => {
    const leaves = LEAVES[place].map((label, i): Row => ({
      id: idOf(place, i + 1),
      parent: idOf(place, 0),
      label,
      unit: "share",
      owner: faulty && label === ORPHAN ? null : STAGE_FACTS[place].ownerId,
      formula: null,
    }));
    const counted = leaves.filter(({ label }) => !(faulty && label === FORGOTTEN));
    const branch: Row = {
      id: idOf(place, 0),
      parent: "N-00",
      label: stage,
      unit: "points",
      owner: STAGE_FACTS[place].ownerId,
      formula: counted.map(({ id }) => id).join(" + "),
    };
    return [branch, ...leaves];
  });
  return [root, ...branches];
}

function idOf(stage: number, leaf: number): string {
  return `N-${stage + 1}${leaf}`;
}

export const GOAL_SHAPE: Shape = {
  id: "text",
  unit: "text",
  owner: "text",
  measure: "text",
  direction: "text",
  target: "text",
  presses: "text",
  pressesDirection: "text",
};

// [unit, owner, measure, direction, target, measure it presses, in which direction]
const GOALS: readonly (readonly [string, string, string, string, string, string | null, string | null])[] = [
  ["sales", "L03", "orders a day", "up", "+10 %", "first visit kept", "down"],
  ["field", "L04", "first visit kept", "up", "80 %", null, null],
  ["care", "L06", "handling time", "down", "−8 %", "solved at first contact", "down"],
  ["care", "L06", "solved at first contact", "up", "88 %", null, null],
  ["marketing", "L02", "offers seen", "up", "+15 %", "visits", "up"],
  ["marketing", "L02", "cost of an order", "down", "−5 %", null, null],
  ["sales", "L15", "orders by partner shops", "up", "+12 %", null, null],
  ["field", "L04", "visits a crew and day", "up", "6", null, null],
  ["network", "L05", "uptime", "up", "99.95 %", null, null],
  ["network", "L05", "faults", "down", "−10 %", null, null],
  ["billing", "L07", "payments failed", "down", "2.5 %", null, null],
  ["billing", "L07", "bills right", "up", "99.2 %", null, null],
  ["loyalty", "L08", "customers lost", "down", "2.5 % a month", null, null],
  ["cx", "L09", "answers a month", "up", "450", null, null],
];

/** Fourteen goals of units. Two pairs pull against each other, in a company with faults. */
export function goalRows({ settings }: CompanyContext): readonly Row[] {
  const faulty = settings.variant !== "clean";
  return GOALS.map(([unit, owner, measure, direction, target, presses, pressesDirection], i) => ({
    id: `G-${String(i + 1).padStart(2, "0")}`,
    unit,
    owner,
    measure,
    direction,
    target,
    presses: faulty || pressesDirection === "up" ? presses : null,
    pressesDirection: faulty || pressesDirection === "up" ? pressesDirection : null,
  }));
}

export const INITIATIVE_SHAPE: Shape = {
  id: "text",
  title: "text",
  owner: "text",
  stage: "text",
  channel: "text",
  plannedDays: "number",
  fundedDays: "number",
  rival: "text",
  from: "number",
};

// [title, owner, stage, channel, planned days, share funded in percent]
const INITIATIVES: readonly (readonly [string, string, string | null, string | null, number, number])[] = [
  ["Installation programme", "L04", "install", "field", 400, 50],
  ["Perfect first visit", "L09", "install", "field", 120, 40],
  ["Crew of the month", "L11", "install", "field", 30, 100],
  ["Order data right the first time", "L03", "order", null, 90, 30],
  ["Partner shop till", "L15", "order", "partner", 80, 0],
  ["New offer page", "L02", "discover", "web", 60, 80],
  ["Neighbour campaign", "L02", "discover", null, 40, 90],
  ["Storm connectors", "L05", "use", null, 150, 60],
  ["Wi-Fi box supplier", "L16", "use", null, 80, 50],
  ["App, second edition", "L12", "use", "app", 160, 45],
  ["One number", "L06", "support", "phone", 70, 55],
  ["Knowledge for agents", "L06", "support", null, 110, 20],
  ["Bill on one page", "L07", "bill", null, 25, 100],
  ["Reminder before a promotion ends", "L07", "bill", null, 10, 100],
  ["Welcome call", "L08", "renew", "phone", 35, 30],
  ["Office in the old basin", "L10", null, null, 90, 60],
  ["Values on every wall", "L11", null, null, 30, 70],
  ["Data lake", "L12", null, null, 200, 40],
  ["Brand refresh", "L02", null, null, 100, 35],
  ["Award application", "L14", null, null, 15, 60],
  ["Reorganised head office", "L01", null, null, 60, 20],
  ["Smart city partnership", "L14", null, null, 45, 30],
];

/** Twenty-two tactics: seven for no cell, three on the same one, and less than half of the planned days funded. */
export function initiativeRows({ settings, calendar }: CompanyContext): readonly Row[] {
  const faulty = settings.variant !== "clean";
  return INITIATIVES.map(([title, owner, stage, channel, plannedDays, funded], i) => {
    const overlapping = i === 1 || i === 2;
    return {
      id: `I-${String(i + 1).padStart(2, "0")}`,
      title,
      owner,
      stage: faulty ? stage : (stage ?? STAGES[i % STAGES.length]),
      channel: faulty || !overlapping ? channel : null,
      plannedDays,
      fundedDays: faulty ? Math.round((plannedDays * funded) / 100) : plannedDays,
      rival: faulty && overlapping ? "I-01" : null,
      from: toUtc(calendar, calendar.monthStart[1 + i] * MINUTES_A_DAY),
    };
  });
}
