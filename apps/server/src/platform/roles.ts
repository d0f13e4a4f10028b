import { z } from "zod";
import type { Permission } from "./operation.ts";

export const Role = z.enum(["owner", "analyst", "manager", "frontline", "executive"]).describe("what a member may do");
export type Role = z.infer<typeof Role>;

/** What everybody who signs in may do: look after their own account. */
const EVERYBODY = ["account:read", "account:write", "company:read", "demo:read"] as const;

const GRANTS: Record<Exclude<Role, "owner">, readonly Permission[]> = {
  analyst: [
    ...EVERYBODY,
    "company:write",
    "customer:read",
    "customer:write",
    "journey:read",
    "journey:write",
    "voice:read",
    "asset:read",
    "asset:write",
    "gap:read",
    "accountability:read",
    "accountability:write",
    "demo:write",
    "ingest:write",
    "privacy:read",
  ],
  manager: [
    ...EVERYBODY,
    "journey:read",
    "voice:read",
    "asset:read",
    "gap:read",
    "accountability:read",
    "accountability:write",
    "customer:read",
  ],
  frontline: [...EVERYBODY, "journey:read", "voice:read", "accountability:read", "customer:read"],
  executive: [...EVERYBODY, "journey:read", "voice:read", "asset:read", "gap:read", "accountability:read"],
};

/** Roles whose work needs the person behind the row; for others an owner may allow it one by one. */
export const SEES_PERSONAL: Record<Role, boolean> = { owner: true, analyst: true, manager: false, frontline: true, executive: false };

/** What a member may do; nothing that is not listed. `pii:read` shows personal data unmasked. */
export function permissionsOf(role: Role, personal: boolean): "everything" | readonly Permission[] {
  if (role === "owner") return "everything";
  return personal ? [...GRANTS[role], "pii:read"] : GRANTS[role];
}

/** Every permission a key for programs may be given. Access itself is for people only. */
export const KEY_SCOPES = [
  "ingest:write",
  "company:read",
  "company:write",
  "customer:read",
  "customer:write",
  "journey:read",
  "journey:write",
  "voice:read",
  "asset:read",
  "asset:write",
  "gap:read",
  "accountability:read",
  "accountability:write",
  "demo:read",
  "operations:read",
  "pii:read",
] as const satisfies readonly Permission[];
