import type { NewRecord } from "./log-record.ts";
import type { PackedRecord } from "./messages.ts";

/**
 * Payloads and keys of an append, in one buffer that is handed over to the other thread instead of being copied. It is
 * also what keeps a view of a larger buffer from taking all of it along.
 */
export function packRecords(records: readonly (NewRecord & { readonly path: string | null })[]): {
  records: PackedRecord[];
  bytes: Uint8Array<ArrayBuffer>;
} {
  let length = 0;
  for (const { payload, key } of records) length += (payload?.length ?? 0) + (key?.length ?? 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  const put = (part: Uint8Array | null): [number, number] | null => {
    if (part === null) return null;
    bytes.set(part, at);
    at += part.length;
    return [at - part.length, at];
  };
  const packed = records.map((record) => {
    const { type, source, subject, messageId, at: arrived, keyId, settings, once, path, payload, key } = record;
    return { type, source, subject, messageId, at: arrived, keyId, settings, once, path, payload: put(payload), key: put(key) };
  });
  return { bytes, records: packed };
}
