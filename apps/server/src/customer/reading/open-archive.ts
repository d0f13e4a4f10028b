import { crc32 } from "node:zlib";
import { type Entry, openPromise } from "yauzl";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";

/** A ZIP file, as it lies on disk. */
export interface Archive {
  /** The files in it, without folders and what systems put beside them. */
  readonly names: readonly string[];
  /** Bytes of one of them, unpacked. @throws ReadingError when it is damaged or made to fill the machine */
  open(name: string): AsyncGenerator<Buffer>;
  /** Bytes on disk of what was read so far, about. */
  bytesRead(): number;
  close(): void;
}

const MOST_FILES = 10_000;
const RATIO_FROM = 64 * 1024 ** 2;

export const openArchive = async (path: string, limits: Limits): Promise<Archive> => {
  const zip = await openPromise(path, { autoClose: false }).catch(damaged);
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > MOST_FILES) throw tooMuch(`The archive holds more than ${MOST_FILES} files.`);
    for await (const entry of zip.eachEntry()) if (isFile(entry.fileName)) entries.set(entry.fileName, entry);
  } catch (error) {
    zip.close();
    return damaged(error);
  }
  let packedRead = 0;

  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new ReadingError({ code: "no-such-file", message: `The archive holds no "${name}".`, fix: among([...entries.keys()]) });
    if (entry.isEncrypted()) {
      throw new ReadingError({
        code: "unknown-format",
        message: "The archive is locked with a password.",
        fix: "Unpack it, and import what is in it.",
      });
    }
    const stream = await zip.openReadStreamPromise(entry).catch(damaged);
    let total = 0;
    let checksum = 0;
    try {
      for await (const chunk of stream) {
        const bytes = Buffer.from(chunk as Uint8Array);
        const share = entry.uncompressedSize === 0 ? 0 : bytes.length / entry.uncompressedSize;
        packedRead += share * entry.compressedSize;
        total += bytes.length;
        checksum = crc32(bytes, checksum);
        if (total > limits.unpackedBytes) throw tooMuch(`The archive's ${name} holds more than ${limits.unpackedBytes} bytes.`);
        if (total > RATIO_FROM && total > entry.compressedSize * limits.ratio)
          throw tooMuch(`The archive unpacks to more than ${limits.ratio} times its size; it looks made to fill the machine.`);
        yield bytes;
      }
      if (checksum !== entry.crc32) throw new Error("its checksum does not hold");
    } catch (error) {
      damaged(error);
    } finally {
      stream.destroy();
    }
  }
  return { names: [...entries.keys()], open: read, bytesRead: () => Math.round(packedRead), close: () => zip.close() };
};

/** Folders, and what macOS and Windows leave in archives, are no content. */
const isFile = (name: string): boolean => {
  const last = name.split("/").at(-1) ?? "";
  return last !== "" && !last.startsWith(".") && !name.startsWith("__MACOSX/") && last.toLowerCase() !== "thumbs.db";
};

export const among = (names: readonly string[]): string =>
  `Use one of ${names.slice(0, 20).join(", ")}${names.length > 20 ? " and more" : ""}.`;

const tooMuch = (message: string): ReadingError =>
  new ReadingError({ code: "limit", message, fix: "Unpack it yourself, look at it, and import what you need." });

const damaged = (cause: unknown): never => {
  if (cause instanceof ReadingError) throw cause;
  throw new ReadingError({
    code: "broken-archive",
    message: "The archive is damaged, cut off, or names files outside of itself.",
    fix: "Fetch or export it again, or unpack it and import what is in it.",
    cause,
  });
};
