import fc from "fast-check";
import { prepare, type JourneyLog, type ProcessTree } from "@counterseat/journey";

const SILENT: ProcessTree = { kind: "silent" };

/** A tree in which each of up to eight steps stands once, with silent branches, nested to any depth they allow. */
export const trees: fc.Arbitrary<ProcessTree> = fc
  .array(fc.tuple(fc.constantFrom("sequence", "exclusive", "parallel", "loop" as const), fc.nat(7), fc.boolean()), {
    minLength: 0,
    maxLength: 7,
  })
  .chain((joins) => fc.constant(built(joins as readonly (readonly ["sequence" | "exclusive" | "parallel" | "loop", number, boolean])[])));

/** Begins with single steps and joins two of the parts with each instruction, until one is left. */
function built(joins: readonly (readonly ["sequence" | "exclusive" | "parallel" | "loop", number, boolean])[]): ProcessTree {
  const parts: ProcessTree[] = Array.from({ length: joins.length + 1 }, (_, i) => ({ kind: "activity", activity: "abcdefgh".charAt(i) }));
  for (const [kind, at, silent] of joins) {
    const [one = SILENT] = parts.splice(at % parts.length, 1);
    const [two = SILENT] = parts.splice((at * 3) % Math.max(1, parts.length), 1);
    if (kind === "loop")
      parts.push(silent ? { kind, children: [{ kind: "sequence", children: [one, two] }, SILENT] } : { kind, children: [one, two] });
    else if (kind === "exclusive" && silent) parts.push({ kind, children: [SILENT, one, two] });
    else parts.push({ kind, children: [one, two] });
  }
  return parts[0] ?? SILENT;
}

/** One run of the tree, its choices drawn from a list of numbers; loops go round at most three times. */
export function runOf(tree: ProcessTree, draw: () => number): string[] {
  if (tree.kind === "silent") return [];
  if (tree.kind === "activity") return [tree.activity];
  if (tree.kind === "exclusive") return runOf(tree.children[draw() % tree.children.length] ?? SILENT, draw);
  if (tree.kind === "sequence") return tree.children.flatMap((child) => runOf(child, draw));
  if (tree.kind === "loop") {
    const [body = SILENT, back = SILENT] = tree.children;
    const run = runOf(body, draw);
    for (let rounds = draw() % 3; rounds > 0; rounds -= 1) run.push(...runOf(back, draw), ...runOf(body, draw));
    return run;
  }
  const runs = tree.children.map((child) => runOf(child, draw));
  const merged: string[] = [];
  while (runs.some((run) => run.length > 0)) {
    const open = runs.filter((run) => run.length > 0);
    const step = open[draw() % open.length]?.shift();
    if (step !== undefined) merged.push(step);
  }
  return merged;
}

export const draws: fc.Arbitrary<() => number> = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }).map(drawing);

/** Begins anew for every run of a property, so that a failure can be made smaller and told: what was drawn before is no part of it. */
function drawing(numbers: readonly number[]): () => number {
  let at = 0;
  const draw = () => numbers[at++ % numbers.length] ?? 0;
  return Object.assign(draw, { [fc.cloneMethod]: () => drawing(numbers), [fc.toStringMethod]: () => `draws of ${numbers.join()}` });
}

/** A log of these traces, a case each; cases without events are none. */
export function logOf(traces: readonly (readonly string[])[]): JourneyLog {
  const activities = [...new Set(traces.flat())];
  const events = traces.flatMap((trace, c) => trace.map((step) => [c, activities.indexOf(step)] as const));
  return prepare({
    caseCode: Int32Array.from(events, ([c]) => c),
    activity: Int32Array.from(events, ([, step]) => step),
    time: Float64Array.from(events, (_, i) => i * 1000),
    activities,
  });
}
