import { hashPassword, verifyPassword } from "better-auth/crypto";
import { z } from "zod";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { read, write } from "../platform/operation.ts";
import { refusePassword } from "../platform/passwords.ts";
import { changedSignIns } from "./handlers.ts";
import { endSession, endSessions, findMemberRow, findPassword, listSessionRows, setPassword } from "./store.ts";
import { Session } from "./words.ts";

export const listSessions = read({
  name: "access.listSessions",
  method: "GET",
  path: "/account/sessions",
  summary: "Where you are signed in",
  permission: "account:read",
  reach: "organisation",
  input: z.object({}),
  output: z.object({ sessions: z.array(Session) }),
  async run(ctx) {
    const rows = await listSessionRows(ctx.db, ctx.actor.id, new Date(ctx.clock()));
    return {
      sessions: rows.map((row) => ({
        id: row.id,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.updatedAt.toISOString(),
        browser: browserOf(row.userAgent),
        current: row.id === ctx.actor.session,
      })),
    };
  },
});

export const revokeSession = write({
  name: "access.revokeSession",
  method: "DELETE",
  path: "/account/sessions/{id}",
  summary: "End one of your sessions at once",
  permission: "account:write",
  reach: "organisation",
  input: z.object({ id: z.string().max(100) }),
  output: z.object({ removed: z.string() }),
  async run(ctx, input) {
    if (!(await endSession(ctx.tx, ctx.actor.id, input.id))) throw notFound("This session");
    await changedSignIns(ctx.emit);
    return { removed: input.id };
  },
  subject: (input) => input.id,
});

export const changePassword = write({
  name: "access.changePassword",
  method: "POST",
  path: "/account/password",
  summary: "Choose a new password; every other session of yours ends",
  permission: "account:write",
  reach: "organisation",
  input: z.object({ current: z.string().min(1).max(512), password: z.string().min(1).max(512) }),
  output: z.object({ ended: z.number().describe("other sessions that were ended") }),
  async prepare(ctx, input) {
    const me = await findMemberRow(ctx.db, ctx.actor.id);
    const hash = await findPassword(ctx.db, ctx.actor.id);
    if (me === null || hash === null) throw new CounterseatError("conflict", "This account has no password here.");
    if (!(await verifyPassword({ hash, password: input.current })))
      throw new CounterseatError("invalid", "The current password is another one.", {
        errors: [{ path: "current", message: "is another one" }],
      });
    const reason = refusePassword(input.password, me);
    if (reason !== null) throw new CounterseatError("invalid", reason, { errors: [{ path: "password", message: reason }] });
    return hashPassword(input.password);
  },
  async run(ctx, _input, hash) {
    await setPassword(ctx.tx, ctx.actor.id, hash, new Date(ctx.clock()));
    const ended = await endSessions(ctx.tx, ctx.actor.id, ctx.actor.session);
    await changedSignIns(ctx.emit);
    return { ended };
  },
});

/** "Firefox on Linux": enough to recognise one's own, no more. */
function browserOf(agent: string | null): string | null {
  if (agent === null) return null;
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`));
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].find((name) => agent.includes(name));
  const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS" };
  const words = [browser, system].flatMap((name) => (name === undefined ? [] : [names[name] ?? name]));
  return words.length === 0 ? null : words.join(" on ");
}
