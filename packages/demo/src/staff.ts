import { AGENTS_A_TEAM, CARE_TEAMS, UNIT_IDS, unitCode } from "./unit.ts";

export const LEADERS: readonly { readonly id: string; readonly name: string; readonly title: string; readonly unitId: string }[] = [
  { id: "L01", name: "Edda Marwick", title: "Chief executive", unitId: "company" },
  { id: "L02", name: "Mara Lindqvist", title: "Head of Marketing", unitId: "marketing" },
  { id: "L03", name: "Tobias Renner", title: "Head of Sales", unitId: "sales" },
  { id: "L04", name: "Ines Kowalke", title: "Head of Field Operations", unitId: "field" },
  { id: "L05", name: "Samir Okafor", title: "Head of Network", unitId: "network" },
  { id: "L06", name: "Lucie Brandt", title: "Head of Customer Care", unitId: "care" },
  { id: "L07", name: "Henrik Dahl", title: "Head of Billing and Finance", unitId: "billing" },
  { id: "L08", name: "Noor Vermeulen", title: "Head of Loyalty", unitId: "loyalty" },
  { id: "L09", name: "Ada Fenwick", title: "CX lead", unitId: "cx" },
  { id: "L10", name: "Pavel Strand", title: "Finance director", unitId: "company" },
  { id: "L11", name: "Greta Osei", title: "People director", unitId: "company" },
  { id: "L12", name: "Anselm Rook", title: "Technology director", unitId: "company" },
  { id: "L13", name: "Celine Hartog", title: "Legal counsel", unitId: "company" },
  { id: "L14", name: "Idris Vale", title: "Strategy director", unitId: "company" },
  { id: "L15", name: "Wanda Petry", title: "Partner sales director", unitId: "sales" },
  { id: "L16", name: "Joris Amsel", title: "Procurement director", unitId: "company" },
];

export const MANAGERS = 54;
const FRONT_LINE = 420;
const SUPPORT_STAFF = 150;

// How many of the 420 front-line staff each team has; the 24 crews have six each.
const TEAM_SIZES: readonly (readonly [string, number])[] = [
  ...CARE_TEAMS.map((team): readonly [string, number] => [team, AGENTS_A_TEAM]),
  ...UNIT_IDS.filter((id) => /^[NHS]\d$/.test(id)).map((id): readonly [string, number] => [id, 6]),
  ["line-desk", 30],
  ["core", 20],
  ["wi-fi", 12],
  ["web-shop", 12],
  ["phone-sales", 30],
  ["partner-shops", 14],
  ["brand", 8],
  ["web", 8],
  ["credit-desk", 12],
  ["collections", 12],
  ["retention", 22],
  ["cx", 12],
];

/** Staff ids but the leaders': managers first, then front line, then support staff, `A-001` to `A-624`. */
export const STAFF_IDS: readonly string[] = Array.from(
  { length: MANAGERS + FRONT_LINE + SUPPORT_STAFF },
  (_, i) => `A-${String(i + 1).padStart(3, "0")}`,
);

/** A front-line member of staff: place in `STAFF_IDS` and team. */
interface FrontLine {
  readonly staff: number;
  readonly unit: number;
}

export const FRONT_LINE_STAFF: readonly FrontLine[] = TEAM_SIZES.flatMap(([id, size]) =>
  Array.from({ length: size }, () => unitCode(id)),
).map((unit, i) => ({ staff: MANAGERS + i, unit }));

const FIRST_OF_TEAM = new Map<number, number>();
for (const person of FRONT_LINE_STAFF) if (!FIRST_OF_TEAM.has(person.unit)) FIRST_OF_TEAM.set(person.unit, person.staff);

/** Place in `STAFF_IDS` of the n-th front-line member of a team. */
export function staffOf(unit: number, member: number): number {
  const first = FIRST_OF_TEAM.get(unit);
  if (first === undefined) throw new RangeError(`unit ${UNIT_IDS[unit]} has no front-line staff`);
  return first + member;
}

export const PARTNER_IDS: readonly string[] = Array.from({ length: 60 }, (_, i) => `P${String(i + 1).padStart(2, "0")}`);

/** Dictionary of the resource column: staff, then partner shops. */
export const RESOURCE_IDS: readonly string[] = [...STAFF_IDS, ...PARTNER_IDS];
export const FIRST_PARTNER = STAFF_IDS.length;
