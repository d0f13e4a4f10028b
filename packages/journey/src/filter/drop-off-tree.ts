import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";

/** A beginning that cases have in common. Its cases are those that end with it, those of its branches, and those of branches not shown. */
export type DropOffNode = {
  /** Null is the root, before the first step. */
  readonly step: string | null;
  readonly cases: number;
  /** Cases whose last event this is. */
  readonly ended: number;
  readonly branches: readonly DropOffNode[];
  /** Branches that are left out, and their cases. */
  readonly hidden: { readonly branches: number; readonly cases: number };
};

export type DropOffInput = {
  readonly log: JourneyLog;
  /** How many steps deep; what comes after is counted as hidden. Default 8. */
  readonly depth?: number;
  /** Branches with fewer cases are left out and counted; default 1. */
  readonly least?: number;
};

/** Where cases part and where they end, from the first step on: the prefix tree of the variants. */
export function dropOffTree({ log, depth = 8, least = 1 }: DropOffInput): DropOffNode {
  if (!(depth >= 1 && least >= 1)) throw new RangeError(`depth and least are at least 1, got ${depth} and ${least}`);
  const all = Int32Array.from({ length: log.cases }, (_, c) => c);
  return grown({ log, depth, least }, null, all, 0);
}

function grown(settings: Required<DropOffInput>, step: string | null, cases: Int32Array, level: number): DropOffNode {
  const { log, depth, least } = settings;
  const next = new Map<number, number[]>();
  let ended = 0;
  for (const c of cases) {
    const at = log.offsets[c] + level;
    if (at >= log.offsets[c + 1]) {
      ended += 1;
      continue;
    }
    const found = next.get(log.activity[at]);
    if (found === undefined) next.set(log.activity[at], [c]);
    else found.push(c);
  }
  const branches = [...next].map(([number, those]) => ({ step: log.activities[number], those }));
  branches.sort((x, y) => y.those.length - x.those.length || compareNames(x.step, y.step));
  const shown = level < depth ? branches.filter(({ those }) => those.length >= least) : [];
  const left = branches.slice(shown.length);
  return {
    step,
    cases: cases.length,
    ended,
    branches: shown.map((branch) => grown(settings, branch.step, Int32Array.from(branch.those), level + 1)),
    hidden: { branches: left.length, cases: left.reduce((sum, { those }) => sum + those.length, 0) },
  };
}
