import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Settings } from "../api-types.ts";
import { zones } from "../customer/mapping.ts";
import { t, viewerLocale } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Card } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";

export function SettingsCard({ settings, etag }: { settings: Settings; etag: string | undefined }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    call(
      "company.updateSettings",
      {
        name: String(form.get("name")),
        zone: String(form.get("zone")),
        currency: String(form.get("currency")).toUpperCase(),
        fiscalYearStart: Number(form.get("fiscal")),
        workdays: form.getAll("workday").map(Number),
      },
      { etag },
    )
      .then(async () => {
        await refresh();
        announce(t("company.saved"));
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Card id="settings" title={t("company.settings")}>
      <form className="body form" onSubmit={save}>
        <div className="pair">
          <TextField label={t("company.field.name")} name="name" defaultValue={settings.name} required maxLength={200} />
          <SelectField
            label={t("company.zone")}
            hint={t("company.zone.hint")}
            name="zone"
            defaultValue={settings.zone}
            options={zones(settings.zone).map((zone) => ({ id: zone, label: zone }))}
          />
          <TextField
            label={t("company.currency")}
            hint={t("company.currency.hint")}
            name="currency"
            defaultValue={settings.currency}
            required
            pattern="[A-Za-z]{3}"
            maxLength={3}
          />
          <SelectField
            label={t("company.fiscal")}
            name="fiscal"
            defaultValue={String(settings.fiscalYearStart)}
            options={Array.from({ length: 12 }, (_, at) => ({
              id: String(at + 1),
              label: nameOf({ month: "long" }, Date.UTC(2024, at, 1)),
            }))}
          />
        </div>
        <fieldset className="days">
          <legend className="strong sm">{t("company.workdays")}</legend>
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <label key={day}>
              <input type="checkbox" name="workday" value={day} defaultChecked={settings.workdays.includes(day)} />{" "}
              {nameOf({ weekday: "short" }, Date.UTC(2024, 0, day))}
            </label>
          ))}
        </fieldset>
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="submit" className="btn primary" disabled={busy}>
            {t("company.settings.save")}
          </button>
        </div>
      </form>
    </Card>
  );
}

/** 1 January 2024 was a Monday, so day n of that month is weekday n. */
function nameOf(form: Intl.DateTimeFormatOptions, time: number): string {
  return new Intl.DateTimeFormat(viewerLocale(), { ...form, timeZone: "UTC" }).format(time);
}
