import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsFromText, csvReader, type ColumnRoles, type CsvLog } from "@counterseat/journey";

function read(bytes: Uint8Array, cuts: readonly number[], roles: ColumnRoles = {}): CsvLog {
  const reader = csvReader(roles);
  const bounds = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((x, y) => x - y), bytes.length];
  for (let i = 1; i < bounds.length; i += 1) reader.push(bytes.slice(bounds[i - 1], bounds[i]));
  return reader.end();
}

function readText(text: string, roles: ColumnRoles = {}): CsvLog {
  return read(Buffer.from(text), [], roles);
}

const NAMES = ["note", "case", "activity", "time", "resource"];
const name = fc.oneof(
  fc.constantFrom("a", "bb", "pay", 'say "no"', "x,y", "1;2", "häß", "😀", "NA", " x "),
  fc.string({ minLength: 1, unit: "grapheme" }),
);
const clean = name.map((text) => text.replaceAll("\0", "0").replace(/^$/, "0"));
const time = fc.oneof(
  fc.integer({ min: -(2 ** 40), max: 2 ** 42 }).map(String),
  fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((at) => at.toISOString()),
  fc
    .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 19).replace("T", " ")),
  fc.constantFrom("2024-02-29T23:59:59+05:30", "2024-03-31 02:30:00", "2024-01-31", "2024-10-27 02:30:00.250", "2012/10/09 14:50"),
);
const row = fc.tuple(fc.string(), clean, clean, time, fc.oneof(clean, fc.constantFrom("", "NA")));
const QUOTED = /[",;\t\r\n]/;

describe("csvReader", () => {
  it("reads what was written, however it is quoted and wherever chunks are cut, as columnsFromText reads the same cells", () => {
    const file = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 20 }),
      separator: fc.constantFrom(",", ";", "\t"),
      line: fc.constantFrom("\n", "\r\n"),
      always: fc.boolean(),
      mark: fc.boolean(),
      final: fc.boolean(),
      cuts: fc.array(fc.nat({ max: 2000 }), { maxLength: 30 }),
      timezone: fc.constantFrom("UTC", "Europe/Vienna"),
    });
    fc.assert(
      fc.property(file, ({ rows, separator, line, always, mark, final, cuts, timezone }) => {
        const cell = (text: string): string => (always || QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const lines = [NAMES.join(separator), ...rows.map((cells) => cells.map(cell).join(separator))].join(line);
        const bytes = Buffer.from((mark ? "\ufeff" : "") + lines + (final ? line : ""));
        const columns = Object.fromEntries(NAMES.map((header, at) => [header, rows.map((cells) => cells[at] ?? "")]));
        // A lone surrogate cannot be written as UTF-8.
        fc.pre(bytes.toString() === (mark ? "\ufeff" : "") + lines + (final ? line : ""));
        const expected = columnsFromText({ names: NAMES, columns }, { timezone });
        const actual = read(bytes, cuts, { timezone });
        expect([...actual.caseCode]).toEqual([...expected.columns.caseCode]);
        expect([...actual.activity]).toEqual([...expected.columns.activity]);
        expect([...actual.time]).toEqual(Array.from(expected.columns.time, Math.floor));
        expect([...(actual.resource ?? [])]).toEqual([...(expected.columns.resource ?? [])]);
        expect(actual.activities).toEqual(expected.columns.activities);
        expect(actual.resources).toEqual(expected.resources);
        expect(Array.from({ length: actual.cases }, (_, code) => actual.caseName(code))).toEqual(expected.cases);
      }),
      { numRuns: 300 },
    );
  });

  it("names the first bad row and the fix", () => {
    const head = "case,activity,time\n1,a,0\n";
    expect(() => readText(`${head}2,b\n`)).toThrow("row 2: 2 cells where the header has 3");
    expect(() => readText(`${head}2,b,3,4\n`)).toThrow("row 2: 4 cells where the header has 3");
    expect(() => readText(`${head}2,b,soon\n`)).toThrow('row 2: "soon" is neither an ISO 8601 time nor milliseconds');
    expect(() => readText(`${head}2,b,2024-02-30 00:00:00\n`)).toThrow('row 2: "2024-02-30 00:00:00"');
    expect(() => readText(`${head},b,3\n`)).toThrow("row 2: the case is empty");
    expect(() => readText(`${head}2,"b,3\n`)).toThrow("row 2: a quoted cell does not end");
    expect(() => readText(`${head}2,"b"c,3\n`)).toThrow("row 2: text stands behind a closing quote");
    expect(() => readText("")).toThrow("the file is empty");
    expect(() => readText("who,what\n")).toThrow("no column looks like the case");
    expect(() => readText(head, { case: "time", time: "time" })).toThrow("must be different ones");
    const latin = Uint8Array.from([...Buffer.from("case,activity,time\n1,"), 0xe4, ...Buffer.from(",5\n")]);
    expect(() => read(latin, [])).toThrow("the file is not UTF-8");
    expect(readText(`${head}\n\n2,a,5`).time).toHaveLength(2);
  });
});
