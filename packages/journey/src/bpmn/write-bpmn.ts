import { MODEL_SPACE, PROMISE_SPACE, type BpmnFlow, type BpmnLayout, type BpmnModel, type BpmnNode } from "./bpmn-model.ts";
import { layOutBpmn } from "./lay-out-bpmn.ts";

export type WriteBpmnExtras = {
  readonly name?: string;
  /** Seconds promised for tasks, by id. */
  readonly promises?: Readonly<Record<string, number>>;
  /** Seconds promised for the whole. */
  readonly whole?: number | null;
};

const ELEMENT: Readonly<Record<BpmnNode["kind"], string>> = {
  start: "startEvent",
  end: "endEvent",
  task: "task",
  exclusive: "exclusiveGateway",
  parallel: "parallelGateway",
  inclusive: "inclusiveGateway",
  silent: "intermediateThrowEvent",
};

/** An XML name without colon: what xsd:ID, the type of ids in BPMN, takes. */
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}._\u00b7-]*$/u;

/**
 * BPMN 2.0 XML with its diagram, as modelling tools open it. `readBpmnDocument` reads back the same model, name and promises.
 * @throws RangeError when ids are used twice or are no XML names, flows lead nowhere, or a promise is at no task
 * @see OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 8, 10 and 12
 */
export function writeBpmn(
  model: BpmnModel,
  layout: BpmnLayout = layOutBpmn(model),
  { name = "", promises = {}, whole = null }: WriteBpmnExtras = {},
): string {
  const { nodes, flows } = model;
  const known = checked(model, promises);
  const fresh = (wanted: string): string => {
    let id = wanted;
    while (known.has(id)) id += "_";
    known.add(id);
    return id;
  };
  const process = fresh("journey");
  const into = grouped(flows, ({ to }) => to);
  const out = grouped(flows, ({ from }) => from);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<bpmn:definitions xmlns:bpmn="${MODEL_SPACE}" xmlns:counterseat="${PROMISE_SPACE}"` +
      ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"' +
      ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"' +
      ` id="${fresh("definitions")}" targetNamespace="urn:counterseat:journey">`,
    `  <bpmn:process id="${process}"${name === "" ? "" : ` name="${text(name)}"`} isExecutable="false">`,
    ...(whole === null ? [] : [`    ${promised(whole)}`]),
  ];
  for (const { id, kind, label } of nodes) {
    lines.push(`    <bpmn:${ELEMENT[kind]} id="${text(id)}"${label === "" ? "" : ` name="${text(label)}"`}>`);
    if (Object.hasOwn(promises, id)) {
      lines.push(`      ${promised(promises[id])}`);
    }
    for (const flow of into.get(id) ?? []) lines.push(`      <bpmn:incoming>${text(flow.id)}</bpmn:incoming>`);
    for (const flow of out.get(id) ?? []) lines.push(`      <bpmn:outgoing>${text(flow.id)}</bpmn:outgoing>`);
    lines.push(`    </bpmn:${ELEMENT[kind]}>`);
  }
  for (const { id, from, to, label } of flows) {
    const name = label === "" ? "" : ` name="${text(label)}"`;
    lines.push(`    <bpmn:sequenceFlow id="${text(id)}"${name} sourceRef="${text(from)}" targetRef="${text(to)}" />`);
  }
  lines.push("  </bpmn:process>", `  <bpmndi:BPMNDiagram id="${fresh("diagram")}">`);
  lines.push(`    <bpmndi:BPMNPlane id="${fresh("plane")}" bpmnElement="${process}">`);
  for (const { id } of nodes) {
    const shape = Object.hasOwn(layout.shapes, id) ? layout.shapes[id] : undefined;
    if (shape === undefined) throw new RangeError(`the layout has no shape for "${id}"`);
    const { x, y, width, height } = shape;
    lines.push(
      `      <bpmndi:BPMNShape id="${fresh(`${id}-shape`)}" bpmnElement="${text(id)}">`,
      `        <dc:Bounds x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" />`,
      "      </bpmndi:BPMNShape>",
    );
  }
  for (const { id, from, to } of flows) {
    lines.push(`      <bpmndi:BPMNEdge id="${fresh(`${id}-line`)}" bpmnElement="${text(id)}">`);
    for (const [x, y] of Object.hasOwn(layout.lines, id) ? layout.lines[id] : straight(layout, from, to))
      lines.push(`        <di:waypoint x="${x}" y="${y}" />`);
    lines.push("      </bpmndi:BPMNEdge>");
  }
  lines.push("    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>", "</bpmn:definitions>", "");
  return lines.join("\n");
}

function promised(seconds: number): string {
  if (!(seconds >= 0 && seconds < Infinity)) throw new RangeError(`a promise is ${seconds}; it needs seconds, 0 or more`);
  return `<bpmn:extensionElements><counterseat:promise seconds="${seconds}"/></bpmn:extensionElements>`;
}

function checked({ nodes, flows }: BpmnModel, promises: Readonly<Record<string, number>>): Set<string> {
  const known = new Set<string>();
  for (const { id } of [...nodes, ...flows]) {
    if (!NAME.test(id))
      throw new RangeError(
        `the id ${JSON.stringify(id)} is no XML name; begin with a letter or "_" and use letters, digits, "_", "-" and "."`,
      );
    if (known.has(id)) throw new RangeError(`BPMN: the id "${id}" is used twice; give each node and flow its own`);
    known.add(id);
  }
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  for (const { id, from, to } of flows) {
    const missing = [from, to].find((end) => !kinds.has(end));
    if (missing !== undefined) throw new RangeError(`flow "${id}" names "${missing}", which is no node of the model`);
  }
  for (const [id, seconds] of Object.entries(promises)) {
    if (kinds.get(id) !== "task") throw new RangeError(`there is a promise for "${id}", which is no task of the model`);
    if (!(seconds >= 0 && seconds < Infinity)) throw new RangeError(`the promise for "${id}" is ${seconds}; it needs seconds, 0 or more`);
  }
  return known;
}

function grouped(flows: readonly BpmnFlow[], keyOf: (flow: BpmnFlow) => string): Map<string, BpmnFlow[]> {
  const groups = new Map<string, BpmnFlow[]>();
  for (const flow of flows) {
    const group = groups.get(keyOf(flow));
    if (group === undefined) groups.set(keyOf(flow), [flow]);
    else group.push(flow);
  }
  return groups;
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
