import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnsFromText,
  flattened,
  model,
  objectCentricGraph,
  prepare,
  readOcelJson,
  readOcelSqlite,
  readOcelXml,
  readSqlite,
  type ObjectCentricLog,
} from "@counterseat/journey";
import { sharedFolder } from "./real-logs.ts";

const bytesOf = (file: string): Uint8Array => readFileSync(join(sharedFolder ?? "", "data", "journey", "ocel", file));
const textOf = (file: string): string => Buffer.from(bytesOf(file)).toString("utf8");

/** Formats order values and relations as they please. */
function sorted({ objects, eventObjects, objectObjects, ...log }: ObjectCentricLog): unknown {
  const byText = <T>(list: readonly T[]): T[] => [...list].sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
  return {
    ...log,
    objects: objects.map((object) => ({ ...object, attributes: byText(object.attributes) })),
    eventObjects: byText(eventObjects),
    objectObjects: byText(objectObjects),
  };
}

describe.skipIf(sharedFolder === null)("OCEL that other programs wrote", () => {
  it("is the same log in JSON, XML and SQLite", () => {
    const json = readOcelJson(textOf("ocel20_example.jsonocel"));
    // The XML and the database hold the times of one zone without saying so; the JSON holds instants.
    const naive = { timezone: "Europe/Berlin" };
    expect(json).toMatchObject({ refused: [] });
    expect([json.objectTypes.length, json.eventTypes.length, json.objects.length, json.events.length]).toEqual([4, 8, 9, 13]);
    expect(sorted(readOcelXml(bytesOf("ocel20_example.xmlocel"), naive))).toEqual(sorted(json));
    expect(sorted(readOcelSqlite(bytesOf("ocel20_example.sqlite"), naive))).toEqual(sorted(json));
  });

  it("shows the life of each kind of object", () => {
    const graph = objectCentricGraph(readOcelJson(textOf("ocel20_example.jsonocel")));
    const invoice = graph.find(({ type }) => type === "Invoice");
    // By hand: R1 and R2 are inserted and paid; R3 is inserted, ordered after the fact, blocked, released and paid.
    expect(invoice).toEqual({
      type: "Invoice",
      objects: 3,
      events: 9,
      edges: [
        { from: "Insert Invoice", to: "Insert Payment", count: 2 },
        { from: "Create Purchase Order", to: "Set Payment Block", count: 1 },
        { from: "Insert Invoice", to: "Create Purchase Order", count: 1 },
        { from: "Remove Payment Block", to: "Insert Payment", count: 1 },
        { from: "Set Payment Block", to: "Remove Payment Block", count: 1 },
      ],
      starts: { "Insert Invoice": 3 },
      ends: { "Insert Payment": 3 },
    });
  });

  it("reads version 1.0 too", () => {
    const log = readOcelJson(textOf("example_log.jsonocel"));
    expect(log.refused).toEqual([]);
    const raw = JSON.parse(textOf("example_log.jsonocel")) as Record<string, Record<string, { "ocel:omap": string[] }>>;
    expect(log.events.map(({ id }) => id)).toEqual(Object.keys(raw["ocel:events"]));
    expect(log.eventObjects.length).toBe(Object.values(raw["ocel:events"]).reduce((sum, event) => sum + event["ocel:omap"].length, 0));
    expect(log.events[0].attributes).toEqual([
      { name: "prova", value: "ciao" },
      { name: "prova2", value: "456" },
    ]);
    expect(() => readOcelXml(textOf("example_log.xmlocel"))).toThrow("OCEL 1.0");
    expect(() => readOcelSqlite(bytesOf("example_log.sqlite"))).toThrow('no table "event"');
  });

  it("reads every table of a SQLite file", () => {
    const tables = readSqlite(bytesOf("example_log.sqlite"));
    expect(tables.map(({ name, columns }) => `${name}: ${columns.map((column) => `${column.name} ${column.type}`).join(", ")}`)).toEqual([
      "EVENTS: ocel:eid TEXT, ocel:timestamp TIMESTAMP, ocel:activity TEXT, prova TEXT, prova2 REAL",
      "RELATIONS: ocel:eid TEXT, ocel:activity TEXT, ocel:timestamp TIMESTAMP, ocel:oid TEXT, ocel:type TEXT",
      "OBJECTS: ocel:oid TEXT, ocel:type TEXT, oattr1 TEXT, oattr2 REAL",
    ]);
    expect([...tables[0].rows()][0]).toEqual(["e1", "1980-01-01 00:00:00", "Create Order", "ciao", 456]);
  });

  it("refuses a damaged SQLite file, wherever it is damaged, and never hangs", () => {
    const whole = bytesOf("ocel20_example.sqlite");
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat({ max: whole.length - 1 }), byte: fc.nat({ max: 255 }) }), { minLength: 1, maxLength: 200 }),
        fc.nat({ max: whole.length }),
        (changes, length) => {
          const broken = Uint8Array.from(whole).subarray(0, length);
          for (const { at, byte } of changes) broken[at] = byte;
          try {
            readOcelSqlite(broken);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
    );
    expect(() => readSqlite(new Uint8Array(200))).toThrow("no SQLite 3 database");
  });
});

