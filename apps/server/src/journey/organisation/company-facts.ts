import type { Company } from "../../company/words.ts";

/** The company's words as the computing thread needs them: plain lists. */
export interface CompanyFacts {
  /** Departments, in the order their numbers refer to. */
  readonly silos: readonly { readonly id: string; readonly label: string }[];
  /** Unit -> number of the department it belongs to. */
  readonly siloOfUnit: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, StepFacts>>;
  readonly causes: readonly { readonly id: string; readonly demand: "value" | "failure" | "repeat"; readonly silo: number | null }[];
}
interface StepFacts {
  readonly byCustomer: boolean;
  /** Whose work it is, by the company's own list. */
  readonly silo: number | null;
  /** Who owns its stage. */
  readonly ownerSilo: number | null;
  readonly work: "value" | "necessary" | "waste" | "by-cause" | null;
  readonly minutes: number;
}

export function companyFacts(company: Company): CompanyFacts {
  const parent = new Map(company.units.map((unit) => [unit.id, unit.parentId]));
  const departments = new Map(company.units.map((unit) => [unit.id, departmentOf(unit.id, parent)]));
  const ids = [...new Set(departments.values())].sort();
  const names = new Map(company.units.map((unit) => [unit.id, unit.name]));
  const numberOf = (unitId: string | null | undefined): number | null => {
    if (unitId === null || unitId === undefined) return null;
    const department = departments.get(unitId);
    return department === undefined ? null : ids.indexOf(department);
  };
  const unitOfPerson = new Map(company.people.map((person) => [person.id, person.unitId]));
  const ownerOf = new Map(company.stages.map((stage) => [stage.id, stage.ownerId === null ? null : unitOfPerson.get(stage.ownerId)]));
  return {
    silos: ids.map((id) => ({ id, label: names.get(id) ?? id })),
    siloOfUnit: Object.fromEntries([...departments.keys()].map((id) => [id, numberOf(id) ?? -1])),
    steps: Object.fromEntries(
      company.steps.map((step) => [
        step.id,
        {
          byCustomer: step.by === "customer",
          silo: numberOf(step.unitId),
          ownerSilo: step.stageId === null ? null : numberOf(ownerOf.get(step.stageId)),
          work: step.work,
          minutes: step.minutes,
        },
      ]),
    ),
    causes: company.causes.map(({ id, demand, unitId }) => ({ id, demand, silo: numberOf(unitId) })),
  };
}

/** The unit right below the top of its tree; the top itself where nothing is above it. */
function departmentOf(id: string, parent: ReadonlyMap<string, string | null>): string {
  let at = id;
  const seen = new Set([id]);
  for (;;) {
    const above = parent.get(at) ?? null;
    if (above === null || seen.has(above) || (parent.get(above) ?? null) === null) return at;
    seen.add(above);
    at = above;
  }
}
