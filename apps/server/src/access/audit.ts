import { z } from "zod";
import { verifyAudit } from "../platform/audit.ts";
import { read } from "../platform/operation.ts";
import { listAuditRows, listKeyRows, listMemberRows } from "./store.ts";
import { AuditRow } from "./words.ts";

export const listAudit = read({
  name: "access.listAudit",
  method: "GET",
  path: "/audit",
  summary: "Who did what, newest first; values are not kept, only which fields were sent",
  permission: "access:read",
  input: z.object({
    before: z.coerce.number().int().positive().optional().describe("rows older than this number"),
    operation: z.string().max(100).optional().describe("begins with"),
    actor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ rows: z.array(AuditRow), next: z.number().nullable().describe("`before` of the next page") }),
  async run(ctx, input) {
    const names = new Map<string, string>([
      ...(await listMemberRows(ctx.db)).map((row) => [`user:${row.id}`, row.name] as const),
      ...(await listKeyRows(ctx.db)).map((row) => [`key:${row.id}`, row.name] as const),
    ]);
    const rows = await listAuditRows(ctx.db, input);
    return {
      rows: rows.map((row) => ({
        seq: row.seq,
        at: row.at.toISOString(),
        actor: row.actor,
        name: names.get(row.actor) ?? null,
        operation: row.operation,
        world: row.world,
        subject: row.subject,
        fields: row.fields,
      })),
      next: rows.length < input.limit ? null : (rows.at(-1)?.seq ?? null),
    };
  },
});

export const verify = read({
  name: "access.verifyAudit",
  method: "GET",
  path: "/audit/verify",
  summary: "Walk the whole audit chain: whether a row was changed, taken out or put in",
  permission: "access:read",
  input: z.object({}),
  output: z.object({
    whole: z.boolean(),
    rows: z.number(),
    brokenAt: z.number().nullable().describe("the first row that does not fit the one before it"),
    head: z.string().describe("hash of the last row; noted down elsewhere, it shows a chain that was rewritten as a whole"),
  }),
  run: (ctx) => verifyAudit(ctx.db),
});
