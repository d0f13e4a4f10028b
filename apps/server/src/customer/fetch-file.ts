import { z } from "zod";
import { CounterseatError } from "../platform/errors.ts";
import { newId, UploadId } from "../platform/ids.ts";
import { type ReadContext, write } from "../platform/operation.ts";
import { type OpenUrl, openUrl } from "../platform/outbound.ts";
import { addUpload } from "./store.ts";
import { saveUpload } from "./uploads.ts";
import { Upload } from "./words.ts";

/** Long enough for the largest file on a slow line; silence ends it much sooner. */
const TIMEOUT_MS = 30 * 60_000;

export const fetchFile = write({
  name: "customer.fetchFile",
  method: "POST",
  path: "/uploads/fetch",
  summary: "Bring a file in from a public web address, to be previewed and imported",
  permission: "customer:write",
  input: z.object({ url: z.string().trim().min(1).max(2048).describe("http or https, without a password in it") }),
  output: Upload,
  prepare: (ctx, { url }) => fetchInto(ctx, url),
  async run(ctx, _input, brought) {
    await addUpload(ctx.tx, brought);
    return { upload: brought.id, name: brought.name, bytes: brought.bytes };
  },
  subject: (_input, output) => output.upload,
});

/** Fetches into the folder of uploads, as if somebody had brought the file. Nothing is kept of one that does not come whole. */
export async function fetchInto(
  ctx: Pick<ReadContext, "dataDir" | "maxUploadBytes">,
  address: string,
  options: Partial<OpenUrl> = {},
): Promise<{ id: UploadId; name: string; bytes: number }> {
  const opened = await openUrl(address, { maxBytes: ctx.maxUploadBytes, timeoutMs: TIMEOUT_MS, ...options });
  if (opened.type === "text/html") {
    opened.body.destroy();
    throw new CounterseatError("invalid", "There is a web page at this address, not a file.", {
      fix: "Copy the link of the download itself, or upload the file.",
    });
  }
  const id = newId(UploadId);
  const name = nameOf(opened.name ?? lastPart(opened.url));
  const bytes = await saveUpload(ctx.dataDir, id, { name, stream: opened.body });
  return { id, name, bytes };
}

function lastPart(url: URL): string {
  const part = url.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is a name, too
  }
}

/** The last part of a path, without signs that no screen shows. */
function nameOf(proposed: string): string {
  const name = (proposed.split(/[\\/]/).at(-1) ?? "").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "").trim();
  return name === "" ? "file" : name.slice(0, 200);
}
