import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Key, KeyScope } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Confirm, Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { isoDay } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";
import { SCOPES } from "./scopes.ts";
import { ShowOnce } from "./show-once.tsx";

/** A key for a program: what it may, for which source, until when; then the key itself, shown this once. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const refresh = useRefresh();
  const [scopes, setScopes] = useState<readonly KeyScope[]>([]);
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const brings = scopes.includes("ingest:write");
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (scopes.length === 0) return;
    const form = new FormData(event.currentTarget);
    const until = String(form.get("until"));
    setBusy(true);
    setError(null);
    call("access.createKey", {
      name: String(form.get("name")),
      scopes: [...scopes],
      source: brings ? String(form.get("source")) : null,
      // To the end of that day where the viewer is.
      expiresAt: until === "" ? null : new Date(`${until}T23:59:59`).toISOString(),
    }).then(
      async ({ name, key }) => {
        await refresh();
        if (key === null) onClose();
        else setMade({ name, key });
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  if (made !== null) {
    return (
      <Dialog title={t("program-keys.made", { name: made.name })} opened onClose={onClose}>
        <ShowOnce label={t("program-keys.key")} secret={made.key} what={t("program-keys.made.what")} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("program-keys.new")} opened onClose={onClose}>
      <form className="form" onSubmit={send}>
        <TextField
          label={t("program-keys.name")}
          hint={t("program-keys.name.hint")}
          name="name"
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <fieldset className="scopes" aria-describedby={asked && scopes.length === 0 ? "scopes-wrong" : undefined}>
          <legend className="strong sm">{t("program-keys.scopes")}</legend>
          {SCOPES.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) => setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
              />
              <span>{t(`scope.${scope}`)}</span>
            </label>
          ))}
          {asked && scopes.length === 0 && (
            <p id="scopes-wrong" className="xs bad strong">
              {t("program-keys.scopes.none")}
            </p>
          )}
        </fieldset>
        {brings && (
          <TextField
            label={t("program-keys.source")}
            hint={t("program-keys.source.hint")}
            name="source"
            required
            maxLength={100}
            autoComplete="off"
          />
        )}
        <TextField label={t("program-keys.until")} hint={t("program-keys.until.hint")} name="until" type="date" min={isoDay(new Date())} />
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={busy}>
            {t("program-keys.make")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function RevokeDialog({ row, onClose }: { row: Key; onClose: () => void }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const yes = () => {
    setBusy(true);
    call("access.revokeKey", { id: row.id }).then(
      async () => {
        await refresh();
        announce(t("program-keys.revoked", { name: row.name }));
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  return (
    <Confirm
      title={t("program-keys.revoke.title", { name: row.name })}
      what={t("program-keys.revoke.what")}
      yes={t("program-keys.revoke.yes")}
      opened
      busy={busy}
      onYes={yes}
      onClose={onClose}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}
