import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classified, columnsFromText, model, prepare, readXes, writeXes, xesReader, type XesLog } from "@counterseat/journey";
import { columnsOfFile, golden, REAL_LOGS, sharedFolder } from "./real-logs.ts";

type Golden = {
  readonly n_events: number;
  readonly n_cases: number;
  readonly n_activities: number;
  readonly n_variants: number;
  readonly dfg: readonly (readonly [string, string, number])[];
  readonly start_activities: Readonly<Record<string, number>>;
  readonly end_activities: Readonly<Record<string, number>>;
};

const around = (inside: string): string => `<log>\n${inside}\n</log>`;
const event = (name: string, more = ""): string => `<event><string key="concept:name" value="${name}"/>${more}</event>`;
const written = (log: Parameters<typeof writeXes>[0]): string => [...writeXes(log)].join("");

describe.skipIf(sharedFolder === null)("XES that other programs wrote", () => {
  for (const { name, file, clock } of REAL_LOGS.filter((log) => log.file.includes(".xes"))) {
    describe(file, () => {
      const bytes = sharedFolder === null ? new Uint8Array() : bytesOf(file);
      const log = sharedFolder === null ? readXes("<log/>") : inPieces(bytes, 65_537);

      it("has the totals that are known of it", () => {
        const expected = golden<Golden>(name);
        const times = log.columns.columns["time:timestamp"] ?? [];
        const clocks = clock === "wall" ? times.map((time) => time.replace(/[+-]\d\d:\d\d$/, "")) : times;
        const columns = { names: log.columns.names, columns: { ...log.columns.columns, "time:timestamp": clocks } };
        const found = model(prepare(columnsFromText(columns).columns));
        expect([found.events, found.cases, found.activities.length, found.variants]).toEqual([
          expected.n_events,
          expected.n_cases,
          expected.n_activities,
          expected.n_variants,
        ]);
        expect(found.starts).toEqual(expected.start_activities);
        expect(found.ends).toEqual(expected.end_activities);
        expect(new Map(found.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge.count]))).toEqual(
          new Map(expected.dfg.map(([from, to, count]) => [`${from}\n${to}`, count])),
        );
      });

      it("gives the columns that cutting the text at its tags gives", () => {
        for (const [column, cells] of Object.entries(columnsOfFile(file, "true").columns)) {
          const got = log.columns.columns[column] ?? cells.map(() => "");
          expect(got.length).toBe(cells.length);
          expect(got.findIndex((cell, row) => cell !== cells[row])).toBe(-1);
        }
      });

      it("comes back the same when it is written", () => {
        const again = xesReader();
        for (const piece of writeXes(log)) again.push(piece);
        expect(again.end()).toEqual(log);
      });
    });
  }
});

