export interface Edges {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly bits: Float64Array;
}

/** What two records of one cluster speak against it that could have been compared and never were, in bits: they agree in no key. */
const NEVER_COMPARED = -1;

/** No cluster grows beyond this: what looks like more records of one person is a value that names nobody. */
const LARGEST_CLUSTER = 100;

export interface Contraction {
  /** Most records of a cluster. */
  readonly largest?: number;
  /** Per record the columns it says something in, one bit each. */
  readonly known: Uint32Array;
  /** Clusters are joined while the evidence between them is above so many bits; 0 is where one person is as likely as two. */
  readonly above?: number;
}

/**
 * Clusters by greedy additive contraction: of all pairs of clusters the one with the most evidence between them is joined, as long as the sum
 * over all their pairs stays above `above`. So one strong edge cannot join two groups whose other members contradict it. Two clusters between
 * which nothing speaks for one person are never joined, so what hangs together by such edges is worked out by itself.
 * Source: M. Keuper et al. (2015), Efficient Decomposition of Image and Mesh Graphs by Lifted Multicuts (GAEC).
 * @returns per record its cluster, numbered by its first record.
 */
export function contract(records: number, { a, b, bits }: Edges, { largest = LARGEST_CLUSTER, known, above = 0 }: Contraction): Int32Array {
  const component = componentsOf(records, { a, b, bits }, above);
  const cluster = new Int32Array(records);
  for (let at = 0; at < records; at += 1) cluster[at] = at;
  const { members, starts } = grouped(component);
  const { edges, from } = edgesBy(component, { a, b, bits });
  const place = new Int32Array(records);
  for (let top = 0; top < records; top += 1) {
    const size = starts[top + 1] - starts[top];
    if (size < 2) continue;
    const inside = members.subarray(starts[top], starts[top + 1]);
    if (size === 2 && largest >= 2) {
      // Most are two records and their one edge, which is why they hang together.
      let sum = 0;
      for (let at = from[top]; at < from[top + 1]; at += 1) sum += bits[edges[at]];
      if (sum > above) cluster[inside[1]] = inside[0];
      continue;
    }
    inside.forEach((record, at) => (place[record] = at));
    // In one order, however they were found: sums of fractions depend on it.
    const own = edges.subarray(from[top], from[top + 1]).sort((x, y) => a[x] - a[y] || b[x] - b[y]);
    const found = contractWhole(
      size,
      { a: own.map((at) => place[a[at]]), b: own.map((at) => place[b[at]]), bits: Float64Array.from(own, (at) => bits[at]) },
      { largest, known: Uint32Array.from(inside, (record) => known[record]), above },
    );
    inside.forEach((record, at) => (cluster[record] = inside[found[at]]));
  }
  return cluster;
}

/** Per record the first record of what hangs together with it by edges that speak for one person. */
function componentsOf(records: number, { a, b, bits }: Edges, above: number): Int32Array {
  const parent = new Int32Array(records);
  for (let at = 0; at < records; at += 1) parent[at] = at;
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const least = Math.min(0, above);
  for (let at = 0; at < a.length; at += 1) {
    if (bits[at] <= least) continue;
    const [x, y] = [root(a[at]), root(b[at])];
    if (x < y) parent[y] = x;
    else parent[x] = y;
  }
  for (let at = 0; at < records; at += 1) parent[at] = root(at);
  return parent;
}

/** Records by component, each component's in their order. */
function grouped(component: Int32Array): { members: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(component.length + 1);
  for (let at = 0; at < component.length; at += 1) starts[component[at] + 1] += 1;
  for (let at = 0; at < component.length; at += 1) starts[at + 1] += starts[at];
  const next = starts.slice();
  const members = new Int32Array(component.length);
  for (let at = 0; at < component.length; at += 1) members[next[component[at]]++] = at;
  return { members, starts };
}

/** Edges by component, each component's in their order; those between two are left out. */
function edgesBy(component: Int32Array, { a, b }: Edges): { edges: Int32Array; from: Int32Array } {
  const from = new Int32Array(component.length + 1);
  for (let at = 0; at < a.length; at += 1) if (component[a[at]] === component[b[at]]) from[component[a[at]] + 1] += 1;
  for (let at = 0; at < component.length; at += 1) from[at + 1] += from[at];
  const next = from.slice();
  const edges = new Int32Array(from[component.length]);
  for (let at = 0; at < a.length; at += 1) if (component[a[at]] === component[b[at]]) edges[next[component[a[at]]]++] = at;
  return { edges, from };
}

