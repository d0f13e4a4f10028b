import { z } from "zod";
import { personal } from "../platform/personal.ts";
import { KEY_SCOPES, Role } from "../platform/roles.ts";

const unitId = z
  .string()
  .max(80)
  .nullable()
  .describe("narrows the member's work to this unit and what lies under it; null = the whole organisation");
const sees = z.boolean().describe("sees personal data unmasked");

export const Member = z
  .object({
    id: z.string(),
    name: z.string(),
    email: personal(z.string()),
    role: Role,
    unitId: z.string().nullable(),
    personal: sees,
    since: z.string(),
    sessions: z.number().describe("sessions that are open now"),
  })
  .meta({ id: "Member" });

export const Invitation = z
  .object({
    id: z.string(),
    name: z.string(),
    email: personal(z.string()),
    role: Role,
    unitId: z.string().nullable(),
    personal: sees,
    expiresAt: z.string(),
  })
  .meta({ id: "Invitation" });

export const NewInvitation = z.object({
  name: z.string().trim().min(1).max(200),
  email: z
    .email()
    .max(320)
    .transform((email) => email.toLowerCase()),
  role: Role,
  unitId: unitId.default(null),
  personal: sees.optional().describe("sees personal data unmasked; left out, the role decides"),
});
export const MemberChange = z.object({ role: Role.optional(), unitId: unitId.optional(), personal: sees.optional() });

export const KeyScope = z.enum(KEY_SCOPES);
export const Key = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe("the key's first characters, to recognise it by"),
    scopes: z.array(z.string()),
    source: z.string().nullable().describe("the source whose events a write key brings"),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: "Key" });
export const NewKey = z.object({
  name: z.string().trim().min(1).max(200),
  scopes: z.array(KeyScope).min(1).max(KEY_SCOPES.length),
  source: z.string().trim().min(1).max(100).nullable().default(null).describe("needed with ingest:write"),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

export const Session = z
  .object({
    id: z.string(),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    browser: z.string().nullable().describe("in few words, as the browser calls itself"),
    current: z.boolean(),
  })
  .meta({ id: "Session" });

export const AuditRow = z
  .object({
    seq: z.number(),
    at: z.string(),
    actor: z.string(),
    name: z.string().nullable().describe("who the actor is today"),
    operation: z.string(),
    world: z.string(),
    subject: z.string().nullable(),
    fields: z.array(z.string()),
  })
  .meta({ id: "AuditRow" });
