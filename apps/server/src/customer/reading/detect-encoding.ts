import { isUtf8 } from "node:buffer";
import { byLine, hasOnlyAscii, openCharacter, type Encoding } from "./decode-text.ts";
import type { Limits } from "./limits.ts";
import { openBytes } from "./open-bytes.ts";

/** Far enough that one late umlaut is seen in nearly every real file, near enough to stay under a second. */
const LOOK_AT = 256 * 1024 ** 2;

export const byteOrderMark = (bytes: Buffer): Encoding | null => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
};

/** UTF-16 without a mark: Western text has a zero in every other byte, and only there. */
export const unmarkedUtf16 = (bytes: Buffer): Encoding | null => {
  const length = Math.min(bytes.length, 4096);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 1) {
    if (bytes[index] === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  }
  if (odd > length * 0.35 && even < length * 0.02) return "utf-16le";
  if (even > length * 0.35 && odd < length * 0.02) return "utf-16be";
  return null;
};

/**
 * A byte order mark decides; else a file whose bytes are all UTF-8 is UTF-8; else it is Windows-1252, unless some of its lines are
 * truly UTF-8 beyond ASCII: a mixed file stays UTF-8 and the lines that are not are refused one by one, since reading it as
 * Windows-1252 would garble the good lines without a word.
 */
export const detectEncoding = async (path: string, limits: Limits, head: Buffer, part: string | null = null): Promise<Encoding> => {
  const marked = byteOrderMark(head) ?? unmarkedUtf16(head);
  if (marked !== null) return marked;
  const opened = await openBytes(path, limits, part);
  let carry: Buffer = Buffer.alloc(0);
  let seen = 0;
  let bad = false;
  for await (const chunk of opened.chunks) {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const end = bytes.length - openCharacter(bytes);
    carry = bytes.subarray(end);
    seen += chunk.length;
    const whole = bytes.subarray(0, end);
    if (hasOnlyAscii(whole)) continue;
    const lines = isUtf8(whole) ? ["good" as const] : byLine(whole, judge);
    if (lines.includes("bad")) bad = true;
    // One good line beyond ASCII settles it: either all are good, or the file is mixed.
    if (lines.includes("good")) return "utf-8";
    if (seen > LOOK_AT) break;
  }
  if (carry.length > 0) bad = true;
  return bad ? "windows-1252" : "utf-8";
};

const judge = (line: Buffer): "ascii" | "good" | "bad" => {
  if (hasOnlyAscii(line)) return "ascii";
  return isUtf8(line) ? "good" : "bad";
};