const steps = fc.constantFrom("order", "pack", "send", "pay");
const drawn = fc
  .record({
    items: fc.integer({ min: 1, max: 4 }),
    parcels: fc.integer({ min: 1, max: 3 }),
    events: fc.array(fc.record({ step: steps, minute: fc.nat({ max: 5 }), about: fc.array(fc.nat({ max: 9 }), { maxLength: 5 }) }), {
      maxLength: 12,
    }),
  })
  .map(({ items, parcels, events }) => {
    const objects = [
      ...Array.from({ length: items }, (_, i) => ({ id: `i${i}`, type: "item" })),
      ...Array.from({ length: parcels }, (_, i) => ({ id: `p${i}`, type: "parcel" })),
    ];
    const types = (names: readonly string[]) => names.map((name) => ({ name, attributes: [] }));
    return JSON.stringify({
      objectTypes: types(["item", "parcel"]),
      eventTypes: types(["order", "pack", "send", "pay"]),
      objects,
      events: events.map(({ step, minute, about }, i) => ({
        id: `e${i}`,
        type: step,
        time: `2024-01-01T00:0${minute}:00Z`,
        relationships: about.map((place, k) => ({ objectId: objects[place % objects.length].id, qualifier: `q${k}` })),
      })),
    });
  });

describe("object-centric graph and case notion", () => {
  it("agree: the flattened log mined as any other has the edges of the graph", () => {
    fc.assert(
      fc.property(drawn, (json) => {
        const log = readOcelJson(json);
        for (const graph of objectCentricGraph(log)) {
          const { columns, repeated, unrelated } = flattened(log, graph.type);
          const found = model(prepare(columnsFromText(columns).columns));
          expect(found.edges.map(({ from, to, count }) => ({ from, to, count }))).toEqual(graph.edges);
          expect(found.starts).toEqual(graph.starts);
          expect(found.ends).toEqual(graph.ends);
          expect(found.cases).toBe(graph.objects);
          expect(found.events - repeated).toBe(graph.events);
          expect(graph.events + unrelated).toBe(log.events.length);
        }
      }),
    );
  });

  it("names the types there are", () => {
    const log = readOcelJson('{"objectTypes":[{"name":"item","attributes":[]}],"eventTypes":[],"objects":[],"events":[]}');
    expect(() => flattened(log, "order")).toThrow('there are "item"');
  });
});

