import { layOut } from "../formats/lay-out.ts";
import type { BpmnLayout, BpmnModel, BpmnNode } from "./bpmn-model.ts";

/** The usual sizes of BPMN editors, in pixels. */
const TASK = { width: 150, height: 60 };
const EVENT = { width: 36, height: 36 };
const GATEWAY = { width: 40, height: 40 };

/** Places any model from left to right, whether it is made of blocks or not: no shape overlaps another, no line crosses a shape. */
export function layOutBpmn({ nodes, flows }: BpmnModel): BpmnLayout {
  const sizes = nodes.map(({ id, kind }) => ({ id, ...sizeOf(kind) }));
  const { places, lines } = layOut(sizes, flows);
  return {
    shapes: Object.fromEntries(
      sizes.map(({ id, width, height }, node) => [id, { x: places[node].x + width / 2, y: places[node].y + height / 2, width, height }]),
    ),
    lines: Object.fromEntries(flows.map(({ id }, flow) => [id, lines[flow].map(({ x, y }) => [x, y] as const)])),
  };
}

function sizeOf(kind: BpmnNode["kind"]): { width: number; height: number } {
  if (kind === "task") return TASK;
  return kind === "start" || kind === "end" || kind === "silent" ? EVENT : GATEWAY;
}
