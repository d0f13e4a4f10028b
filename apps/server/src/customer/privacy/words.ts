import { z } from "zod";
import { personal } from "../../platform/personal.ts";

/** Why somebody is forgotten (GDPR Art. 17 (1) a, b, d; `request`: the person asked). */
export const ErasureReason = z.enum(["request", "consent", "purpose", "unlawful"]);

export const Proof = z.object({
  store: z.enum(["events", "records", "log", "files", "database"]),
  deleted: z.record(z.string(), z.number().int()).describe("what went, by kind"),
  remaining: z.number().int().nullable().describe("what was still found behind it; null where looking means reading every byte"),
  limits: z.array(z.string()).describe("what could not be done there, as codes"),
  at: z.string(),
});
export const Erasure = z
  .object({
    id: z.string(),
    reason: ErasureReason,
    askedBy: z.string(),
    askedAt: z.string(),
    state: z.enum(["asked", "events", "records", "done"]).describe("the last step that is behind it"),
    doneAt: z.string().nullable(),
    tokens: z.number().int().describe("names, mails and telephones by which the person is known again"),
    proof: z.array(Proof),
  })
  .meta({ id: "Erasure" });
export type Erasure = z.infer<typeof Erasure>;

export const ErasurePreview = z
  .object({
    customer: personal(z.string(), "id"),
    names: personal(z.array(z.string())).describe("everything the sources call them"),
    rows: z.number().int(),
    sources: z.array(z.string()),
    imports: z.array(z.object({ id: z.string(), file: personal(z.string()), rows: z.number().int() })).describe("whose kept files go too"),
    shared: z.number().int().describe("mails, telephones and names that others have too, and that stay theirs"),
    uploads: z.number().int().describe("uploaded files that nobody has imported yet: all of them go"),
    backups: z.number().int().describe("backups that were made by itself before an upgrade: all of them go"),
  })
  .meta({ id: "ErasurePreview" });
