import { createHash } from "node:crypto";
import { CounterseatError } from "./errors.ts";
import { canonical } from "./kept-answers.ts";

/** A strong entity tag (RFC 9110) of what an answer says: its own where it carries one, else equal exactly when it is equal. */
export function etagOf(value: unknown): string {
  if (typeof value === "object" && value !== null && "etag" in value && typeof value.etag === "string") return value.etag;
  return `"${createHash("sha256").update(canonical(value)).digest("base64url").slice(0, 22)}"`;
}

/** `*`, or a list of tags as `If-Match` and `If-None-Match` carry it. */
export function matches(header: string, etag: string | null): boolean {
  if (header.trim() === "*") return etag !== null;
  return etag !== null && header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

/** @throws 412 when what would be changed is not what the caller saw */
export function assertMatches(header: string, current: unknown): void {
  if (matches(header, current === null ? null : etagOf(current))) return;
  throw new CounterseatError("conflict", "Somebody changed this since you read it; nothing was changed now.", {
    fix: "Read it again, look at what is new, and send your change with its new ETag.",
    status: 412,
  });
}
