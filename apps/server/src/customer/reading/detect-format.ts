import { byteOrderMark, unmarkedUtf16 } from "./detect-encoding.ts";
import { fromWindows1252, isEncoding, type Encoding } from "./decode-text.ts";
import type { Format } from "./contract.ts";
import { ReadingError } from "./reading-error.ts";

const SIGNATURES: readonly [string, string, string][] = [
  ["504b0304", "an archive or a workbook inside a packed file", "Unpack it once and import what is in it."],
  ["1f8b", "packed twice", "Unpack it once and import what is in it."],
  ["d0cf11e0", "an old Excel workbook", "In Excel, save it as a workbook of today (.xlsx) or as CSV (UTF-8)."],
  ["25504446", "a PDF", "Ask the system it comes from for a CSV export."],
  ["53514c69746520666f726d6174", "an SQLite database", "Export the table as CSV."],
];

const PARQUET = "50415231";
const READ_HERE = "CSV, XES, JSON, Excel workbooks and Parquet are read here";

/** By content; the name is only used in messages. Workbooks are told by what they hold, in container.ts. */
export const detectFormat = (head: Buffer, name: string): Exclude<Format, "xlsx"> => {
  const hex = head.subarray(0, 16).toString("hex");
  for (const [signature, what, fix] of SIGNATURES) {
    if (hex.startsWith(signature)) throw notReadable(`${name} is ${what}; ${READ_HERE}.`, fix);
  }
  if (hex.startsWith(PARQUET)) return "parquet";
  const encoding = byteOrderMark(head) ?? unmarkedUtf16(head);
  const start = startOf(head, encoding);
  if (start.startsWith("<")) {
    if (/<(?:[\w-]+:)?log[\s>/]/.test(start) || /^<\?xml|^<!/.test(start)) {
      const root = /<(?![?!])([\w.:-]+)/.exec(start)?.[1];
      if (root === undefined || /(?:^|:)log$/.test(root)) return "xes";
      throw notReadable(`${name} is XML, but not an XES event log: its root is <${root}>.`, "Export it as XES or CSV.");
    }
  }
  if (/^[{[]\s*["{[\]}]/.test(start)) return "json";
  if (encoding === null && isBinary(head))
    throw notReadable(`${name} is of a kind that is not known; ${READ_HERE}.`, "Export it as one of these.");
  return "csv";
};

const startOf = (head: Buffer, encoding: Encoding | null): string => {
  const bytes = head.subarray(0, 64 * 1024);
  const text =
    encoding === "utf-16le" || encoding === "utf-16be"
      ? new TextDecoder(encoding).decode(bytes)
      : fromWindows1252(bytes).replace(/^ï»¿/, "");
  return text.trimStart();
};

/** Zeros and control characters do not occur in text; a few strays (a form feed, an escape) do. */
const isBinary = (head: Buffer): boolean => {
  const bytes = head.subarray(0, 64 * 1024);
  let control = 0;
  for (const byte of bytes) {
    if (byte === 0) control += 10;
    else if (byte < 9 || (byte > 13 && byte < 32)) control += 1;
  }
  return control > bytes.length * 0.02;
};

/** An XML document says its encoding itself, in its first line. */
export const xmlEncoding = (head: Buffer): Encoding => {
  const marked = byteOrderMark(head) ?? unmarkedUtf16(head);
  if (marked !== null) return marked;
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(startOf(head, null))?.[1]?.toLowerCase() ?? "utf-8";
  if (/^(?:iso-?8859-1|latin-?1|windows-1252|cp1252)$/.test(declared)) return "windows-1252";
  if (/^(?:us-)?ascii$/.test(declared)) return "utf-8";
  if (isEncoding(declared)) return declared;
  throw notReadable(`The XML says it is encoded as ${declared}, which is not read here.`, "Save it as UTF-8.");
};

const notReadable = (message: string, fix: string): ReadingError => new ReadingError({ code: "unknown-format", message, fix });
