import { isAscii, isUtf8 } from "node:buffer";
import { ReadingError } from "./reading-error.ts";

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const isEncoding = (text: string): text is Encoding => (ENCODINGS as readonly string[]).includes(text);

/**
 * Put at the end of each line whose bytes are not what the encoding says, so that the row can be refused by name. A Unicode
 * noncharacter: no well-meant text holds it.
 */
export const BAD_BYTES = "\uffff";

// TextDecoder("windows-1252") of Node 20 leaves 0x80-0x9F as control characters, so the 27 that differ from Latin-1 stand here.
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

export const fromWindows1252 = (bytes: Buffer): string =>
  // eslint-disable-next-line no-control-regex -- exactly these control characters are what has to be replaced
  bytes.toString("latin1").replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character);

/** Text in pieces of any size; a character never straddles two pieces. The byte order mark is dropped. */
export async function* decodeText(chunks: AsyncIterable<Buffer>, encoding: string, badBytes: "mark" | "throw"): AsyncGenerator<string> {
  let first = true;
  for await (const piece of pieces(chunks, encoding, badBytes)) {
    const text = first && piece.charCodeAt(0) === 0xfeff ? piece.slice(1) : piece;
    if (piece.length > 0) first = false;
    if (text.length > 0) yield text;
  }
}

const pieces = (chunks: AsyncIterable<Buffer>, encoding: string, badBytes: "mark" | "throw"): AsyncGenerator<string> => {
  if (encoding === "windows-1252") return windows1252(chunks);
  if (encoding === "utf-16le" || encoding === "utf-16be") return utf16(chunks, encoding);
  if (encoding === "utf-8") return utf8(chunks, badBytes);
  throw new ReadingError({
    code: "unknown-setting",
    message: `The encoding "${encoding}" is not known.`,
    fix: `Use one of ${ENCODINGS.join(", ")}.`,
  });
};

async function* windows1252(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield fromWindows1252(chunk);
}

async function* utf16(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof ReadingError) throw cause;
    throw notThisEncoding(encoding, cause);
  }
}

async function* utf8(chunks: AsyncIterable<Buffer>, badBytes: "mark" | "throw"): AsyncGenerator<string> {
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const end = bytes.length - openCharacter(bytes);
    carry = bytes.subarray(end);
    yield utf8Piece(bytes.subarray(0, end), badBytes);
  }
  if (carry.length > 0) yield utf8Piece(carry, badBytes);
}

const utf8Piece = (bytes: Buffer, badBytes: "mark" | "throw"): string => {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  if (badBytes === "throw") throw notThisEncoding("utf-8", undefined);
  return byLine(bytes, (line) => {
    if (isUtf8(line)) return line.toString("utf8");
    const text = fromWindows1252(line);
    const newline = /\r?\n$/.exec(text)?.[0] ?? "";
    return text.slice(0, text.length - newline.length) + BAD_BYTES + newline;
  }).join("");
};

export const byLine = <T>(bytes: Buffer, each: (line: Buffer) => T): T[] => {
  const results: T[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(10, from);
    const to = newline === -1 ? bytes.length : newline + 1;
    results.push(each(bytes.subarray(from, to)));
    from = to;
  }
  return results;
};

/** How many bytes at the end belong to a character whose rest is still to come (0 to 3). */
export const openCharacter = (bytes: Buffer): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? back : 0;
    }
  }
  return 0;
};

export const hasOnlyAscii = (bytes: Buffer): boolean => isAscii(bytes);

const notThisEncoding = (encoding: string, cause: unknown): ReadingError =>
  new ReadingError({
    code: "broken-encoding",
    message: `The file says or seems to be ${encoding}, but holds bytes that are not.`,
    fix: `Save it as UTF-8, or name its encoding: --map encoding=windows-1252`,
    cause,
  });
