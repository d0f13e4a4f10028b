import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { CounterseatError } from "../platform/errors.ts";
import { KeyId, newId, UploadId } from "../platform/ids.ts";
import { work } from "../platform/operation.ts";
import { logKey } from "../platform/records/tables.ts";
import { ImportAsked } from "./preview-import.ts";
import { proposeFor } from "./propose.ts";
import { addImport, findImport, removeUpload, setImportState, toImport } from "./store.ts";
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

export const startImport = work({
  name: "customer.startImport",
  method: "POST",
  path: "/imports",
  summary: "Import an uploaded file; acknowledged once it is safely kept, read in the background",
  permission: "customer:write",
  input: ImportAsked.extend({
    source: z.string().trim().min(1).max(100).describe("the system it comes from; its name is the log's name"),
    overlap: z.enum(["new", "all"]).optional().describe("what to do with rows this source already told in another file"),
  }),
  output: Import,
  async run(ctx, input) {
    const { proposal, name, path } = await proposeFor(ctx, input);
    if (proposal.questions.length > 0) {
      throw new CounterseatError("invalid", proposal.questions.map((q) => q.text).join(" "), {
        fix: proposal.questions.map((q) => q.settle).join(" "),
        proposals: {
          questions: proposal.questions,
          columns: proposal.columns.map(({ position, name: column, field, samples }) => ({ position, column, field, samples })),
        },
      });
    }
    const company = await readCompany(ctx.db, "own");
    const key = { id: newId(KeyId), source: input.source, subject: "", key: new Uint8Array(randomBytes(32)) };
    const id = await ctx.records.transaction(async (tx) => {
      const made = await addImport(tx, { source: input.source, kind: input.as, file: name, world: "own" });
      await tx.insert(logKey).values(key);
      return made;
    });
    const settings: FileSettings = {
      import: id,
      kind: input.as,
      world: "own",
      plan: proposal.plan,
      currency: company.settings.currency,
      overlap: input.overlap ?? null,
      ids: { stage: byLabel(company.stages), channel: byLabel(company.channels), segment: byLabel(company.segments) },
    };
    await ctx.events.append([
      {
        type: "file",
        source: input.source,
        subject: "",
        messageId: id,
        at: ctx.clock(),
        keyId: key.id,
        key: key.key,
        payload: null,
        settings: { ...settings },
        path,
      },
    ]);
    const row = await ctx.records.transaction(async (tx) => {
      await removeUpload(tx, UploadId.parse(input.upload)); // its bytes are the log's now
      const now = await findImport(tx, id);
      if (now?.state === "waiting") await setImportState(tx, id, "reading");
      return findImport(tx, id);
    });
    if (row === null) throw new Error("an import vanished while it was started");
    return toImport(row, ctx.events.progressOf(id)?.share ?? null);
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
