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
  readonly file: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly iv: string;
    readonly tag: string;
  } | null;
}
export interface LogRecord {
  readonly header: LogHeader;
  /** Still encrypted; empty when there is none. */
  readonly payload: Buffer;
}
export type NewRecord = Omit<LogHeader, "seq" | "file"> & {
  readonly payload: Uint8Array | null;
  readonly key: Uint8Array | null;
  readonly file?: LogHeader["file"];
};

const FRAME = 12;
const SEGMENT_BYTES = 64 * 1024 * 1024;
const MAX_RECORD = 256 * 1024 * 1024;

export interface OpenIngestLog {
  readonly dataDir: string;
  /** Position a store has applied already: no new record gets a position it would take for known. */
  readonly applied?: number;
  /** A segment that has grown past this is followed by a new one. */
  readonly segmentBytes?: number;
}

export interface IngestLog {
  /** The last position on disk. */
  readonly last: number;
  /** Bytes cut off the newest segment at opening and kept beside it; 0 after a clean stop. */
  readonly cut: number;
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

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly done: (position: number) => void;
  readonly fail: (error: unknown) => void;
}

export async function openIngestLog(options: OpenIngestLog): Promise<IngestLog> {
  const dir = join(options.dataDir, "log");
  const files = join(dir, "files");
  const full = options.segmentBytes ?? SEGMENT_BYTES;
  await mkdir(files, { recursive: true, mode: 0o700 });
  const newest = (await listSegments(dir)).at(-1);
  const mended = newest === undefined ? { last: 0, cut: 0 } : await mend(join(dir, newest.name), newest.first);
  let last = Math.max(mended.last, options.applied ?? 0);
  let current: { handle: FileHandle; bytes: number } | null = null;
  let broken: Error | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  /** Where the last reader stopped: the next one goes on there instead of reading the segment from its start. */
  let mark = { seq: -1, name: "", end: 0 };

  async function segment(): Promise<{ handle: FileHandle; bytes: number }> {
    if (current !== null && current.bytes < full) return current;
    const ended = current;
    current = null;
    await ended?.handle.close();
    const known = ended === null ? (await listSegments(dir)).at(-1) : undefined;
    const goesOn = known !== undefined && (await stat(join(dir, known.name))).size < full;
    const handle = await open(join(dir, goesOn ? known.name : `${String(last + 1).padStart(16, "0")}.log`), "a", 0o600);
    await syncDirectory(dir);
    current = { handle, bytes: (await handle.stat()).size };
    return current;
  }

  /** Writes and syncs everything that waits, as one. Positions are given here, so that a failed write leaves no gap. */
  async function flush(batch: readonly Waiting[]): Promise<void> {
    const positions: number[] = [];
    const frames: Buffer[] = [];
    const accepted: Waiting[] = [];
    let next = last;
    for (const one of batch) {
      try {
        const encoded = one.records.map((record, i) => encode(record, next + 1 + i));
        next += encoded.length;
        frames.push(...encoded);
        positions.push(next);
        accepted.push(one);
      } catch (error) {
        one.fail(error); // a record that cannot be written must not take those beside it along
      }
    }
    try {
      if (broken !== null) throw broken;
      const target = await segment();
      const bytes = Buffer.concat(frames);
      try {
        await writeWhole(target.handle, bytes);
        await target.handle.datasync();
      } catch (error) {
        // Half a write must not become half a record in front of the next one: replay would stop at it.
        await target.handle.truncate(target.bytes).catch((cause: unknown) => {
          broken = new Error("The ingest log could not be put right after a failed write; start again.", { cause });
        });
        throw error;
      }
      target.bytes += bytes.length;
      last = next;
      accepted.forEach((one, i) => one.done(positions[i] ?? next));
    } catch (error) {
      for (const one of accepted) one.fail(error);
    }
  }

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await flush(batch);
    }
    writing = null;
  }

  return {
    get last() {
      return last;
    },
    cut: mended.cut,
    append(records) {
      return new Promise<number>((done, fail) => {
        waiting.push({ records, done, fail });
        // Started a tick later: whoever appends in this one shares the sync.
        writing ??= Promise.resolve().then(flushAll);
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
        const path = join(dir, s.name);
        let end = s.name === mark.name && mark.seq <= after ? mark.end : 0;
        for await (const found of records(path, end)) {
          if (found.record.header.seq > last) return; // written, but not yet synced: it may still be taken back
          end = found.end;
          mark = { seq: found.record.header.seq, name: s.name, end };
          if (found.record.header.seq > after) yield found.record;
        }
        // Only the newest segment may end in the middle of a record; elsewhere acknowledged records would be skipped.
        if (following !== undefined && end < (await stat(path)).size)
          throw new Error(`log segment ${s.name} is damaged at byte ${end}; restore it from a backup`);
      }
    },
    async close() {
      await writing;
      await current?.handle.close();
      current = null;
      broken ??= new Error("the ingest log is closed");
    },
  };
}

/** A write may be cut short without an error (a full disk does that first). */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
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
  if (4 + header.length + body.length > MAX_RECORD) throw new RangeError("a log record is at most 256 MB; keep larger content as a file");
  const frame = Buffer.alloc(FRAME);
  frame.writeUInt32LE(4 + header.length + body.length, 0);
  frame.writeUInt32LE(header.length, 8);
  frame.writeUInt32LE(crc32(body, crc32(header, crc32(frame.subarray(8)))), 4);
  return Buffer.concat([frame, header, body]);
}

/** Yields whole records from a byte on and stops at the first that is cut short or does not match its checksum. */
async function* records(path: string, from: number): AsyncGenerator<{ record: LogRecord; end: number }> {
  const handle = await open(path, "r");
  try {
    const size = (await handle.stat()).size;
    let at = from;
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

/**
 * Cuts what is not a whole record off the newest segment. After a power cut that is a torn tail nobody was promised; after
 * damage to the disk it may be more, so the bytes are kept beside the segment instead of thrown away.
 */
async function mend(path: string, first: number): Promise<{ last: number; cut: number }> {
  let last = first - 1;
  let end = 0;
  for await (const found of records(path, 0)) {
    last = found.record.header.seq;
    end = found.end;
  }
  const cut = (await stat(path)).size - end;
  if (cut > 0) {
    await pipeline(createReadStream(path, { start: end }), createWriteStream(`${path}.cut-${end}`, { mode: 0o600 }));
    const handle = await open(path, "r+");
    await handle.truncate(end);
    await handle.sync();
    await handle.close();
  }
  return { last, cut };
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
