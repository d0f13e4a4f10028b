import type { Slice } from "../platform/app.ts";
import { changePassword, listSessions, revokeSession } from "./account.ts";
import { listAudit, verify } from "./audit.ts";
import { handlers } from "./handlers.ts";
import { createKey, listKeys, revokeKey } from "./keys.ts";
import { cancelInvitation, changeMember, inviteMember, listMembers, removeMember } from "./members.ts";

export const operations = [
  listMembers,
  inviteMember,
  cancelInvitation,
  changeMember,
  removeMember,
  listKeys,
  createKey,
  revokeKey,
  listSessions,
  revokeSession,
  changePassword,
  listAudit,
  verify,
] as const;
export const access = { name: "access", operations, metrics: [], handlers } satisfies Slice;
