import type { JourneyMap, MapPath, MapStep } from "../api-types.ts";

/**
 * Where every step stands: one column a stage, in the company's order; inside a column in the order journeys reach them.
 * A log without stages gets columns by how far from the start its steps stand.
 */
export const box = { width: 172, height: 112, columnGap: 66, rowGap: 42, top: 62, left: 8, most: 6 } as const;

export type Placed = { step: MapStep; x: number; y: number; column: number; row: number };
export type Column = { key: string; label: string; owner: string | null; x: number; width: number; named: boolean };
export type Layout = { steps: Placed[]; columns: Column[]; width: number; height: number };

export function layOut(map: JourneyMap): Layout {
  const rank = ranks(map.steps, map.paths);
  const early = earliness(map.steps, map.paths, rank);
  const groups = groupsOf(map, rank);
  const steps: Placed[] = [];
  const columns: Column[] = [];
  let column = 0;
  for (const group of groups) {
    const x = xOf(column);
    const parts = split(
      group.steps.toSorted((one, other) => (early.get(one.id) ?? 0) - (early.get(other.id) ?? 0) || other.cases - one.cases),
    );
    for (const part of parts) {
      part.forEach((step, row) => steps.push({ step, x: xOf(column), y: box.top + row * (box.height + box.rowGap), column, row }));
      column += 1;
    }
    columns.push({ key: group.key, label: group.label, owner: group.owner, named: group.named, x, width: xOf(column) - x - box.columnGap });
  }
  const deepest = Math.max(0, ...steps.map((placed) => placed.row));
  return {
    steps,
    columns,
    width: xOf(column) - box.columnGap + box.left + 30,
    height: box.top + (deepest + 1) * (box.height + box.rowGap),
  };
}

/**
 * How far from the start a step stands: one further than the step most journeys reach it from. The map is grown from the
 * start by its busiest way onward each time (Prim), so that a rare short cut never pulls a late step to the front.
 */
export function ranks(steps: readonly MapStep[], paths: readonly MapPath[]): Map<string, number> {
  const rank = new Map<string, number>();
  const ways = paths.filter((path) => path.to !== null && path.from !== path.to).toSorted((one, other) => other.count - one.count);
  for (;;) {
    const next = ways.find((path) => path.to !== null && !rank.has(path.to) && (path.from === null || rank.has(path.from)));
    if (next === undefined || next.to === null) break;
    rank.set(next.to, next.from === null ? 0 : (rank.get(next.from) ?? 0) + 1);
  }
  const last = Math.max(-1, ...rank.values()) + 1;
  for (const step of steps) if (!rank.has(step.id)) rank.set(step.id, last);
  return rank;
}

/**
 * How many steps lie before a step on average: one more than its predecessors, each weighed by how many came from it. A rare
 * way in from the end of the journey barely moves it, which a shortest way would.
 */
export function earliness(steps: readonly MapStep[], paths: readonly MapPath[], start: ReadonlyMap<string, number>): Map<string, number> {
  let early = new Map(start);
  for (let round = 0; round < 60; round += 1) {
    const next = new Map<string, number>();
    for (const step of steps) {
      const ways = paths.filter((path) => path.to === step.id && path.from !== step.id && path.from !== null && early.has(path.from));
      const came = ways.reduce((sum, path) => sum + path.count, step.starts);
      const before = ways.reduce((sum, path) => sum + path.count * ((early.get(path.from ?? "") ?? 0) + 1), 0);
      next.set(step.id, came === 0 ? (start.get(step.id) ?? 0) : before / came);
    }
    early = next;
  }
  return early;
}

type Group = { key: string; label: string; owner: string | null; named: boolean; steps: MapStep[] };

function groupsOf(map: JourneyMap, rank: Map<string, number>): Group[] {
  const named = map.stages.filter((stage) => stage.id !== null);
  const groups: Group[] = named.map((stage) => ({
    key: `stage ${stage.id}`,
    label: stage.label,
    owner: stage.ownerName,
    named: true,
    steps: map.steps.filter((step) => step.stage === stage.id),
  }));
  const loose = map.steps.filter((step) => !named.some((stage) => stage.id === step.stage));
  const depths = [...new Set(loose.map((step) => rank.get(step.id) ?? 0))].toSorted((one, other) => one - other);
  for (const depth of depths)
    groups.push({
      key: `depth ${depth}`,
      label: "",
      owner: null,
      named: false,
      steps: loose.filter((step) => (rank.get(step.id) ?? 0) === depth),
    });
  return groups.filter((group) => group.steps.length > 0);
}

function split(steps: readonly MapStep[]): MapStep[][] {
  const parts = Math.max(1, Math.ceil(steps.length / box.most));
  const size = Math.ceil(steps.length / parts);
  return Array.from({ length: parts }, (_, at) => steps.slice(at * size, (at + 1) * size));
}

function xOf(column: number): number {
  return box.left + column * (box.width + box.columnGap);
}
