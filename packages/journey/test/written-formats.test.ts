import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { map, model, prepare, readModelJson, writeCsv, writeDot, writeModelJson, writeSvg, type JourneyLog } from "@counterseat/journey";
import { readXmlTree, type XmlTree } from "../src/formats/read-xml.ts";
import { textWidth, wrapped } from "../src/formats/text-width.ts";
import { logNamed, sharedFolder } from "./real-logs.ts";

const NAMES = [
  'a "quoted" <step> & more',
  "b",
  "A step with a name that is much too long to stand on one line of a box, or on three",
  "d\\n",
  "\u6587\u5b57",
  "constructor",
];
const logs = fc
  .array(fc.array(fc.nat({ max: NAMES.length - 1 }), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((cases): JourneyLog => {
    const rows = cases.flatMap((steps, c) => steps.map((step, i) => [c, step, i * 1000 * (step + 1)] as const));
    return prepare({
      caseCode: Int32Array.from(rows, ([c]) => c),
      activity: Int32Array.from(rows, ([, step]) => step),
      time: Float64Array.from(rows, ([, , time]) => time),
      activities: NAMES,
    });
  });
const shares = fc.record({ steps: fc.double({ min: 0, max: 1, noNaN: true }), paths: fc.double({ min: 0, max: 1, noNaN: true }) });

describe("CSV", () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\r\n", "=1+1", "", "-5", "a\nb"));
  const tables = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

  it("is read back cell by cell", () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const names = rows[0].map((_, i) => `column ${i}`);
        const columns = Object.fromEntries(names.map((name, i) => [name, rows.map((row) => row[i])]));
        expect(readCsv([...writeCsv({ names, columns })].join(""))).toEqual([names, ...rows]);
      }),
    );
  });

  it("can be opened in a spreadsheet without running anything", () => {
    const values = ["=1+1", "+1", "-1+1", "@a", "\tx", "-5", "-1,5", "plain", "a=b"];
    const text = [...writeCsv({ names: ["v"], columns: { v: values } }, { forSpreadsheets: true })].join("");
    expect(readCsv(text).slice(1).flat()).toEqual(["'=1+1", "'+1", "'-1+1", "'@a", "'\tx", "-5", "-1,5", "plain", "a=b"]);
    expect(() => [...writeCsv({ names: ["a", "b"], columns: { a: ["1"], b: [] } })]).toThrow('"b" is not as long as "a"');
  });
});

