import type { CompanyContext } from "./company-tables.ts";
import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import { CHANNELS } from "./segment.ts";
import { DESKS } from "./unit.ts";
import type { Cell, Shape } from "./table.ts";

type Row = Readonly<Record<string, Cell>>;

const ORDER_CENTS = [5800, 6100, 9600, 14_800];

export const ACQUISITION_SHAPE: Shape = { channel: "text", month: "number", from: "number", centsAnOrder: "number" };

/** What an order costs to bring in, by channel and month. */
export function acquisitionRows({ calendar }: CompanyContext): readonly Row[] {
  return Array.from({ length: 24 }, (_, i) => i + 1).flatMap((month) =>
    ORDER_CENTS.map((centsAnOrder, channel) => ({
      channel: CHANNELS[channel],
      month,
      from: toUtc(calendar, calendar.monthStart[month] * MINUTES_A_DAY),
      centsAnOrder,
    })),
  );
}

export const KEEP_SHAPE: Shape = { activity: "text", what: "text", cents: "number" };

/** What it costs to keep a customer, each time it happens. */
export function keepRows(): readonly Row[] {
  return [
    { activity: "contact_opened", what: "a contact", cents: 750 },
    { activity: "technician_arrived", what: "a visit", cents: 4600 },
    { activity: "window_missed", what: "a visit for nothing", cents: 4600 },
    { activity: "remedy_given", what: "a remedy", cents: 1500 },
  ];
}

export const POLICY_SHAPE: Shape = {
  id: "text",
  rule: "text",
  owner: "text",
  since: "number",
  costKept: "text",
  activity: "text",
  desk: "text",
};

/** Three rules, who owns each, what it saves, and the steps it touches. */
export function policyRows({ settings, calendar }: CompanyContext): readonly Row[] {
  return [
    {
      id: "Q1",
      rule: "A credit above 20 euros needs a second signature.",
      owner: "L07",
      since: calendar.start,
      costKept: "credits given in error",
      activity: "approval_asked",
      desk: DESKS[Math.max(0, settings.slowDesk)],
    },
    {
      id: "Q2",
      rule: "Who is passed on proves again who they are.",
      owner: "L13",
      since: calendar.start,
      costKept: "talking to the wrong person",
      activity: "transferred",
      desk: null,
    },
    {
      id: "Q3",
      rule: "Calls are answered with the name of the company first.",
      owner: "L02",
      since: calendar.start,
      costKept: "a brand that nobody remembers",
      activity: "contact_answered",
      desk: null,
    },
  ];
}
