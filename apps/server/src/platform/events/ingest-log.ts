import { join } from "node:path";
import { openStorage, type Storage, type StoredFile } from "../storage.ts";
import { copyRange, linkOrCopy } from "./copy-file.ts";
import { type LogFiles, openLogFiles } from "./log-files.ts";
import { encodeRecord, type LogRecord, type NewRecord } from "./log-record.ts";
import { filesNamedIn, listSegments, readSegment, type Segment, segmentName } from "./log-segments.ts";
import { createMessageMemory, digestOf, hashOf, type MessageHash, type MessageMemory } from "./message-memory.ts";

export { decryptPayload, type LogRecord, type NewRecord } from "./log-record.ts";

const SEGMENT_BYTES = 64 * 1024 * 1024;

export interface OpenIngestLog {
  readonly dataDir: string;
  readonly storage?: Storage;
  /** Position a store has applied already: no new record gets a position it would take for known. */
  readonly applied?: number;
  /** A segment that has grown past this is followed by a new one. */
  readonly segmentBytes?: number;
  /** Message ids that were told: records that are told once and are among them are not written again. */
  readonly memory?: MessageMemory;
}

/** What became of the records of one append. */
export interface Appended {
  /** All of them lie at or before it. */
  readonly position: number;
  /** By record; null where the message was known and nothing was written. */
  readonly placed: readonly (Placed | null)[];
}
export interface Placed {
  readonly seq: number;
  /** Of the message, where it is told once. */
  readonly hash: MessageHash | null;
}

/**
 * The ingest log: what outsiders send is acknowledged once it is synced here, and applied to the stores from here. It lies
 * in segments, files named by the position of their first record.
 */
export interface IngestLog {
  /** The last position on disk. */
  readonly last: number;
  /** Bytes cut off the newest segment at opening and kept beside it; 0 after a clean stop. */
  readonly cut: number;
  /** Why nothing can be appended until `mend` has worked; null while all is well. */
  readonly failure: Error | null;
  readonly files: LogFiles;
  /** `written`: bytes of records and kept files, those that lay there at opening and all that came since. */
  readonly stats: { readonly bytes: number; readonly segments: number; readonly syncs: number; readonly written: number };
  /**
   * Resolves once the records are on disk. Appends that wait together share one sync. A failed write or sync fails exactly
   * the appends that waited for it, and all later ones until `mend`.
   */
  append(records: readonly NewRecord[]): Promise<Appended>;
  /** After a failure: cuts the newest segment to the last acknowledged byte, syncs, and takes appends again. */
  mend(): Promise<void>;
  /** Records behind a position, oldest first. @throws where a record behind it is not there any more */
  read(after: number): AsyncGenerator<LogRecord>;
  /** The next record begins a new segment, so that those before it can go whole. */
  roll(): void;
  /** Begins a new segment now, so that everything written until here can go. */
  seal(): Promise<void>;
  /** Removes segments that lie wholly at or before a position, and the files their records name; never the newest one. */
  forgetThrough(position: number): Promise<void>;
  /** Removes what was cut off torn segments and kept beside them; resolves with its number. */
  removeCut(): Promise<number>;
  /** Removes kept files that no record names: a crash came between keeping and appending. Resolves with their number. */
  sweepFiles(names: readonly string[]): Promise<number>;
  /** The end of what is acknowledged now. */
  here(): LogPoint;
  /** Writes what lies behind `after`, up to a point, into another directory, as a log of its own. */
  copyTo(dataDir: string, after: number, through: LogPoint): Promise<void>;
  close(): Promise<void>;
}

/** Records that were acknowledged cannot be read any more. */
export class LogDamaged extends Error {}

export interface LogPoint {
  readonly position: number;
  readonly segment: string | null;
  readonly bytes: number;
}

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly done: (appended: Appended) => void;
  readonly fail: (error: unknown) => void;
}

