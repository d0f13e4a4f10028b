import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { CounterseatError } from "../errors.ts";
import { CHUNK_BYTES, damaged, END, ENTRY, HASH_BYTES, MAGIC, MANIFEST, TRAILER_BYTES } from "./format.ts";

const inflate = promisify(inflateRaw);

export interface StoredEntry {
  readonly name: string;
  /** The plain bytes. Must be read to its end before the next entry is asked for; the end checks them. */
  readonly content: AsyncGenerator<Buffer>;
}

export interface Container {
  readonly bytes: number;
  /** The manifest's bytes. */
  readonly manifest: Buffer;
  /** Every entry but the manifest, in the order they were written. */
  entries(): AsyncGenerator<StoredEntry>;
  close(): Promise<void>;
}

/**
 * Opens a backup file and reads it through once: every byte has been checked when this resolves.
 * @throws not-found, invalid when it is no backup, was changed, cut off or added to
 */
export async function openContainer(path: string): Promise<Container> {
  const handle = await open(path, "r").catch((error: unknown) => {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw missing ? new CounterseatError("not-found", `There is no file ${path}.`) : error;
  });
  try {
    const { size, offset } = await checkWhole(handle);
    const reader = { handle, end: size - TRAILER_BYTES };
    const first = await readHead(reader, offset);
    if (first.name !== MANIFEST) throw damaged("the manifest is not where the trailer says");
    const parts: Buffer[] = [];
    const after = { at: 0 };
    for await (const part of readContent(reader, first.at, after)) parts.push(part);
    if (after.at !== reader.end) throw damaged("something lies behind the manifest");
    return {
      bytes: size,
      manifest: Buffer.concat(parts),
      async *entries() {
        let at = MAGIC.length;
        while (at < offset) {
          const head = await readHead(reader, at);
          const end = { at: -1 };
          yield { name: head.name, content: readContent(reader, head.at, end) };
          if (end.at < 0) throw new Error("an entry of a backup was not read to its end");
          at = end.at;
        }
        if (at !== offset) throw damaged("the entries do not end where the manifest begins");
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Hashes the file and compares it with its trailer. */
async function checkWhole(handle: FileHandle): Promise<{ size: number; offset: number }> {
  const size = (await handle.stat()).size;
  const start = (await readAt(handle, 0, Math.min(MAGIC.length, size))).toString("latin1");
  if (!MAGIC.toString("latin1").startsWith(start) || size < MAGIC.length) {
    // Told apart by the words that every format begins with: a newer one is not damage.
    if (/^COUNTERSEAT BACKUP \d\n$/.test(start) && (await endsWell(handle, size))) {
      throw new CounterseatError("invalid", "This backup was written in a newer format than this version reads.", {
        fix: "Restore it with the version of Counterseat that wrote it, or a later one.",
      });
    }
    throw start.length === MAGIC.length ? damaged("it does not begin like a backup of Counterseat") : damaged("it is cut off");
  }
  if (size < MAGIC.length + TRAILER_BYTES) throw damaged("it is cut off");
  const hash = createHash("sha256");
  const covered = size - HASH_BYTES;
  const buffer = Buffer.alloc(Math.min(4 * CHUNK_BYTES, covered));
  for (let at = 0; at < covered;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, covered - at), at);
    if (bytesRead === 0) throw damaged("it became shorter while it was read");
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  const trailer = await readAt(handle, size - TRAILER_BYTES, TRAILER_BYTES);
  if (!trailer.subarray(0, END.length).equals(END)) throw damaged("its end is missing, or something was added to it");
  if (!trailer.subarray(END.length + 8).equals(hash.digest())) throw damaged("its bytes do not match its checksum");
  const offset = Number(trailer.readBigUInt64LE(END.length));
  if (offset < MAGIC.length || offset >= size - TRAILER_BYTES) throw damaged("its manifest lies outside of it");
  return { size, offset };
}

/** Whether the end is a trailer: then a strange beginning is a strange version and no accident. */
async function endsWell(handle: FileHandle, size: number): Promise<boolean> {
  if (size < TRAILER_BYTES) return false;
  return (await readAt(handle, size - TRAILER_BYTES, END.length)).equals(END);
}

interface Reader {
  readonly handle: FileHandle;
  /** Where the trailer begins: no entry reaches into it. */
  readonly end: number;
}

async function readHead(reader: Reader, at: number): Promise<{ name: string; at: number }> {
  const head = await readWithin(reader, at, 3);
  if (head.readUInt8(0) !== ENTRY) throw damaged("an entry begins with an unknown mark");
  const length = head.readUInt16LE(1);
  return { name: (await readWithin(reader, at + 3, length)).toString(), at: at + 3 + length };
}

/** Yields the plain bytes of an entry and writes down where it ended. */
async function* readContent(reader: Reader, from: number, end: { at: number }): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let at = from;
  let bytes = 0;
  for (;;) {
    const frame = await readWithin(reader, at, 8);
    const stored = frame.readUInt32LE(0);
    const plain = frame.readUInt32LE(4);
    at += 8;
    if (stored === 0 && plain === 0) break;
    if (plain > CHUNK_BYTES || stored > plain || stored === 0) throw damaged("a piece of an entry has an impossible length");
    const piece = await readWithin(reader, at, stored);
    at += stored;
    const content = stored < plain ? await unpack(piece, plain) : piece;
    hash.update(content);
    bytes += content.length;
    yield content;
  }
  const foot = await readWithin(reader, at, 8 + HASH_BYTES);
  if (foot.readBigUInt64LE(0) !== BigInt(bytes)) throw damaged("an entry does not have the length it should");
  if (!foot.subarray(8).equals(hash.digest())) throw damaged("an entry does not match its checksum");
  end.at = at + 8 + HASH_BYTES;
}

async function unpack(piece: Buffer, plain: number): Promise<Buffer> {
  const content = await inflate(piece, { maxOutputLength: plain }).catch(() => null);
  if (content?.length !== plain) throw damaged("a piece of an entry does not unpack");
  return content;
}

async function readWithin(reader: Reader, at: number, length: number): Promise<Buffer> {
  if (at + length > reader.end) throw damaged("an entry is cut off");
  return readAt(reader.handle, at, length);
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, at + read);
    if (bytesRead === 0) throw damaged("it is cut off");
    read += bytesRead;
  }
  return buffer;
}
