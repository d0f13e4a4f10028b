import { z } from "zod";
import { KEY_PREFIX } from "../platform/callers.ts";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { ApiKeyId, newId } from "../platform/ids.ts";
import { newToken } from "../platform/one-time-token.ts";
import { read, write } from "../platform/operation.ts";
import { changedSignIns } from "./handlers.ts";
import { addKey, listKeyRows, revokeKeyRow } from "./store.ts";
import { Key, NewKey } from "./words.ts";

const SHOWN = KEY_PREFIX.length + 6;

export const listKeys = read({
  name: "access.listKeys",
  method: "GET",
  path: "/keys",
  summary: "Keys for programs: what they may, when they were last used",
  permission: "access:read",
  input: z.object({}),
  output: z.object({ keys: z.array(Key) }),
  run: async (ctx) => ({ keys: (await listKeyRows(ctx.db)).map(toKey) }),
});

export const createKey = write({
  name: "access.createKey",
  method: "POST",
  path: "/keys",
  summary: "Make a key for a program; the key itself is shown this once",
  permission: "access:write",
  input: NewKey,
  output: Key.extend({ key: z.string().nullable().describe("shown this once") }),
  keep: (output) => ({ ...output, key: null }), // a secret is shown once, and kept nowhere
  async run(ctx, input) {
    if (input.scopes.includes("ingest:write") && input.source === null) {
      throw new CounterseatError("invalid", "A key that brings events speaks for one source.", {
        fix: "Name the source.",
        errors: [{ path: "source", message: "needed with ingest:write" }],
      });
    }
    const { token, hash } = newToken(KEY_PREFIX);
    const row = await addKey(ctx.tx, {
      id: newId(ApiKeyId),
      name: input.name,
      hash,
      prefix: token.slice(0, SHOWN),
      scopes: [...new Set(input.scopes)],
      source: input.source,
      createdBy: `${ctx.actor.kind}:${ctx.actor.id}`,
      createdAt: new Date(ctx.clock()),
      expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
    });
    return { ...toKey(row), key: token };
  },
  subject: (_input, output) => output.id,
});

export const revokeKey = write({
  name: "access.revokeKey",
  method: "DELETE",
  path: "/keys/{id}",
  summary: "Take a key back: it stops working at once",
  permission: "access:write",
  input: z.object({ id: ApiKeyId }),
  output: Key,
  async run(ctx, input) {
    const row = await revokeKeyRow(ctx.tx, input.id, new Date(ctx.clock()));
    if (row === null) throw notFound("This key");
    await changedSignIns(ctx.emit);
    return toKey(row);
  },
  subject: (input) => input.id,
});

function toKey(row: Awaited<ReturnType<typeof listKeyRows>>[number]) {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    source: row.source,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: iso(row.lastUsedAt),
    expiresAt: iso(row.expiresAt),
    revokedAt: iso(row.revokedAt),
  };
}
