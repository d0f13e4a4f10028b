import type { CompanyContext } from "./company-tables.ts";
import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import { CHANNELS } from "./segment.ts";
import type { DemoPolicy } from "./contract.ts";
import type { Settings } from "./settings.ts";
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

/** Three rules of the house: who owns each, what it is there for, and where customers meet it. */
export function policyFacts(settings: Settings, from: number): DemoPolicy[] {
  return [
    {
      id: "Q1",
      text: "A credit above 20 euros needs a second signature.",
      saves: "credits given in error",
      ownerId: "L07",
      from,
      stepId: "approval_asked",
      stepKind: DESKS[Math.max(0, settings.slowDesk)],
    },
    {
      id: "Q2",
      text: "Who is passed on proves again who they are.",
      saves: "talking to the wrong person",
      ownerId: "L13",
      from,
      stepId: "transferred",
      stepKind: null,
    },
    {
      id: "Q3",
      text: "Calls are answered with the name of the company first.",
      saves: "a brand that nobody remembers",
      ownerId: "L02",
      from,
      stepId: "contact_answered",
      stepKind: null,
    },
  ];
}

export function policyRows({ settings, calendar }: CompanyContext): readonly Row[] {
  return policyFacts(settings, calendar.start).map(({ id, text, saves, ownerId, from, stepId, stepKind }) => ({
    id,
    rule: text,
    owner: ownerId,
    since: from,
    costKept: saves,
    activity: stepId,
    desk: stepKind,
  }));
}
