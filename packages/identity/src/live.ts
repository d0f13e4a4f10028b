import { blockTable } from "./block-table.ts";
import { contract } from "./cluster.ts";
import { type Column, normalise } from "./columns.ts";
import { hashText } from "./hash.ts";
import { bitsOf, probability } from "./model.ts";
import { heldThen, modelOf, type Parameters } from "./parameters.ts";
import { levelAt, patternOf, placeOf } from "./records.ts";
import { keyOf, rulesOf } from "./rules.ts";
import { type Reason, scorerOf, type Weighed } from "./score.ts";

/** A record of the index that may be the same person. */
export interface Match {
  readonly id: string;
  /** log2 of how much likelier one person is than two. */
  readonly bits: number;
  readonly probability: number;
}

/**
 * Records that come and go one by one, each held against those that agree with it in a blocking rule. With the same parameters and records,
 * matches and clusters are those of `resolve`, to the bit, in whatever order they came.
 */
export interface MatchIndex {
  readonly size: number;
  /** @param cells as the parameters' columns; @param source the system it is from, null where that is not known */
  add(id: string, cells: readonly string[], source?: number | null): void;
  /** False where there is no such record. */
  remove(id: string): boolean;
  /** What is compared with a record that is not in the index, the likeliest first. */
  match(cells: readonly string[], source?: number | null): Match[];
  /** All that are one person with a record of the index, itself among them, by the order of their contents. */
  cluster(id: string): string[];
  /** Why two records weigh what they do together; null where one is not there or they are never compared. */
  explain(a: string, b: string): readonly Reason[] | null;
}

