/** One file of an archive; its name is ASCII. */
export type ZipEntry = { name: string; bytes: Uint8Array };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** 1 January 1980, the first day the format knows: the same content gives the same bytes. */
const DAY = 0x21;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3.9) whose entries are stored, not compressed: enough for what a spreadsheet opens, and nothing in it can
 * go wrong in a browser without the needed streams. Below 4 GB and 65,535 entries.
 */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const names = entries.map((entry) => new TextEncoder().encode(entry.name));
  const sizeOf = (at: number) => (names[at]?.length ?? 0) + (entries[at]?.bytes.length ?? 0);
  const size = entries.reduce((sum, _, at) => sum + 30 + 46 + sizeOf(at) + (names[at]?.length ?? 0), 22);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const put16 = (...values: number[]) => {
    for (const value of values) view.setUint16((at += 2) - 2, value, true);
  };
  const put32 = (...values: number[]) => {
    for (const value of values) view.setUint32((at += 4) - 4, value, true);
  };
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  const placed = entries.map((entry, index) => {
    const name = names[index] ?? new Uint8Array();
    const start = at;
    const sum = crc32(entry.bytes);
    put32(LOCAL);
    put16(VERSION, 0, 0, 0, DAY);
    put32(sum, entry.bytes.length, entry.bytes.length);
    put16(name.length, 0);
    put(name);
    put(entry.bytes);
    return { name, start, sum, size: entry.bytes.length };
  });
  const directory = at;
  for (const { name, start, sum, size: length } of placed) {
    put32(CENTRAL);
    put16(VERSION, VERSION, 0, 0, 0, DAY);
    put32(sum, length, length);
    put16(name.length, 0, 0, 0, 0);
    put32(0, start);
    put(name);
  }
  const directorySize = at - directory;
  put32(END);
  put16(0, 0, entries.length, entries.length);
  put32(directorySize, directory);
  put16(0);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The checksum of ISO 3309, as ZIP and PNG have it. */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
