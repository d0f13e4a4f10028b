import { gzipSync } from "node:zlib";
import { workbook, zip } from "../../apps/server/src/customer/reading/test-zip.ts";

/** A file made to hurt, and what has to become of it. */
export interface HostileFile {
  readonly what: string;
  readonly name: string;
  /** Its bytes, piece by piece: some are larger than memory should be. */
  bytes(): Iterable<Buffer>;
  readonly outcome:
    { readonly kind: "refused"; readonly says: RegExp } | { readonly kind: "read"; readonly accepted: number; readonly refused: number };
}

const MB = 1024 ** 2;
const HEAD = "case_id,activity,timestamp\n";
const DAY = "2026-01-01T08:00:00Z";
const line = (id: string | number, activity: string) => `${id},${activity},${DAY}\n`;
const xes = (body: string, before = "") => `<?xml version="1.0"?>${before}<log>${body}</log>`;
const xesEvent = (name: string, more = "") =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${DAY}"/>${more}</event>`;
const xesTrace = (inside: string) => `<trace><string key="concept:name" value="c1"/>${inside}</trace>`;

function* again(times: number, piece: Buffer): Iterable<Buffer> {
  for (let i = 0; i < times; i += 1) yield piece;
}
const text = (content: string, encoding: "utf8" | "latin1" | "utf16le" = "utf8") => [Buffer.from(content, encoding)];
const refused = (says: RegExp) => ({ kind: "refused", says }) as const;
const read = (accepted: number, refusedRows: number) => ({ kind: "read", accepted, refused: refusedRows }) as const;
const numbered = (many: number, word: (index: number) => string) => Array.from({ length: many }, (_, index) => word(index)).join(",");

const ORDINARY = Array.from({ length: 20 }, (_, i) => line(100 + i, "Order")).join("");

