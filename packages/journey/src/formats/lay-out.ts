export type Point = { readonly x: number; readonly y: number };

export type LayoutNode = { readonly id: string; readonly width: number; readonly height: number };
export type LayoutEdge = { readonly from: string; readonly to: string };

export type Layout = {
  readonly width: number;
  readonly height: number;
  /** Upper left corners, in the order of the nodes. */
  readonly places: readonly Point[];
  /** Corners of each edge's line in the order of the edges: from the right side of one node to the left side of the other, at right angles. */
  readonly lines: readonly (readonly Point[])[];
};

const MARGIN = 30;
const BETWEEN = 40;
const TRACK = 10;
/** Between lines that go back, so that a number fits above each. */
const LANE = 20;
const CHANNEL = 30;
const SWEEPS = 8;

/** Something that takes room in a layer: a node, or the place where a long edge passes. */
type Box = { readonly node: number | null; readonly height: number; readonly before: Box[]; readonly after: Box[]; y: number };

/**
 * Lays a graph out in layers from left to right: longest-path layers, edges that go back taken out first and led below the drawing, order by
 * medians of neighbours, heights by least squares under the order, lines at right angles that cross no node. Depends on the order of nodes
 * and edges alone. Source: Sugiyama, Tagawa & Toda, "Methods for visual understanding of hierarchical system structures" (1981); heights by
 * pool-adjacent-violators (Barlow et al., 1972).
 */
export function layOut(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[], channel = CHANNEL): Layout {
  const index = new Map(nodes.map(({ id }, place) => [id, place]));
  const ends = edges.map(({ from, to }) => [index.get(from) ?? 0, index.get(to) ?? 0] as const);
  const back = backEdges(nodes.length, ends);
  const layer = layersOf(nodes.length, ends, back);
  const layers: Box[][] = Array.from({ length: layer.reduce((most, at) => Math.max(most, at), 0) + 1 }, () => []);
  const boxes = nodes.map(({ height }, node): Box => ({ node, height, before: [], after: [], y: 0 }));
  for (const [node, box] of boxes.entries()) layers[layer[node]].push(box);
  const chains = ends.map(([from, to], edge) => (back[edge] ? null : chainOf({ boxes, layers, from, to, layer })));
  order(layers);
  settle(layers);
  const width = layers.map((boxesHere) => boxesHere.reduce((most, { node }) => Math.max(most, node === null ? 0 : nodes[node].width), 0));
  return route({ nodes, ends, layer, layers, boxes, chains, width, channel });
}

/** Depth first from nodes without a way in, then from the rest: an edge to a node still being visited goes back. */
function backEdges(count: number, ends: readonly (readonly [number, number])[]): boolean[] {
  const out: number[][] = Array.from({ length: count }, () => []);
  const incoming = new Int32Array(count);
  for (const [edge, [from, to]] of ends.entries()) {
    out[from].push(edge);
    if (from !== to) incoming[to] += 1;
  }
  const back = ends.map(() => false);
  const state = new Int8Array(count);
  const next = new Int32Array(count);
  const first = Array.from({ length: count }, (_, node) => node).sort((x, y) => Math.sign(incoming[x]) - Math.sign(incoming[y]));
  for (const root of first) {
    if (state[root] !== 0) continue;
    const path = [root];
    state[root] = 1;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = out[node][next[node]++];
      if (edge === undefined) {
        state[node] = 2;
        path.pop();
        continue;
      }
      const to = ends[edge][1];
      if (state[to] === 1) back[edge] = true;
      else if (state[to] === 0) {
        state[to] = 1;
        path.push(to);
      }
    }
  }
  return back;
}

function layersOf(count: number, ends: readonly (readonly [number, number])[], back: readonly boolean[]): Int32Array {
  const layer = new Int32Array(count);
  const waiting = new Int32Array(count);
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const [edge, [from, to]] of ends.entries()) {
    if (back[edge]) continue;
    out[from].push(to);
    waiting[to] += 1;
  }
  const ready: number[] = [];
  for (let node = 0; node < count; node += 1) if (waiting[node] === 0) ready.push(node);
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const to of out[node]) {
      layer[to] = Math.max(layer[to], layer[node] + 1);
      waiting[to] -= 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return layer;
}

type Chained = { boxes: readonly Box[]; layers: Box[][]; from: number; to: number; layer: Int32Array };

/** The boxes an edge passes, its two ends included. */
function chainOf({ boxes, layers, from, to, layer }: Chained): Box[] {
  const chain = [boxes[from]];
  for (let at = layer[from] + 1; at < layer[to]; at += 1) {
    const box: Box = { node: null, height: 0, before: [], after: [], y: 0 };
    layers[at].push(box);
    chain.push(box);
  }
  chain.push(boxes[to]);
  for (let i = 1; i < chain.length; i += 1) {
    chain[i].before.push(chain[i - 1]);
    chain[i - 1].after.push(chain[i]);
  }
  return chain;
}

