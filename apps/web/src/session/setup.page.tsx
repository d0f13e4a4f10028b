import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { call } from "../api.ts";
import { t } from "../messages/text.ts";
import { PasswordField, TextField } from "../ui/field.tsx";
import { PageTitle } from "../ui/page.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { Trouble } from "../ui/trouble.tsx";

const shortest = 12;

export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [short, setShort] = useState(false);
  const [busy, setBusy] = useState(false);
  const token = search.token ?? "";
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    setShort(password.length < shortest);
    if (password.length < shortest) return;
    setBusy(true);
    setError(null);
    call("session.setup", { token, name: String(form.get("name")), email: String(form.get("email")), password })
      .then(async () => {
        await client.invalidateQueries();
        await navigate({ to: "/" });
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="narrow">
      <PageTitle title="page.setup">{t("setup.title")}</PageTitle>
      <p className="under">{token === "" ? t("setup.no-token") : t("setup.text")}</p>
      {token !== "" && (
        <form className="card body form" onSubmit={send}>
          <TextField label={t("field.name")} name="name" autoComplete="name" required />
          <TextField label={t("field.email")} name="email" type="email" autoComplete="username" required />
          <PasswordField
            label={t("field.password")}
            name="password"
            autoComplete="new-password"
            required
            hint={t("setup.password", { shortest })}
            wrong={short ? t("setup.password.short", { shortest }) : null}
            onChange={(event) => setShort(short && event.currentTarget.value.length < shortest)}
          />
          {error !== null && <Trouble error={error} />}
          <button type="submit" className="btn primary block" disabled={busy}>
            {t("setup.button")}
          </button>
        </form>
      )}
      <LanguageChoice />
    </div>
  );
}