function bytesOf(file: string): Uint8Array {
  const bytes = readFileSync(join(sharedFolder ?? "", "data", "journey", file));
  return file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function inPieces(bytes: Uint8Array, size: number): XesLog {
  const reader = xesReader();
  for (let from = 0; from < bytes.length; from += size) reader.push(bytes.subarray(from, from + size));
  return reader.end();
}

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  .map((value) => value.replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?"));
const logs = fc.record({
  traces: fc.array(
    fc.record({
      name: text,
      region: fc.option(text, { nil: "" }),
      events: fc.array(
        fc.record({
          step: text,
          time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
          who: fc.option(text, { nil: "" }),
          cost: fc.integer(),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
    { maxLength: 6 },
  ),
});

describe("XES written and read back", () => {
  it("is the same log, wherever it is cut", () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 50 }), ({ traces }, size) => {
        const rows = traces.flatMap(({ name, region, events }, trace) => events.map((one) => ({ trace, name, region, ...one })));
        const columns = {
          "case:concept:name": rows.map(({ name }) => name),
          "case:region": rows.map(({ region }) => region),
          "concept:name": rows.map(({ step }) => step),
          "org:resource": rows.map(({ who }) => who),
          "time:timestamp": rows.map(({ time }) => time.toISOString()),
          cost: rows.map(({ cost }) => String(cost)),
        };
        const input = {
          columns: { names: Object.keys(columns), columns },
          trace: Int32Array.from(rows, ({ trace }) => trace),
          types: { cost: "int" },
        } as const;
        const log = inPieces(new TextEncoder().encode(written(input)), size);
        for (const [name, cells] of Object.entries(columns)) expect(log.columns.columns[name] ?? cells.map(() => "")).toEqual(cells);
        expect(log.trace).toEqual(input.trace);
        if (rows.length > 0) expect(log.types).toMatchObject({ cost: "int", "time:timestamp": "date", "concept:name": "string" });
        expect(readXes(written(log))).toEqual(log);
      }),
    );
  });

  it("keeps what a log says of itself, traces without events included", () => {
    const log = readXes(`<log xmlns="http://www.xes-standard.org/"><extension name="Concept" prefix="concept" uri="u"/>
      <global scope="event"><string key="org:resource" value="nobody"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/><string key="org:role" value="UNKNOWN"/></global>
      <global scope="trace"><string key="region" value="north"/></global>
      <classifier name="Both" keys="concept:name 'the part'"/><int key="size" value="2"><string key="inner" value="x"/></int>
      <trace><string key="concept:name" value="c1"/>${event("a", '<string key="the part" value="p"/><string key="org:resource" value="Ann"/>')}${event("b", '<list key="l"><string key="deep" value="1"/></list>')}</trace>
      <trace><string key="region" value="south"/></trace></log>`);
    expect(log.columns.columns).toEqual({
      "concept:name": ["a", "b"],
      "the part": ["p", ""],
      "org:resource": ["Ann", "nobody"],
      "case:concept:name": ["c1", "c1"],
      "case:region": ["north", "north"],
    });
    expect(log.emptyTraces).toEqual([{ "case:region": "south", "case:concept:name": "trace 1" }]);
    expect(log.attributes).toEqual([{ type: "int", key: "size", value: "2" }]);
    expect(classified(log, "Both").columns["concept:name"]).toEqual(["a+p", "b+"]);
    expect(() => classified(log, "Other")).toThrow('there are "Both"');
    expect(readXes(written(log))).toEqual(log);
  });

  it("writes times as the standard wants them, and gathers the rows of a case", () => {
    const log = readXes(
      written({
        columns: {
          names: ["case:concept:name", "concept:name", "time:timestamp"],
          columns: {
            "case:concept:name": ["x", "y", "x", "y"],
            "concept:name": ["a", "b", "c", "d"],
            "time:timestamp": ["2011-10-11 13:45:40.276123+02:00", "0", "2012/01/02", "2012-01-02T10:00Z"],
          },
        },
      }),
    );
    expect(log.columns.columns["concept:name"]).toEqual(["a", "c", "b", "d"]);
    expect(log.columns.columns["time:timestamp"]).toEqual([
      "2011-10-11T13:45:40.276123+02:00",
      "2012-01-02T00:00:00",
      "1970-01-01T00:00:00.000Z",
      "2012-01-02T10:00:00Z",
    ]);
  });

  it("reads the encoding that the document declares", () => {
    const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>${around(`<trace>${event("Pr\u00fcfung")}</trace>`)}`;
    expect(readXes(Uint8Array.from(latin, (sign) => sign.charCodeAt(0))).columns.columns["concept:name"]).toEqual(["Pr\u00fcfung"]);
    const wide = `<?xml version="1.0" encoding="UTF-16"?>${around(`<trace>${event("\u03b1")}</trace>`)}`;
    expect(readXes(Buffer.from(`\ufeff${wide}`, "utf16le")).columns.columns["concept:name"]).toEqual(["\u03b1"]);
    expect(() => readXes(Uint8Array.from(around(event("\u00fc")), (sign) => sign.charCodeAt(0)))).toThrow("not utf-8");
  });

  it("refuses to write what XES cannot say", () => {
    const columns = { "case:concept:name": ["x", "x"], "concept:name": ["a", "b"], "case:region": ["n", "s"] };
    expect(() => written({ columns: { names: Object.keys(columns), columns } })).toThrow('row 2: "case:region" differs');
    expect(() => written({ columns: { names: ["a"], columns: { a: [] } } })).toThrow('no column "case:concept:name"');
    const bad = { "case:concept:name": ["x"], "time:timestamp": ["soon"] };
    expect(() => written({ columns: { names: Object.keys(bad), columns: bad } })).toThrow('row 1: "soon" is no time');
  });
});

describe("XES made to hurt, or broken", () => {
  it.each([
    ["a cut file", around(`<trace>${event("a")}`).slice(0, 40), "the XML is broken"],
    ["nothing", "", "XML is broken"],
    ["another root", "<html/>", "the root is <html>"],
    ["an event outside a trace", around(event("a")), "line 2: an event stands in no trace"],
    [
      "an attribute without key",
      around('<trace><event><string value="a"/></event></trace>'),
      "line 2: an attribute of type string has no key",
    ],
    [
      "two values for one key",
      around(`<trace>${event("a", '<string key="concept:name" value="b"/>')}</trace>`),
      'two different attributes "concept:name"',
    ],
    ["an entity bomb", `<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${around(`<trace>${event("&b;")}</trace>`)}`, "DOCTYPE"],
    ["an entity nobody declared", around(`<trace>${event("&b;")}</trace>`), "the XML is broken"],
    ["deep nesting", around("<list>".repeat(1_000_000)), "nested deeper than 100"],
    ["a huge value", around(`<trace>${event("x".repeat(100 * 2 ** 20))}</trace>`), "longer than"],
    [
      "a huge number of attributes",
      around(`<trace><event>${Array.from({ length: 5000 }, (_, i) => `<int key="k${i}" value="1"/>`).join("")}</event></trace>`),
      "more than 4096",
    ],
  ])("refuses %s and says where", (_, document, message) => {
    expect(() => readXes(document)).toThrow(RangeError);
    expect(() => readXes(document)).toThrow(message);
  });

  it("does not break on keys that are JavaScript's own", () => {
    const log = readXes(
      around(
        `<trace><string key="concept:name" value="c"/>${event("a", '<string key="__proto__" value="x"/><string key="constructor" value="y"/>')}</trace>`,
      ),
    );
    expect(log.columns.names).toEqual(["concept:name", "__proto__", "constructor", "case:concept:name"]);
    expect(Object.entries(log.columns.columns)[1]).toEqual(["__proto__", ["x"]]);
    expect(readXes(written(log))).toEqual(log);
  });
});
