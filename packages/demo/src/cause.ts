import { BILLING, CUSTOMER_CARE, FIELD_OPERATIONS, MARKETING, NETWORK } from "./unit.ts";

/** Why customers contact us. The first three are value demand; every other cause is failure demand with a department that causes it. */
export const CAUSES = [
  "how_to",
  "plan_change",
  "moving",
  "fault",
  "wifi_box",
  "app_login",
  "invoice_format",
  "technician",
  "bill",
  "price",
  "repeat",
] as const;
type Cause = (typeof CAUSES)[number];

export const CAUSE = Object.fromEntries(CAUSES.map((cause, code) => [cause, code])) as Readonly<Record<Cause, number>>;

const DEPARTMENT_OF: readonly number[] = [
  -1,
  -1,
  -1,
  NETWORK,
  NETWORK,
  NETWORK,
  BILLING,
  FIELD_OPERATIONS,
  BILLING,
  MARKETING,
  CUSTOMER_CARE,
];

/** The department whose failure brings the contact; −1 for value demand. */
export function causingDepartment(cause: number): number {
  return DEPARTMENT_OF[cause];
}

export function isFailureDemand(cause: number): boolean {
  return DEPARTMENT_OF[cause] >= 0;
}

/** Faults of line and box go the way of §3.3's repairs; everything else is settled at the desk. */
export function needsRepair(cause: number): boolean {
  return cause === CAUSE.fault || cause === CAUSE.wifi_box;
}
