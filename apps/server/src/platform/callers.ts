import type { FastifyRequest } from "fastify";
import { and, eq, isNull } from "drizzle-orm";
import { type App, OPERATOR } from "./app.ts";
import type { Auth } from "./auth.ts";
import { CounterseatError } from "./errors.ts";
import { hashToken } from "./one-time-token.ts";
import type { Actor, Permission } from "./operation.ts";
import { apiKey } from "./records/tables.ts";
import { permissionsOf } from "./roles.ts";
import { rememberSignIns } from "./sign-in-changes.ts";

const fromSocket = new WeakSet<object>();
/** Keys begin so, which lets secret scanners find one that was published. */
export const KEY_PREFIX = "cseat_";
const USED_EVERY_MS = 60_000;

export type ActorOf = (request: FastifyRequest) => Promise<Actor | null>;

/** Marks a connection as coming through the command line's socket. */
export function markSocket(connection: object): void {
  fromSocket.add(connection);
}
export function isFromSocket(request: FastifyRequest): boolean {
  return fromSocket.has(request.raw.socket);
}

/** Finds out who asks: the operator's socket, a key in `Authorization`, or the session's cookie. Null: nobody we know. */
export function createCallers(app: App, auth: () => Promise<Auth>): ActorOf {
  const rememberKey = rememberSignIns<Actor | null>();
  const used = new Map<string, number>();

  async function byKey(token: string): Promise<Actor | null> {
    const now = Date.now();
    const hash = hashToken(token);
    const actor = await rememberKey(hash, now, async () => {
      const row = (
        await app.records.db
          .select()
          .from(apiKey)
          .where(and(eq(apiKey.hash, hash), isNull(apiKey.revokedAt)))
      )[0];
      if (row === undefined || (row.expiresAt !== null && row.expiresAt.getTime() <= now)) return null;
      return {
        kind: "key",
        id: row.id,
        name: row.name,
        may: row.scopes as Permission[], // written by access/create-key.ts from a closed list
        unit: null,
        source: row.source,
        session: null,
      };
    });
    if (actor !== null && now - (used.get(actor.id) ?? 0) > USED_EVERY_MS) {
      used.set(actor.id, now);
      // Only a note for whoever looks after the keys: a request never waits for it or fails with it.
      app.records.db
        .update(apiKey)
        .set({ lastUsedAt: new Date(now) })
        .where(eq(apiKey.id, actor.id))
        .catch(() => undefined);
    }
    return actor;
  }

  return async function actorOf(request: FastifyRequest): Promise<Actor | null> {
    if (isFromSocket(request)) return OPERATOR;
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const token = tokenIn(authorization);
      const actor = token === null ? null : await byKey(token);
      if (actor === null)
        throw new CounterseatError("unauthenticated", "This key is unknown, was taken back, or is too old.", {
          fix: "Send it as `Authorization: Bearer KEY`, or as the user name of Basic authentication.",
        });
      return actor;
    }
    const person = await (await auth()).signedIn(headersOf(request), Date.now());
    if (person === null) return null;
    return {
      kind: "user",
      id: person.id,
      name: person.name,
      may: permissionsOf(person.role, person.personal),
      unit: person.unit,
      source: null,
      session: person.session,
    };
  };
}

/** `Bearer KEY`, or Basic with the key as the user name, as the libraries that send events do. */
function tokenIn(authorization: string): string | null {
  const [scheme, value] = authorization.split(/\s+/, 2);
  if (value === undefined) return null;
  const token =
    scheme?.toLowerCase() === "bearer"
      ? value
      : scheme?.toLowerCase() === "basic"
        ? (Buffer.from(value, "base64").toString().split(":")[0] ?? "")
        : "";
  return token.startsWith(KEY_PREFIX) ? token : null;
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === "content-length" || name === "transfer-encoding" || name === "connection") continue; // the body is written anew
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  return headers;
}
