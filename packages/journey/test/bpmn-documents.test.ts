import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBpmn, readBpmnDocument, writeBpmn, type BpmnModel } from "@counterseat/journey";
import { sharedFolder } from "./real-logs.ts";

const SPACE = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="urn:counterseat:bpmn:1"';
const definitions = (inside: string): string => `<definitions ${SPACE}>${inside}</definitions>`;
const process = (inside: string): string => definitions(`<process id="p"><startEvent id="S"/><endEvent id="E"/>${inside}</process>`);
const flow = (id: string, from: string, to: string): string => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;

const kinds = ["start", "end", "task", "exclusive", "parallel", "inclusive", "silent"] as const;
/** Any text XML can hold: a lone half of a surrogate pair or a control character it cannot. */
const label = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .map((text) => text.replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").trim());
const models = fc.nat({ max: 14 }).chain((last) =>
  fc
    .record({
      nodes: fc.array(fc.record({ kind: fc.constantFrom(...kinds), label }), { minLength: last + 1, maxLength: last + 1 }),
      flows: fc.array(fc.record({ from: fc.nat({ max: last }), to: fc.nat({ max: last }), label }), { maxLength: 30 }),
      seconds: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    })
    .map(({ nodes, flows, seconds }) => {
      const model: BpmnModel = {
        nodes: [
          ...nodes.map(({ kind, label: text }, i) => ({ id: `n${i}`, kind, label: kind === "task" && text === "" ? "?" : text })),
          { id: "n100", kind: "start", label: "" },
          { id: "n101", kind: "end", label: "" },
        ],
        flows: flows.map(({ from, to, label: text }, i) => ({ id: `f${i}`, from: `n${from}`, to: `n${to}`, label: text })),
      };
      // The writer takes the sign of a zero away.
      const promises = Object.fromEntries(
        model.nodes.filter(({ kind }) => kind === "task").map(({ id }) => [id, seconds === 0 ? 0 : seconds]),
      );
      return { model, promises };
    }),
);

describe("BPMN written and read back", () => {
  it("is the same model with the same promises", () => {
    fc.assert(
      fc.property(models, label, fc.option(fc.nat()), ({ model, promises }, name, whole) => {
        const read = readBpmnDocument(writeBpmn(model, undefined, { promises, name, whole }));
        expect(read.whole).toBe(whole);
        expect(read.model).toEqual(model);
        expect(read.promises).toEqual(promises);
        expect(read.name).toBe(name);
        expect(read.notes).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("draws shapes that do not overlap, joined by lines at right angles that cross no shape", () => {
    fc.assert(
      fc.property(models, ({ model }) => {
        const text = writeBpmn(model);
        const shapes = [
          ...text.matchAll(/bpmnElement="(n\d+)"[^>]*>\s*<dc:Bounds x="([^"]+)" y="([^"]+)" width="(\d+)" height="(\d+)"/g),
        ].map(([, id = "", ...numbers]) => ({ id, box: numbers.map(Number) as [number, number, number, number] }));
        expect(shapes).toHaveLength(model.nodes.length);
        for (const [i, { box: a }] of shapes.entries()) {
          for (const { box: b } of shapes.slice(i + 1)) {
            const apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
            expect(apart).toBe(true);
          }
        }
        const lines = [...text.matchAll(/<bpmndi:BPMNEdge[^>]*bpmnElement="(f\d+)">([\s\S]*?)<\/bpmndi:BPMNEdge>/g)];
        expect(lines).toHaveLength(model.flows.length);
        const uprights: { x: number; top: number; bottom: number }[] = [];
        for (const [, id, inside = ""] of lines) {
          const points = [...inside.matchAll(/x="([^"]+)" y="([^"]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
          const drawn = model.flows.find((one) => one.id === id);
          const from = shapes.find((one) => one.id === drawn?.from)?.box ?? [0, 0, 0, 0];
          const to = shapes.find((one) => one.id === drawn?.to)?.box ?? [0, 0, 0, 0];
          expect(points[0]).toEqual([from[0] + from[2], from[1] + from[3] / 2]);
          expect(points.at(-1)).toEqual([to[0], to[1] + to[3] / 2]);
          for (const [k, [x, y]] of points.slice(1).entries()) {
            const [px, py] = points[k];
            expect(x === px || y === py).toBe(true);
            if (x === px) {
              const [top, bottom] = [Math.min(y, py), Math.max(y, py)];
              expect(uprights.filter((one) => one.x === x && one.top <= bottom && top <= one.bottom)).toEqual([]);
              uprights.push({ x, top, bottom });
            }
            for (const { box } of shapes) {
              const inX = Math.max(x, px) > box[0] && Math.min(x, px) < box[0] + box[2];
              const inY = Math.max(y, py) > box[1] && Math.min(y, py) < box[1] + box[3];
              expect(inX && inY, `flow ${id} crosses a shape`).toBe(false);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what BPMN cannot say, by name", () => {
    const task = { id: "a", kind: "task", label: "" } as const;
    expect(() => writeBpmn({ nodes: [task, task], flows: [] })).toThrow('"a" is used twice');
    expect(() => writeBpmn({ nodes: [{ ...task, id: "1 a" }], flows: [] })).toThrow('"1 a" is no XML name');
    expect(() => writeBpmn({ nodes: [task], flows: [{ id: "f", from: "a", to: "b", label: "" }] })).toThrow('names "b"');
    expect(() => writeBpmn({ nodes: [task], flows: [] }, undefined, { promises: { b: 1 } })).toThrow('promise for "b"');
    expect(() => writeBpmn({ nodes: [task], flows: [] }, undefined, { promises: { a: -1 } })).toThrow("0 or more");
  });
});

describe.skipIf(sharedFolder === null)("BPMN that another program wrote", () => {
  for (const [file, nodes, tasks, flows] of [
    ["running-example.bpmn", 18, 8, 21],
    ["receipt.bpmn", 103, 27, 142],
  ] as const) {
    it(`${file} is read whole and comes back`, () => {
      const { model, notes } = readBpmnDocument(readFileSync(join(sharedFolder ?? "", "data", "journey", file), "utf8"));
      expect(model.nodes).toHaveLength(nodes);
      expect(model.nodes.filter(({ kind }) => kind === "task")).toHaveLength(tasks);
      expect(model.flows).toHaveLength(flows);
      expect(notes).toEqual([]);
      expect(readBpmn(writeBpmn(model))).toEqual(model);
    });
  }
});

describe("BPMN as people draw it", () => {
  it("takes any prefix, every kind of task, and other programs' extensions", () => {
    const text = `<?xml version="1.0"?><q:definitions xmlns:q="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="urn:z">
      <q:process id="p" name="Order"><q:startEvent id="s"/><q:userTask id="a" name="Ask &amp; tell"><q:extensionElements><z:task id="x"/></q:extensionElements></q:userTask>
      <q:callActivity id="b" name="Bill"/><q:eventBasedGateway id="g"/><z:task id="no"/><q:endEvent id="e"/>
      <q:sequenceFlow id="f1" sourceRef="s" targetRef="a"/><q:sequenceFlow id="f2" sourceRef="a" targetRef="b" name="yes"/></q:process></q:definitions>`;
    const { model, name } = readBpmnDocument(text);
    expect(name).toBe("Order");
    expect(model.nodes.map(({ kind, label: text }) => `${kind} ${text}`)).toEqual([
      "start ",
      "task Ask & tell",
      "task Bill",
      "exclusive ",
      "end ",
    ]);
    expect(model.flows[1]).toEqual({ id: "f2", from: "a", to: "b", label: "yes" });
  });

  it("keeps events silent and reads a plain sub-process as its steps", () => {
    const inner = `<subProcess id="sub" name="Check"><startEvent id="is"/><task id="t" name="t"/><endEvent id="ie"/>${flow("i1", "is", "t")}${flow("i2", "t", "ie")}</subProcess>`;
    const text = process(
      `<intermediateCatchEvent id="w" name="A day"/>${inner}${flow("f1", "S", "w")}${flow("f2", "w", "sub")}${flow("f3", "sub", "E")}`,
    );
    const { model, notes } = readBpmnDocument(text);
    expect(model.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "S start",
      "E end",
      "w silent",
      "is silent",
      "t task",
      "ie silent",
    ]);
    expect(model.flows.map(({ from, to }) => `${from} ${to}`)).toEqual(["is t", "t ie", "S w", "w is", "ie E"]);
    expect(notes).toEqual(['sub-process "Check" is read as its steps']);
  });

  it("reads interrupting boundary events as a choice", () => {
    const late = '<boundaryEvent id="b" name="too late" attachedToRef="a"/>';
    const wrong = '<boundaryEvent id="w" name="wrong" attachedToRef="a"/>';
    const tasks = '<task id="a" name="Wait"/><task id="c" name="c"/><task id="d" name="d"/>';
    const flows = `${flow("f1", "a", "c")}${flow("f2", "b", "d")}${flow("f3", "w", "E")}`;
    const { model, notes } = readBpmnDocument(process(tasks + late + wrong + flows));
    expect(model.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual(["S start", "E end", "a task", "c task", "d task", "b exclusive"]);
    expect(model.flows.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(["a b", "b E", "b c", "b d"]);
    expect(notes).toEqual([
      'boundary event "too late" is read as a choice after "Wait"',
      'boundary event "wrong" is read as a choice after "Wait"',
    ]);
    const without = process(tasks + late + flow("f2", "b", "d"));
    expect(() => readBpmnDocument(without)).toThrow('"Wait" has a boundary event and not exactly one way out');
  });

  it("reads lanes, pools and promises, and asks which of two processes", () => {
    const one = `<process id="p"><startEvent id="S"/><endEvent id="E"/><laneSet><lane id="l" name="Shop"><flowNodeRef>a</flowNodeRef></lane></laneSet><task id="a" name="a"><extensionElements><c:promise seconds="3600"/></extensionElements></task></process>`;
    const pools = `<collaboration id="c"><participant id="x" name="Us" processRef="p"/><participant id="y" name="Them" processRef="q"/></collaboration>`;
    const closed = readBpmnDocument(definitions(`${pools}${one}<process id="q"/>`));
    expect(closed).toMatchObject({ pool: "Us", lanes: { a: "Shop" }, promises: { a: 3600 } });
    const both = definitions(`${pools}${one}<process id="q"><startEvent id="s"/><endEvent id="e"/><task id="z" name="z"/></process>`);
    expect(() => readBpmn(both)).toThrow('2 processes, "Us", "Them"');
    expect(readBpmn(both, { process: "Them" }).nodes.map(({ id }) => id)).toEqual(["s", "e", "z"]);
    expect(() => readBpmn(both, { process: "Nobody" })).toThrow("Nobody");
  });

  it.each([
    ["a missing end", process(`<task id="a" name="a"/>\n${flow("f", "a", "b")}`), 'line 2: the flow "f" joins "b"'],
    ["an id used twice", process('<task id="a" name="a"/>\n<task id="a" name="a"/>'), 'line 2: two nodes have the id "a"'],
    ["no id", process("<task/>"), "line 1: a task has no id"],
    ["a complex gateway", process('<complexGateway id="g" name="odd"/>'), 'complexGateway "odd" cannot be read'],
    ["an event sub-process", process('<subProcess id="g" name="alarm" triggeredByEvent="true"/>'), 'sub-process "alarm" cannot be read'],
    [
      "a sub-process with two ends",
      process('<subProcess id="g"><startEvent id="s"/><endEvent id="e"/><endEvent id="f"/></subProcess>'),
      "2 end events",
    ],
    [
      "a boundary event that does not interrupt",
      process('<task id="a" name="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"/>'),
      "does not interrupt",
    ],
    [
      "a promise without seconds",
      process('<task id="a" name="a"><extensionElements><c:promise/></extensionElements></task>'),
      "needs seconds",
    ],
    ["another root", "<log/>", "the root is <log>"],
    ["no process", definitions(""), "no process with steps"],
    ["nothing", "", "XML"],
    ["a cut file", process('<task id="a" name="a"/>').slice(0, -20), "the XML is broken"],
    ["an entity bomb", `<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${process('<task id="&b;"/>')}`, "DOCTYPE"],
    ["deep nesting", process("<subProcess>".repeat(1_000_000)), "nested deeper than 100"],
    ["a long attribute", process(`<task id="a" name="${"x".repeat(17 * 2 ** 20)}"/>`), "longer than"],
  ])("refuses %s and says where", (_, text, message) => {
    expect(() => readBpmn(text)).toThrow(RangeError);
    expect(() => readBpmn(text)).toThrow(message);
  });

  it("does not break on a name of JavaScript's own", () => {
    const { promises, model } = readBpmnDocument(
      process('<task id="__proto__" name="constructor"><extensionElements><c:promise seconds="5"/></extensionElements></task>'),
    );
    expect(Object.entries(promises)).toEqual([["__proto__", 5]]);
    expect(readBpmn(writeBpmn(model, undefined, { promises }))).toEqual(model);
  });
});
