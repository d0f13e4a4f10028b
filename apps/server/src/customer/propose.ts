import { CounterseatError, notFound } from "../platform/errors.ts";
import { UploadId } from "../platform/ids.ts";
import type { ReadContext } from "../platform/operation.ts";
import type { ProposeInput, Proposal } from "./reading/index.ts";
import { readSettings } from "../company/index.ts";
import { findUpload } from "./store.ts";
import { uploadPath } from "./uploads.ts";
import type { ImportKind } from "./words.ts";

export interface Asked {
  readonly upload: string;
  readonly as: ImportKind;
  readonly map?: Record<string, string> | undefined;
  readonly timezone?: string | undefined;
}

/** How a file would be read: in the computing thread, since a large file is looked through whole. */
export async function proposeFor(
  ctx: ReadContext & { dataDir: string },
  asked: Asked,
): Promise<{ proposal: Proposal; name: string; path: string }> {
  const id = UploadId.safeParse(asked.upload).data;
  const file = id === undefined ? null : await findUpload(ctx.db, id);
  if (id === undefined || file === null) throw notFound("This upload");
  const path = uploadPath(ctx.dataDir, id);
  const zone = asked.timezone ?? (await readSettings(ctx.db, "own")).zone;
  const input: ProposeInput = {
    path,
    name: file.name,
    kind: asked.as,
    timezone: zone,
    ...(asked.map === undefined ? {} : { map: asked.map }),
  };
  const found = await ctx.compute.run<{ proposal: Proposal } | { code: string; message: string; fix: string }>("customer.propose", input);
  if ("proposal" in found) return { proposal: found.proposal, name: file.name, path };
  throw new CounterseatError("invalid", found.message, { fix: found.fix });
}
