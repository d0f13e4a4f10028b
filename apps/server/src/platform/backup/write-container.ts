import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import { CHUNK_BYTES, END, ENTRY, MAGIC, MANIFEST } from "./format.ts";

const deflate = promisify(deflateRaw);
/** Chunks that are compressed or waiting to be written at once: the rest of the content waits where it comes from. */
const MOST_PENDING = 8;

export interface EntryMade {
  readonly name: string;
  /** Of the plain content. */
  readonly bytes: number;
  readonly sha256: string;
}

/** An entry that is being written. One at a time. */
export interface OpenEntry {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<EntryMade>;
}

export interface ContainerWriter {
  /** @param compress false where the content does not get smaller, as encrypted content does not */
  entry(name: string, compress: boolean): Promise<OpenEntry>;
  /** Adds a file, up to the length it has now. */
  file(name: string, path: string, compress: boolean): Promise<EntryMade>;
  /** Writes the manifest and the trailer and syncs; resolves with the length of the whole. */
  finish(manifest: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Writes a backup file from its first byte to its last. @throws the file system's error when the path exists */
export async function createContainer(path: string): Promise<ContainerWriter> {
  const handle = await open(path, "wx", 0o600);
  const whole = createHash("sha256");
  let at = 0;
  async function put(bytes: Uint8Array): Promise<void> {
    whole.update(bytes);
    at += bytes.length;
    await writeWhole(handle, bytes);
  }
  await put(MAGIC);

  async function entry(name: string, compress: boolean): Promise<OpenEntry> {
    const label = Buffer.from(name);
    const head = Buffer.alloc(3);
    head.writeUInt8(ENTRY, 0);
    head.writeUInt16LE(label.length, 1);
    await put(Buffer.concat([head, label]));
    const hash = createHash("sha256");
    let bytes = 0;
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    let pending = 0;
    /** Chunks are compressed side by side and written in order. */
    let written: Promise<void> = Promise.resolve();
    let failure: unknown = null;

    function send(plain: Buffer): void {
      const packed = compress ? deflate(plain, { level: 3 }) : Promise.resolve(plain);
      pending += 1;
      written = Promise.all([packed, written])
        .then(async ([content]) => {
          const stored = content.length < plain.length ? content : plain;
          const frame = Buffer.alloc(8);
          frame.writeUInt32LE(stored.length, 0);
          frame.writeUInt32LE(plain.length, 4);
          await put(frame);
          await put(stored);
        })
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => {
          pending -= 1;
        });
    }

    return {
      async write(content) {
        if (content.length === 0) return;
        hash.update(content);
        bytes += content.length;
        held.push(content);
        heldBytes += content.length;
        if (heldBytes < CHUNK_BYTES) return;
        const all = Buffer.concat(held);
        const cut = all.length - (all.length % CHUNK_BYTES);
        for (let from = 0; from < cut; from += CHUNK_BYTES) {
          send(all.subarray(from, from + CHUNK_BYTES));
          if (pending >= MOST_PENDING) await written;
        }
        held = cut < all.length ? [all.subarray(cut)] : [];
        heldBytes = all.length - cut;
        if (failure !== null) throw failure;
      },
      async end() {
        if (heldBytes > 0) send(Buffer.concat(held));
        await written;
        if (failure !== null) throw failure;
        const digest = hash.digest();
        const foot = Buffer.alloc(16);
        foot.writeBigUInt64LE(BigInt(bytes), 8);
        await put(Buffer.concat([foot, digest]));
        return { name, bytes, sha256: digest.toString("hex") };
      },
    };
  }

  return {
    entry,
    async file(name, from, compress) {
      const made = await entry(name, compress);
      for await (const part of createReadStream(from, { highWaterMark: CHUNK_BYTES })) {
        await made.write(part as Buffer); // no encoding was given, so the stream yields buffers
      }
      return made.end();
    },
    async finish(manifest) {
      const offset = Buffer.alloc(8);
      offset.writeBigUInt64LE(BigInt(at));
      const last = await entry(MANIFEST, true);
      await last.write(manifest);
      await last.end();
      await put(Buffer.concat([END, offset]));
      await writeWhole(handle, whole.digest());
      await handle.sync();
      return (await handle.stat()).size;
    },
    close: () => handle.close(),
  };
}

/** A write may be cut short without an error (a full disk does that first). */
async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
}
