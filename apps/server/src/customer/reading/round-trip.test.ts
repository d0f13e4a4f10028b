import * as fc from "fast-check";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createSplitter } from "./split-rows.ts";
import { openFolder, readWhole } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

const quote = (cell: string, delimiter: string, always: boolean): string =>
  always || cell.includes(delimiter) || /["\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;

describe("splitting rows", () => {
  it("gives back what was written, in whatever pieces it arrives", () => {
    const cell = fc.stringMatching(/^[a-z"',;|\t\n\r äé]{0,8}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (table, delimiter, newline, always, piece) => {
          const text = table.map((row) => row.map((value) => quote(value, delimiter, always)).join(delimiter)).join(newline);
          const splitter = createSplitter({ delimiter, newline: "\n", rowCharacters: 1000 });
          const rows: string[][] = [];
          for (let from = 0; from < text.length; from += piece) rows.push(...splitter.push(text.slice(from, from + piece)).rows);
          rows.push(...splitter.end().rows);
          const isRow = (row: string[]): boolean => row.length > 1;
          expect(rows.filter(isRow)).toEqual(table);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const two = (value: number): string => String(value).padStart(2, "0");

/** Written by arithmetic on the parts, never by the code under test. */
const writeDate = (
  order: "ymd" | "dmy" | "mdy",
  parts: { year: number; month: number; day: number; hour: number; minute: number },
): string => {
  const { year, month, day, hour, minute } = parts;
  const clock = `${two(hour)}:${two(minute)}`;
  if (order === "ymd") return `${year}-${two(month)}-${two(day)} ${clock}`;
  return order === "dmy" ? `${two(day)}/${two(month)}/${year} ${clock}` : `${two(month)}/${two(day)}/${year} ${clock}`;
};

const writeCents = (cents: number, decimal: "." | ",", style: "plain" | "grouped" | "trailing" | "brackets"): string => {
  const whole = String(Math.floor(Math.abs(cents) / 100));
  const grouped = style === "plain" ? whole : whole.replace(/\B(?=(\d{3})+$)/g, decimal === "." ? "," : ".");
  const number = `${grouped}${decimal}${two(Math.abs(cents) % 100)}`;
  if (cents >= 0) return number;
  return style === "trailing" ? `${number}-` : style === "brackets" ? `(${number})` : `-${number}`;
};

const sale = fc.record({
  customer: fc.stringMatching(/^[A-Za-z0-9",;|\n äß]{0,6}[A-Z]$/),
  year: fc.integer({ min: 1999, max: 2030 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  cents: fc.integer({ min: -300_000_000, max: 300_000_000 }),
  broken: fc.constantFrom("none", "none", "none", "none", "none", "time", "amount", "customer", "short", "long"),
});

describe("writing a file and reading it back", () => {
  it("accepts exactly the sound rows with equal values, and reports every other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sale, { minLength: 3, maxLength: 40 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("ymd" as const, "dmy" as const, "mdy" as const),
        fc.constantFrom("." as const, "," as const),
        fc.constantFrom("plain" as const, "grouped" as const, "trailing" as const, "brackets" as const),
        fc.constantFrom("utf8" as const, "bom" as const, "utf16le" as const, "latin1" as const),
        fc.boolean(),
        async (sales, delimiter, newline, order, decimal, style, encoding, always) => {
          // One row that decides both votes, as any real file has.
          const decisive = { customer: "Zoë", year: 2020, month: 12, day: 28, hour: 1, minute: 2, cents: 123_450, broken: "none" };
          const all = [decisive, ...sales];
          const lines = all.map((one) => {
            const cells = [
              one.broken === "customer" ? " " : one.customer,
              one.broken === "time" ? "soon" : writeDate(order, one),
              one.broken === "amount" ? "much" : writeCents(one.cents, decimal, style),
              "note",
            ].map((cell) => quote(cell, delimiter, always));
            if (one.broken === "short") cells.pop();
            if (one.broken === "long") cells.push("x");
            return cells.join(delimiter);
          });
          const text = [["customer", "date", "amount", "comment"].join(delimiter), ...lines].join(newline);
          const bytes =
            encoding === "bom" || encoding === "utf16le"
              ? Buffer.from(`\ufeff${text}`, encoding === "bom" ? "utf8" : "utf16le")
              : Buffer.from(text, encoding);
          const path = folder.write("round.csv", always ? gzipSync(bytes) : bytes);
          const map = { customer: "customer", time: "date", amount: "amount", dateOrder: order, decimal };
          const { accepted, refused, batches, proposal } = await readWhole({ path, kind: "transactions", map, batchSize: 7 });

          expect(accepted + refused.length).toBe(all.length);
          expect(proposal.rowsRead).toBe(all.length);
          const sound = all.flatMap((one, index) => (one.broken === "none" ? [{ ...one, row: index + 1 }] : []));
          expect(refused.map(({ row }) => row)).toEqual(all.flatMap((one, index) => (one.broken === "none" ? [] : [index + 1])));
          expect(batches.flatMap((batch) => [...batch.row])).toEqual(sound.map(({ row }) => row));
          expect(batches.flatMap((batch) => batch.columns.customer)).toEqual(sound.map(({ customer }) => customer.trim()));
          expect(batches.flatMap((batch) => [...batch.columns.time])).toEqual(
            sound.map((one) => Date.UTC(one.year, one.month - 1, one.day, one.hour, one.minute)),
          );
          expect(batches.flatMap((batch) => [...batch.columns.amount].map((amount) => Math.round(amount * 100)))).toEqual(
            sound.map(({ cents }) => cents),
          );
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);
});
