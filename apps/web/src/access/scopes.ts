import type { KeyScope } from "../api-types.ts";

/** What a key may be made for, the most asked for first. */
export const SCOPES = [
  "ingest:write",
  "customer:read",
  "customer:write",
  "company:read",
  "company:write",
  "journey:read",
  "voice:read",
  "asset:read",
  "asset:write",
  "gap:read",
  "accountability:read",
  "accountability:write",
  "demo:read",
  "operations:read",
  "pii:read",
] as const satisfies readonly KeyScope[];
