import type { ProcessTree } from "../discover/process-tree.ts";
import type { BpmnFlow, BpmnLayout, BpmnModel, BpmnNode, BpmnShape } from "./bpmn-model.ts";

const TASK = { width: 150, height: 60 };
const GATEWAY = { width: 40, height: 40 };
const EVENT = { width: 36, height: 36 };
const GAP_X = 36;
const GAP_Y = 28;

type Point = readonly [x: number, y: number];
/** Where a block is entered and left, and how far it reaches above and below its line. */
type Block = {
  readonly width: number;
  readonly above: number;
  readonly below: number;
  place(x: number, y: number): { entry: string; exit: string } | null;
};

/**
 * A process tree as BPMN with a layout in which no two shapes overlap: blocks from left to right, branches one below the other, the way back of a loop
 * below its body.
 */
export function drawTree(tree: ProcessTree): { model: BpmnModel; layout: BpmnLayout } {
  const nodes: BpmnNode[] = [];
  const flows: BpmnFlow[] = [];
  const shapes: Record<string, BpmnShape> = {};
  const lines: Record<string, readonly Point[]> = {};

  const node = (kind: BpmnNode["kind"], label: string, x: number, y: number): string => {
    const id = `${kind}-${nodes.length + 1}`;
    nodes.push({ id, kind, label });
    const size = kind === "task" ? TASK : kind === "start" || kind === "end" ? EVENT : GATEWAY;
    shapes[id] = { x: x + size.width / 2, y, ...size };
    return id;
  };
  const flow = (from: string, to: string, line?: readonly Point[]): void => {
    const id = `flow-${flows.length + 1}`;
    flows.push({ id, from, to, label: "" });
    if (line !== undefined) lines[id] = line;
  };
  /** Right to a column, along it, and right again; without the column straight. */
  const joinAt = (from: string, to: string, column: number | null): void => {
    const [a, b] = [shapes[from], shapes[to]];
    const [begin, end] = [a.x + a.width / 2, b.x - b.width / 2];
    flow(
      from,
      to,
      column === null || a.y === b.y
        ? undefined
        : [
            [begin, a.y],
            [column, a.y],
            [column, b.y],
            [end, b.y],
          ],
    );
  };

  const task = (label: string): Block => ({
    width: TASK.width,
    above: TASK.height / 2,
    below: TASK.height / 2,
    place: (x, y) => {
      const id = node("task", label, x, y);
      return { entry: id, exit: id };
    },
  });
  const silent: Block = { width: GAP_X, above: 12, below: 12, place: () => null };

  const row = (blocks: readonly Block[]): Block => ({
    width: blocks.reduce((sum, block) => sum + block.width, 0) + GAP_X * (blocks.length - 1),
    above: Math.max(...blocks.map((block) => block.above)),
    below: Math.max(...blocks.map((block) => block.below)),
    place: (left, y) => {
      let x = left;
      let [entry, exit]: (string | null)[] = [null, null];
      for (const block of blocks) {
        const placed = block.place(x, y);
        x += block.width + GAP_X;
        if (placed === null) continue;
        if (exit !== null) joinAt(exit, placed.entry, null);
        entry ??= placed.entry;
        exit = placed.exit;
      }
      return entry === null || exit === null ? null : { entry, exit };
    },
  });

  const branches = (kind: "exclusive" | "parallel", blocks: readonly Block[]): Block => {
    const inner = Math.max(...blocks.map((block) => block.width));
    const heights = blocks.map((block) => block.above + block.below);
    const height = heights.reduce((sum, one) => sum + one, 0) + GAP_Y * (blocks.length - 1);
    return {
      width: inner + 2 * (GATEWAY.width + GAP_X),
      above: height / 2,
      below: height / 2,
      place: (x, y) => {
        const entry = node(kind, "", x, y);
        const exit = node(kind, "", x + GATEWAY.width + 2 * GAP_X + inner, y);
        let top = y - height / 2;
        for (const [at, block] of blocks.entries()) {
          const middle = top + block.above;
          top += (heights[at] ?? 0) + GAP_Y;
          const placed = block.place(x + GATEWAY.width + GAP_X + (inner - block.width) / 2, middle);
          if (placed === null) {
            const [from, to] = [x + GATEWAY.width / 2, shapes[exit].x];
            flow(
              entry,
              exit,
              middle === y
                ? undefined
                : [
                    [from, y],
                    [from, middle],
                    [to, middle],
                    [to, y],
                  ],
            );
          } else {
            joinAt(entry, placed.entry, x + GATEWAY.width + GAP_X / 2);
            joinAt(placed.exit, exit, x + GATEWAY.width + GAP_X * 1.5 + inner);
          }
        }
        return { entry, exit };
      },
    };
  };

  const loop = (body: Block, back: Block): Block => {
    const inner = Math.max(body.width, back.width);
    const drop = body.below + GAP_Y + back.above;
    return {
      width: inner + 2 * (GATEWAY.width + GAP_X),
      above: Math.max(body.above, GATEWAY.height / 2),
      below: drop + back.below,
      place: (x, y) => {
        const entry = node("exclusive", "", x, y);
        const exit = node("exclusive", "", x + GATEWAY.width + 2 * GAP_X + inner, y);
        const placed = body.place(x + GATEWAY.width + GAP_X + (inner - body.width) / 2, y);
        if (placed === null) joinAt(entry, exit, null);
        else {
          joinAt(entry, placed.entry, null);
          joinAt(placed.exit, exit, null);
        }
        const [left, right, low] = [shapes[entry].x, shapes[exit].x, y + drop];
        const again = back.place(x + GATEWAY.width + GAP_X + (inner - back.width) / 2, low);
        const top = GATEWAY.height / 2;
        if (again === null)
          flow(exit, entry, [
            [right, y + top],
            [right, low],
            [left, low],
            [left, y + top],
          ]);
        else {
          const [first, last] = [shapes[again.entry], shapes[again.exit]];
          const before = first.x - first.width / 2;
          const after = last.x + last.width / 2;
          // Round below the way back, since its steps too are read from left to right.
          const under = low + back.below + GAP_Y / 2;
          flow(exit, again.entry, [
            [right, y + top],
            [right, under],
            [before - GAP_X / 2, under],
            [before - GAP_X / 2, low],
            [before, low],
          ]);
          flow(again.exit, entry, [
            [after, low],
            [after + GAP_X / 4, low],
            [after + GAP_X / 4, y + drop - back.above - GAP_Y / 2],
            [left, y + drop - back.above - GAP_Y / 2],
            [left, y + top],
          ]);
        }
        return { entry, exit };
      },
    };
  };

  const block = (tree_: ProcessTree): Block => {
    if (tree_.kind === "activity") return task(tree_.activity);
    if (tree_.kind === "silent" || tree_.children.length === 0) return silent;
    const parts = tree_.children.map(block);
    if (tree_.kind === "sequence") return row(parts);
    return tree_.kind === "loop" ? loop(parts[0], parts[1]) : branches(tree_.kind, parts);
  };

  const whole = block(tree);
  const middle = whole.above + GAP_Y;
  const begin = node("start", "", GAP_X, middle);
  const placed = whole.place(GAP_X * 2 + EVENT.width, middle);
  const end = node("end", "", GAP_X * 3 + EVENT.width + whole.width, middle);
  if (placed === null) joinAt(begin, end, null);
  else {
    joinAt(begin, placed.entry, null);
    joinAt(placed.exit, end, null);
  }
  return { model: { nodes, flows }, layout: { shapes, lines } };
}
