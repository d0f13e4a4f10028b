import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { hashPassword } from "better-auth/crypto";
import { and, count, eq, gt } from "drizzle-orm";
import { v7 } from "uuid";
import type { z } from "zod";
import { CounterseatError } from "./errors.ts";
import { hashToken, newToken } from "./one-time-token.ts";
import { refusePassword } from "./passwords.ts";
import type { Records, Tx } from "./records/contract.ts";
import { account, invitation, member, platformTables, session, setupToken, user } from "./records/tables.ts";
import type { Role } from "./roles.ts";
import { secretOf } from "./secret.ts";
import { type JoinInput, PASSWORD_MIN, type SetupInput } from "./setup-input.ts";
import { rememberSignIns, signInsChanged } from "./sign-in-changes.ts";

const TOKEN_LIFE_MS = 24 * 3_600_000;
const IDLE_S = 8 * 3600;
const ABSOLUTE_MS = 7 * 24 * 3_600_000;
const COOKIE = "counterseat.session_token";

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly session: string;
  readonly role: Role;
  readonly unit: string | null;
  readonly personal: boolean;
}

/** Sign-in with sessions. No default password: the first owner is made through a one-time link printed at the start. */
export async function createAuth(records: Records, baseUrl: string) {
  const secure = baseUrl.startsWith("https:");
  const auth = betterAuth({
    baseURL: baseUrl,
    basePath: "/api/auth",
    secret: await secretOf(records, "session-secret"),
    database: drizzleAdapter(records.db, { provider: "pg", schema: platformTables, transaction: false }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 512 },
    session: { expiresIn: IDLE_S, updateAge: 300 },
    telemetry: { enabled: false },
    trustedOrigins: (request?: Request) => sameOrigin(request),
    advanced: {
      useSecureCookies: false, // the prefix and the attribute are set here: `__Host-` binds the cookie to this host alone
      cookies: {
        session_token: {
          name: secure ? `__Host-${COOKIE}` : COOKIE,
          attributes: { secure, httpOnly: true, sameSite: "lax", maxAge: ABSOLUTE_MS / 1000 },
        },
      },
    },
    logger: { disabled: true },
  });
  const remember = rememberSignIns<SignedIn | null>();

  async function hasOwner(): Promise<boolean> {
    const rows = await records.db.select({ n: count() }).from(user);
    return (rows[0]?.n ?? 0) > 0;
  }

  async function lookUp(headers: Headers, now: number): Promise<SignedIn | null> {
    const found = await auth.api.getSession({ headers });
    if (found === null || now - found.session.createdAt.getTime() > ABSOLUTE_MS) return null;
    const mine = (await records.db.select().from(member).where(eq(member.userId, found.user.id)))[0];
    if (mine === undefined) return null;
    return {
      id: found.user.id,
      name: found.user.name,
      session: found.session.id,
      role: mine.role,
      unit: mine.unitId,
      personal: mine.personal,
    };
  }

  return {
    hasOwner,
    async handler(request: Request): Promise<Response> {
      const response = await auth.handler(request);
      signInsChanged();
      return response;
    },
    async signedIn(headers: Headers, now: number): Promise<SignedIn | null> {
      const cookie = sessionCookie(headers);
      return cookie === null ? null : remember(cookie, now, () => lookUp(headers, now));
    },
    /** Null when an owner exists. A new token replaces the one before. */
    async newSetupToken(now: number): Promise<string | null> {
      if (await hasOwner()) return null;
      const { token, hash } = newToken();
      await records.transaction(async (tx) => {
        await tx.delete(setupToken);
        await tx.insert(setupToken).values({ hash, expiresAt: new Date(now + TOKEN_LIFE_MS) });
      });
      return token;
    },
    /** Makes the first owner, in one transaction with spending the token: a race makes one owner only. */
    async setUp(input: z.output<typeof SetupInput>, now: number): Promise<void> {
      const email = input.email.toLowerCase();
      const password = await acceptable(input.password, { email, name: input.name });
      await records.transaction(async (tx) => {
        const token = (
          await tx
            .delete(setupToken)
            .where(eq(setupToken.hash, hashToken(input.token)))
            .returning()
        )[0];
        const owners = (await tx.select({ n: count() }).from(user))[0]?.n ?? 0;
        if (token === undefined || token.expiresAt.getTime() < now || owners > 0) {
          throw new CounterseatError("forbidden", "This link has been used, is too old, or is not from this installation.", {
            fix: "Start Counterseat again: it prints a new link as long as there is no owner.",
          });
        }
        await addMember(tx, { email, name: input.name, role: "owner", unitId: null, personal: true, password });
      });
    },
    /** Spends an invitation: makes the account, or gives one that exists a new password and ends its sessions. */
    async join(input: z.output<typeof JoinInput>, now: number): Promise<{ email: string }> {
      const asked = and(eq(invitation.hash, hashToken(input.token)), gt(invitation.expiresAt, new Date(now)));
      const open = (await records.db.select().from(invitation).where(asked))[0];
      const gone = new CounterseatError("forbidden", "This link has been used, is too old, or was taken back.", {
        fix: "Ask who invited you for a new one.",
      });
      if (open === undefined) throw gone;
      const password = await acceptable(input.password, open);
      await records.transaction(async (tx) => {
        const spent = (await tx.delete(invitation).where(asked).returning())[0];
        if (spent === undefined) throw gone;
        const known = (await tx.select().from(user).where(eq(user.email, spent.email)))[0];
        if (known === undefined) return addMember(tx, { ...spent, password });
        await tx
          .update(account)
          .set({ password, updatedAt: new Date(now) })
          .where(and(eq(account.userId, known.id), eq(account.providerId, "credential")));
        await tx.delete(session).where(eq(session.userId, known.id));
      });
      signInsChanged();
      return { email: open.email };
    },
  };
}
export type Auth = Awaited<ReturnType<typeof createAuth>>;

async function addMember(
  tx: Tx,
  someone: { email: string; name: string; role: Role; unitId: string | null; personal: boolean; password: string },
): Promise<void> {
  const id = v7();
  await tx.insert(user).values({ id, name: someone.name, email: someone.email, emailVerified: true });
  await tx.insert(account).values({ id: v7(), accountId: id, providerId: "credential", userId: id, password: someone.password });
  await tx.insert(member).values({ userId: id, role: someone.role, unitId: someone.unitId, personal: someone.personal });
}

/** The hash of a password that may be used. @throws invalid, with what is wrong with it */
export async function acceptable(password: string, person: { email: string; name: string }): Promise<string> {
  const reason = refusePassword(password, person);
  if (reason !== null) throw new CounterseatError("invalid", reason, { errors: [{ path: "password", message: reason }] });
  return hashPassword(password);
}

function sessionCookie(headers: Headers): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=");
    if ((name === COOKIE || name === `__Host-${COOKIE}`) && value !== undefined && value !== "") return `${name}=${value}`;
  }
  return null;
}

/** The page may be reached by any name that leads here; what counts is that it is the same one the request came to. */
function sameOrigin(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host === null || host === undefined ? [] : [`http://${host}`, `https://${host}`];
}
