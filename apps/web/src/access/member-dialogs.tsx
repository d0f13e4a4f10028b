import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Company, Invitation, Member } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMe, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Confirm, Dialog } from "../ui/dialog.tsx";
import { day } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";
import { joinLink } from "./invite-dialog.tsx";
import { givenIn, RoleFields } from "./role-fields.tsx";
import { ShowOnce } from "./show-once.tsx";

/** Another role, unit or view of personal data. It holds at once, so the member signs in again. */
export function ChangeDialog({ member, company, onClose }: { member: Member; company: Company | undefined; onClose: () => void }) {
  const { busy, error, run } = useChange(onClose);
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = givenIn(new FormData(event.currentTarget));
    run(() => call("access.changeMember", { id: member.id, ...given }), t("people.changed", { name: member.name }));
  };
  return (
    <Dialog title={t("people.change.title", { name: member.name })} opened onClose={onClose}>
      <form className="form" onSubmit={save}>
        <RoleFields company={company} start={member} />
        <p className="sm sec">{t("people.change.what")}</p>
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={busy}>
            {t("people.change.yes")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { busy, error, run } = useChange(onClose);
  const me = useMe().data?.user?.id;
  return (
    <Confirm
      title={t("people.remove.title", { name: member.name })}
      what={member.id === me ? t("people.remove.self") : t("people.remove.what", { name: member.name })}
      yes={t("people.remove.yes")}
      opened
      busy={busy}
      onClose={onClose}
      onYes={() => run(() => call("access.removeMember", { id: member.id }), t("people.removed", { name: member.name }))}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}

export function CancelDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { busy, error, run } = useChange(onClose);
  return (
    <Confirm
      title={t("invite.cancel.title", { name: invitation.name })}
      what={t("invite.cancel.what")}
      yes={t("invite.cancel.yes")}
      opened
      busy={busy}
      onClose={onClose}
      onYes={() => run(() => call("access.cancelInvitation", { id: invitation.id }), t("invite.cancelled", { name: invitation.name }))}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}

/** For who forgot theirs: a link by which they choose a new password. What they may do stays. */
export function PasswordLinkDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const refresh = useRefresh();
  const [made, setMade] = useState<{ link: string; until: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const make = () => {
    setBusy(true);
    const { name, email, role, unitId, personal } = member;
    call("access.inviteMember", { name, email, role, unitId, personal }).then(
      async ({ token, expiresAt }) => {
        await refresh();
        if (token === null) onClose();
        else setMade({ link: joinLink(token), until: day(expiresAt) });
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  if (made !== null) {
    return (
      <Dialog title={t("people.password.made", { name: member.name })} opened onClose={onClose}>
        <ShowOnce
          label={t("invite.link")}
          secret={made.link}
          what={t("invite.made.what", { name: member.name, until: made.until })}
          onDone={onClose}
        />
      </Dialog>
    );
  }
  return (
    <Confirm
      title={t("people.password.title", { name: member.name })}
      what={t("people.password.what")}
      yes={t("people.password.yes")}
      opened
      busy={busy}
      onClose={onClose}
      onYes={make}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}

function useChange(onClose: () => void) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const run = (change: () => Promise<unknown>, said: string) => {
    setBusy(true);
    setError(null);
    change().then(
      async () => {
        await refresh();
        announce(said);
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  return { busy, error, run };
}
