import type { BpmnLayout, BpmnModel, BpmnNode } from "./bpmn-model.ts";

const ELEMENT: Readonly<Record<BpmnNode["kind"], string>> = {
  start: "startEvent",
  end: "endEvent",
  task: "task",
  exclusive: "exclusiveGateway",
  parallel: "parallelGateway",
  inclusive: "inclusiveGateway",
  silent: "intermediateThrowEvent",
};

/**
 * BPMN 2.0 XML with its diagram, as modelling tools open it.
 * @see OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 8, 10 and 12
 */
export function writeBpmn({ nodes, flows }: BpmnModel, layout: BpmnLayout): string {
  const into = new Map(nodes.map(({ id }) => [id, flows.filter((flow) => flow.to === id)]));
  const out = new Map(nodes.map(({ id }) => [id, flows.filter((flow) => flow.from === id)]));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"' +
      ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"' +
      ' id="definitions" targetNamespace="urn:counterseat:journey">',
    '  <bpmn:process id="journey" isExecutable="false">',
  ];
  for (const { id, kind, label } of nodes) {
    lines.push(`    <bpmn:${ELEMENT[kind]} id="${text(id)}"${label === "" ? "" : ` name="${text(label)}"`}>`);
    for (const flow of into.get(id) ?? []) lines.push(`      <bpmn:incoming>${text(flow.id)}</bpmn:incoming>`);
    for (const flow of out.get(id) ?? []) lines.push(`      <bpmn:outgoing>${text(flow.id)}</bpmn:outgoing>`);
    lines.push(`    </bpmn:${ELEMENT[kind]}>`);
  }
  for (const { id, from, to, label } of flows) {
    const name = label === "" ? "" : ` name="${text(label)}"`;
    lines.push(`    <bpmn:sequenceFlow id="${text(id)}"${name} sourceRef="${text(from)}" targetRef="${text(to)}" />`);
  }
  lines.push("  </bpmn:process>", '  <bpmndi:BPMNDiagram id="diagram">', '    <bpmndi:BPMNPlane id="plane" bpmnElement="journey">');
  for (const { id } of nodes) {
    const shape = layout.shapes[id];
    if (shape === undefined) throw new RangeError(`the layout has no shape for "${id}"`);
    const { x, y, width, height } = shape;
    lines.push(
      `      <bpmndi:BPMNShape id="${text(id)}-shape" bpmnElement="${text(id)}">`,
      `        <dc:Bounds x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" />`,
      "      </bpmndi:BPMNShape>",
    );
  }
  for (const { id, from, to } of flows) {
    lines.push(`      <bpmndi:BPMNEdge id="${text(id)}-line" bpmnElement="${text(id)}">`);
    for (const [x, y] of layout.lines[id] ?? straight(layout, from, to)) lines.push(`        <di:waypoint x="${x}" y="${y}" />`);
    lines.push("      </bpmndi:BPMNEdge>");
  }
  lines.push("    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>", "</bpmn:definitions>", "");
  return lines.join("\n");
}

function straight({ shapes }: BpmnLayout, from: string, to: string): readonly (readonly [x: number, y: number])[] {
  const [a, b] = [shapes[from], shapes[to]];
  if (a === undefined || b === undefined) throw new RangeError(`a flow goes from "${from}" to "${to}", and one of them has no shape`);
  return [
    [a.x + a.width / 2, a.y],
    [b.x - b.width / 2, b.y],
  ];
}

/** Escaped for an attribute; what XML 1.0 cannot hold at all becomes the replacement character. */
function text(value: string): string {
  return value
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