function contractWhole(records: number, { a, b, bits }: Edges, { largest, known, above }: Required<Contraction>): Int32Array {
  const parent = Int32Array.from({ length: records }, (_, at) => at);
  const size = new Int32Array(records).fill(1);
  const near: (Map<number, { bits: number; compared: number }> | null)[] = Array.from({ length: records }, () => null);
  const version = new Int32Array(records);
  const touch = (x: number, y: number, add: number, compared: number) => {
    const mine = (near[x] ??= new Map());
    const found = mine.get(y);
    if (found === undefined) mine.set(y, { bits: add, compared });
    else {
      found.bits += add;
      found.compared += compared;
    }
  };
  for (let at = 0; at < a.length; at += 1) {
    touch(a[at], b[at], bits[at], 1);
    touch(b[at], a[at], bits[at], 1);
  }
  const comparable = comparison(known);
  const weigh = (x: number, y: number) => {
    const link = near[x]?.get(y);
    return link === undefined ? -Infinity : link.bits + NEVER_COMPARED * Math.max(0, comparable.pairs(x, y, size) - link.compared);
  };
  const heap = new Heap();
  for (let x = 0; x < records; x += 1)
    for (const y of near[x]?.keys() ?? []) if (x < y && weigh(x, y) > above) heap.push(weigh(x, y), x, y, 0, 0);
  for (let top = heap.pop(); top !== null; top = heap.pop()) {
    const { x, y } = top;
    if (parent[x] !== x || parent[y] !== y || version[x] !== top.vx || version[y] !== top.vy) continue;
    if (size[x] + size[y] > largest) continue;
    // The one with more neighbours stays, so that fewer links move.
    const [stays, goes] = (near[x]?.size ?? 0) >= (near[y]?.size ?? 0) ? [x, y] : [y, x];
    parent[goes] = stays;
    near[stays]?.delete(goes);
    for (const [other, link] of near[goes] ?? []) {
      if (other === stays) continue;
      near[other]?.delete(goes);
      touch(stays, other, link.bits, link.compared);
      touch(other, stays, link.bits, link.compared);
    }
    near[goes] = null;
    comparable.join(stays, goes);
    size[stays] += size[goes];
    version[stays] += 1;
    for (const other of near[stays]?.keys() ?? []) {
      const weight = weigh(stays, other);
      if (weight > above)
        heap.push(weight, Math.min(stays, other), Math.max(stays, other), version[Math.min(stays, other)], version[Math.max(stays, other)]);
    }
  }
  const root = (x: number): number => {
    let at = x;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  const named = new Map<number, number>();
  return Int32Array.from({ length: records }, (_, record) => {
    const top = root(record);
    const known = named.get(top);
    if (known !== undefined) return known;
    named.set(top, record);
    return record;
  });
}

/**
 * How many pairs between two clusters can be compared at all: a record that holds a contract alone says nothing against one that holds an
 * address alone. Clusters keep how many of their records say something in which columns; where all say something in one, all pairs count.
 */
function comparison(known: Uint32Array) {
  if (known.reduce((all, one) => all & one, ~0) !== 0 || known.length === 0) {
    return { pairs: (x: number, y: number, size: Int32Array) => size[x] * size[y], join: () => undefined };
  }
  const kinds: (Map<number, number> | null)[] = Array.from(known, () => null);
  const of = (x: number) => (kinds[x] ??= new Map([[known[x], 1]]));
  return {
    pairs(x: number, y: number): number {
      let n = 0;
      for (const [mine, many] of of(x)) for (const [theirs, others] of of(y)) if ((mine & theirs) !== 0) n += many * others;
      return n;
    },
    join(stays: number, goes: number): void {
      const kept = of(stays);
      for (const [kind, many] of of(goes)) kept.set(kind, (kept.get(kind) ?? 0) + many);
      kinds[goes] = null;
    },
  };
}

/** Links one to one: the strongest pair first, each record once. */
export function oneToOne(records: number, { a, b, bits }: Edges): Int32Array {
  const cluster = Int32Array.from({ length: records }, (_, at) => at);
  const taken = new Uint8Array(records);
  const order = Array.from(bits.keys())
    .filter((at) => bits[at] > 0)
    .sort((x, y) => bits[y] - bits[x] || a[x] - a[y] || b[x] - b[y]);
  for (const at of order) {
    if (taken[a[at]] === 1 || taken[b[at]] === 1) continue;
    taken[a[at]] = 1;
    taken[b[at]] = 1;
    cluster[b[at]] = a[at];
  }
  return cluster;
}

interface Entry {
  readonly weight: number;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
}

/** A binary heap, the heaviest first, ties by the lower records. */
class Heap {
  readonly #entries: Entry[] = [];

  push(weight: number, x: number, y: number, vx: number, vy: number): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push({ weight, x, y, vx, vy });
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(entries[at], entries[up])) break;
      [entries[at], entries[up]] = [entries[up], entries[at]];
      at = up;
    }
  }

  pop(): Entry | null {
    const entries = this.#entries;
    const top = entries[0] ?? null;
    const last = entries.pop();
    if (top === null || last === undefined || entries.length === 0) return top;
    entries[0] = last;
    for (let at = 0; ;) {
      let best = at;
      const left = 2 * at + 1;
      if (left < entries.length && before(entries[left], entries[best])) best = left;
      if (left + 1 < entries.length && before(entries[left + 1], entries[best])) best = left + 1;
      if (best === at) return top;
      [entries[at], entries[best]] = [entries[best], entries[at]];
      at = best;
    }
  }
}

function before(p: Entry, q: Entry): boolean {
  return p.weight !== q.weight ? p.weight > q.weight : p.x !== q.x ? p.x < q.x : p.y < q.y;
}