export const HOSTILE_FILES: readonly HostileFile[] = [
  {
    what: "rows of too few and too many cells",
    name: "ragged.csv",
    bytes: () => text(`${HEAD}${line(1, "a")}2,b\n3,c,${DAY},x\n\n${line(4, "d")}`),
    outcome: read(2, 2),
  },
  {
    what: "two encodings in one file",
    name: "mixed-encodings.csv",
    bytes: () => [...text(`${HEAD}${line(1, "Prüfung")}`), ...text(line(2, "Pr\u00fcfung"), "latin1"), ...text(line(3, "café"))],
    outcome: read(2, 1),
  },
  {
    what: "500 MB without a line's end",
    name: "one-line.csv",
    bytes: () => again(500, Buffer.alloc(MB, "y")),
    outcome: refused(/longer than 16777216 characters/),
  },
  {
    what: "500 MB in one cell that is never closed",
    name: "never-closed.csv",
    bytes: () => [Buffer.from(`${HEAD}${line(1, "a")}2,"`), ...again(500, Buffer.alloc(MB, "z"))],
    outcome: read(1, 1),
  },
  {
    what: "10,000 columns",
    name: "wide.csv",
    bytes: () => text(`case_id,activity,timestamp,${numbered(9997, (i) => `c${i}`)}\n1,a,${DAY},${numbered(9997, String)}\n`),
    outcome: read(1, 0),
  },
  {
    what: "1,000,000 columns",
    name: "wider.csv",
    bytes: () => text(`case_id,activity,timestamp,${numbered(999_997, (i) => `c${i}`)}\n1,a,${DAY},${numbered(999_997, String)}\n`),
    outcome: refused(/1000000 columns; 16384 is the limit/),
  },
  {
    what: "a billion laughs",
    name: "laughs.xes",
    bytes: () =>
      text(
        xes(
          xesTrace(xesEvent("&l9;")),
          `<!DOCTYPE log [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("")}]>`,
        ),
      ),
    outcome: refused(/DOCTYPE/),
  },
  {
    what: "an entity that names a file of the machine",
    name: "outside.xes",
    bytes: () => text(xes(xesTrace(xesEvent("&x;")), '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    outcome: refused(/DOCTYPE/),
  },
  {
    what: "a document type to be fetched",
    name: "fetched.xes",
    bytes: () => text(xes(xesTrace(xesEvent("a")), '<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd">')),
    outcome: refused(/DOCTYPE/),
  },
  {
    what: "XML nested 200,000 deep",
    name: "deep.xes",
    bytes: () => text(xes(xesTrace(xesEvent("a", `${"<list>".repeat(200_000)}${"</list>".repeat(200_000)}`)))),
    outcome: refused(/nested deeper than 64 levels/),
  },
  {
    what: "an element of 500,000 attributes",
    name: "flood.xes",
    bytes: () => text(xes(xesTrace(xesEvent("a", `<string ${Array.from({ length: 500_000 }, (_, i) => `a${i}="1"`).join(" ")}/>`)))),
    outcome: refused(/more than 1000 attributes/),
  },
  {
    what: "10 GB of zeros, packed",
    name: "zeros.csv.gz",
    bytes: () => again(160, gzipSync(Buffer.alloc(64 * MB))),
    outcome: refused(/of a kind that is not known|times its size/),
  },
  {
    what: "10 GB of rows, packed",
    name: "rows.csv.gz",
    bytes: () => [gzipSync(HEAD), ...again(160, gzipSync(Buffer.alloc(64 * MB, line("1", "aaaaaaa"))))],
    outcome: refused(/unpacks to more than 100 times its size/),
  },
  {
    what: "gzip inside gzip",
    name: "nested.csv.gz",
    bytes: () => [gzipSync(gzipSync(Buffer.alloc(10 * MB, line("1", "a"))))],
    outcome: refused(/packed twice/),
  },
  {
    what: "gzip that breaks off",
    name: "cut.csv.gz",
    bytes: () => {
      const whole = gzipSync(HEAD + Array.from({ length: 50_000 }, (_, i) => line(i, `a${Math.sin(i)}`)).join(""));
      return [whole.subarray(0, whole.length / 2)];
    },
    outcome: refused(/damaged or cut off/),
  },
  {
    what: "an archive whose file climbs out of its folder",
    name: "slip.zip",
    bytes: () => [zip({ "../../../etc/cron.d/x.csv": HEAD + line(1, "a") })],
    outcome: refused(/names files outside of itself/),
  },
  {
    what: "an archive that unpacks to 200 MB",
    name: "bomb.zip",
    bytes: () => [zip({ "rows.csv": Buffer.concat([Buffer.from(HEAD), Buffer.alloc(200 * MB, line(1, "aaaaaaa"))]) })],
    outcome: refused(/unpacks to more than 100 times its size/),
  },
  {
    what: "a workbook with a billion laughs",
    name: "laughs.xlsx",
    bytes: () => [
      zip({
        "xl/workbook.xml": '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><workbook><sheets><sheet name="&b;"/></sheets></workbook>',
      }),
    ],
    outcome: refused(/DOCTYPE/),
  },
  {
    what: "a workbook of one cell that is 100 MB of text",
    name: "cell.xlsx",
    bytes: () => [
      workbook({
        Sheet: [
          ["case_id", "activity", "timestamp"],
          ["1", "x".repeat(100 * MB), DAY],
        ],
      }),
    ],
    outcome: refused(/unpacks to more than 100 times its size|longer than 16777216 characters/),
  },
  {
    what: "JSON nested 200,000 deep",
    name: "deep.json",
    bytes: () => text(`[${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}]`),
    outcome: refused(/nested deeper|no JSON|no rows|Which column/),
  },
  {
    what: "cells a spreadsheet would run",
    name: "formulas.csv",
    bytes: () => text(`${HEAD}${ORDINARY}=1+1,"=HYPERLINK(""http://x"")",never\n+1,@SUM(A1),never\n-2+3,"\tx",never\n${line(4, "=cmd()")}`),
    outcome: read(21, 3),
  },
  {
    what: "headers and values every object inherits",
    name: "inherited.csv",
    bytes: () =>
      text(
        `__proto__,constructor,case_id,activity,timestamp,customer,toString\n{},x,__proto__,constructor,${DAY},__proto__,hasOwnProperty\n`,
      ),
    outcome: read(1, 0),
  },
  {
    what: "zero bytes in cells",
    name: "zero-bytes.csv",
    bytes: () =>
      text(
        `case_id,activity,timestamp,stage,channel\n${Array.from({ length: 200 }, (_, i) => `${i},Order placed by somebody,${DAY},buy,shop\n`).join("")}x\u0000y,a\u0000b,${DAY},st\u0000age,ch\u0000annel\n`,
      ),
    outcome: read(200, 1),
  },
  {
    what: "UTF-16 without a mark",
    name: "utf16.csv",
    bytes: () => text(`${HEAD}${line(1, "Prüfung")}${line(2, "Zahlung")}`, "utf16le"),
    outcome: read(2, 0),
  },
  {
    what: "every kind of line's end",
    name: "line-ends.csv",
    bytes: () => text(`case_id,activity,timestamp\r\n1,a,${DAY}\n2,b,${DAY}\r\n\r\n\n3,c,${DAY}`),
    outcome: read(3, 0),
  },
  {
    what: "a cell of 1,000,000 characters",
    name: "long-cell.csv",
    bytes: () => text(`${HEAD}${line(1, "x".repeat(MB))}${line(2, "b")}`),
    outcome: read(2, 0),
  },
  {
    what: "a header twice",
    name: "twice.csv",
    bytes: () => text(`case_id,activity,timestamp,case_id,activity\n1,a,${DAY},2,b\n`),
    outcome: refused(/More than one column could be the activity/),
  },
];
