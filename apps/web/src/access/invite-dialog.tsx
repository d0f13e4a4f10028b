import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Company } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { day } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";
import { RoleFields, givenIn } from "./role-fields.tsx";
import { ShowOnce } from "./show-once.tsx";

/** Somebody new: who they are and what they may; then the link that lets them in, shown this once. */
export function InviteDialog({ company, onClose }: { company: Company | undefined; onClose: () => void }) {
  const refresh = useRefresh();
  const [made, setMade] = useState<{ name: string; link: string; until: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    call("access.inviteMember", { name: String(form.get("name")), email: String(form.get("email")), ...givenIn(form) }).then(
      async ({ name, token, expiresAt }) => {
        await refresh();
        if (token === null) onClose();
        else setMade({ name, link: joinLink(token), until: day(expiresAt) });
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  if (made !== null) {
    return (
      <Dialog title={t("invite.made", { name: made.name })} opened onClose={onClose}>
        <ShowOnce
          label={t("invite.link")}
          secret={made.link}
          what={t("invite.made.what", { name: made.name, until: made.until })}
          onDone={onClose}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("invite.title")} opened onClose={onClose}>
      <form className="form" onSubmit={send}>
        <TextField label={t("invite.name")} name="name" required maxLength={200} autoComplete="off" data-autofocus />
        <TextField
          label={t("field.email")}
          hint={t("invite.email.hint")}
          name="email"
          type="email"
          required
          maxLength={320}
          autoComplete="off"
        />
        <RoleFields company={company} start={{ role: "analyst", unitId: null, personal: true }} />
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={busy}>
            {t("invite.send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function joinLink(token: string): string {
  return `${window.location.origin}/join?token=${encodeURIComponent(token)}`;
}