describe("OCEL that does not hold together", () => {
  const broken = {
    objectTypes: [
      { name: "item", attributes: [] },
      { name: "item", attributes: [] },
    ],
    eventTypes: [{ name: "pay", attributes: [] }],
    objects: [
      { id: "i", type: "item", relationships: [{ objectId: "gone", qualifier: "part" }] },
      { id: "i", type: "item" },
      { id: "x", type: "nothing" },
      { id: "v", type: "item", attributes: [{ name: "size", time: "soon", value: 3 }] },
    ],
    events: [
      {
        id: "e",
        type: "pay",
        time: "2024-01-01T00:00:00Z",
        relationships: [
          { objectId: "i", qualifier: "" },
          { objectId: "x", qualifier: "" },
        ],
      },
      { id: "e", type: "pay", time: "2024-01-01T00:00:00Z" },
      { id: "f", type: "pay", time: "01.02.2024", relationships: [{ objectId: "i", qualifier: "" }] },
    ],
  };

  it("is read as far as it does, and tells the rest", () => {
    const log = readOcelJson(JSON.stringify(broken));
    expect(log.objects.map(({ id }) => id)).toEqual(["i", "v"]);
    expect(log.events.map(({ id }) => id)).toEqual(["e"]);
    expect(log.eventObjects).toEqual([{ event: "e", object: "i", qualifier: "" }]);
    expect(log.objectObjects).toEqual([]);
    expect(log.refused.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'object type "item": it is declared twice; the first counts',
      'object "i": its id is used twice; the first counts',
      'object "x": its type "nothing" is not declared',
      'object "v": "soon", the time of "size", is no ISO 8601 time',
      'event "e": its id is used twice; the first counts',
      'event "f": its time "01.02.2024" is no ISO 8601 time',
      'event "e": it names the object "x", which is not there',
      'relation to object "i": it names the event "f", which is not there',
      'object "i": it names the object "gone", which is not there',
    ]);
  });

  it.each([
    ["cut JSON", () => readOcelJson('{"objectTypes": ['), "the JSON is broken"],
    ["a list", () => readOcelJson("[]"), "the document is no JSON object"],
    ["other JSON", () => readOcelJson("{}"), 'there is no list "objectTypes"'],
    ["deep JSON", () => readOcelJson(`{"objectTypes":${"[".repeat(1_000_000)}`), "OCEL"],
    ["cut XML", () => readOcelXml("<log><objects>"), "OCEL, line 1: the XML is broken"],
    ["other XML", () => readOcelXml("<log><a/></log>"), "no objects and no events"],
    ["another root", () => readOcelXml("<html/>"), "the root is <html>"],
    ["deep XML", () => readOcelXml(`<log>${"<objects>".repeat(1_000_000)}`), "nested deeper than 100"],
    ["an entity bomb", () => readOcelXml('<!DOCTYPE l [<!ENTITY a "aa">]><log/>'), "DOCTYPE"],
  ])("refuses %s", (_, read, message) => {
    expect(read).toThrow(RangeError);
    expect(read).toThrow(message);
  });
});

describe("SQLite files", () => {
  it("are read over pages of every kind, values of every size, and columns added later", () => {
    const [table, ...others] = readSqlite(readFileSync(new URL("testdata/pages.sqlite", import.meta.url)));
    expect(others).toEqual([]);
    expect([table.name, ...table.columns.map(({ name }) => name)]).toEqual(["many (rows), really", "id", "a, b", "n", "x", "raw", "late"]);
    const rows = [...table.rows()];
    expect(rows).toHaveLength(300);
    for (const [i, row] of rows.entries()) {
      const n = (i % 2 === 0 ? 1n : -1n) * 3n ** BigInt(i % 38) * 7n;
      const exact = Number.isSafeInteger(Number(n)) ? Number(n) : String(n);
      const long = String(i).repeat(i % 10 === 0 ? 400 + i : 1);
      const text = `${"\u00fc".repeat(i % 7)}${long}`;
      expect(row.slice(0, 4)).toEqual([i * 1_000_003 - 7, text, i % 11 === 0 ? null : exact, i / 8]);
      expect(Array.from(row[4] as Uint8Array)).toEqual(Array.from({ length: i % 5 }, () => i % 256));
      expect(row[5]).toBe(null);
    }
  });
});
