import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { post } from "../api.ts";
import { t } from "../messages/text.ts";
import { PasswordField } from "../ui/field.tsx";
import { PageTitle } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";

const SHORTEST = 12;

/** Where a one-time link leads: somebody who was invited chooses a password, and is in. */
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
    const password = String(new FormData(event.currentTarget).get("password"));
    setShort(password.length < SHORTEST);
    if (password.length < SHORTEST) return;
    setBusy(true);
    setError(null);
    post("/api/v1/join", { token, password })
      .then(async () => {
        await client.invalidateQueries();
        await navigate({ to: "/", replace: true });
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="narrow">
      <PageTitle title="page.join">{t("join.title")}</PageTitle>
      <p className="under">{t(token === "" ? "join.no-token" : "join.text")}</p>
      {token !== "" && (
        <form className="card body form" onSubmit={send}>
          <PasswordField
            label={t("field.password")}
            name="password"
            autoComplete="new-password"
            required
            maxLength={512}
            hint={t("setup.password", { shortest: SHORTEST })}
            wrong={short ? t("setup.password.short", { shortest: SHORTEST }) : null}
            onChange={(event) => setShort(short && event.currentTarget.value.length < SHORTEST)}
          />
          {error !== null && <Trouble error={error} />}
          <button type="submit" className="btn primary block" disabled={busy}>
            {t("join.button")}
          </button>
        </form>
      )}
    </div>
  );
}
