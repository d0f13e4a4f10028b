import { joining } from "./components.ts";
import type { Operator } from "./process-tree.ts";
import type { FollowsGraph } from "./trace-log.ts";

/** A partition of the steps of a graph. Parts of a sequence are in order; of a loop, the first is the body and the others are ways back. */
export type Cut = { readonly kind: Operator; readonly parts: readonly (readonly number[])[] };

/**
 * The first cut that fits a directly-follows graph: exclusive choice, strict sequence, parallel, loop; null when none does.
 * @see S. J. J. Leemans, Robust Process Mining with Guarantees (2017), section 6.1.2 and algorithms B.1 to B.4
 */
export function findCut(graph: FollowsGraph): Cut | null {
  if (graph.steps.length < 2) return null;
  const table = neighbours(graph);
  return exclusiveCut(table) ?? sequenceCut(table) ?? parallelCut(table) ?? loopCut(table);
}

/** The graph with its steps renumbered 0 .. size - 1, in order. */
type Neighbours = {
  readonly size: number;
  readonly names: readonly number[];
  readonly out: readonly (readonly number[])[];
  /** from * size + to -> 1 where an edge is. */
  readonly follows: Uint8Array;
  readonly starts: Uint8Array;
  readonly ends: Uint8Array;
};

function neighbours({ steps, width, edges, starts, ends }: FollowsGraph): Neighbours {
  const size = steps.length;
  const number = new Map(steps.map((step, i) => [step, i]));
  const follows = new Uint8Array(size * size);
  const out: number[][] = Array.from({ length: size }, () => []);
  for (const pair of edges.keys()) {
    const from = number.get(Math.floor(pair / width));
    const to = number.get(pair % width);
    if (from === undefined || to === undefined) continue;
    follows[from * size + to] = 1;
    out[from]?.push(to);
  }
  const marked = (found: ReadonlyMap<number, number>) => Uint8Array.from(steps, (step) => (found.has(step) ? 1 : 0));
  return { size, names: steps, out, follows, starts: marked(starts), ends: marked(ends) };
}

function cut(kind: Operator, { names }: Neighbours, parts: readonly (readonly number[])[]): Cut | null {
  return parts.length < 2 ? null : { kind, parts: parts.map((part) => part.map((i) => names[i])) };
}

/** Steps that no path joins, whichever way it is walked. */
function exclusiveCut(graph: Neighbours): Cut | null {
  const together = joining(graph.size);
  for (let from = 0; from < graph.size; from += 1) for (const to of graph.out[from]) together.join(from, to);
  return cut("exclusive", graph, together.groups());
}

/** Steps with a way there but none back are in order; the rest belongs together. Then parts that can be skipped as one are made one. */
function sequenceCut(graph: Neighbours): Cut | null {
  const { size } = graph;
  const reach = reachable(graph);
  const together = joining(size);
  for (let x = 0; x < size; x += 1) {
    for (let y = x + 1; y < size; y += 1) if (reach[x * size + y] === reach[y * size + x]) together.join(x, y);
  }
  let parts = together.groups();
  // Joining two may leave parts that now reach each other both ways, or not at all, through the members of the new one.
  for (;;) {
    const joined = joinedUnordered(parts, reach, size);
    if (joined === null) break;
    parts = joined;
  }
  parts.sort((x, y) => (someReach(x, y, reach, size) ? -1 : 1));
  return parts.length < 2 ? null : cut("sequence", graph, strictParts(graph, parts));
}

function reachable({ size, out }: Neighbours): Uint8Array {
  const reach = new Uint8Array(size * size);
  for (let from = 0; from < size; from += 1) {
    const open = [...out[from]];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reach[from * size + at] === 1) continue;
      reach[from * size + at] = 1;
      open.push(...out[at]);
    }
  }
  return reach;
}

function someReach(from: readonly number[], to: readonly number[], reach: Uint8Array, size: number): boolean {
  return from.some((x) => to.some((y) => reach[x * size + y] === 1));
}

function joinedUnordered(parts: number[][], reach: Uint8Array, size: number): number[][] | null {
  const together = joining(parts.length);
  let changed = false;
  for (let i = 0; i < parts.length; i += 1) {
    for (let j = i + 1; j < parts.length; j += 1) {
      if (someReach(parts[i], parts[j], reach, size) !== someReach(parts[j], parts[i], reach, size)) continue;
      together.join(i, j);
      changed = true;
    }
  }
  return changed ? together.groups().map((group) => group.flatMap((i) => parts[i]).sort((x, y) => x - y)) : null;
}

