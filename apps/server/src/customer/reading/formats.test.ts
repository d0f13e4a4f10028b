import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { propose } from "./propose.ts";
import { type TestCell, workbook, zip } from "./test-zip.ts";
import { openFolder, type ReadWhole, readWhole } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

/** What an open file is; null where it was closed meanwhile. */
const targetOf = (link: string): string | null => {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
};

const events = (path: string, map: Record<string, string> = {}) => readWhole({ path, kind: "events", map });
/** Case, activity and time of what was accepted. */
const told = ({ batches }: ReadWhole) =>
  batches.flatMap(({ columns, length }) =>
    Array.from({ length }, (_, i) => [columns.case[i], columns.activity[i], new Date(columns.time[i] ?? Number.NaN).toISOString()]),
  );
const ROWS = [
  ["1", "order placed", "2026-01-05T08:00:00.000Z"],
  ["1", "order shipped", "2026-01-06T09:30:00.000Z"],
  ["2", "order placed", "2026-01-07T10:00:00.000Z"],
] as const;
const RECORDS = ROWS.map(([id, activity, timestamp]) => ({ case_id: id, activity, timestamp }));
const CSV = `case_id,activity,timestamp\n${ROWS.map((row) => row.join(",")).join("\n")}\n`;

describe("JSON", () => {
  it.each([
    ["one list", JSON.stringify(RECORDS)],
    ["one list over many lines", JSON.stringify(RECORDS, null, 2)],
    ["JSON Lines", RECORDS.map((record) => JSON.stringify(record)).join("\n")],
    ["objects one after the other", RECORDS.map((record) => JSON.stringify(record, null, 2)).join("\n")],
    ["an object that holds the list", JSON.stringify({ page: 1, next: null, tickets: RECORDS })],
    ["with a byte order mark", `\ufeff${JSON.stringify(RECORDS)}`],
  ])("is read as %s", async (what, text) => {
    const path = folder.write(`${what}.json`, text);
    const read = await events(path);
    expect(read.proposal.questions).toEqual([]);
    expect(told(read)).toEqual(ROWS);
  });

  it("names values inside values by their path, keeps long numbers exact and lists as they are", async () => {
    const record = `{"ticket":{"id":12345678901234567890,"tags":["a","b"]},"note":"12345678901234567890, \\"x\\"","status":"open","at":1767600000000}`;
    const path = folder.write("nested.jsonl", `${record}\n${record}\n`);
    const read = await events(path, { case: "ticket.id", activity: "status", time: "at" });
    expect(told(read)[0]).toEqual(["12345678901234567890", "open", "2026-01-05T08:00:00.000Z"]);
    expect(read.proposal.columns.map(({ name, samples }) => [name, samples[0]])).toEqual([
      ["ticket.id", "12345678901234567890"],
      ["ticket.tags", '["a","b"]'],
      ["note", '12345678901234567890, "x"'],
      ["status", "open"],
      ["at", "1767600000000"],
    ]);
  });

  it("refuses broken lines one by one and keeps the rest, wherever a column first appears", async () => {
    const lines = RECORDS.map((record) => JSON.stringify(record));
    const text = [lines[0], '{"case_id":"9","activity":', "42", lines[1], `{"extra":"x\\u0000y",${lines[2]?.slice(1)}`].join("\n");
    const read = await events(folder.write("broken.jsonl", text));
    expect(read.accepted).toBe(2);
    expect(read.refused.map(({ row, reason }) => [row, reason])).toEqual([
      [2, "it is no JSON"],
      [3, "it is no object with named values"],
      [5, "holds a zero byte"],
    ]);
  });

  it("takes names such as __proto__ for names", async () => {
    const text = ROWS.map(([id, activity, at]) => `{"__proto__":"${id}","constructor":"${activity}","time":"${at}"}`).join("\n");
    const read = await events(folder.write("names.jsonl", text), { case: "__proto__", activity: "constructor", time: "time" });
    expect(told(read)).toEqual(ROWS);
  });

  it("gives back what was written, in pieces of any size, as a list and as lines", async () => {
    const record = fc.record({ case_id: fc.string({ minLength: 1, maxLength: 5 }), note: fc.string({ unit: "grapheme" }) });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), fc.boolean(), async (records, asList) => {
        const all = records.map((one, i) => ({
          ...one,
          case_id: `c${i}`,
          note: one.note.replaceAll("\0", ""),
          activity: "a",
          timestamp: ROWS[0][2],
        }));
        const text = asList ? JSON.stringify(all) : all.map((one) => JSON.stringify(one)).join("\n");
        const read = await events(folder.write("any.json", text), { comment: "note" });
        const comments = read.batches.flatMap(({ columns }) => columns.comment);
        const kept = (note: string) => (["", "NA", "N/A", "null", "NULL"].includes(note.trim()) ? null : note.trim());
        expect(comments).toEqual(all.map(({ note }) => kept(note)));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses nesting without end", async () => {
    const path = folder.write("deep.json", `[${'{"a":'.repeat(200)}1${"}".repeat(200)}]`);
    await expect(events(path)).rejects.toMatchObject({ code: "limit" });
  });
});

