import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBpmn, writeBpmn, type BpmnModel } from "@counterseat/journey";
import { drawTree } from "../src/bpmn/draw-tree.ts";
import { sharedFolder } from "./real-logs.ts";
import { trees } from "./random-trees.ts";

const around = (inside: string, head = "") =>
  `${head}<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<process id="p">\n${inside}\n</process></definitions>`;
const PLAIN =
  '<startEvent id="s"/><userTask id="t" name=" Call &amp; wait "/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>';

describe("BPMN", () => {
  it("is written and read back, names of any kind included", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && text !== "");
    fc.assert(
      fc.property(trees, fc.array(name, { minLength: 8, maxLength: 8 }), (tree, names) => {
        const { model, layout } = drawTree(tree);
        const named: BpmnModel = {
          ...model,
          nodes: model.nodes.map((node) => (node.kind === "task" ? { ...node, label: names[node.label.charCodeAt(0) % 8] ?? "" } : node)),
        };
        expect(readBpmn(writeBpmn(named, layout))).toEqual(named);
      }),
    );
  });

  it("is drawn without one shape on another", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const shapes = Object.values(drawTree(tree).layout.shapes);
        for (const [i, a] of shapes.entries()) {
          for (const b of shapes.slice(i + 1)) {
            const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
            expect(apart, JSON.stringify([a, b])).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(sharedFolder === null)("is read from other tools' files", () => {
    const read = (file: string) => readBpmn(readFileSync(join(sharedFolder ?? "", "data", "journey", file), "utf8"));
    const kinds = ({ nodes }: BpmnModel) =>
      ["task", "exclusive", "parallel", "start", "end"].map((kind) => nodes.filter((node) => node.kind === kind).length);
    const [running, receipt] = [read("running-example.bpmn"), read("receipt.bpmn")];
    expect([...kinds(running), running.flows.length]).toEqual([8, 6, 2, 1, 1, 21]);
    expect([...kinds(receipt), receipt.flows.length]).toEqual([27, 64, 10, 1, 1, 142]);
    expect(running.nodes.map((node) => node.label)).toContain("examine thoroughly");
  });

  it("is read with any prefix; every kind of task is a step", () => {
    expect(readBpmn(around(PLAIN))).toEqual({
      nodes: [
        { id: "s", kind: "start", label: "" },
        { id: "t", kind: "task", label: "Call & wait" },
        { id: "e", kind: "end", label: "" },
      ],
      flows: [
        { id: "f", from: "s", to: "t", label: "" },
        { id: "g", from: "t", to: "e", label: "" },
      ],
    });
  });

  it("says what is wrong, and where", () => {
    for (const [xml, message] of [
      [around(PLAIN, '<!DOCTYPE x [<!ENTITY a "b">]>'), /line 1: a DOCTYPE is never read/],
      [around('<startEvent id="s"/><adHocSubProcess id="x" name="Visit"/>'), /line 3: adHocSubProcess "Visit" cannot be read/],
      [around('<startEvent id="s"/><task id="t"/>'), /line 3: the task "t" has no name/],
      [
        around('<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="gone"/>'),
        /line 3: the flow "f" joins "gone"/,
      ],
      [around('<startEvent id="s"/><startEvent id="s"/><endEvent id="e"/>'), /two nodes have the id "s"/],
      [around('<startEvent id="s"/>'), /there is no end event/],
      [around("<task"), /BPMN, line 4/],
      ["", /BPMN, line 1/],
      ["<a>".repeat(200), /nested deeper than 100/],
    ] as const)
      expect(() => readBpmn(xml), xml.slice(0, 80)).toThrow(message);
  });
});
