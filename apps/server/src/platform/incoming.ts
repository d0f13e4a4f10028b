import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { CounterseatError } from "./errors.ts";
import type { IncomingFile, RawBody } from "./operation.ts";

/** What one request may bring to an operation that reads the body itself, packed or unpacked. */
export const RAW_LIMIT = 4 * 1024 * 1024;

export async function incomingFile(request: FastifyRequest): Promise<IncomingFile> {
  const file = request.isMultipart() ? await request.file().catch(garbled) : undefined;
  if (file === undefined)
    throw new CounterseatError("invalid", "No file came with the request.", { fix: "Send it as multipart/form-data in the field `file`." });
  const hash = createHash("sha256");
  return { name: file.filename, stream: Readable.from(wholeOnly(file.file, hash)), digest: () => hash.copy().digest("hex") };
}

/** The parser's own words for a broken form say nothing to its sender. */
function garbled(error: unknown): never {
  if (error instanceof Error && "statusCode" in error) throw error; // Fastify's: a limit
  throw new CounterseatError("invalid", "The form that carries the file is broken or cut off.", {
    fix: "Send it whole, as multipart/form-data with the file in the field `file`.",
  });
}

/** A file cut off at the size limit must fail, not pass for a shorter one. Read lazily: the failure reaches whoever reads. */
async function* wholeOnly(file: MultipartFile["file"], hash: Hash): AsyncGenerator<Buffer> {
  const parts = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (let part = await parts.next().catch(garbled); part.done !== true; part = await parts.next().catch(garbled)) {
      hash.update(part.value);
      yield part.value;
    }
  } finally {
    await parts.return?.(); // whoever stops reading lets go of the file
  }
  if (!file.truncated) return;
  throw new CounterseatError("limit", "The file is larger than this installation allows.", {
    fix: "Raise COUNTERSEAT_MAX_UPLOAD_MB, or split the file.",
    status: 413,
  });
}

export function rawBody(request: FastifyRequest): RawBody {
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    type: (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    headers,
    bytes: headers["content-encoding"]?.toLowerCase() === "gzip" ? unpacked(sent) : sent,
    params: { ...(request.query as Record<string, string>), ...(request.params as Record<string, string>) },
  };
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: RAW_LIMIT });
  } catch (error) {
    if (error instanceof RangeError)
      throw new CounterseatError("limit", "A request is at most 4 MB, unpacked too.", { fix: "Send smaller batches.", status: 413 });
    throw new CounterseatError("invalid", "The body says it is gzip, but it does not unpack.", {
      fix: "Leave Content-Encoding out, or send whole gzip.",
    });
  }
}