export async function openIngestLog(options: OpenIngestLog): Promise<IngestLog> {
  const storage = options.storage ?? openStorage();
  const memory = options.memory ?? createMessageMemory();
  const dir = join(options.dataDir, "log");
  const full = options.segmentBytes ?? SEGMENT_BYTES;
  const files = await openLogFiles(storage, join(dir, "files"));
  let segments: Segment[] = await listSegments(storage, dir);
  const newest = segments.at(-1);
  const mended = newest === undefined ? { last: 0, end: 0, cut: 0 } : await mendTail(storage, join(dir, newest.name), newest.first);
  let last = Math.max(mended.last, options.applied ?? 0);
  /** The end of what was acknowledged: everything behind it may be cut at any time. */
  let tail = newest === undefined ? null : { name: newest.name, bytes: mended.end };
  let sealedBytes = 0;
  for (const segment of segments.slice(0, -1)) sealedBytes += (await storage.stat(join(dir, segment.name)))?.bytes ?? 0;
  let handle: StoredFile | null = null;
  let failure: Error | null = null;
  let closed = false;
  let rolling = last > mended.last; // a gap lies between two segments, never inside one
  let syncs = 0;
  let written = sealedBytes + (tail?.bytes ?? 0);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  /** Where the last reader stopped: the next one goes on there instead of reading the segment from its start. */
  let mark = { seq: -1, name: "", end: 0 };

  /** The segment to write to, open; a new one when the newest is full. */
  async function target(): Promise<{ handle: StoredFile; tail: { name: string; bytes: number } }> {
    if (tail === null || tail.bytes >= full || (rolling && tail.bytes > 0)) {
      const name = segmentName(last + 1);
      const next = await storage.open(join(dir, name), "a");
      const ended = handle;
      handle = next;
      await ended?.close();
      await storage.syncDirectory(dir);
      sealedBytes += tail?.bytes ?? 0;
      segments = [...segments.filter((segment) => segment.name !== name), { name, first: last + 1 }];
      tail = { name, bytes: 0 };
      rolling = false;
    }
    handle ??= await storage.open(join(dir, tail.name), "a");
    return { handle, tail };
  }

  /** Writes and syncs everything that waits, as one. Positions are given here, so that a failed write leaves no gap. */
  async function flush(batch: readonly Waiting[]): Promise<void> {
    const answers: { one: Waiting; appended: Appended }[] = [];
    const frames: Buffer[] = [];
    const told = new Map<string, { hash: MessageHash; at: number }>();
    let next = last;
    for (const one of batch) {
      const mine: string[] = [];
      const begun = frames.length;
      try {
        const placed = one.records.map((record): Placed | null => {
          let hash: MessageHash | null = null;
          if (record.once === true) {
            const digest = digestOf(record.source, record.messageId);
            hash = hashOf(digest);
            if (memory.has(hash) || told.has(digest)) return null;
            told.set(digest, { hash, at: record.at });
            mine.push(digest);
          }
          const seq = next + 1 + frames.length - begun;
          frames.push(encodeRecord(record, seq));
          return { seq, hash };
        });
        next += frames.length - begun;
        answers.push({ one, appended: { position: next, placed } });
      } catch (error) {
        // A record that cannot be written must not take those beside it along.
        frames.length = begun;
        for (const digest of mine) told.delete(digest);
        one.fail(error);
      }
    }
    try {
      if (failure !== null) throw failure;
      if (frames.length > 0) {
        const { handle: file, tail: end } = await target();
        const bytes = frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames);
        await file.write(bytes);
        await file.datasync();
        syncs += 1;
        end.bytes += bytes.length;
        written += bytes.length;
        last = next;
        for (const { hash, at } of told.values()) memory.add(hash, at);
      }
      for (const { one, appended } of answers) one.done(appended);
    } catch (error) {
      // What lies on disk behind the acknowledged end is unknown now, also after a failed sync: nothing may follow it.
      failure ??= error instanceof Error ? error : new Error(String(error));
      for (const { one } of answers) one.fail(error);
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

  async function* read(after: number): AsyncGenerator<LogRecord> {
    const all = segments;
    const until = last; // what comes later is read the next time
    let expected = after + 1;
    for (const [i, s] of all.entries()) {
      const following = all[i + 1];
      if (following !== undefined && following.first <= expected) continue;
      if (expected > until) return;
      if (s.first > expected) break;
      const path = join(dir, s.name);
      let end = s.name === mark.name && mark.seq <= after ? mark.end : 0;
      for await (const found of readSegment({ storage, path, from: end })) {
        const { seq } = found.record.header;
        if (seq > until) return; // also what is written and not yet synced: it may still be taken back
        end = found.end;
        mark = { seq, name: s.name, end };
        if (seq < expected) continue;
        if (seq > expected) throw missing(expected, seq - 1);
        expected += 1;
        yield found.record;
      }
      // Only the newest segment may end in the middle of a record; elsewhere acknowledged records would be skipped.
      if (following !== undefined && end < ((await storage.stat(path))?.bytes ?? 0))
        throw new LogDamaged(`log segment ${s.name} is damaged at byte ${end}; restore it from a backup`);
    }
    if (expected <= until) throw missing(expected, until);
  }

  return {
    get last() {
      return last;
    },
    cut: mended.cut,
    get failure() {
      return failure;
    },
    files,
    get stats() {
      return { bytes: sealedBytes + (tail?.bytes ?? 0), segments: segments.length, syncs, written: written + files.keptBytes };
    },
    append(records) {
      if (closed) return Promise.reject(new Error("the ingest log is closed"));
      return new Promise<Appended>((done, fail) => {
        waiting.push({ records, done, fail });
        // Started a tick later: whoever appends in this one shares the sync.
        writing ??= Promise.resolve().then(flushAll);
      });
    },
    async mend() {
      await writing;
      if (failure === null || closed) return;
      const torn = handle;
      handle = null;
      await torn?.close().catch(() => undefined); // its descriptor is gone either way
      for (const segment of await listSegments(storage, dir)) {
        // A segment that was begun for the append that failed.
        if (tail === null || segment.name > tail.name) await storage.remove(join(dir, segment.name));
      }
      if (tail !== null) {
        const again = await storage.open(join(dir, tail.name), "r+");
        try {
          await again.truncate(tail.bytes);
          await again.sync();
        } finally {
          await again.close();
        }
      }
      await storage.syncDirectory(dir);
      segments = await listSegments(storage, dir);
      failure = null;
    },
    read,
    roll() {
      rolling = true;
    },
    async seal() {
      while (writing !== null) await writing;
      if (failure !== null) throw failure;
      rolling = true;
      const sealed = target();
      // Whoever appends meanwhile waits for it, and is written right behind.
      writing = sealed.then(flushAll, flushAll);
      await sealed;
    },
    async forgetThrough(position) {
      if ((segments[1]?.first ?? Number.POSITIVE_INFINITY) > position + 1) return;
      const gone = segments.filter((_, i) => (segments[i + 1]?.first ?? Number.POSITIVE_INFINITY) <= position + 1);
      for (const segment of gone) {
        const path = join(dir, segment.name);
        const bytes = (await storage.stat(path))?.bytes ?? 0;
        const named = await filesNamedIn({ storage, path });
        await storage.remove(path);
        segments = segments.filter((one) => one.name !== segment.name);
        sealedBytes -= bytes;
        await files.remove(named.names);
      }
      await storage.syncDirectory(dir);
    },
    async removeCut() {
      const cut = (await storage.list(dir)).filter((name) => /\.log\.cut-\d+$/.test(name));
      for (const name of cut) await storage.remove(join(dir, name));
      return cut.length;
    },
    async sweepFiles(names) {
      const unnamed = new Set(names);
      for (const segment of segments) {
        if (unnamed.size === 0) return 0;
        const found = await filesNamedIn({ storage, path: join(dir, segment.name) });
        for (const name of found.names) unnamed.delete(name);
        const whole = segment.name === tail?.name ? tail.bytes : ((await storage.stat(join(dir, segment.name)))?.bytes ?? 0);
        if (found.end < whole) return 0; // damage: a record that cannot be read may name any of them
      }
      await files.remove([...unnamed]);
      return unnamed.size;
    },
    here: () => ({ position: last, segment: tail?.name ?? null, bytes: tail?.bytes ?? 0 }),
    async copyTo(dataDir, after, through) {
      const to = join(dataDir, "log");
      const target = await openLogFiles(storage, join(to, "files"));
      for (const [i, segment] of segments.entries()) {
        if (through.segment === null || segment.name > through.segment) break;
        const from = join(dir, segment.name);
        if (segment.name === through.segment) await copyRange(storage, { from, at: 0, bytes: through.bytes, to: join(to, segment.name) });
        else if ((segments[i + 1]?.first ?? 0) > after + 1) await linkOrCopy(storage, from, join(to, segment.name));
      }
      for await (const record of read(after)) {
        if (record.header.seq > through.position) break;
        const name = record.header.file?.name;
        if (name !== undefined) await linkOrCopy(storage, files.pathOf(name), target.pathOf(name));
      }
      await storage.syncDirectory(join(to, "files"));
      await storage.syncDirectory(to);
    },
    async close() {
      closed = true;
      await writing;
      await handle?.close().catch(() => undefined);
      handle = null;
    },
  };
}

function missing(from: number, to: number): LogDamaged {
  return new LogDamaged(
    `positions ${from} to ${to} of the ingest log are not there any more; restore the data directory from a backup that reaches back to them`,
  );
}

/**
 * Cuts what is not a whole record off the newest segment. After a power cut that is a torn tail nobody was promised; after
 * damage to the disk it may be more, so the bytes are kept beside the segment instead of thrown away.
 */
async function mendTail(storage: Storage, path: string, first: number): Promise<{ last: number; end: number; cut: number }> {
  let last = first - 1;
  let end = 0;
  for await (const found of readSegment({ storage, path, from: 0 })) {
    last = found.record.header.seq;
    end = found.end;
  }
  const cut = ((await storage.stat(path))?.bytes ?? 0) - end;
  if (cut > 0) {
    await copyRange(storage, { from: path, at: end, to: `${path}.cut-${end}`, bytes: cut });
    const file = await storage.open(path, "r+");
    try {
      await file.truncate(end);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  return { last, end, cut };
}
