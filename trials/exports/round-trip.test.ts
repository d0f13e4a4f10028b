import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../apps/server/src/customer/reading/limits.ts";
import { openTable } from "../../apps/server/src/customer/reading/open-table.ts";

type Cell = string | number | null;

/** The pages are a project of their own for the compiler, so their two writers are met at run time only; they have these shapes. */
const web = (name: string): Promise<unknown> => import(new URL(`../../apps/web/src/ui/${name}`, import.meta.url).href);
const { csvOf } = (await web("csv.ts")) as { csvOf(head: readonly string[], rows: readonly Cell[][]): string };
const { xlsxOf, sheetName, SHEET_ROWS } = (await web("xlsx.ts")) as {
  xlsxOf(sheet: { name: string; head: readonly string[]; rows: readonly (readonly Cell[])[] }): { bytes: Uint8Array; cut: number };
  sheetName(name: string): string;
  SHEET_ROWS: number;
};

const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the server makes of a file, as an import would. */
async function readBack(format: "csv" | "xlsx", content: string | Uint8Array): Promise<string[][]> {
  const path = join(folder, `table.${format}`);
  writeFileSync(path, content);
  const table = await openTable({ path, format, encoding: "utf-8", delimiter: ",", part: null, limits: DEFAULT_LIMITS });
  const rows: string[][] = [];
  for await (const chunk of table.chunks) rows.push(...chunk.rows);
  return rows;
}

/** A workbook reader keeps fifteen digits of a number, as Excel does, and no empty cells at the end of a row. */
const told = (cell: Cell): string => (cell === null ? "" : typeof cell === "number" ? String(Number(cell.toPrecision(15))) : cell);
const ended = (row: readonly string[]): string[] => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1);

const HEAD = ["id", "what", "when", "amount"];
const TRICKY: Cell[][] = [
  ["1", '=HYPERLINK("http://a.example","x")', "2026-03-29T01:59:59.999Z", 0.1],
  ["2", "+1+1", "2026-03-29", -0.000_000_1],
  ["3", "-2+3", null, 1e21],
  ["4", "@SUM(A1)", "", 123_456_789_012_345],
  ["5", "\tled by a tab", "a\nb", 0],
  ["6", "_x0041_ is no A", "& < > \" ' ]]>", 5e-324],
  ["7", " spaces kept ", "日本語 🙂 é", -42.5],
  ["8", "-12,5", "’quoted’", 1],
];

describe("what is exported comes back", () => {
  it("a workbook, cell by cell, formulas as text and numbers as numbers", async () => {
    const { bytes, cut } = xlsxOf({ name: "Gap board", head: HEAD, rows: TRICKY });
    expect(await readBack("xlsx", bytes)).toEqual([HEAD, ...TRICKY.map((row) => ended(row.map(told)))]);
    expect(cut).toBe(0);
    const text = new TextDecoder("latin1").decode(bytes);
    expect(text).not.toMatch(/<f[ >]/);
    expect(text).toContain('<c r="D2"><v>0.1</v></c>');
    expect(text).toContain('<c r="B2" s="2" t="inlineStr">'); // marked as text for good
  });

  it("any table, as a workbook", async () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.stringMatching(/^[=+@\-\t][A-Z_x0-9(]{0,6}$/));
    const cell: fc.Arbitrary<Cell> = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), async (table) => {
        const rows = table.map((row, at): Cell[] => [`row ${at}`, ...row, "end"]);
        // By hand from XML 1.0, section 2.2: what a document cannot hold is gone, everything else is as it was.
        const possible = (value: Cell): string =>
          typeof value !== "string"
            ? told(value)
            : [...value].filter((sign) => /[\t\n\r]/.test(sign) || (sign >= " " && !/^[\uFFFE\uFFFF]$/.test(sign))).join("");
        expect(await readBack("xlsx", xlsxOf({ name: "any", head: ["a"], rows }).bytes)).toEqual([
          ["a"],
          ...rows.map((row) => row.map(possible)),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it("a CSV, with an apostrophe before what a spreadsheet would run and nowhere else", async () => {
    const led = new Set(["1", "2", "3", "4", "5", "8"]);
    const expected = TRICKY.map((row) =>
      row.map((cell, at) => (at === 1 && led.has(String(row[0])) ? `'${String(cell)}` : cell === null ? "" : String(cell))),
    );
    expect(await readBack("csv", csvOf(HEAD, TRICKY))).toEqual([HEAD, ...expected]);
    expect(csvOf(["a"], [["\0=1"], [Number.NaN]])).toBe("\uFEFFa\r\n'=1\r\n\r\n");
  });
});

describe("what no workbook can hold", () => {
  it("is refused, cut or renamed, and said", () => {
    const many: Cell[][] = Array.from({ length: SHEET_ROWS }, () => []);
    expect(() => xlsxOf({ name: "much", head: ["a"], rows: many })).toThrow(/1048576 rows/);
    const long = "x".repeat(40_000);
    const { cut, bytes } = xlsxOf({ name: "long", head: ["a"], rows: [[long]] });
    expect(cut).toBe(1);
    expect(bytes.length).toBeLessThan(40_000);
    expect(sheetName("a/b\\c?d*e[f]g:h and much more than thirty-one")).toBe("a b c d e f g h and much more t");
    expect(sheetName("'''")).toBe("Sheet1");
    expect(sheetName("history")).toBe("Sheet1");
  });
});