/** By the grammar of RFC 4180, character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let value = "";
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        value += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else while (text[at] !== "," && !(text[at] === "\r" && text[at + 1] === "\n")) value += text[at++];
    rows.at(-1)?.push(value);
    if (text[at] === ",") at += 1;
    else {
      at += 2;
      rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

describe("a model as JSON", () => {
  it("comes back to the last digit", () => {
    fc.assert(
      fc.property(logs, (log) => {
        expect(readModelJson(writeModelJson(model(log)))).toEqual(model(log));
      }),
    );
  });

  it("is refused when it is another, or broken", () => {
    const text = writeModelJson(
      model(prepare({ caseCode: Int32Array.of(0, 0), activity: Int32Array.of(0, 0), time: Float64Array.of(0, 5), activities: ["a"] })),
    );
    expect(() => readModelJson(text.slice(0, -5))).toThrow("is broken");
    expect(() => readModelJson("{}")).toThrow("counterseat.journey.model");
    expect(() => readModelJson(text.replace('"mean":0.005', '"mean":null'))).toThrow("edges[0].mean is no number");
    expect(() => readModelJson(text.replace('"activities":["a"]', '"activities":[1]'))).toThrow("activities holds what is no text");
  });
});

describe("text", () => {
  it("is broken into lines that fit, without losing a word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 40, max: 200 }), (text, width) => {
        const lines = wrapped(text, { size: 13, width, most: 3 });
        for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(width);
        expect(lines.length).toBeLessThanOrEqual(3);
        const whole = wrapped(text, { size: 13, width, most: 1000 });
        expect(whole.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });
});

const groups = (root: XmlTree, name: string): XmlTree[] => root.children.filter(({ attributes }) => attributes["class"] === name);
const area = ({ attributes: { x, y, width, height } }: XmlTree): number[] => [x, y, width, height].map(Number);
const apart = ([ax, ay, aw, ah]: number[], [bx, by, bw, bh]: number[]): boolean =>
  ax + aw <= bx || bx + bw <= ax || ay + ah <= by || by + bh <= ay;

describe("SVG", () => {
  it("draws every shown step and path once, nothing on each other, numbers included", () => {
    fc.assert(
      fc.property(logs, shares, fc.constantFrom("page", "light", "dark"), (log, { steps, paths }, colours) => {
        const drawn = map({ log, steps, paths });
        const root = readXmlTree(writeSvg({ map: drawn, colours, title: "T & t", note: "n" }));
        const boxes = groups(root, "step");
        expect(boxes.map(({ children }) => children[0].text)).toEqual(drawn.steps.filter(({ shown }) => shown).map(({ id }) => id));
        expect(groups(root, "path")).toHaveLength(drawn.paths.filter(({ shown }) => shown).length);
        const areas = boxes.map(({ children }) => area(children[1]));
        const counts = groups(root, "count").map(({ attributes, text }) => [
          Number(attributes["x"]),
          Number(attributes["y"]) - 11,
          textWidth(text, 11),
          14,
        ]);
        for (const [i, one] of [...areas, ...counts].entries()) {
          for (const other of [...areas, ...counts].slice(i + 1)) expect(apart(one, other)).toBe(true);
          expect(one[0] >= 0 && one[0] + one[2] <= Number(root.attributes["width"])).toBe(true);
          expect(one[1] >= 0 && one[1] + one[3] <= Number(root.attributes["height"])).toBe(true);
        }
        for (const { children } of boxes) {
          const [left, , width] = area(children[1]);
          for (const { attributes, text } of children.filter(
            (child) => child.name === "text" && child.attributes["font-size"] === undefined,
          )) {
            const half = textWidth(text, 13) / 2;
            expect(Number(attributes["x"]) - half >= left && Number(attributes["x"]) + half <= left + width).toBe(true);
          }
        }
      }),
    );
  });

  it("says what is folded, so that in and out add up on the picture", () => {
    fc.assert(
      fc.property(logs, shares, (log, { steps, paths }) => {
        const drawn = map({ log, steps, paths });
        const root = readXmlTree(writeSvg({ map: drawn }));
        const tips = groups(root, "path").map(({ children }) => children[0].text);
        for (const { children } of groups(root, "step")) {
          const id = children[0].text;
          const numbers = children.filter(({ attributes }) => attributes["font-size"] === "11");
          const events = Number(numbers[0].text);
          const stub = (anchor: string): number =>
            Number(numbers.find(({ attributes }) => attributes["text-anchor"] === anchor)?.text ?? 0);
          const sum = (fits: (tip: string) => boolean): number =>
            tips.filter(fits).reduce((total, tip) => total + Number(/: (\d+)(?: \u00b7 [^:]*)?$/.exec(tip)?.[1]), 0);
          expect(sum((tip) => tip.includes(` \u2192 ${id}: `)) + stub("end")).toBe(events);
          expect(sum((tip) => tip.startsWith(`${id} \u2192 `)) + stub("start")).toBe(events);
        }
      }),
    );
  });

  it.skipIf(sharedFolder === null)("draws a real log whole, in each set of colours", () => {
    const drawn = map({ log: logNamed("receipt"), steps: 1, paths: 1 });
    for (const colours of ["page", "light", "dark"] as const) {
      const root = readXmlTree(writeSvg({ map: drawn, colours }));
      expect([groups(root, "step").length, groups(root, "path").length]).toEqual([drawn.steps.length, drawn.paths.length]);
    }
  });
});

describe("DOT", () => {
  it("names every shown step and path, whatever they are called", () => {
    fc.assert(
      fc.property(logs, shares, (log, { steps, paths }) => {
        const drawn = map({ log, steps, paths });
        const text = writeDot(drawn);
        // Taken apart by the grammar: outside quoted strings every line is one statement.
        const bare = text.replaceAll(/"(?:[^"\\]|\\[\s\S])*"/g, "S");
        const lines = bare.split("\n").slice(6, -2);
        expect(bare).not.toContain('"');
        const shown = drawn.paths.filter((path) => path.shown);
        expect(lines.filter((line) => /^ {2}step\d+ \[label=S\];$/.test(line))).toHaveLength(
          drawn.steps.filter((step) => step.shown).length,
        );
        expect(lines.filter((line) => /^ {2}\w+ -> \w+ \[label=S, penwidth=[\d.]+\];$/.test(line))).toHaveLength(shown.length);
        expect(lines).toHaveLength(drawn.steps.filter((step) => step.shown).length + shown.length);
      }),
    );
  });
});
