import type { NumberedNode } from "./numbered-tree.ts";

/**
 * A move of an alignment: an event and the step it is (`both`), an event left out of the trace (`log`), or a visible step put in (`model`). `at` is the
 * event's place in the trace, or the place of the event before which the step is put in.
 */
export type TreeMove = { readonly kind: "both" | "log" | "model"; readonly step: number; readonly at: number };

export type TreeAlignment = {
  /** Moves that are not `both`: events left out plus steps put in, as few as possible. */
  readonly cost: number;
  readonly moves: () => readonly TreeMove[];
};

/**
 * An optimal alignment of a trace with a tree in which every step stands once. Silent steps cost nothing.
 *
 * Because a step tells below which child it lies, an alignment with a block is made of alignments with its children: those of a parallel block do
 * not touch each other, those of a sequence and of a loop take successive pieces of the trace. So it is found by dynamic programming over
 * pieces, in polynomial time, where a search of the state space is exponential in the number of parallel branches.
 * @param trace numbers of steps as in the numbered tree, -1 for unknown ones
 * @see A. Adriansyah, Aligning observed and modeled behavior (2014), section 4.2 for the definition
 */
export function alignTree(root: NumberedNode, trace: readonly number[]): TreeAlignment {
  const isOwn = (step: number) => step >= 0 && (root.kind === "activity" ? root.step === step : root.childOf[step] >= 0);
  const places = [...trace.keys()].filter((at) => isOwn(trace[at]));
  const whole = blockOf(root, { trace, places });
  const unknown = [...trace.keys()].filter((at) => !isOwn(trace[at]));
  return {
    cost: unknown.length + whole.cost(0, places.length),
    moves: () => {
      const left = unknown.map((at): TreeMove => ({ kind: "log", step: trace[at], at }));
      // A step put in stands before the event at its place.
      return [...whole.moves(0, places.length, trace.length), ...left].sort((x, y) => x.at - y.at || rank(x) - rank(y));
    },
  };
}

function rank({ kind }: TreeMove): number {
  return kind === "model" ? 0 : 1;
}

/** The events of a node's own steps, by their places in the trace. */
type Own = { readonly trace: readonly number[]; readonly places: readonly number[] };

/** Alignments of a node with pieces from .. end - 1 of its own events; `until` is the place where what comes after the piece begins. */
type Block = { cost(from: number, end: number): number; moves(from: number, end: number, until: number): TreeMove[] };

function blockOf(node: NumberedNode, own: Own): Block {
  if (node.kind === "silent") return { cost: () => 0, moves: () => [] };
  if (node.kind === "activity") return activityBlock(node.step, own);
  const parts = node.children.map((child, at) => partOf(child, at, node, own));
  if (node.kind === "parallel") {
    return {
      cost: (from, end) => parts.reduce((sum, part) => sum + part.cost(from, end), 0),
      moves: (from, end, until) => parts.flatMap((part) => part.moves(from, end, until)),
    };
  }
  if (node.kind === "sequence") return sequenceBlock(parts, own);
  return node.kind === "loop" ? loopBlock(node, parts, own) : exclusiveBlock(parts);
}

/** One of the events is the step, the others are left out; without an event the step is put in. */
function activityBlock(step: number, { places }: Own): Block {
  return {
    cost: (from, end) => (end <= from ? 1 : end - from - 1),
    moves: (from, end, until) =>
      end <= from
        ? [{ kind: "model", step, at: until }]
        : places.slice(from, end).map((at, i): TreeMove => ({ kind: i === 0 ? "both" : "log", step, at })),
  };
}

/** A child on pieces of its parent's events; `whole` counts the events of its siblings in the piece as left out. */
type Part = Block & { others(from: number, end: number): number; whole: Block; ends(at: number): boolean };

function partOf(child: NumberedNode, number: number, parent: NumberedNode, { trace, places }: Own): Part {
  const isOwn = (i: number) => parent.childOf[trace[places[i]]] === number;
  const before = new Int32Array(places.length + 1);
  for (const i of places.keys()) before[i + 1] = before[i] + (isOwn(i) ? 1 : 0);
  const block = blockOf(child, { trace, places: places.filter((_, i) => isOwn(i)) });
  const others = (from: number, end: number) => end - from - (before[end] - before[from]);
  const cost: Block["cost"] = (from, end) => block.cost(before[from], before[end]);
  const moves: Block["moves"] = (from, end, until) => block.moves(before[from], before[end], until);
  const leftOut = (from: number, end: number): TreeMove[] =>
    places.slice(from, end).flatMap((at, i): TreeMove[] => (isOwn(from + i) ? [] : [{ kind: "log", step: trace[at], at }]));
  return {
    cost,
    moves,
    others,
    whole: {
      cost: (from, end) => cost(from, end) + others(from, end),
      moves: (from, end, until) => [...moves(from, end, until), ...leftOut(from, end)],
    },
    ends: (at) => isOwn(at - 1),
  };
}