/**
 * Makes one part of each part that can be skipped and the neighbours that are only reached from it or only lead to it, so that what is left out
 * together is one choice (algorithm B.3).
 */
function strictParts({ size, follows, starts, ends }: Neighbours, parts: readonly (readonly number[])[]): number[][] {
  const merged = parts.map((part) => [...part]);
  const partOf = new Int32Array(size);
  for (const [p, part] of parts.entries()) for (const step of part) partOf[step] = p;
  // The lowest part an edge comes from, and the highest an edge goes to; the start lies before all parts and the end behind.
  const lowest = parts.map((part) => (part.some((step) => starts[step] === 1) ? -Infinity : Infinity));
  const highest = parts.map((part) => (part.some((step) => ends[step] === 1) ? Infinity : -Infinity));
  const edges: [from: number, to: number][] = [];
  for (let from = 0; from < size; from += 1) {
    for (let to = 0; to < size; to += 1) if (follows[from * size + to] === 1) edges.push([partOf[from], partOf[to]]);
  }
  for (const [from, to] of edges) {
    lowest[to] = Math.min(lowest[to], from);
    highest[from] = Math.max(highest[from], to);
  }
  const startsIn = [...starts.keys()].filter((step) => starts[step] === 1).map((step) => partOf[step]);
  const endsIn = [...ends.keys()].filter((step) => ends[step] === 1).map((step) => partOf[step]);
  for (let p = 0; p < parts.length; p += 1) {
    const skipped = edges.some(([from, to]) => from < p && to > p) || startsIn.some((part) => part > p) || endsIn.some((part) => part < p);
    if (!skipped) continue;
    const take = (q: number) => {
      merged[p] = [...merged[p], ...merged[q]];
      merged[q] = [];
    };
    for (let q = p - 1; q >= 0 && highest[q] <= p; q -= 1) take(q);
    for (let q = p + 1; q < parts.length && lowest[q] >= p; q += 1) take(q);
  }
  return merged.filter((part) => part.length > 0).map((part) => part.sort((x, y) => x - y));
}

/** Steps that follow each other both ways are side by side; a part without a first or a last step joins its smaller neighbour. */
function parallelCut(graph: Neighbours): Cut | null {
  const { size, follows, starts, ends } = graph;
  const together = joining(size);
  for (let x = 0; x < size; x += 1) {
    for (let y = x + 1; y < size; y += 1) if (follows[x * size + y] === 0 || follows[y * size + x] === 0) together.join(x, y);
  }
  const parts = together.groups().sort((x, y) => x.length - y.length);
  for (let i = 0; i < parts.length && parts.length > 1;) {
    const part = parts[i];
    if (part.some((step) => starts[step] === 1) && part.some((step) => ends[step] === 1)) {
      i += 1;
      continue;
    }
    parts.splice(i, 1);
    const host = i === 0 ? 0 : i - 1;
    parts[host] = [...parts[host], ...part];
  }
  return cut("parallel", graph, parts);
}

/** The body holds all first and last steps; what only leads from a last back to a first step is a way back. */
function loopCut(graph: Neighbours): Cut | null {
  const { size, follows, starts, ends } = graph;
  const steps = Array.from({ length: size }, (_, i) => i);
  const edge = (from: number, to: number) => follows[from * size + to] === 1;
  const outside = (step: number) => starts[step] === 0 && ends[step] === 0;
  const together = joining(size);
  for (const x of steps) for (const y of steps) if (outside(x) && outside(y) && edge(x, y)) together.join(x, y);
  const body = steps.filter((step) => !outside(step));
  const back: number[][] = [];
  const first = steps.filter((step) => starts[step] === 1);
  const last = steps.filter((step) => ends[step] === 1);
  for (const part of together.groups()) {
    if (!outside(part[0])) continue;
    const fromInside = part.some((step) => steps.some((x) => starts[x] === 1 && ends[x] === 0 && edge(x, step)));
    const toInside = part.some((step) => steps.some((x) => ends[x] === 1 && starts[x] === 0 && edge(step, x)));
    const back1 = part.every((step) => !first.some((x) => edge(step, x)) || first.every((x) => edge(step, x)));
    const back2 = part.every((step) => !last.some((x) => edge(x, step)) || last.every((x) => edge(x, step)));
    if (fromInside || toInside || !back1 || !back2) body.push(...part);
    else back.push(part);
  }
  return back.length === 0 ? null : cut("loop", graph, [body.sort((x, y) => x - y), ...back]);
}
