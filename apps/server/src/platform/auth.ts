import { createHash, randomBytes } from "node:crypto";
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { count, eq } from "drizzle-orm";
import type { z } from "zod";
import { CounterseatError } from "./errors.ts";
import type { Records } from "./records/contract.ts";
import { installation, platformTables, setupToken, user } from "./records/tables.ts";
import { PASSWORD_MIN, type SetupInput } from "./setup-input.ts";

const TOKEN_LIFE_MS = 24 * 3_600_000;

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Sign-in with sessions. No default password: the first owner is made through a one-time link printed at the start. */
export async function createAuth(records: Records, baseUrl: string) {
  const auth = betterAuth({
    baseURL: baseUrl,
    basePath: "/api/auth",
    secret: await installationSecret(records),
    database: drizzleAdapter(records.db, { provider: "pg", schema: platformTables, transaction: false }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 512 },
    session: { cookieCache: { enabled: true, maxAge: 60 } },
    telemetry: { enabled: false },
    trustedOrigins: (request?: Request) => sameOrigin(request),
    advanced: { cookiePrefix: "counterseat" },
    logger: { disabled: true },
  });

  async function hasOwner(): Promise<boolean> {
    const rows = await records.db.select({ n: count() }).from(user);
    return (rows[0]?.n ?? 0) > 0;
  }
  return {
    hasOwner,
    handler: (request: Request) => auth.handler(request),
    async signedIn(headers: Headers): Promise<SignedIn | null> {
      const session = await auth.api.getSession({ headers });
      return session === null ? null : { id: session.user.id, name: session.user.name, email: session.user.email };
    },
    /** Null when an owner exists. A new token replaces the one before. */
    async newSetupToken(now: number): Promise<string | null> {
      if (await hasOwner()) return null;
      const token = randomBytes(24).toString("base64url");
      await records.transaction(async (tx) => {
        await tx.delete(setupToken);
        await tx.insert(setupToken).values({ hash: hash(token), expiresAt: new Date(now + TOKEN_LIFE_MS) });
      });
      return token;
    },
    /** Makes the first owner. The token is spent before the account is made, so that a race makes one owner only. */
    async setUp(input: z.output<typeof SetupInput>, now: number): Promise<void> {
      const spent = await records.transaction(async (tx) =>
        tx
          .delete(setupToken)
          .where(eq(setupToken.hash, hash(input.token)))
          .returning(),
      );
      const token = spent[0];
      if (token === undefined || token.expiresAt.getTime() < now || (await hasOwner())) {
        throw new CounterseatError("forbidden", "This link has been used, is too old, or is not from this installation.", {
          fix: "Start Counterseat again: it prints a new link as long as there is no owner.",
        });
      }
      const context = await auth.$context;
      const created = await context.internalAdapter.createUser(
        { name: input.name, email: input.email.toLowerCase(), emailVerified: true },
        { method: "email-password" },
      );
      await context.internalAdapter.linkAccount({
        userId: created.id,
        providerId: "credential",
        accountId: created.id,
        password: await context.password.hash(input.password),
      });
    },
  };
}
export type Auth = Awaited<ReturnType<typeof createAuth>>;

/** The page may be reached by any name that leads here; what counts is that it is the same one the request came to. */
function sameOrigin(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host === null || host === undefined ? [] : [`http://${host}`, `https://${host}`];
}

async function installationSecret(records: Records): Promise<string> {
  const rows = await records.db.select().from(installation).where(eq(installation.key, "session-secret"));
  const known = rows[0]?.value;
  if (known !== undefined) return known;
  const value = randomBytes(32).toString("base64url");
  await records.db.insert(installation).values({ key: "session-secret", value });
  return value;
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
