import { CounterseatError, notFound } from "../platform/errors.ts";
import { UploadId } from "../platform/ids.ts";
import type { ReadContext } from "../platform/operation.ts";
import { findSettled } from "./memory.ts";
import type { ProposeInput, Proposal, Settled } from "./reading/index.ts";
import { readSettings } from "../company/index.ts";
import { findUpload } from "./store.ts";
import { uploadPath } from "./uploads.ts";
import type { ImportKind } from "./words.ts";

export interface Asked {
  readonly upload: string;
  readonly as: ImportKind;
  readonly map?: Record<string, string> | undefined;
  readonly timezone?: string | undefined;
  /** The system it comes from: what was settled for its last file stands until this one speaks against it. */
  readonly source?: string | undefined;
}

/** How a file would be read, and what a person settled with it (null: nothing was said): in the computing thread, since a large file is looked through whole. */
export async function proposeFor(
  ctx: ReadContext & { dataDir: string },
  asked: Asked,
): Promise<{ proposal: Proposal; name: string; path: string; settled: Settled | null }> {
  const id = UploadId.safeParse(asked.upload).data;
  const file = id === undefined ? null : await findUpload(ctx.db, id);
  if (id === undefined || file === null) throw notFound("This upload");
  const path = uploadPath(ctx.dataDir, id);
  const last = asked.source === undefined ? null : await findSettled(ctx.db, { world: "own", source: asked.source, kind: asked.as });
  const usual = (await readSettings(ctx.db, "own")).zone;
  const zone = asked.timezone ?? last?.timezone ?? usual;
  const input: ProposeInput = {
    path,
    name: file.name,
    kind: asked.as,
    timezone: zone,
    last,
    ...(asked.map === undefined ? {} : { map: asked.map }),
  };
  const found = await ctx.compute.run<{ proposal: Proposal } | { code: string; message: string; fix: string }>("customer.propose", input);
  if ("proposal" in found) {
    const { proposal } = found;
    const again = asked.timezone === undefined && last?.timezone != null;
    const said = Object.keys(asked.map ?? {}).length > 0 || asked.timezone !== undefined;
    // The organisation's own zone is not settled for a source: it goes with the organisation.
    const settled: Settled = { ...proposal.settled, timezone: zone === usual ? null : zone };
    const asLastTime = again ? [...proposal.asLastTime, "timezone"] : proposal.asLastTime;
    return { proposal: { ...proposal, asLastTime }, name: file.name, path, settled: said ? settled : null };
  }
  throw new CounterseatError("invalid", found.message, { fix: found.fix });
}