describe("Excel workbooks", () => {
  const day = (iso: string) => ({ days: (Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000 });
  const sheet: readonly (readonly TestCell[])[] = [
    ["case_id", "activity", "timestamp"],
    ...ROWS.map(([id, activity, at]) => [Number(id), activity, day(at)]),
  ];

  it("are read as their one sheet with rows; hidden and empty sheets do not count", async () => {
    const path = folder.write("one.xlsx", workbook({ Notes: [["old"]], Orders: sheet, Empty: [] }, ["Notes"]));
    const read = await events(path);
    expect(read.proposal.questions).toEqual([]);
    expect(read.proposal.plan).toMatchObject({ format: "xlsx", part: "Orders" });
    expect(told(read)).toEqual(ROWS);
  });

  it("with several sheets are asked about, and read as answered", async () => {
    const path = folder.write("two.xlsx", workbook({ "First & last": [["case_id", "activity", "timestamp"]], Orders: sheet }));
    const [question] = (await propose({ path, name: "two.xlsx", kind: "events" })).questions;
    expect(question).toMatchObject({ code: "ambiguous-part", candidates: ["First & last", "Orders"], settle: '--map part="First & last"' });
    expect(told(await events(path, { part: "Orders" }))).toEqual(ROWS);
    await expect(events(path, { part: "Nowhere" })).rejects.toMatchObject({
      code: "unknown-setting",
      fix: "Use one of First & last, Orders.",
    });
  });

  it("hold shared and rich text, gaps, failed formulas and the numbers Excel shows", async () => {
    const rows: readonly (readonly TestCell[])[] = [
      ["case_id", "activity", "timestamp", "amount", "note"],
      [1, { xml: '<c r="PLACE" t="s"><v>1</v></c>' }, day("2026-01-05T08:00:00Z"), 19.989999999999998, null],
      [null, null, null, null, null],
      [2, { xml: '<c r="PLACE" t="str"><f>A1</f><v>by formula</v></c>' }, day("2026-01-06T00:00:00Z"), null, "last"],
      [3, "broken", day("2026-01-07T00:00:00Z"), { xml: '<c r="PLACE" t="e"><v>#DIV/0!</v></c>' }, null],
    ];
    const read = await events(folder.write("cells.xlsx", workbook({ Sheet: rows })), { comment: "note", amount: "amount" });
    expect(told(read)).toEqual([
      ["1", "two runs", "2026-01-05T08:00:00.000Z"],
      ["2", "by formula", "2026-01-06T00:00:00.000Z"],
    ]);
    expect(read.batches[0]?.columns.amount[0]).toBe(19.99);
    expect(read.batches[0]?.columns.comment).toEqual([null, "last"]);
    expect(read.refused.map(({ reason }) => reason)).toEqual(["a formula of the sheet failed (#DIV/0!)"]);
  });

  it("are let go of when the look at them is over", async () => {
    const path = folder.write("held.xlsx", workbook({ A: sheet, B: Array.from({ length: 5000 }, () => [...(sheet[1] ?? [])]) }));
    for (let i = 0; i < 3; i += 1) await propose({ path, name: "held.xlsx", kind: "events" });
    const held = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").map((fd) => targetOf(`/proc/self/fd/${fd}`)) : []);
    // A file is closed by a thread of the pool, which may be busy: what counts is that it is let go of, not when.
    await vi.waitFor(() => expect(held().filter((target) => target === path)).toEqual([]), 60_000);
  });

  it("written by another program are read the same", async () => {
    const path = join(import.meta.dirname, "testdata", "openpyxl.xlsx");
    expect(readFileSync(path).length).toBeGreaterThan(1000);
    const read = await events(path);
    expect(told(read)).toEqual(ROWS);
  });

  it("made to hurt are refused", async () => {
    const bomb = zip({
      "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook><sheets><sheet name="a" r:id="1"/></sheets></workbook>',
      "xl/worksheets/sheet1.xml": "<worksheet/>",
    });
    await expect(events(folder.write("doctype.xlsx", bomb))).rejects.toMatchObject({ code: "forbidden-xml" });
    const far = workbook({ Sheet: [["a"], [{ xml: '<c r="ZZZZ1"><v>1</v></c>' }]] });
    await expect(events(folder.write("far.xlsx", far))).rejects.toMatchObject({ code: "limit" });
    const cut = workbook({ Sheet: sheet });
    await expect(events(folder.write("cut.xlsx", cut.subarray(0, cut.length - 30)))).rejects.toMatchObject({ code: "broken-archive" });
  });
});

describe("archives", () => {
  it("of one file are read as that file, whatever a system put beside it", async () => {
    const files = { "export/": "", "export/orders.csv": CSV, "__MACOSX/export/._orders.csv": "x", "export/.DS_Store": "x" };
    expect(told(await events(folder.write("one.zip", zip(files))))).toEqual(ROWS);
    expect(told(await events(folder.write("one.jsonl.zip", zip({ "o.jsonl": RECORDS.map((r) => JSON.stringify(r)).join("\n") }))))).toEqual(
      ROWS,
    );
    expect(told(await events(folder.write("list.json.gz", gzipSync(JSON.stringify(RECORDS)))))).toEqual(ROWS);
  });

  it("of several files are asked about", async () => {
    const path = folder.write("two.zip", zip({ "customers.csv": "id,name\n1,a\n", "orders.csv": CSV }));
    const { questions } = await propose({ path, name: "two.zip", kind: "events" });
    expect(questions).toContainEqual(expect.objectContaining({ code: "ambiguous-part", candidates: ["customers.csv", "orders.csv"] }));
    expect(told(await events(path, { part: "orders.csv" }))).toEqual(ROWS);
  });

  it("made to hurt are refused: bombs, paths outside, nested, damaged", async () => {
    const bomb = folder.write("bomb.zip", zip({ "a.csv": Buffer.alloc(100 * 1024 ** 2, "a") }));
    await expect(events(bomb)).rejects.toMatchObject({ code: "limit" });
    await expect(events(folder.write("slip.zip", zip({ "../../etc/a.csv": CSV })))).rejects.toMatchObject({ code: "broken-archive" });
    await expect(events(folder.write("nested.zip", zip({ "a.zip": zip({ "a.csv": CSV }) })))).rejects.toMatchObject({
      code: "unknown-format",
    });
    await expect(events(folder.write("empty.zip", zip({})))).rejects.toMatchObject({ code: "unknown-format" });
    const sound = zip({ "a.csv": CSV });
    for (let at = 0; at < sound.length; at += 1) {
      const broken = Buffer.from(sound);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      // Either it is refused by name, or the flipped byte meant nothing and the rows are the same.
      const outcome = await events(folder.write("flipped.zip", broken)).then(told, (error: unknown) => error);
      if (Array.isArray(outcome)) expect([at, outcome]).toEqual([at, ROWS]);
      else expect([at, outcome]).toEqual([at, expect.objectContaining({ name: "ReadingError" })]);
    }
  });
});

describe("Parquet", () => {
  const write = async (name: string, codec: string): Promise<string> => {
    const path = folder.write(name, "");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const rows = ROWS.map(
      ([id, activity, at]) =>
        `('${id}', '${activity}', TIMESTAMP '${at.slice(0, 19).replace("T", " ")}', 12.5, {'desk': 'a'}, 9007199254740993)`,
    );
    await connection.run(
      `COPY (SELECT * FROM (VALUES ${rows.join(",")}) t(case_id, activity, timestamp, amount, place, long)) TO '${path}' (FORMAT parquet, COMPRESSION ${codec})`,
    );
    connection.closeSync();
    instance.closeSync();
    return path;
  };

  it.each(["snappy", "zstd", "gzip", "uncompressed"])("packed as %s is read with its types", async (codec) => {
    const path = await write(`${codec}.parquet`, codec);
    const read = await readWhole({ path, kind: "events", timezone: "UTC" });
    expect(told(read)).toEqual(ROWS);
    expect(Array.from(read.batches[0]?.columns.amount ?? [])).toEqual([12.5, 12.5, 12.5]);
    expect(read.proposal.columns.map(({ name, samples }) => [name, samples[0]])).toContainEqual(["place.desk", "a"]);
    expect(read.proposal.columns.map(({ name, samples }) => [name, samples[0]])).toContainEqual(["long", "9007199254740993"]);
  });

  it("times without a zone are read in the zone the source declares", async () => {
    const path = await write("zone.parquet", "snappy");
    const read = await readWhole({ path, kind: "events", timezone: "Europe/Luxembourg" });
    expect(told(read)[0]?.[2]).toBe("2026-01-05T07:00:00.000Z");
  });

  it("damaged anywhere is refused or read the same, and never ends the process", async () => {
    const sound = readFileSync(await write("damaged.parquet", "zstd"));
    await expect(events(folder.write("cut.parquet", sound.subarray(0, sound.length - 9)))).rejects.toMatchObject({
      code: "broken-parquet",
    });
    for (let at = 4; at < sound.length; at += 7) {
      const broken = Buffer.from(sound);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const outcome = await events(folder.write("flipped.parquet", broken)).then(told, (error: unknown) => error);
      if (!Array.isArray(outcome)) expect([at, outcome]).toEqual([at, expect.objectContaining({ name: "ReadingError" })]);
    }
  });
});
