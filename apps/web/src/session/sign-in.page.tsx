import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { post } from "../api.ts";
import { t } from "../messages/text.ts";
import { PasswordField, TextField } from "../ui/field.tsx";
import { PageTitle } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { useMe } from "./read.ts";

export function Page() {
  const me = useMe();
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    post("/api/auth/sign-in/email", { email: String(form.get("email")), password: String(form.get("password")) })
      .then(async () => {
        await client.invalidateQueries();
        await navigate({ href: inside(search.next) });
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="narrow">
      <PageTitle title="page.sign-in">{t("sign-in.title")}</PageTitle>
      {me.data?.setupNeeded === true && (
        <div className="card body note-card">
          <p className="strong">{t("sign-in.setup")}</p>
          <p className="sec">{t("sign-in.setup.how")}</p>
        </div>
      )}
      <form className="card body form" onSubmit={send}>
        <TextField label={t("field.email")} name="email" type="email" autoComplete="username" required />
        <PasswordField label={t("field.password")} name="password" autoComplete="current-password" required />
        {error !== null && <Trouble error={error} />}
        <button type="submit" className="btn primary block" disabled={busy}>
          {t("sign-in.button")}
        </button>
      </form>
      <LanguageChoice />
    </div>
  );
}

/** Only an address of this site may be the next one. */
function inside(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
