import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type Storage, storageCode } from "../storage.ts";
import type { LogHeader } from "./log-record.ts";

export type KeptFile = NonNullable<LogHeader["file"]>;

const PIECE = 1024 * 1024;

/** Files kept whole beside the log, each encrypted under the key of the record that names it. */
export interface LogFiles {
  /** Copies a file into the log's keeping, encrypted and synced; the record that names it makes it count. */
  keep(path: string, name: string, key: Uint8Array): Promise<KeptFile>;
  /** Writes a kept file out in the clear. @throws when the bytes were changed or the key is another */
  take(file: KeptFile, key: Uint8Array, to: string): Promise<void>;
  /** Bytes of the files that were there at opening, and of all that were kept since. */
  readonly keptBytes: number;
  pathOf(name: string): string;
  remove(names: readonly string[]): Promise<void>;
  list(): Promise<string[]>;
}

export async function openLogFiles(storage: Storage, directory: string): Promise<LogFiles> {
  await storage.makeDirectory(directory);
  let keptBytes = 0;
  for (const name of await storage.list(directory)) keptBytes += (await storage.stat(join(directory, name)))?.bytes ?? 0;

  async function writeTo(to: string, flags: "wx" | "w", pieces: AsyncIterable<Uint8Array>): Promise<number> {
    const target = await storage.open(to, flags);
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        await target.write(piece);
        bytes += piece.length;
      }
      if (flags === "wx") await target.sync();
    } catch (error) {
      await target.close();
      await storage.remove(to).catch(() => undefined); // what stays after all is swept at the next opening
      throw error;
    }
    await target.close();
    return bytes;
  }

  return {
    async keep(path, name, key) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const hash = createHash("sha256");
      const kept = await nameFor(storage, directory, name);
      const bytes = await writeTo(join(directory, kept), "wx", sealed());
      await storage.syncDirectory(directory);
      keptBytes += bytes;
      return { name: kept, bytes, sha256: hash.digest("hex"), iv: iv.toString("base64"), tag: cipher.getAuthTag().toString("base64") };

      async function* sealed() {
        for await (const piece of read(path)) {
          hash.update(piece);
          yield cipher.update(piece);
        }
        cipher.final(); // empty in this mode; makes the tag
      }
    },
    async take(file, key, to) {
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(file.iv, "base64"));
      decipher.setAuthTag(Buffer.from(file.tag, "base64"));
      try {
        await writeTo(to, "w", clear());
      } catch (error) {
        if (storageCode(error) !== null) throw error;
        throw new Error(`kept file ${file.name} does not decrypt: ${error instanceof Error ? error.message : "unknown"}`, { cause: error });
      }

      async function* clear() {
        for await (const piece of read(join(directory, file.name))) yield decipher.update(piece);
        decipher.final();
      }
    },
    get keptBytes() {
      return keptBytes;
    },
    pathOf: (name) => join(directory, name),
    async remove(names) {
      for (const name of names) await storage.remove(join(directory, name));
      if (names.length > 0) await storage.syncDirectory(directory);
    },
    list: () => storage.list(directory),
  };
}

/** A message id is an outsider's word: it names the file only where it can do no harm, and never takes another's place. */
async function nameFor(storage: Storage, directory: string, wished: string): Promise<string> {
  const plain = /^[\w-][\w.-]{0,99}$/.test(wished) ? wished : createHash("sha256").update(wished).digest("hex");
  return (await storage.stat(join(directory, plain))) === null ? plain : `${plain}-${randomBytes(6).toString("hex")}`;
}

/** In pieces that are written before the next one is read: a large file is never in memory whole. */
async function* read(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(PIECE);
    for (;;) {
      const { bytesRead } = await handle.read(bytes, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
