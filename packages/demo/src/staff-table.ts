import { below, newDraws, normal, open, uniform } from "./draw.ts";
import type { CompanyContext } from "./company-tables.ts";
import { SCOPE } from "./scope.ts";
import { FRONT_LINE_STAFF, LEADERS, MANAGERS, STAFF_IDS } from "./staff.ts";
import type { Cell, Shape } from "./table.ts";
import { DEPARTMENT_IDS, departmentOf, UNIT_IDS } from "./unit.ts";

const TEAM_TIES = 3;
const HAND_OVER_TIES = 2;
const MANAGER_TIES = 2;
const OWN_DEPARTMENT = 0.35;
const TO_HUB = 0.45;
const HUB_EVERY = 10;
const READINESS = { mean: 0.3, spread: 0.1 };

export type StaffRole = "leader" | "manager" | "front_line" | "support_staff";

/** One of the 640: place in the list, id, team and department as unit ids, and the place of the manager (null for the chief executive). */
export interface Member {
  readonly place: number;
  readonly id: string;
  readonly role: StaffRole;
  readonly team: string;
  readonly department: string;
  readonly manager: number | null;
}

function build(): readonly Member[] {
  const teams = [...new Set(FRONT_LINE_STAFF.map(({ unit }) => unit))];
  const leaderOf = (department: string): number =>
    Math.max(
      0,
      LEADERS.findIndex(({ unitId }) => unitId === department),
    );
  const leaders = LEADERS.map(({ id, unitId }, place): Member => ({
    place,
    id,
    role: "leader",
    team: unitId,
    department: unitId,
    manager: place === 0 ? null : 0,
  }));
  // One manager a team; the rest lead the support staff of the departments in turn.
  const managers = Array.from({ length: MANAGERS }, (_, i): Member => {
    const team = i < teams.length ? UNIT_IDS[teams[i]] : DEPARTMENT_IDS[(i - teams.length) % DEPARTMENT_IDS.length];
    const department = departmentOf(team);
    return { place: LEADERS.length + i, id: STAFF_IDS[i], role: "manager", team, department, manager: leaderOf(department) };
  });
  const others = STAFF_IDS.slice(MANAGERS).map((id, i): Member => {
    const place = LEADERS.length + MANAGERS + i;
    const frontLine = FRONT_LINE_STAFF.at(i);
    if (i < FRONT_LINE_STAFF.length && frontLine !== undefined) {
      const team = UNIT_IDS[frontLine.unit];
      return {
        place,
        id,
        role: "front_line",
        team,
        department: departmentOf(team),
        manager: LEADERS.length + teams.indexOf(frontLine.unit),
      };
    }
    const turn = i % (MANAGERS - teams.length);
    const manager = managers[teams.length + turn];
    return { place, id, role: "support_staff", team: manager.team, department: manager.department, manager: manager.place };
  });
  return [...leaders, ...managers, ...others];
}

/** The 640 members of staff: leaders, managers, front line, support staff. */
export const MEMBERS: readonly Member[] = build();

export const STAFF_SHAPE: Shape = {
  staffId: "text",
  name: "text",
  role: "text",
  team: "text",
  department: "text",
  managerId: "text",
};

export function staffRows(): readonly Readonly<Record<string, Cell>>[] {
  return MEMBERS.map(({ place, id, role, team, department, manager }) => ({
    staffId: id,
    name: LEADERS[place]?.name ?? null,
    role,
    team,
    department,
    managerId: manager === null ? null : MEMBERS[manager].id,
  }));
}

export const TIE_SHAPE: Shape = { from: "text", to: "text", kind: "text" };

interface Tie {
  readonly from: number;
  readonly to: number;
  readonly kind: "manager" | "team" | "hand_over" | "managers";
}

/** Who deals with whom (§4): managers, team-mates, hand-overs along the journey, managers among themselves. */
export function tiesOf(seed: number): readonly Tie[] {
  const draws = newDraws();
  const byTeam = new Map<string, number[]>();
  const byDepartment = new Map<string, number[]>();
  for (const { place, team, department } of MEMBERS) {
    byTeam.set(team, [...(byTeam.get(team) ?? []), place]);
    byDepartment.set(department, [...(byDepartment.get(department) ?? []), place]);
  }
  const managers = MEMBERS.filter(({ role }) => role === "manager").map(({ place }) => place);
  const ties: Tie[] = [];
  const oneOf = (places: readonly number[], self: number): number | null => {
    const others = places.filter((place) => place !== self);
    return others.length === 0 ? null : others[below(draws, others.length)];
  };
  const tie = (from: number, to: number | null, kind: Tie["kind"]): void => {
    if (to !== null) ties.push({ from, to, kind });
  };
  for (const { place, role, team, department, manager } of MEMBERS) {
    open(draws, seed, SCOPE.ties, place, 0);
    tie(place, manager, "manager");
    for (let i = 0; i < TEAM_TIES; i++) tie(place, oneOf(byTeam.get(team) ?? [], place), "team");
    for (let i = 0; i < HAND_OVER_TIES; i++) {
      const own = uniform(draws) < OWN_DEPARTMENT;
      const there = byDepartment.get(own ? department : neighbour(department, uniform(draws))) ?? [];
      const hubs = there.filter((_, nth) => nth % HUB_EVERY === 0);
      tie(place, oneOf(uniform(draws) < TO_HUB ? hubs : there, place), "hand_over");
    }
    if (role === "manager") for (let i = 0; i < MANAGER_TIES; i++) tie(place, oneOf(managers, place), "managers");
  }
  return ties;
}

// The journey hands over to the next department, or gets back from the one before.
function neighbour(department: string, u: number): string {
  const at = DEPARTMENT_IDS.indexOf(department);
  if (at < 0) return DEPARTMENT_IDS[Math.floor(u * DEPARTMENT_IDS.length)];
  const next = u < 0.5 ? at - 1 : at + 1;
  return DEPARTMENT_IDS[Math.min(DEPARTMENT_IDS.length - 1, Math.max(0, next === at ? at + 1 : next))];
}

export function tieRows({ settings }: CompanyContext): readonly Readonly<Record<string, Cell>>[] {
  return tiesOf(settings.seed).map(({ from, to, kind }) => ({ from: MEMBERS[from].id, to: MEMBERS[to].id, kind }));
}

/** Share of the colleagues one deals with who have to be seen doing it first, by place in `MEMBERS`. */
export function readinessOf(seed: number): readonly number[] {
  const draws = newDraws();
  return MEMBERS.map(({ place }) => {
    open(draws, seed, SCOPE.readiness, place, 0);
    return Math.max(0, Math.min(1, READINESS.mean + READINESS.spread * normal(draws)));
  });
}
