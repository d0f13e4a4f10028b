import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { ImportId, KeyId, newId, UploadId } from "../platform/ids.ts";
import { write } from "../platform/operation.ts";
import { logKey } from "../platform/records/tables.ts";
import { ImportAsked } from "./preview-import.ts";
import { keepSettled } from "./memory.ts";
import { proposeFor } from "./propose.ts";
import { addImport, findImport, takeUpload, toImport } from "./store.ts";
import { Import } from "./words.ts";

/** What the applier of a file needs to read it the same way again, at any later time. */
export interface FileSettings {
  readonly import: string;
  readonly kind: string;
  readonly world: string;
  readonly plan: unknown;
  readonly currency: string;
  readonly overlap: "new" | "all" | null;
  /** Label or id in lower case → id, by list: files may name a stage by its label. */
  readonly ids: {
    readonly stage: Record<string, string>;
    readonly channel: Record<string, string>;
    readonly segment: Record<string, string>;
  };
}

export const startImport = write({
  name: "customer.startImport",
  method: "POST",
  path: "/imports",
  summary: "Import an uploaded file; acknowledged once that is safely written down, read in the background",
  permission: "customer:write",
  input: ImportAsked.extend({
    source: z.string().trim().min(1).max(100).describe("the system it comes from; its name is the log's name"),
    overlap: z.enum(["new", "all"]).optional().describe("what to do with rows this source already told in another file"),
  }),
  output: Import.extend({ asLastTime: z.array(z.string()).describe("fields and settings taken as they were settled for the last file") }),
  async prepare(ctx, input) {
    const { proposal, name, path, settled } = await proposeFor(ctx, input);
    if (proposal.questions.length > 0) {
      throw new CounterseatError("invalid", proposal.questions.map((q) => q.text).join(" "), {
        fix: proposal.questions.map((q) => q.settle).join(" "),
        proposals: {
          questions: proposal.questions,
          columns: proposal.columns.map(({ position, name: column, field, samples }) => ({ position, column, field, samples })),
        },
      });
    }
    return { plan: proposal.plan, name, path, settled, asLastTime: proposal.asLastTime };
  },
  async run(ctx, input, { plan, name, path, settled, asLastTime }) {
    const company = await readCompany(ctx.tx, "own");
    const key = { id: newId(KeyId), source: input.source, subject: "", key: new Uint8Array(randomBytes(32)) };
    const id = await addImport(ctx.tx, { source: input.source, kind: input.as, file: name, world: "own" });
    // Taken once: the same upload asked for twice at a time would be two imports of one file.
    if (!(await takeUpload(ctx.tx, UploadId.parse(input.upload), id))) throw notFound("This upload");
    if (settled !== null) await keepSettled(ctx.tx, { world: "own", source: input.source, kind: input.as }, settled);
    await ctx.tx.insert(logKey).values(key);
    const settings: FileSettings = {
      import: id,
      kind: input.as,
      world: "own",
      plan,
      currency: company.settings.currency,
      overlap: input.overlap ?? null,
      ids: { stage: byLabel(company.stages), channel: byLabel(company.channels), segment: byLabel(company.segments) },
    };
    await ctx.append({ type: "file", source: input.source, keyId: key.id, settings: { ...settings }, path });
    const row = await findImport(ctx.tx, id);
    if (row === null) throw new Error("an import vanished while it was started");
    return { ...toImport(row, null), asLastTime };
  },
  async after(ctx, output) {
    const row = await findImport(ctx.db, ImportId.parse(output.id));
    return row === null ? output : { ...toImport(row, ctx.events.progressOf(row.id)?.share ?? null), asLastTime: output.asLastTime };
  },
  subject: (_input, output) => output.id,
});

function byLabel(entries: readonly { id: string; label: string }[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap((e) => [
      [e.label.toLowerCase(), e.id],
      [e.id.toLowerCase(), e.id],
    ]),
  );
}
