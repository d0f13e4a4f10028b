import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";

/**
 * The ingest log: what outsiders send is acknowledged once it is synced here, and applied to the stores from here.
 * A record is `length u32 | crc32 u32 | headerLength u32 | header (JSON) | payload`; little endian; the checksum covers
 * everything behind it. The header is plain, the payload is encrypted (AES-256-GCM, header as associated data) under the
 * key of its (source, subject): destroying that key forgets the payload, in every copy of the log.
 */
export interface LogHeader {
  /** Position: 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** How it is applied: the name of an applier. */
  readonly type: string;
  readonly source: string;
  /** The source's own id of the person concerned; "" for a whole file. */
  readonly subject: string;
  readonly messageId: string;
  /** UTC ms of arrival. */
  readonly at: number;
  readonly keyId: string | null;
  /** Settings of the applier that name nobody. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A file kept whole beside the log, encrypted under the record's key. */
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string; readonly iv: string; readonly tag: string } | null;
}
export interface LogRecord {
  readonly header: LogHeader;
  /** Still encrypted; empty when there is none. */
  readonly payload: Buffer;
}
export type NewRecord = Omit<LogHeader, "seq" | "file"> & { readonly payload: Uint8Array | null; readonly key: Uint8Array | null; readonly file?: LogHeader["file"] };

const FRAME = 12;
const SEGMENT_BYTES = 64 * 1024 * 1024;
const MAX_RECORD = 256 * 1024 * 1024;

export interface IngestLog {
  readonly last: number;
  /** Resolves with the position once the records are on disk. Appends that wait together share one sync. */
  append(records: readonly NewRecord[]): Promise<number>;
  /** Copies a file into the log's keeping, encrypted and synced; the record that names it makes it count. */
  keepFile(path: string, name: string, key: Uint8Array): Promise<NonNullable<LogHeader["file"]>>;
  /** Writes a kept file out in the clear. @throws when the bytes were changed or the key is another */
  takeFile(file: NonNullable<LogHeader["file"]>, key: Uint8Array, to: string): Promise<void>;
  /** Records behind a position, oldest first. */
  read(after: number): AsyncGenerator<LogRecord>;
  close(): Promise<void>;
}

export async function openIngestLog(dataDir: string): Promise<IngestLog> {
  const dir = join(dataDir, "log");
  const files = join(dir, "files");
  await mkdir(files, { recursive: true, mode: 0o700 });
  const segments = await listSegments(dir);
  let last = 0;
  const newest = segments.at(-1);
  if (newest !== undefined) last = await mend(join(dir, newest.name), newest.first);
  let current: { handle: FileHandle; bytes: number } | null = null;
  let waiting: { bytes: Buffer[]; done: (() => void)[]; fail: ((error: unknown) => void)[] } | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function segment(first: number): Promise<{ handle: FileHandle; bytes: number }> {
    if (current !== null && current.bytes < SEGMENT_BYTES) return current;
    await current?.handle.close();
    const known = current === null ? (await listSegments(dir)).at(-1) : undefined;
    const path = join(dir, known !== undefined && (await stat(join(dir, known.name))).size < SEGMENT_BYTES ? known.name : `${String(first).padStart(16, "0")}.log`);
    const handle = await open(path, "a", 0o600);
    await syncDirectory(dir);
    current = { handle, bytes: (await handle.stat()).size };
    return current;
  }

  async function flush(first: number): Promise<void> {
    const batch = waiting;
    waiting = null;
    if (batch === null) return;
    try {
      const target = await segment(first);
      const bytes = Buffer.concat(batch.bytes);
      const before = target.bytes;
      try {
        await target.handle.write(bytes);
        await target.handle.datasync();
      } catch (error) {
        // Half a write must not become half a record in front of the next one.
        await target.handle.truncate(before).catch(() => undefined);
        throw error;
      }
      target.bytes += bytes.length;
      for (const done of batch.done) done();
    } catch (error) {
      for (const fail of batch.fail) fail(error);
    }
  }

  return {
    get last() {
      return last;
    },
    append(records) {
      const first = last + 1;
      const frames = records.map((record) => encode(record, ++last));
      const position = last;
      return new Promise<number>((resolve, reject) => {
        if (waiting === null) {
          waiting = { bytes: [], done: [], fail: [] };
          writing = writing.then(() => flush(first));
        }
        waiting.bytes.push(...frames);
        waiting.done.push(() => resolve(position));
        waiting.fail.push(reject);
      });
    },
    async keepFile(path, name, key) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const hash = createHash("sha256");
      const to = join(files, name);
      const source = createReadStream(path);
      source.on("data", (chunk) => hash.update(chunk));
      await pipeline(source, cipher, createWriteStream(to, { mode: 0o600 }));
      const handle = await open(to, "r+");
      await handle.sync();
      const bytes = (await handle.stat()).size;
      await handle.close();
      await syncDirectory(files);
      return { name, bytes, sha256: hash.digest("hex"), iv: iv.toString("base64"), tag: cipher.getAuthTag().toString("base64") };
    },
    async takeFile(file, key, to) {
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(file.iv, "base64"));
      decipher.setAuthTag(Buffer.from(file.tag, "base64"));
      try {
        await pipeline(createReadStream(join(files, file.name)), decipher, createWriteStream(to, { mode: 0o600 }));
      } catch (error) {
        await rm(to, { force: true });
        throw new Error(`kept file ${file.name} does not decrypt: ${error instanceof Error ? error.message : "unknown"}`, { cause: error });
      }
    },
    async *read(after) {
      const all = await listSegments(dir);
      for (const [i, s] of all.entries()) {
        const following = all[i + 1];
        if (following !== undefined && following.first <= after + 1) continue;
        for await (const { record } of records(join(dir, s.name))) if (record.header.seq > after) yield record;
      }
    },
    async close() {
      await writing;
      await current?.handle.close();
    },
  };
}

