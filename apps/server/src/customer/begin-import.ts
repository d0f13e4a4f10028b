import { randomBytes } from "node:crypto";
import { readCompany } from "../company/index.ts";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { type ImportId, KeyId, newId, UploadId } from "../platform/ids.ts";
import type { WriteContext } from "../platform/operation.ts";
import { logKey } from "../platform/records/tables.ts";
import { keepSettled } from "./memory.ts";
import type { proposeFor } from "./propose.ts";
import type { Proposal } from "./reading/index.ts";
import { addImport, takeUpload } from "./store.ts";
import type { ImportKind } from "./words.ts";

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

export interface Beginning {
  readonly upload: string;
  readonly as: ImportKind;
  readonly source: string;
  readonly overlap: "new" | "all" | null;
}

/** @throws CounterseatError with what only a person can settle */
export function assertSettled({ questions, columns }: Proposal): void {
  if (questions.length === 0) return;
  throw new CounterseatError("invalid", questions.map((q) => q.text).join(" "), {
    fix: questions.map((q) => q.settle).join(" "),
    proposals: {
      questions,
      columns: columns.map(({ position, name: column, field, samples }) => ({ position, column, field, samples })),
    },
  });
}

/** Takes an upload as an import, in the transaction of its caller: it is told to the ingest log once that is committed, whatever happens. */
export async function beginImport(
  ctx: Pick<WriteContext, "tx" | "append">,
  asked: Beginning,
  { proposal, name, path, settled }: Awaited<ReturnType<typeof proposeFor>>,
): Promise<ImportId> {
  const company = await readCompany(ctx.tx, "own");
  const key = { id: newId(KeyId), source: asked.source, subject: "", key: new Uint8Array(randomBytes(32)) };
  const id = await addImport(ctx.tx, { source: asked.source, kind: asked.as, file: name, world: "own" });
  // Taken once: the same upload asked for twice at a time would be two imports of one file.
  if (!(await takeUpload(ctx.tx, UploadId.parse(asked.upload), id))) throw notFound("This upload");
  if (settled !== null) await keepSettled(ctx.tx, { world: "own", source: asked.source, kind: asked.as }, settled);
  await ctx.tx.insert(logKey).values(key);
  const settings: FileSettings = {
    import: id,
    kind: asked.as,
    world: "own",
    plan: proposal.plan,
    currency: company.settings.currency,
    overlap: asked.overlap,
    ids: { stage: byLabel(company.stages), channel: byLabel(company.channels), segment: byLabel(company.segments) },
  };
  await ctx.append({ type: "file", source: asked.source, keyId: key.id, settings: { ...settings }, path });
  return id;
}

function byLabel(entries: readonly { id: string; label: string }[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap((e) => [
      [e.label.toLowerCase(), e.id],
      [e.id.toLowerCase(), e.id],
    ]),
  );
}
