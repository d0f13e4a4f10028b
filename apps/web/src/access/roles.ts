import type { Company, Role } from "../api-types.ts";
import { t } from "../messages/text.ts";
import type { Option } from "../ui/field.tsx";

/** From the one who may do everything to the one who looks. */
export const ROLES = ["owner", "analyst", "manager", "frontline", "executive"] as const satisfies readonly Role[];
/** As the server gives it to each role where nobody says otherwise. */
export const SEES_PERSONAL: Readonly<Record<Role, boolean>> = {
  owner: true,
  analyst: true,
  manager: false,
  frontline: true,
  executive: false,
};

export function roleOptions(): readonly Option[] {
  return ROLES.map((role) => ({ id: role, label: t(`role.name.${role}`) }));
}

export function asRole(value: string): Role {
  return ROLES.find((role) => role === value) ?? "executive";
}

/** The units somebody's work may be narrowed to; the whole organisation first. */
export function unitOptions(company: Company | undefined): readonly Option[] {
  return [{ id: "", label: t("people.unit.all") }, ...(company?.units ?? []).map((unit) => ({ id: unit.id, label: unit.name }))];
}

export function unitName(company: Company | undefined, id: string | null): string {
  return id === null ? t("people.unit.all") : (company?.units.find((unit) => unit.id === id)?.name ?? id);
}