/** @throws RangeError where the parameters are of another version of this package */
export function matchIndex(parameters: Parameters): MatchIndex {
  if (parameters.version !== 1)
    throw new RangeError(`parameters of version ${String(parameters.version)}; this is version 1: learn them anew`);
  const model = modelOf(parameters);
  const columns = parameters.columns.map(({ name, role }, at) => growingColumn(name, role, parameters.held[at] ?? {}));
  const of = (role: Column["role"]) => columns.findIndex((column) => column.role === role);
  const compare = patternOf({ rows: 0, columns, split: 0, given: of("given-name"), surname: of("surname"), source: null });
  const scorer = scorerOf(model, parameters.columns, parameters.records);
  const rules = rulesOf(parameters.columns).map((rule, at) => ({ rule, table: blockTable(), cap: parameters.caps[at] ?? 0 }));
  /** Per row its keys, one for each rule; the row that is asked about stands behind all others. */
  let keys = new Uint32Array(rules.length * 1024);
  const ids: (string | null)[] = [];
  const sources: (number | null)[] = [];
  const rowOf = new Map<string, number>();
  const free: number[] = [];
  let seen = new Int32Array(1024).fill(-1);
  let round = 0;

  /** Writes a record where a row is to be. Nothing finds it there before it is put into the blocks. */
  function write(row: number, cells: readonly string[], source: number | null): void {
    const words = columns.map((column, at) => {
      const word = normalise(column.role, cells[at] ?? "");
      column.put(row, word);
      return word;
    });
    if ((row + 1) * rules.length > keys.length) keys = grown(keys, new Uint32Array(2 * keys.length + rules.length));
    rules.forEach(({ rule }, r) => (keys[row * rules.length + r] = keyOf(rule, words)));
    sources[row] = source;
  }

  const weights = new Map<number, Weighed>();
  /** How a pattern weighs, worked out once for each. */
  function weighed(pattern: number): Weighed {
    let found = weights.get(pattern);
    if (found === undefined) {
      const levels = Uint8Array.from(columns, (_, at) => levelAt(pattern, at));
      const single = { of: Int32Array.of(0), kinds: [pattern], levels };
      const [one] = bitsOf({ shares: model.m, u: model.u, odds: 1 }, columns.length, single);
      const [home] = bitsOf({ shares: model.h, u: model.u, odds: model.eta / (1 - model.eta) }, columns.length, single);
      weights.set(pattern, (found = { levels, from: 0, one, home, within: false }));
    }
    return found;
  }

  function pairOf(x: number, y: number): { pair: Weighed; held: (column: number) => number } {
    const [a, b] = x < y ? [x, y] : [y, x];
    const within = sources[a] !== null && sources[a] === sources[b];
    return { pair: { ...weighed(compare(a, b)), within }, held: (at) => columns[at].heldAt(a) };
  }
  function bitsBetween(x: number, y: number): number {
    const { pair, held } = pairOf(x, y);
    return scorer.bits(pair, held);
  }

  /** Rows in a block with this one that is small enough to be compared. */
  function candidates(row: number): number[] {
    if (seen.length < ids.length + 1) seen = grown(seen, new Int32Array(2 * ids.length + 2).fill(-1));
    round += 1;
    const found: number[] = [];
    rules.forEach(({ table, cap }, r) => {
      const key = keys[row * rules.length + r];
      if (key === 0 || table.size(key) > cap) return;
      for (let at = table.first(key); at >= 0; at = table.behind(at)) {
        if (at === row || seen[at] === round) continue;
        seen[at] = round;
        found.push(at);
      }
    });
    return found;
  }

  function component(row: number): { members: number[]; edges: Map<string, readonly [x: number, y: number, bits: number]> } {
    const members = [row];
    const inside = new Set(members);
    const edges = new Map<string, readonly [number, number, number]>();
    for (const member of members) {
      for (const other of candidates(member)) {
        const [x, y] = member < other ? [member, other] : [other, member];
        if (edges.has(`${x} ${y}`)) continue;
        const bits = bitsBetween(x, y);
        edges.set(`${x} ${y}`, [x, y, bits]);
        if (bits <= 0 || inside.has(other)) continue;
        inside.add(other);
        members.push(other);
      }
    }
    for (const [name, [x, y]] of edges) if (!inside.has(x) || !inside.has(y)) edges.delete(name);
    return { members, edges };
  }

  return {
    get size() {
      return rowOf.size;
    },
    add(id, cells, source = null) {
      if (rowOf.has(id)) this.remove(id);
      const row = free.pop() ?? ids.length;
      write(row, cells, source);
      ids[row] = id;
      rowOf.set(id, row);
      rules.forEach(({ table }, r) => {
        const key = keys[row * rules.length + r];
        if (key !== 0) table.add(row, key);
      });
    },
    remove(id) {
      const row = rowOf.get(id);
      if (row === undefined) return false;
      rules.forEach(({ table }, r) => {
        const key = keys[row * rules.length + r];
        if (key !== 0) table.remove(row, key);
      });
      rowOf.delete(id);
      ids[row] = null;
      free.push(row);
      return true;
    },
    match(cells, source = null) {
      const row = ids.length;
      write(row, cells, source);
      const found = candidates(row).map((other) => ({ id: ids[other] ?? "", bits: bitsBetween(other, row) }));
      sources.length = ids.length;
      return found
        .map((one) => ({ ...one, probability: probability(one.bits) }))
        .sort((x, y) => y.bits - x.bits || compareText(x.id, y.id));
    },
    cluster(id) {
      const row = rowOf.get(id);
      if (row === undefined) return [];
      const { members, edges } = component(row);
      const places = new Map(members.map((member) => [member, placeOf(columns.map((column) => column.hashAt(member)))]));
      const order = [...members].sort((x, y) => {
        const [[xHigh = 0, xLow = 0] = [], [yHigh = 0, yLow = 0] = []] = [places.get(x), places.get(y)];
        return xHigh - yHigh || xLow - yLow || compareText(ids[x] ?? "", ids[y] ?? "");
      });
      const at = new Map(order.map((member, place) => [member, place]));
      const ordered = [...edges.values()].map(([x, y, bits]) => {
        const [one = 0, other = 0] = [at.get(x), at.get(y)];
        return [Math.min(one, other), Math.max(one, other), bits] as const;
      });
      const found = contract(
        order.length,
        {
          a: Int32Array.from(ordered, ([a]) => a),
          b: Int32Array.from(ordered, ([, b]) => b),
          bits: Float64Array.from(ordered, ([, , bits]) => bits),
        },
        {
          known: Uint32Array.from(order, (member) =>
            columns.reduce((known, column, c) => (column.codes[member] < 0 ? known : known | (1 << c)), 0),
          ),
        },
      );
      const own = found[at.get(row) ?? 0];
      return order.filter((_, place) => found[place] === own).map((member) => ids[member] ?? "");
    },
    explain(a, b) {
      const [x, y] = [rowOf.get(a), rowOf.get(b)];
      if (x === undefined || y === undefined || !candidates(x).includes(y)) return null;
      const { pair, held } = pairOf(x, y);
      return scorer.reasons(pair, held);
    },
  };
}

interface GrowingColumn extends Column {
  put(row: number, word: string): void;
  /** How many records held the row's value when the parameters were learned. */
  heldAt(row: number): number;
  hashAt(row: number): number;
}

/** A column whose rows are written one by one. Words stay once they were there: what comes back has its code again. */
function growingColumn(name: string, role: Column["role"], held: Readonly<Record<string, number>>): GrowingColumn {
  const words: string[] = [];
  const known = new Map<string, number>();
  const hashes: number[] = [];
  const heldBy: number[] = [];
  let codes = new Int32Array(1024).fill(-1);
  return {
    name,
    role,
    words,
    counts: new Int32Array(),
    hashes: new Uint32Array(),
    get codes() {
      return codes;
    },
    put(row, word) {
      if (row >= codes.length) codes = grown(codes, new Int32Array(Math.max(2 * codes.length, row + 1)).fill(-1));
      let code = word === "" ? -1 : known.get(word);
      if (code === undefined) {
        code = words.length;
        words.push(word);
        known.set(word, code);
        hashes.push(hashText(word, 0, word.length));
        heldBy.push(heldThen(held, word));
      }
      codes[row] = code;
    },
    heldAt: (row) => heldBy[codes[row]] ?? 1,
    hashAt: (row) => hashes[codes[row]] ?? 0,
  };
}

function grown<T extends Int32Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
