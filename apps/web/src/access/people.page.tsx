import { useState } from "react";
import type { Company, Invitation, Member } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useMe, useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, day } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { AccessNav } from "./access-nav.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { CancelDialog, ChangeDialog, PasswordLinkDialog, RemoveDialog } from "./member-dialogs.tsx";
import { ROLES, unitName } from "./roles.ts";
import "./access.css";

type Opened = { what: "invite" } | { what: "change" | "password" | "remove"; member: Member } | { what: "cancel"; invitation: Invitation };

export function Page() {
  const reading = useRead("access.listMembers", {});
  const company = useRead("company.getCompany", {});
  const may = useMay();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const people = reading.data;
  return (
    <>
      <PageTitle title="page.people">
        {people === undefined
          ? t("people.reading")
          : t("people.title", {
              n: people.members.length,
              owners: people.members.filter((member) => member.role === "owner").length,
              invited: people.invitations.length,
            })}
      </PageTitle>
      <p className="under">
        <span>{t("people.under")}</span>
      </p>
      <AccessNav />
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {people === undefined ? (
        !reading.isError && <Waiting what={t("people.reading")} />
      ) : (
        <div className="stack access">
          {may("access:write") && (
            <p className="buttons">
              <button type="button" className="btn primary" onClick={() => setOpened({ what: "invite" })}>
                {t("invite.open")}
              </button>
            </p>
          )}
          <Card
            id="members"
            title={t("people.members")}
            beside={<span className="sm mut">{t("people.count", { n: people.members.length })}</span>}
            tools={<ExportButton columns={columns(company.data)} rows={people.members} name="members" />}
          >
            <Members members={people.members} company={company.data} onOpen={may("access:write") ? setOpened : null} />
          </Card>
          {people.invitations.length > 0 && (
            <Card
              id="invitations"
              title={t("people.invited")}
              beside={<span className="sm mut">{t("people.invited.what")}</span>}
              tools={<ExportButton columns={invited(company.data)} rows={people.invitations} name="invitations" />}
            >
              <Invitations invitations={people.invitations} company={company.data} onOpen={may("access:write") ? setOpened : null} />
            </Card>
          )}
          <Card id="roles" title={t("people.roles")}>
            <dl className="body roles">
              {ROLES.map((role) => (
                <div key={role}>
                  <dt className="strong">{t(`role.name.${role}`)}</dt>
                  <dd className="sec">{t(`role.what.${role}`)}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
      )}
      {opened?.what === "invite" && <InviteDialog company={company.data} onClose={close} />}
      {opened?.what === "change" && <ChangeDialog member={opened.member} company={company.data} onClose={close} />}
      {opened?.what === "password" && <PasswordLinkDialog member={opened.member} onClose={close} />}
      {opened?.what === "remove" && <RemoveDialog member={opened.member} onClose={close} />}
      {opened?.what === "cancel" && <CancelDialog invitation={opened.invitation} onClose={close} />}
    </>
  );
}

type Shown = { company: Company | undefined; onOpen: ((opened: Opened) => void) | null };

function Members({ members, company, onOpen }: Shown & { members: readonly Member[] }) {
  const me = useMe().data?.user?.id;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("people.members") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("people.column.name")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col">{t("people.column.unit")}</th>
            <th scope="col">{t("people.column.personal")}</th>
            <th scope="col">{t("people.column.since")}</th>
            <th scope="col" className="num">
              {t("people.column.sessions")}
            </th>
            <th scope="col">
              <span className="sr">{t("people.column.change")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id}>
              <th scope="row" className="wide">
                <b className="strong">{member.name}</b>
                {member.id === me && <span className="mut"> {t("people.you")}</span>}
                <br />
                <span className="xs mut">{member.email}</span>
              </th>
              <td>{t(`role.name.${member.role}`)}</td>
              <td>{unitName(company, member.unitId)}</td>
              <td>{t(member.personal ? "people.sees" : "people.sees-not")}</td>
              <td className="nw">{day(member.since)}</td>
              <td className="num">{count(member.sessions)}</td>
              <td>
                {onOpen !== null && (
                  <div className="buttons">
                    <button type="button" className="btn small" onClick={() => onOpen({ what: "change", member })}>
                      {t("people.change")}
                      <span className="sr">: {member.name}</span>
                    </button>
                    <button type="button" className="btn small" onClick={() => onOpen({ what: "password", member })}>
                      {t("people.password")}
                      <span className="sr">: {member.name}</span>
                    </button>
                    <button type="button" className="btn small" onClick={() => onOpen({ what: "remove", member })}>
                      {t("people.remove")}
                      <span className="sr">: {member.name}</span>
                    </button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Invitations({ invitations, company, onOpen }: Shown & { invitations: readonly Invitation[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("people.invited") })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("people.column.name")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col">{t("people.column.unit")}</th>
            <th scope="col">{t("people.column.until")}</th>
            <th scope="col">
              <span className="sr">{t("people.column.change")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <tr key={invitation.id}>
              <th scope="row" className="wide">
                <b className="strong">{invitation.name}</b>
                <br />
                <span className="xs mut">{invitation.email}</span>
              </th>
              <td>{t(`role.name.${invitation.role}`)}</td>
              <td>{unitName(company, invitation.unitId)}</td>
              <td className="nw">{day(invitation.expiresAt)}</td>
              <td>
                {onOpen !== null && (
                  <div className="buttons">
                    <button type="button" className="btn small" onClick={() => onOpen({ what: "cancel", invitation })}>
                      {t("invite.cancel")}
                      <span className="sr">: {invitation.name}</span>
                    </button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function columns(company: Company | undefined): readonly Column<Member>[] {
  return [
    { head: t("people.column.name"), cell: (member) => member.name },
    { head: t("field.email"), cell: (member) => member.email },
    { head: t("people.role"), cell: (member) => t(`role.name.${member.role}`) },
    { head: t("people.column.unit"), cell: (member) => unitName(company, member.unitId) },
    { head: t("people.column.personal"), cell: (member) => t(member.personal ? "people.sees" : "people.sees-not") },
    { head: t("people.column.since"), cell: (member) => member.since },
    { head: t("people.column.sessions"), cell: (member) => member.sessions },
  ];
}

function invited(company: Company | undefined): readonly Column<Invitation>[] {
  return [
    { head: t("people.column.name"), cell: (invitation) => invitation.name },
    { head: t("field.email"), cell: (invitation) => invitation.email },
    { head: t("people.role"), cell: (invitation) => t(`role.name.${invitation.role}`) },
    { head: t("people.column.unit"), cell: (invitation) => unitName(company, invitation.unitId) },
    { head: t("people.column.until"), cell: (invitation) => invitation.expiresAt },
  ];
}
