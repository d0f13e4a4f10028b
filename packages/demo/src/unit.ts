interface UnitFact {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

const DEPARTMENTS: readonly (readonly [string, string])[] = [
  ["marketing", "Marketing"],
  ["sales", "Sales"],
  ["field", "Field Operations"],
  ["network", "Network"],
  ["care", "Customer Care"],
  ["billing", "Billing and Finance"],
  ["loyalty", "Loyalty"],
];

export const DEPARTMENT_IDS: readonly string[] = DEPARTMENTS.map((department) => department[0]);
export const MARKETING = 0;
export const FIELD_OPERATIONS = 2;
export const NETWORK = 3;
export const CUSTOMER_CARE = 4;
export const BILLING = 5;

export const CARE_TEAMS = ["anchor", "beacon", "compass", "drift", "ebb", "gangway"] as const;
export const AGENTS_A_TEAM = 14;

/** Crews N1–N8, H1–H8, S1–S8: eight a region, in the order of the regions. */
export const CREWS_A_REGION = 8;
const CREWS: readonly string[] = ["N", "H", "S"].flatMap((letter) => Array.from({ length: CREWS_A_REGION }, (_, i) => `${letter}${i + 1}`));

const TEAMS: readonly (readonly [string, string, string])[] = [
  ["brand", "Brand", "marketing"],
  ["web", "Web", "marketing"],
  ["web-shop", "Web Shop", "sales"],
  ["phone-sales", "Phone Sales", "sales"],
  ["partner-shops", "Partner Shops", "sales"],
  ["line-desk", "Line Desk", "network"],
  ["core", "Core", "network"],
  ["wi-fi", "Wi-Fi", "network"],
  ...CARE_TEAMS.map((id): readonly [string, string, string] => [id, id.charAt(0).toUpperCase() + id.slice(1), "care"]),
  ["credit-desk", "Credit Desk", "billing"],
  ["collections", "Collections", "billing"],
  ["retention", "Retention", "loyalty"],
  ["cx", "CX", "company"],
  ...CREWS.map((id): readonly [string, string, string] => [id, `Crew ${id}`, "field"]),
];

/** The company, its seven departments and their teams. */
export const UNITS: readonly UnitFact[] = [
  { id: "company", name: "Harbourline", parentId: null },
  ...DEPARTMENTS.map(([id, name]) => ({ id, name, parentId: "company" })),
  ...TEAMS.map(([id, name, parentId]) => ({ id, name, parentId })),
];

/** Dictionary of the unit column. */
export const UNIT_IDS: readonly string[] = UNITS.map((unit) => unit.id);

/** Code of a unit in the unit column; throws a RangeError on an unknown id. */
export function unitCode(id: string): number {
  const code = UNIT_IDS.indexOf(id);
  if (code < 0) throw new RangeError(`there is no unit "${id}"`);
  return code;
}

export const FIRST_CREW = unitCode("N1");
export const FIRST_CARE_TEAM = unitCode("anchor");

/** Desks that give approvals, and where they sit. */
export const DESKS = ["Credit Desk", "field desk", "team lead"] as const;

/** Id of the department a unit belongs to; the unit itself where it is one. */
export function departmentOf(id: string): string {
  const unit = UNITS.find((one) => one.id === id);
  return unit === undefined || unit.parentId === null || unit.parentId === "company" ? id : unit.parentId;
}
