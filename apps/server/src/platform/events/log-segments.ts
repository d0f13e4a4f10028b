import type { Storage } from "../storage.ts";
import { decodeRecord, FRAME, frameAt, type LogHeader, type LogRecord } from "./log-record.ts";

/** A file of the log. Its name is the position of its first record. */
export interface Segment {
  readonly name: string;
  readonly first: number;
}

const PIECE = 1024 * 1024;
/** How the header of a record without a file ends. */
const NO_FILE = Buffer.from('"file":null}');

export const segmentName = (first: number): string => `${String(first).padStart(16, "0")}.log`;

/** Oldest first. */
export async function listSegments(storage: Storage, directory: string): Promise<Segment[]> {
  const names = (await storage.list(directory)).filter((name) => /^\d{16}\.log$/.test(name)).sort();
  return names.map((name) => ({ name, first: Number(name.slice(0, 16)) }));
}

/** Yields whole records from a byte on and stops at the first that is cut short or does not match its checksum. */
export async function* readSegment(options: {
  readonly storage: Storage;
  readonly path: string;
  readonly from: number;
}): AsyncGenerator<{ record: LogRecord; end: number }> {
  for await (const { bytes, offset } of pieces(options)) {
    let next = 0;
    for (;;) {
      const found = decodeRecord(bytes, next);
      if (found === null) return;
      if ("more" in found) break;
      next = found.end;
      yield { record: found.record, end: offset + found.end };
    }
  }
}

/**
 * The kept files that the records of a segment name, and the byte up to which it could be read. Nothing is decrypted, and
 * no checksum worked out.
 */
export async function filesNamedIn(options: {
  readonly storage: Storage;
  readonly path: string;
}): Promise<{ names: string[]; end: number }> {
  const names: string[] = [];
  let end = 0;
  for await (const { bytes, offset } of pieces({ ...options, from: 0 })) {
    let next = 0;
    for (;;) {
      const found = frameAt(bytes, next);
      if (found === null) return { names, end };
      if ("more" in found) break;
      const header = bytes.subarray(next + FRAME, found.body);
      if (!header.subarray(-NO_FILE.length).equals(NO_FILE)) {
        const { file } = JSON.parse(header.toString()) as LogHeader; // written by encodeRecord
        if (file !== null) names.push(file.name);
      }
      next = found.end;
      end = offset + next;
    }
  }
  return { names, end };
}

/**
 * Reads a file in large pieces; each begins with what the one before it left over. A piece is as long as the record at
 * its beginning asks for, so the reader always gets on.
 */
async function* pieces({
  storage,
  path,
  from,
}: {
  readonly storage: Storage;
  readonly path: string;
  readonly from: number;
}): AsyncGenerator<{ bytes: Buffer; offset: number }> {
  const file = await storage.open(path, "r");
  try {
    const size = await file.size();
    let at = from;
    let want = PIECE;
    while (at < size) {
      const bytes = Buffer.allocUnsafe(Math.min(want, size - at));
      const read = await file.read(bytes, at);
      const whole = bytes.subarray(0, read);
      yield { bytes: whole, offset: at };
      let next = 0;
      for (;;) {
        const found = frameAt(whole, next);
        if (found === null) return;
        if ("more" in found) {
          if (read === 0 || at + next + found.more > size) return; // the end, or a record that is cut short
          want = Math.max(PIECE, found.more);
          break;
        }
        next = found.end;
      }
      at += next;
    }
  } finally {
    await file.close();
  }
}