function exclusiveBlock(parts: readonly Part[]): Block {
  const cost: Block["cost"] = (from, end) => Math.min(...parts.map(({ whole }) => whole.cost(from, end)));
  return {
    cost,
    moves: (from, end, until) => {
      const best = cost(from, end);
      return parts.find(({ whole }) => whole.cost(from, end) === best)?.whole.moves(from, end, until) ?? [];
    },
  };
}

/** Pieces one after the other; in each, events of other children are left out. */
function sequenceBlock(parts: readonly Part[], { places }: Own): Block {
  const length = places.length;
  /** Per beginning and child: the least cost up to each end of that child's piece. */
  const stages = remembered((from) => {
    const first = new Float64Array(length + 1).fill(Infinity);
    first[from] = 0;
    const found = [first];
    for (const [number, part] of parts.entries()) {
      const best = found[number];
      const next = new Float64Array(length + 1).fill(Infinity);
      const last = number + 1 === parts.length;
      for (let start = from; start <= length; start += 1) {
        if (best[start] === Infinity) continue;
        for (let end = start; end <= length; end += 1) {
          // A piece that ends with another child's event costs no less than the shorter piece with the event in the next: not looked at.
          if (!last && end > start && !part.ends(end)) continue;
          const cost = best[start] + part.whole.cost(start, end);
          if (cost < next[end]) next[end] = cost;
        }
      }
      found.push(next);
    }
    return found;
  });
  return {
    cost: (from, end) => stages(from)[parts.length][end],
    moves: (from, end, until) => {
      const found = stages(from);
      const pieces: TreeMove[][] = [];
      let [to, after] = [end, until];
      for (let number = parts.length - 1; number >= 0; number -= 1) {
        const { whole } = parts[number];
        let start = from;
        while (found[number][start] + whole.cost(start, to) !== found[number + 1][to]) start += 1;
        pieces.push(whole.moves(start, to, after));
        if (start < to) after = places[start];
        to = start;
      }
      return pieces.reverse().flat();
    },
  };
}

/** Body, then any number of times the way back and the body. */
function loopBlock(node: NumberedNode, [body, back]: readonly Part[], { places }: Own): Block {
  const length = places.length;
  const [silentBody, silentBack] = node.children.map((child) => child.shortest);
  const rounds = remembered((from) => {
    const afterBody = new Float64Array(length + 1).fill(Infinity);
    const afterBack = new Float64Array(length + 1).fill(Infinity);
    for (let end = from; end <= length; end += 1) {
      afterBody[end] = body.whole.cost(from, end);
      for (let start = from; start < end; start += 1) {
        afterBody[end] = Math.min(afterBody[end], afterBack[start] + body.whole.cost(start, end));
        afterBack[end] = Math.min(afterBack[end], afterBody[start] + back.whole.cost(start, end));
      }
      // At the same place each may follow the other without an event; a second time round cannot be cheaper.
      afterBody[end] = Math.min(afterBody[end], afterBack[end] + silentBody);
      afterBack[end] = Math.min(afterBack[end], afterBody[end] + silentBack);
    }
    return [afterBody, afterBack];
  });
  return {
    cost: (from, end) => rounds(from)[0][end],
    moves: (from, end, until) => {
      const [afterBody, afterBack] = rounds(from);
      const pieces: TreeMove[][] = [];
      let [to, after] = [end, until];
      for (;;) {
        if (afterBody[to] === body.whole.cost(from, to)) return [body.whole.moves(from, to, after), ...pieces.reverse()].flat();
        const turn = lastBefore(to, from, (start) => afterBack[start] + body.whole.cost(start, to) === afterBody[to]);
        pieces.push(body.whole.moves(turn, to, after));
        if (turn < to) after = places[turn];
        const begin = lastBefore(turn, from, (start) => afterBody[start] + back.whole.cost(start, turn) === afterBack[turn]);
        pieces.push(back.whole.moves(begin, turn, after));
        if (begin < turn) after = places[begin];
        to = begin;
      }
    },
  };
}

/** The nearest place at or before `end` that holds: one event at least is passed where one can be, so that going back comes to an end. */
function lastBefore(end: number, from: number, holds: (start: number) => boolean): number {
  for (let start = end - 1; start >= from; start -= 1) if (holds(start)) return start;
  return end;
}

function remembered<T>(make: (from: number) => T): (from: number) => T {
  const known = new Map<number, T>();
  return (from) => {
    const found = known.get(from) ?? make(from);
    known.set(from, found);
    return found;
  };
}
