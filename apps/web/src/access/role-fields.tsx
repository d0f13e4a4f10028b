import { useState } from "react";
import type { Company, Role } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { SelectField } from "../ui/field.tsx";
import { asRole, roleOptions, SEES_PERSONAL, unitOptions } from "./roles.ts";

export interface Given {
  readonly role: Role;
  readonly unitId: string | null;
  readonly personal: boolean;
}

/** What somebody may do: a role in words, a unit that narrows it, and whether they see personal data. */
export function RoleFields({ company, start }: { company: Company | undefined; start: Given }) {
  const [role, setRole] = useState<Role>(start.role);
  const [personal, setPersonal] = useState(start.personal);
  return (
    <>
      <SelectField
        label={t("people.role")}
        hint={t(`role.what.${role}`)}
        name="role"
        value={role}
        options={roleOptions()}
        onChange={(event) => {
          const chosen = asRole(event.currentTarget.value);
          setRole(chosen);
          setPersonal(SEES_PERSONAL[chosen]);
        }}
      />
      {role !== "owner" && (
        <>
          <SelectField
            label={t("people.unit")}
            hint={t("people.unit.hint")}
            name="unit"
            defaultValue={start.unitId ?? ""}
            options={unitOptions(company)}
          />
          <label className="tick">
            <input type="checkbox" name="personal" checked={personal} onChange={(event) => setPersonal(event.currentTarget.checked)} />
            <span>
              {t("people.personal")}
              <br />
              <span className="xs mut">{t("people.personal.hint")}</span>
            </span>
          </label>
        </>
      )}
    </>
  );
}

/** What stands in the fields, as the server takes it. An owner works everywhere and sees everything. */
export function givenIn(form: FormData): Given {
  const role = asRole(String(form.get("role")));
  const unit = String(form.get("unit") ?? "");
  if (role === "owner") return { role, unitId: null, personal: true };
  return { role, unitId: unit === "" ? null : unit, personal: form.get("personal") !== null };
}