/** @throws when the key is not the one it was written under, or a byte was changed */
export function decryptPayload(record: LogRecord, key: Uint8Array): Buffer {
  const iv = record.payload.subarray(0, 12);
  const tag = record.payload.subarray(12, 28);
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(Buffer.from(`${record.header.source}\0${record.header.subject}\0${record.header.messageId}`));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(record.payload.subarray(28)), decipher.final()]);
}

function encode(record: NewRecord, seq: number): Buffer {
  const { payload, key, file, ...rest } = record;
  const header = Buffer.from(JSON.stringify({ ...rest, seq, file: file ?? null } satisfies LogHeader));
  let body: Buffer = Buffer.alloc(0);
  if (payload !== null) {
    if (key === null) throw new Error("a payload needs a key");
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    cipher.setAAD(Buffer.from(`${record.source}\0${record.subject}\0${record.messageId}`));
    const sealed = Buffer.concat([cipher.update(payload), cipher.final()]);
    body = Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }
  const frame = Buffer.alloc(FRAME);
  frame.writeUInt32LE(4 + header.length + body.length, 0);
  frame.writeUInt32LE(header.length, 8);
  frame.writeUInt32LE(crc32(body, crc32(header, crc32(frame.subarray(8)))), 4);
  return Buffer.concat([frame, header, body]);
}

/** Yields whole records and stops at the first that is cut short or does not match its checksum. */
async function* records(path: string): AsyncGenerator<{ record: LogRecord; end: number }> {
  const handle = await open(path, "r");
  try {
    const size = (await handle.stat()).size;
    let at = 0;
    const frame = Buffer.alloc(FRAME);
    while (at + FRAME <= size) {
      await handle.read(frame, 0, FRAME, at);
      const length = frame.readUInt32LE(0);
      if (length < 4 || length > MAX_RECORD || at + 8 + length > size) return;
      const rest = Buffer.alloc(length - 4);
      await handle.read(rest, 0, rest.length, at + FRAME);
      if (crc32(rest, crc32(frame.subarray(8))) !== frame.readUInt32LE(4)) return;
      const split = frame.readUInt32LE(8);
      const header = JSON.parse(rest.subarray(0, split).toString()) as LogHeader;
      at += 8 + length;
      yield { record: { header, payload: rest.subarray(split) }, end: at };
    }
  } finally {
    await handle.close();
  }
}

/** Cuts a torn tail off the newest segment (it was never acknowledged) and returns the last position. */
async function mend(path: string, first: number): Promise<number> {
  let last = first - 1;
  let end = 0;
  for await (const found of records(path)) {
    last = found.record.header.seq;
    end = found.end;
  }
  if ((await stat(path)).size > end) {
    const handle = await open(path, "r+");
    await handle.truncate(end);
    await handle.sync();
    await handle.close();
  }
  return last;
}

async function listSegments(dir: string): Promise<{ name: string; first: number }[]> {
  const names = (await readdir(dir)).filter((name) => /^\d{16}\.log$/.test(name)).sort();
  return names.map((name) => ({ name, first: Number(name.slice(0, 16)) }));
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
