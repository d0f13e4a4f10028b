import type { SettingField } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { LongField, PasswordField, SelectField, TextField } from "../ui/field.tsx";

/** One setting of a connector, asked for as its kind wants it. A secret is asked for and never shown. */
export function SettingInput({
  field,
  value,
  kept,
  onChange,
}: {
  field: SettingField;
  value: string;
  /** A secret of it is kept. */
  kept: boolean;
  onChange: (value: string) => void;
}) {
  const { name, type, secret, required, choices, usual } = field;
  const label = words(`connect.field.${name}`, name);
  const said = words(`connect.hint.${name}`, "");
  const hint = kept ? t("connect.secret.kept") : said;
  const more = {
    label,
    ...(hint === "" ? {} : { hint }),
    required: required && !kept,
    autoComplete: "off",
    value,
  };
  if (type === "choice") {
    const options = choices.map((id) => ({ id, label: words(`connect.choice.${id}`, id) }));
    return <SelectField {...more} options={options} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (type === "long") return <LongField {...more} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (secret) return <PasswordField {...more} autoComplete="new-password" onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <TextField
      {...more}
      {...(type === "number" ? { inputMode: "numeric" as const } : {})}
      {...(usual === null || usual === "" ? {} : { placeholder: usual })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function words(key: string, otherwise: string): string {
  return isKey(key) ? t(key) : otherwise;
}
