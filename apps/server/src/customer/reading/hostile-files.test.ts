import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { propose } from "./propose.ts";
import { readBatches } from "./read-batches.ts";
import type { ReadingErrorCode } from "./reading-error.ts";
import { openFolder, readWhole } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

const refusesFile = async (path: string, code: ReadingErrorCode): Promise<void> => {
  await expect(readWhole({ path, kind: "events" })).rejects.toMatchObject({ name: "ReadingError", code, fix: expect.stringMatching(/\w/) });
};
const HEAD = "case_id,activity,timestamp\n";
const xes = (body: string, before = ""): string => `<?xml version="1.0"?>${before}<log>${body}</log>`;
const event = (name: string): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event>`;

describe("hostile and broken CSV", () => {
  it("refuses ragged rows one by one and keeps the rest", async () => {
    const path = folder.write("ragged.csv", `${HEAD}1,a,2024-01-01\n2,b\n3,c,2024-01-03,x\n\n4,d,2024-01-04\n`);
    const { accepted, refused } = await readWhole({ path, kind: "events" });
    expect(accepted).toBe(2);
    expect(refused.map(({ row, reason }) => [row, reason])).toEqual([
      [2, "2 cells where there should be 3"],
      [3, "4 cells where there should be 3"],
    ]);
    expect(refused[1]?.cells).toEqual(["3", "c", "2024-01-03", "x"]);
  });

  it("loses one line, not the file, to a quote that is never closed", async () => {
    const path = folder.write(
      "quote.csv",
      `${HEAD}1,a,2024-01-01\n2,"b,2024-01-02\n3,"c ""x""\nd",2024-01-03\n4,"d"e,2024-01-04\n5,5" pipe,2024-01-05\n`,
    );
    const { batches, refused } = await readWhole({ path, kind: "events" });
    expect(refused.map(({ row }) => row)).toEqual([2, 4]);
    expect(batches[0]?.columns.activity).toEqual(["a", 'c "x"\nd', '5" pipe']);
  });

  it("refuses rows with bytes of another encoding and reads the others", async () => {
    const good = Buffer.from(`${HEAD}1,Prüfung,2024-01-01\n`, "utf8");
    const path = folder.write(
      "mixed.csv",
      Buffer.concat([good, Buffer.from("2,Pr\xfcfung,2024-01-02\n", "latin1"), Buffer.from("3,café,2024-01-03\n")]),
    );
    const { proposal, batches, refused } = await readWhole({ path, kind: "events" });
    expect(proposal.plan.encoding).toBe("utf-8");
    expect(batches[0]?.columns.activity).toEqual(["Prüfung", "café"]);
    expect(refused).toMatchObject([{ row: 2, cells: ["2", "Prüfung", "2024-01-02"] }]);
  });

  it("refuses rows that hold a zero byte, and drops it from names", async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index},a,2024-01-01\n`).join("");
    const path = folder.write(
      "zero.csv",
      `${HEAD.replace("activity", "acti\0vity")}${rows}x\0y,b,2024-01-02\n"q",""c\0"",2024-01-03\nz,"c\0",2024-01-03\n`,
    );
    const { proposal, accepted, refused } = await readWhole({ path, kind: "events" });
    expect([proposal.plan.map.activity?.column, accepted]).toEqual(["activity", 1000]);
    expect(refused.map(({ row, reason }) => [row, reason])).toEqual([
      [1001, "holds a zero byte"],
      [1002, "a quote inside a quoted cell is not doubled, or something follows a closing quote"],
      [1003, "holds a zero byte"],
    ]);
    expect(JSON.stringify(refused)).not.toContain("\\u0000");
  });

  it("does not garble a file whose first foreign byte comes late", async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},a,2024-01-01\n`).join("");
    const path = folder.write("late.csv", Buffer.from(`${HEAD}${rows}x,Pr\xfcfung \x80,2024-01-01\n`, "latin1"));
    const { proposal, batches, refused } = await readWhole({ path, kind: "events" });
    expect(proposal.plan.encoding).toBe("windows-1252");
    expect(refused).toEqual([]);
    expect(batches.at(-1)?.columns.activity.at(-1)).toBe("Prüfung €");
    const refusedAsUtf8: number[] = [];
    for await (const batch of readBatches({ path, plan: { ...proposal.plan, encoding: "utf-8" } }))
      refusedAsUtf8.push(...batch.refused.map(({ row }) => row));
    expect(refusedAsUtf8).toEqual([60_001]);
  });

  it("refuses a row longer than the limit by name and goes on behind it", async () => {
    const path = folder.write("long.csv", `${HEAD}1,a,2024-01-01\n2,${"x".repeat(50 * 1024 ** 2)},2024-01-02\n3,c,2024-01-03\n`);
    const { batches, refused } = await readWhole({ path, kind: "events" });
    expect(batches[0]?.columns.case).toEqual(["1", "3"]);
    expect(refused).toMatchObject([{ row: 2, reason: "the row is longer than 16777216 characters" }]);
    await refusesFile(folder.write("one-line.csv", "y".repeat(50 * 1024 ** 2)), "limit");
  }, 60_000);

  it("takes ten thousand columns and refuses twenty thousand", async () => {
    const wide = (width: number): string => {
      const rest = Array.from({ length: width - 3 }, (_, index) => index);
      return `case_id,activity,timestamp,${rest.map((index) => `c${index}`).join(",")}\n1,a,2024-01-01,${rest.join(",")}\n`;
    };
    const { proposal, accepted } = await readWhole({ path: folder.write("wide.csv", wide(10_000)), kind: "events" });
    expect([proposal.columns.length, accepted]).toEqual([10_000, 1]);
    await refusesFile(folder.write("wider.csv", wide(20_000)), "limit");
  });

  it("treats formulas and __proto__ as plain text", async () => {
    const path = folder.write(
      "proto.csv",
      `__proto__,constructor,case_id,activity,timestamp,,case_id\n{},x,__proto__,"=HYPERLINK(""http://x"")",2024-01-01,,2\n`,
    );
    const { proposal, batches } = await readWhole({ path, kind: "events" });
    expect(proposal.columns.map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
      "case_id",
      "activity",
      "timestamp",
      "column 6",
      "case_id (column 7)",
    ]);
    expect(batches[0]?.columns.case).toEqual(["__proto__"]);
    expect(batches[0]?.columns.activity).toEqual(['=HYPERLINK("http://x")']);
    expect(Object.prototype).not.toHaveProperty("x");
    await expect(
      propose({ path, name: "x", kind: "events", map: JSON.parse('{"__proto__":"activity"}') as Record<string, string> }),
    ).rejects.toMatchObject({ code: "unknown-field" });
  });

  it("asks about an empty file and refuses what is no table", async () => {
    for (const content of ["", "\n\n", HEAD]) {
      const { proposal, accepted } = await readWhole({ path: folder.write("empty.csv", content), kind: "events" });
      expect([proposal.questions[0]?.code, accepted]).toEqual(["no-rows", 0]);
    }
    await refusesFile(
      folder.write("binary.csv", Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))),
      "unknown-format",
    );
    await refusesFile(folder.write("book.xlsx", Buffer.from("PK\x03\x04rest", "latin1")), "broken-archive");
    await refusesFile(folder.write("old.xls", Buffer.from("d0cf11e0a1b11ae1", "hex")), "unknown-format");
    await refusesFile(folder.write("a.xml", "<?xml version='1.0'?><html></html>"), "unknown-format");
    await expect(propose({ path: "/nowhere/at/all.csv", name: "x", kind: "events" })).rejects.toMatchObject({ code: "no-such-file" });
  });

  it("refuses bombs and cut packages", async () => {
    const zeros = gzipSync(Buffer.alloc(80 * 1024 ** 2, "a,b\n"));
    await refusesFile(folder.write("bomb.csv.gz", zeros), "limit");
    const packed = gzipSync(`${HEAD}${Array.from({ length: 20_000 }, (_, index) => `${index},${Math.sin(index)},2024-01-01\n`).join("")}`);
    await refusesFile(folder.write("cut.csv.gz", packed.subarray(0, packed.length / 2)), "broken-gzip");
    await expect(
      readWhole({ path: folder.write("big.csv.gz", packed), kind: "events", limits: { unpackedBytes: 1000 } }),
    ).rejects.toMatchObject({ code: "limit" });
  });
});

describe("hostile and broken XES", () => {
  it("refuses entities, depth, broken and cut documents", async () => {
    const lol = '<!DOCTYPE log [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    await refusesFile(folder.write("lol.xes", xes(`<trace><string key="concept:name" value="&b;"/></trace>`, lol)), "forbidden-xml");
    const outside = '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    await refusesFile(folder.write("outside.xes", xes(`<trace>${event("&x;")}</trace>`, outside)), "forbidden-xml");
    const elsewhere = '<!DOCTYPE log SYSTEM "http://127.0.0.1:1/log.dtd">';
    await refusesFile(folder.write("elsewhere.xes", xes(`<trace>${event("a")}</trace>`, elsewhere)), "forbidden-xml");
    await refusesFile(folder.write("deep.xes", xes("<list>".repeat(200_000))), "forbidden-xml");
    await refusesFile(folder.write("deeper.xes", xes(`${"<list>".repeat(64)}${"</list>".repeat(64)}`)), "forbidden-xml");
    const flood = Array.from({ length: 1001 }, (_, index) => `a${index}="1"`).join(" ");
    await refusesFile(folder.write("flood.xes", xes(`<trace><event><string ${flood}/></event></trace>`)), "forbidden-xml");
    await refusesFile(folder.write("cut.xes", `<?xml version="1.0"?>\n<log><trace>${event("a")}`), "broken-xml");
    await refusesFile(folder.write("bad.xes", xes(`<trace><event><string key=x/></event></trace>`)), "broken-xml");
    await refusesFile(folder.write("latin.xes", Buffer.from(xes(`<trace>${event("Pr\xfcfung")}</trace>`), "latin1")), "broken-encoding");
    await refusesFile(folder.write("huge.xes", xes(`<trace>${event("x".repeat(40 * 1024 ** 2))}</trace>`)), "limit");
  }, 60_000);

  it("takes what lies just within the bounds", async () => {
    const name = '<string key="concept:name" value="c1"/>';
    const deep = `${"<list>".repeat(62)}${"</list>".repeat(62)}`;
    const wide = `<string ${Array.from({ length: 998 }, (_, index) => `a${index}="1"`).join(" ")} key="k" value="v"/>`;
    const path = folder.write(
      "within.xes",
      xes(`<trace>${name}${deep}${event("a")}${event("b").replace("</event>", `${wide}</event>`)}</trace>`),
    );
    const { proposal, batches, refused } = await readWhole({ path, kind: "events" });
    expect(batches.flatMap(({ columns }) => columns.activity)).toEqual(["a", "b"]);
    expect([proposal.columns.some((column) => column.name === "k"), refused]).toEqual([true, []]);
  });

  it("reads only what stands directly in a trace or an event", async () => {
    const body = `<global scope="event"><string key="concept:name" value="GLOBAL"/></global><string key="concept:name" value="the log"/>
      <trace><string key="concept:name" value="c1"><string key="concept:name" value="nested"/></string>
        <event><string key="concept:name" value="a"><string key="concept:name" value="meta"/></string><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event>
        ${event("b &amp; c")}</trace>
      <trace><string key="concept:name" value="empty"/></trace>`;
    const { batches, refused } = await readWhole({ path: folder.write("nested.xes", xes(body)), kind: "events" });
    expect(batches[0]?.columns.activity).toEqual(["a", "b & c"]);
    expect(batches[0]?.columns.case).toEqual(["c1", "c1"]);
    expect([refused.length, batches[0]?.emptyTraces]).toEqual([0, 1]);
  });
});
