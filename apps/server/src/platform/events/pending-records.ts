import type { Appliers } from "./applier.ts";
import { isMany, type Pending } from "./apply-records.ts";
import type { IngestLog } from "./ingest-log.ts";
import { decryptPayload, type LogRecord } from "./log-record.ts";
import { digestOf, hashOf, type MessageMemory } from "./message-memory.ts";

/** Small records applied in one transaction at most, and what their payloads may weigh. */
export const MOST_IN_RUN = 5000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Payloads that wait in memory at most; what comes on top is read from the log when its turn has come. */
const MOST_READY = 64 * 1024 * 1024;
const KEYS_AT_ONCE = 1000;

/** A record weighs something also without a payload. */
const weightOf = (record: Pending) => 500 + (record.payload?.length ?? 0);

export interface PendingRecords {
  /** Remembers a record that was just appended, so that applying it need neither read nor decrypt it. */
  add(record: Pending): void;
  /** The next records to apply behind a position: one, or a run of small ones, `most` of them. */
  next(after: number, most: number): Promise<readonly Pending[]>;
  /** How many records behind a position wait in memory, and whether the first of them is a small one. */
  waiting(after: number): { readonly count: number; readonly small: boolean };
  /** Everything up to a position is applied. */
  done(position: number): void;
  /** Nothing in memory is right any more: the store went back. */
  clear(): void;
}

export function createPendingRecords(options: {
  readonly appliers: Appliers;
  readonly log: IngestLog;
  readonly memory: MessageMemory;
  /** Null for a destroyed key; an unknown one is left out. @throws when nobody can tell */
  readonly keys: (ids: readonly string[]) => Promise<Record<string, Uint8Array | null>>;
}): PendingRecords {
  const { appliers, log, memory } = options;
  const ready = new Map<number, Pending>();
  /** Appenders' copies of files, also of records that are not held in memory: they are removed once applied. */
  const paths = new Map<number, string>();
  let bytes = 0;
  let newest = 0;
  const isSmall = (record: { header: { type: string } }) => isMany(appliers[record.header.type]);

  function fromMemory(after: number, most: number): Pending[] {
    const run: Pending[] = [];
    let weight = 0;
    for (let seq = after + 1; run.length < most; seq++) {
      const record = ready.get(seq);
      if (record === undefined || (run.length > 0 && !isSmall(record))) break;
      run.push(record);
      weight += record.payload?.length ?? 0;
      if (!isSmall(record) || weight > MOST_BYTES) break;
    }
    return run;
  }

  async function fromLog(after: number, most: number): Promise<Pending[]> {
    const run: LogRecord[] = [];
    let weight = 0;
    for await (const record of log.read(after)) {
      if (run.length > 0 && (!isSmall(record) || ready.has(record.header.seq))) break;
      run.push(record);
      weight += record.payload.length;
      if (!isSmall(record) || run.length >= most || weight > MOST_BYTES) break;
    }
    const ids = [...new Set(run.map((record) => record.header.keyId).filter((id) => id !== null))];
    const keys: Record<string, Uint8Array | null> = {};
    for (let from = 0; from < ids.length; from += KEYS_AT_ONCE)
      Object.assign(keys, await options.keys(ids.slice(from, from + KEYS_AT_ONCE)));
    return run.map((record) => {
      const { header } = record;
      const hash = header.once === true ? hashOf(digestOf(header.source, header.messageId)) : null;
      if (hash !== null) memory.add(hash, header.at);
      const found = header.keyId === null ? null : keys[header.keyId];
      const base = { header, path: paths.get(header.seq) ?? null, hash, surelyNew: false, key: found ?? null };
      if (found === undefined) return { ...base, payload: null, unreadable: "the key of this record is not known here" };
      if (record.payload.length === 0 || found === null) return { ...base, payload: null, unreadable: null };
      try {
        return { ...base, payload: decryptPayload(record, found), unreadable: null };
      } catch {
        return { ...base, payload: null, unreadable: "the payload of this record does not decrypt" };
      }
    });
  }

  return {
    add(record) {
      const { seq } = record.header;
      newest = seq;
      if (record.path !== null) paths.set(seq, record.path);
      const weight = weightOf(record);
      if (bytes + weight > MOST_READY) return;
      bytes += weight;
      ready.set(seq, record);
    },
    async next(after, most) {
      const run = fromMemory(after, most);
      return run.length > 0 ? run : fromLog(after, most);
    },
    waiting(after) {
      const first = ready.get(after + 1);
      return { count: newest - after, small: first !== undefined && isSmall(first) };
    },
    done(position) {
      // Both are filled in order of the log.
      for (const [seq, record] of ready) {
        if (seq > position) break;
        bytes -= weightOf(record);
        ready.delete(seq);
      }
      for (const seq of paths.keys()) {
        if (seq > position) break;
        paths.delete(seq);
      }
    },
    clear() {
      ready.clear();
      bytes = 0;
    },
  };
}
