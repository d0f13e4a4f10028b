import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { containerOf, memberOf } from "./container.ts";
import type { Limits } from "./limits.ts";
import { openArchive } from "./open-archive.ts";
import { ReadingError } from "./reading-error.ts";

export interface OpenBytes {
  chunks: AsyncGenerator<Buffer>;
  /** Bytes read from the disk so far: packed bytes where the file is packed. */
  bytesRead(): number;
}

const CHUNK = 256 * 1024;
const RATIO_FROM = 64 * 1024 ** 2;

/** The bytes of a file, unpacked where its first bytes say gzip or ZIP, whatever its name is. */
export const openBytes = async (path: string, limits: Limits, member: string | null = null): Promise<OpenBytes> => {
  const container = await containerOf(path, limits);
  if (container.kind === "zip") return fromArchive(path, limits, memberOf(container.members, member));
  const file = createReadStream(path, { highWaterMark: CHUNK });
  return { chunks: container.kind === "gzip" ? unpacked(file, limits) : plain(file), bytesRead: () => file.bytesRead };
};

async function fromArchive(path: string, limits: Limits, member: string): Promise<OpenBytes> {
  const archive = await openArchive(path, limits);
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* archive.open(member);
    } finally {
      archive.close();
    }
  }
  return { chunks: chunks(), bytesRead: archive.bytesRead };
}

async function* plain(file: ReturnType<typeof createReadStream>): AsyncGenerator<Buffer> {
  for await (const chunk of file) yield Buffer.from(chunk);
}

async function* unpacked(file: ReturnType<typeof createReadStream>, limits: Limits): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  file.on("error", (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  let total = 0;
  try {
    for await (const chunk of gunzip) {
      const bytes = Buffer.from(chunk);
      total += bytes.length;
      if (total > limits.unpackedBytes) throw tooLarge(limits);
      if (total > RATIO_FROM && total > file.bytesRead * limits.ratio) {
        throw new ReadingError({
          code: "limit",
          message: `The packed file unpacks to more than ${limits.ratio} times its size; it looks made to fill the machine.`,
          fix: "Unpack it yourself, look at it, and import the unpacked file.",
        });
      }
      yield bytes;
    }
  } catch (cause) {
    if (cause instanceof ReadingError) throw cause;
    throw new ReadingError({
      code: "broken-gzip",
      message: "The packed file is damaged or cut off.",
      fix: "Fetch or export the file again.",
      cause,
    });
  } finally {
    // A consumer that stops early (a proposal reads only the head) must not leave the file open.
    gunzip.destroy();
    file.destroy();
  }
}

const tooLarge = (limits: Limits): ReadingError =>
  new ReadingError({
    code: "limit",
    message: `The packed file holds more than ${limits.unpackedBytes} bytes.`,
    fix: "Split it into smaller files, for instance one a year, or import it unpacked.",
  });

/** The first bytes of a file, unpacked, and whether they are all of it. */
export const readHead = async (
  path: string,
  limits: Limits,
  size: number,
  member: string | null = null,
): Promise<{ bytes: Buffer; whole: boolean }> => {
  const opened = await openBytes(path, limits, member);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of opened.chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= size) return { bytes: Buffer.concat(parts), whole: false };
  }
  return { bytes: Buffer.concat(parts), whole: true };
};