function order(layers: Box[][]): void {
  const rank = new Map<Box, number>();
  const renumber = (boxes: readonly Box[]): void => {
    for (const [place, box] of boxes.entries()) rank.set(box, place);
  };
  for (const boxes of layers) renumber(boxes);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const boxes of forward ? layers : [...layers].reverse()) {
      const wanted = new Map(
        boxes.map((box, place) => [box, mean((forward ? box.before : box.after).map((one) => rank.get(one) ?? 0)) ?? place]),
      );
      boxes.sort((x, y) => (wanted.get(x) ?? 0) - (wanted.get(y) ?? 0) || (rank.get(x) ?? 0) - (rank.get(y) ?? 0));
      renumber(boxes);
    }
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Gives every box the middle its neighbours ask for, as near as order and distance allow. */
function settle(layers: readonly Box[][]): void {
  for (const boxes of layers) {
    let y = 0;
    for (const box of boxes) {
      box.y = y;
      y += box.height + gapOf(box);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const boxes of forward ? layers : [...layers].reverse()) {
      const wanted = boxes.map((box) => {
        const neighbours = sweep < SWEEPS - 2 ? (forward ? box.before : box.after) : [...box.before, ...box.after];
        const middle = mean(neighbours.map((one) => one.y + one.height / 2));
        return middle === null ? box.y : middle - box.height / 2;
      });
      place(boxes, wanted);
    }
  }
  const top = layers.flat().reduce((least, { y }) => Math.min(least, y), Infinity);
  for (const box of layers.flat()) box.y = Math.round(box.y - top) + MARGIN;
}

function gapOf(box: Box): number {
  return box.node === null ? BETWEEN / 2 : BETWEEN;
}

/** Least squares under "each below the one before": without the distances that have to be kept, a monotone regression. */
function place(boxes: readonly Box[], wanted: readonly number[]): void {
  const offsets: number[] = [];
  let offset = 0;
  for (const box of boxes) {
    offsets.push(offset);
    offset += box.height + gapOf(box);
  }
  const blocks: { sum: number; count: number }[] = [];
  for (const [i, want] of wanted.entries()) {
    let block = { sum: want - offsets[i], count: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.sum / last.count >= block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  let i = 0;
  for (const { sum, count } of blocks) for (let k = 0; k < count; k += 1, i += 1) boxes[i].y = sum / count + offsets[i];
}

type Routed = {
  nodes: readonly LayoutNode[];
  ends: readonly (readonly [number, number])[];
  layer: Int32Array;
  layers: readonly Box[][];
  boxes: readonly Box[];
  chains: readonly (readonly Box[] | null)[];
  width: readonly number[];
  /** Least distance between layers. */
  channel: number;
};

/** An upright piece of line in the channel left of a layer; its track is given once all are known. */
type Upright = { readonly top: number; readonly bottom: number; track: number };

function route({ nodes, ends, layer, layers, boxes, chains, width, channel: apart }: Routed): Layout {
  const channels: Upright[][] = Array.from({ length: layers.length + 1 }, () => []);
  const upright = (channel: number, from: number, to: number): Upright => {
    const piece = { top: Math.min(from, to), bottom: Math.max(from, to), track: 0 };
    if (piece.top !== piece.bottom) channels[channel].push(piece);
    return piece;
  };
  const middle = (box: Box): number => Math.round(box.y + box.height / 2);
  const bottom = layers.flat().reduce((most, { y, height }) => Math.max(most, y + height), 0);
  const lanes: Upright[] = [];
  const pieces = chains.map((chain, edge) => {
    if (chain !== null) return chain.slice(1).map((box, i) => upright(layer[ends[edge][0]] + 1 + i, middle(chain[i]), middle(box)));
    // Back edges run in lanes below everything; a lane is a track over layers instead of heights.
    const [from, to] = ends[edge];
    const lane = { top: layer[to], bottom: layer[from] + 1, track: 0 };
    lanes.push(lane);
    return [upright(layer[from] + 1, middle(boxes[from]), Infinity), upright(layer[to], Infinity, middle(boxes[to])), lane];
  });
  const laneCount = tracks(lanes);
  const left: number[] = [];
  let x = MARGIN;
  const channelStart = channels.map((channel, at) => {
    const start = x;
    const used = tracks(channel);
    x += at === 0 || at === layers.length ? used * TRACK : apart + used * TRACK;
    left.push(x);
    x += width[at] ?? 0;
    return start;
  });
  const trackX = (channel: number, piece: Upright): number =>
    channelStart[channel] + CHANNEL / 2 + piece.track * TRACK - (channel === 0 ? CHANNEL / 2 : 0);
  const places = nodes.map(({ width: own }, node) => ({
    x: left[layer[node]] + Math.floor((width[layer[node]] - own) / 2),
    y: boxes[node].y,
  }));
  const lines = ends.map(([from, to], edge) => {
    const chain = chains[edge];
    const start = { x: places[from].x + nodes[from].width, y: middle(boxes[from]) };
    const end = { x: places[to].x, y: middle(boxes[to]) };
    const points = [start];
    if (chain === null) {
      const [out, home, lane] = pieces[edge];
      const y = bottom + BETWEEN / 2 + lane.track * LANE;
      const xs = [trackX(layer[from] + 1, out), trackX(layer[to], home)];
      points.push({ x: xs[0], y: start.y }, { x: xs[0], y }, { x: xs[1], y }, { x: xs[1], y: end.y });
    } else {
      for (const [i, box] of chain.slice(1).entries()) {
        const at = trackX(layer[from] + 1 + i, pieces[edge][i]);
        if (middle(chain[i]) !== middle(box)) points.push({ x: at, y: middle(chain[i]) }, { x: at, y: middle(box) });
      }
    }
    points.push(end);
    return points;
  });
  const lowest = laneCount === 0 ? bottom : bottom + BETWEEN / 2 + laneCount * LANE;
  return { width: x + CHANNEL / 2 + MARGIN, height: lowest + MARGIN, places, lines };
}

/** Gives pieces that overlap different tracks, the first free one each; returns how many there are. */
function tracks(pieces: Upright[]): number {
  const ends: number[] = [];
  for (const piece of [...pieces].sort((x, y) => x.top - y.top || x.bottom - y.bottom)) {
    const free = ends.findIndex((end) => end < piece.top);
    piece.track = free === -1 ? ends.length : free;
    ends[piece.track] = piece.bottom;
  }
  return ends.length;
}
