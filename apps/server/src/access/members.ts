import { z } from "zod";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { InvitationId, newId } from "../platform/ids.ts";
import { newToken } from "../platform/one-time-token.ts";
import { read, write } from "../platform/operation.ts";
import type { Tx } from "../platform/records/contract.ts";
import { SEES_PERSONAL } from "../platform/roles.ts";
import { changedSignIns } from "./handlers.ts";
import {
  addInvitation,
  changeMemberRow,
  endSessions,
  findMemberRow,
  findUserByEmail,
  listInvitationRows,
  listMemberRows,
  openSessions,
  otherOwners,
  removeInvitation,
  removeUser,
} from "./store.ts";
import { Invitation, Member, MemberChange, NewInvitation } from "./words.ts";

const INVITED_MS = 7 * 24 * 3_600_000;
const Invited = Invitation.extend({ token: z.string().nullable().describe("for the link /join?token=…; shown this once") });

export const listMembers = read({
  name: "access.listMembers",
  method: "GET",
  path: "/members",
  summary: "Who may sign in, as what, and who was invited",
  permission: "access:read",
  input: z.object({}),
  output: z.object({ members: z.array(Member), invitations: z.array(Invitation) }),
  async run(ctx) {
    const now = new Date(ctx.clock());
    const sessions = await openSessions(ctx.db, now);
    return {
      members: (await listMemberRows(ctx.db)).map((row) => toMember(row, sessions.get(row.id) ?? 0)),
      invitations: (await listInvitationRows(ctx.db, now)).map(toInvitation),
    };
  },
});

export const inviteMember = write({
  name: "access.inviteMember",
  method: "POST",
  path: "/members/invitations",
  summary: "Invite somebody by a one-time link; for a member it is the way to a new password",
  permission: "access:write",
  input: NewInvitation,
  output: Invited,
  keep: (output) => ({ ...output, token: null }), // a secret is shown once, and kept nowhere
  async run(ctx, input) {
    const { token, hash } = newToken();
    const known = await findUserByEmail(ctx.tx, input.email);
    const mine = known === null ? null : await findMemberRow(ctx.tx, known.id);
    const row = {
      id: newId(InvitationId),
      hash,
      name: input.name,
      email: input.email,
      // Somebody who is here already keeps what they may do: the link gives a password, not a role.
      role: mine?.role ?? input.role,
      unitId: mine === null ? input.unitId : mine.unitId,
      personal: mine?.personal ?? input.personal ?? SEES_PERSONAL[input.role],
      expiresAt: new Date(ctx.clock() + INVITED_MS),
    };
    await addInvitation(ctx.tx, row);
    return { ...toInvitation(row), token };
  },
  subject: (_input, output) => output.id,
});

export const cancelInvitation = write({
  name: "access.cancelInvitation",
  method: "DELETE",
  path: "/members/invitations/{id}",
  summary: "Take an invitation back: its link stops working",
  permission: "access:write",
  input: z.object({ id: InvitationId }),
  output: z.object({ removed: z.string() }),
  async run(ctx, input) {
    if (!(await removeInvitation(ctx.tx, input.id))) throw notFound("This invitation");
    return { removed: input.id };
  },
  subject: (input) => input.id,
});

export const changeMember = write({
  name: "access.changeMember",
  method: "PATCH",
  path: "/members/{id}",
  summary: "Change what a member may do; their sessions end, so that it holds at once",
  permission: "access:write",
  input: MemberChange.extend({ id: z.string().max(100) }),
  output: Member,
  current: async (ctx, input) => {
    const row = await findMemberRow(ctx.tx, input.id);
    return row === null ? null : toMember(row, 0);
  },
  async run(ctx, { id, ...change }) {
    if ((await findMemberRow(ctx.tx, id)) === null) throw notFound("This member");
    if (change.role !== undefined && change.role !== "owner") await assertOwnerLeft(ctx.tx, id);
    await changeMemberRow(ctx.tx, id, change);
    await endSessions(ctx.tx, id, id === ctx.actor.id ? ctx.actor.session : null);
    await changedSignIns(ctx.emit);
    const row = await findMemberRow(ctx.tx, id);
    if (row === null) throw notFound("This member");
    return toMember(row, 0);
  },
  subject: (input) => input.id,
});

export const removeMember = write({
  name: "access.removeMember",
  method: "DELETE",
  path: "/members/{id}",
  summary: "Take somebody's access away: their account and sessions go, what they did stays",
  permission: "access:write",
  input: z.object({ id: z.string().max(100) }),
  output: z.object({ removed: z.string() }),
  async run(ctx, input) {
    if ((await findMemberRow(ctx.tx, input.id)) === null) throw notFound("This member");
    await assertOwnerLeft(ctx.tx, input.id);
    await removeUser(ctx.tx, input.id);
    await changedSignIns(ctx.emit);
    return { removed: input.id };
  },
  subject: (input) => input.id,
});

async function assertOwnerLeft(tx: Tx, id: string): Promise<void> {
  if ((await otherOwners(tx, id)) > 0 || (await findMemberRow(tx, id))?.role !== "owner") return;
  throw new CounterseatError("conflict", "Somebody has to stay the owner.", { fix: "Make another member an owner first." });
}

function toMember({ createdAt, ...row }: Awaited<ReturnType<typeof listMemberRows>>[number], sessions: number) {
  return { ...row, since: createdAt.toISOString(), sessions };
}

type InvitationRow = Awaited<ReturnType<typeof listInvitationRows>>[number];
function toInvitation({ id, name, email, role, unitId, personal, expiresAt }: Omit<InvitationRow, "hash" | "createdAt">) {
  return { id, name, email, role, unitId, personal, expiresAt: expiresAt.toISOString() };
}
