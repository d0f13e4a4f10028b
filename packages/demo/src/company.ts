import { calendarOf } from "./calendar.ts";
import type { DemoCompany, DemoOptions, DemoPerson } from "./contract.ts";
import { customerId } from "./identifier.ts";
import { policyFacts } from "./cost-table.ts";
import { settingsOf } from "./settings-of.ts";
import { promisesFrom } from "./promise.ts";
import { CHANNEL_LABELS, CHANNELS, LEADER_PERSONS, SEGMENT_LABELS, SEGMENTS } from "./segment.ts";
import { ACTIVITIES, ACTIVITY_BY, ACTIVITY_LABELS, ACTIVITY_STAGE, STAGE_FACTS, STAGES } from "./stage.ts";
import { LEADERS } from "./staff.ts";
import { UNITS } from "./unit.ts";
import { causeFacts, workOf } from "./work-table.ts";

const DAY = 86_400_000;

/** §1.2 of the sample's story. */
const ORDER_AS_DESIGNED = [
  "order_placed",
  "order_confirmed",
  "handed_to_field",
  "appointment_offered",
  "appointment_booked",
  "appointment_confirmed",
  "technician_dispatched",
  "technician_arrived",
  "install_done",
  "line_tested",
  "first_online",
];

function leaders(): DemoPerson[] {
  const customers = new Map<string, string>();
  for (const [person, staffId] of LEADER_PERSONS) customers.set(staffId, customerId(person));
  return LEADERS.map((leader) => ({ ...leader, role: "leader", customerId: customers.get(leader.id) ?? null }));
}

/** What Harbourline knows about itself: units, leaders, stages, steps, channels, segments and promises. Only which desk a rule is about depends on the seed. */
export function company(options: DemoOptions): DemoCompany {
  const calendar = calendarOf(options.end);
  const { start, end } = calendar;
  return {
    name: "Harbourline",
    currency: "EUR",
    zone: "Europe/Luxembourg",
    start,
    end,
    fiscalYearStart: new Date(start + DAY).getUTCMonth() + 1,
    units: [...UNITS],
    people: leaders(),
    stages: STAGES.map((id, order) => ({ id, order, ...STAGE_FACTS[order] })),
    steps: ACTIVITIES.flatMap((id, order) => {
      const stage = ACTIVITY_STAGE[order];
      return stage < 0 ? [] : [{ id, label: ACTIVITY_LABELS[order], stageId: STAGES[stage], by: ACTIVITY_BY[order], order, ...workOf(id) }];
    }),
    channels: CHANNELS.map((id, i) => ({ id, label: CHANNEL_LABELS[i] })),
    segments: SEGMENTS.map((id) => ({ id, label: SEGMENT_LABELS[id] })),
    promises: [...promisesFrom(start)],
    designs: [{ id: "order", name: "Order to online", steps: ORDER_AS_DESIGNED }],
    causes: causeFacts(),
    policies: policyFacts(settingsOf(options.seed), start),
  };
}
