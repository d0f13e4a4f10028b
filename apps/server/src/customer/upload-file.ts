import { z } from "zod";
import { CounterseatError } from "../platform/errors.ts";
import { newId, UploadId } from "../platform/ids.ts";
import { write } from "../platform/operation.ts";
import { addUpload } from "./store.ts";
import { saveUpload } from "./uploads.ts";
import { Upload } from "./words.ts";

export const upload = write({
  name: "customer.upload",
  method: "POST",
  path: "/uploads",
  summary: "Bring a file in, to be previewed and imported",
  permission: "customer:write",
  carrier: "upload",
  input: z.object({}),
  output: Upload,
  async prepare(ctx, _input, file) {
    if (file === null) throw new CounterseatError("invalid", "No file came with the request.");
    const id = newId(UploadId);
    const bytes = await saveUpload(ctx.dataDir, id, file);
    const name = plainName(file.name);
    return { id, name, bytes };
  },
  async run(ctx, _input, brought) {
    await addUpload(ctx.tx, brought);
    return { upload: brought.id, name: brought.name, bytes: brought.bytes };
  },
  subject: (_input, output) => output.upload,
});

/** The last part of whatever the sender calls the file, as the lists can keep and show it. */
function plainName(sent: string): string {
  const name = (sent.split(/[\\/]/).at(-1) ?? "").replaceAll(/[\p{Cc}\p{Cs}]/gu, " ").trim();
  return name === "" ? "file" : name.slice(0, 200);
}
