import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { storageCode } from "../storage.ts";
import type { Pending } from "./apply-records.ts";
import { Broken } from "./broken.ts";
import type { EventSide } from "./event-side.ts";
import type { IngestLog, Placed } from "./ingest-log.ts";
import type { NewRecord } from "./log-record.ts";
import { digestOf, hashOf, type MessageMemory } from "./message-memory.ts";
import type { PackedRecord } from "./messages.ts";
import type { PendingRecords } from "./pending-records.ts";

type Arrived = NewRecord & { readonly path: string | null };

/** Takes an append: keeps its files, writes its records, and holds them ready to be applied. */
export function createAppend(options: {
  /** How long a message that is told once stays known, ms. */
  readonly window: number;
  /** What can be applied. Anything else would be acknowledged and never seen. */
  readonly types: ReadonlySet<string>;
  readonly log: IngestLog;
  readonly memory: MessageMemory;
  readonly pending: PendingRecords;
  readonly side: EventSide;
}) {
  const { window, types, log, memory, pending, side } = options;

  /** A record whose file may be gone because it was told before: then everything told so far is waited for, and asked. */
  async function isKnown(record: Arrived, path: string): Promise<boolean> {
    if (record.once !== true) return false;
    const hash = hashOf(digestOf(record.source, record.messageId));
    if (memory.has(hash)) return true;
    if (existsSync(path)) return false;
    await side.reached(log.last);
    return side.store().wasTold(hash);
  }

  async function write(arrived: readonly { record: Arrived; index: number }[]): Promise<{ position: number; known: number[] }> {
    const known: number[] = [];
    const { position, placed } = await log.append(arrived.map(({ record }) => record));
    for (const [i, { record, index }] of arrived.entries()) {
      const place = placed[i] ?? null;
      if (place !== null) {
        pending.add(toPending(record, place, side.caughtUp && memory.covers(record.at - window)));
        continue;
      }
      known.push(index);
      if (record.file !== undefined && record.file !== null) await log.files.remove([record.file.name]);
    }
    return { position, known };
  }

  return async (packed: readonly PackedRecord[], bytes: Uint8Array): Promise<{ position: number; known: number[] }> => {
    if (side.inTrouble) throw new Broken("other", null);
    for (const { type } of packed) if (!types.has(type)) throw new Error(`nothing applies log records of type ${type}`);
    const arrived: { record: Arrived; index: number }[] = [];
    const known: number[] = [];
    try {
      for (const [index, one] of packed.entries()) {
        const record = unpack(one, bytes);
        if (record.path === null || record.key === null) arrived.push({ record, index });
        else if (await isKnown(record, record.path)) known.push(index);
        else arrived.push({ record: { ...record, file: await log.files.keep(record.path, record.messageId, record.key) }, index });
      }
      const answer = await write(arrived);
      known.push(...answer.known);
      for (const index of known) {
        const path = packed[index]?.path ?? null;
        if (path !== null) await rm(path, { force: true }); // its content is the log's already
      }
      side.wake();
      return { position: answer.position, known: known.sort((a, b) => a - b) };
    } catch (error) {
      // What may have been written may name its file; then it goes when the log is opened without it.
      if (log.failure === null)
        for (const { record } of arrived)
          if (record.file !== undefined && record.file !== null) await log.files.remove([record.file.name]).catch(() => undefined);
      if (log.failure !== null || storageCode(error) !== null) side.fail(error);
      throw log.failure === null ? error : new Broken(storageCode(error) ?? "other", error);
    }
  };
}

// Fields by name: spreading an object costs as much as half of what else happens to a small record.
function unpack(
  { type, source, subject, messageId, at, keyId, settings, once, path, payload, key }: PackedRecord,
  bytes: Uint8Array,
): Arrived {
  const part = (range: readonly [number, number] | null) =>
    range === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset + range[0], range[1] - range[0]);
  return { type, source, subject, messageId, at, keyId, settings, once, path, payload: part(payload), key: part(key) };
}

function toPending(record: Arrived, { seq, hash }: Placed, surelyNew: boolean): Pending {
  const { type, source, subject, messageId, at, keyId, settings, once, path, payload, key, file } = record;
  const header = { seq, type, source, subject, messageId, at, keyId, settings, once, file: file ?? null };
  const body = payload === null || Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return { header, key, payload: body, path, hash, surelyNew, unreadable: null };
}
