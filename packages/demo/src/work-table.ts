import type { DemoWork } from "./contract.ts";
import { CAUSES, causingDepartment, CAUSE, isFailureDemand } from "./cause.ts";
import { DEPARTMENT_IDS } from "./unit.ts";

/** Whose work a step is, what it is to the customer, and how many minutes it takes each time; other steps take none. */
const WORK: Readonly<Record<string, readonly [unitId: string, work: DemoWork, minutes: number]>> = {
  order_confirmed: ["sales", "value", 4],
  handed_to_field: ["sales", "necessary", 6],
  returned_to_shop: ["field", "waste", 18],
  appointment_offered: ["field", "necessary", 4],
  appointment_booked: ["field", "necessary", 3],
  appointment_confirmed: ["field", "value", 2],
  window_missed: ["field", "waste", 35],
  appointment_moved: ["field", "waste", 8],
  install_done: ["field", "value", 70],
  line_tested: ["field", "necessary", 8],
  diagnosis_done: ["network", "necessary", 25],
  repair_done: ["network", "value", 40],
  contact_answered: ["care", "by-cause", 8],
  asked_again: ["care", "waste", 2],
  transferred: ["care", "waste", 5],
  approval_asked: ["care", "waste", 6],
  remedy_given: ["care", "necessary", 4],
  ticket_reopened: ["care", "waste", 6],
  plan_changed: ["care", "value", 6],
  approval_given: ["billing", "waste", 4],
  invoice_corrected: ["billing", "waste", 14],
  reminder_sent: ["billing", "necessary", 1],
  payment_failed: ["billing", "necessary", 2],
};

/** The work in a step, as the company page has it. */
export function workOf(activity: string): { readonly unitId: string | null; readonly work: DemoWork | null; readonly minutes: number } {
  const [unitId, work, minutes] = WORK[activity] ?? [null, null, 0];
  return { unitId, work, minutes };
}

const CAUSE_LABELS: readonly string[] = [
  "How something works",
  "Change of plan",
  "Moving house",
  "Fault",
  "Wi-Fi box drops at night",
  "Cannot sign in to the app",
  "Cannot read the new invoice",
  "Where the technician is",
  "Question about the bill",
  "Question about the price",
  "Not solved the first time",
];

/** Why customers contact Harbourline, and whose failure it is where it is one. */
export function causeFacts() {
  return CAUSES.map((id, code) => ({
    id,
    label: CAUSE_LABELS[code] ?? id,
    demand: code === CAUSE.repeat ? ("repeat" as const) : isFailureDemand(code) ? ("failure" as const) : ("value" as const),
    unitId: DEPARTMENT_IDS[causingDepartment(code)] ?? null,
  }));
}
