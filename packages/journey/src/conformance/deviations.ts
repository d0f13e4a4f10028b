import { compareNames } from "../name-order.ts";

/**
 * What cases do otherwise than a model, step by step: `skipped` was to happen and did not, `extra` happened where the model has no place for it, `moved`
 * happened at another place than the model has it.
 */
export type Deviation = {
  readonly kind: "skipped" | "extra" | "moved";
  readonly step: string;
  /** Cases in which it is so, and how often over all of them. */
  readonly cases: number;
  readonly times: number;
  /** The step before which most of them lie; null is the end. */
  readonly before: string | null;
};

/** A move as alignments tell it, by name. */
type NamedMove = { readonly kind: "both" | "log" | "model"; readonly label: string };

type Found = {
  readonly kind: Deviation["kind"];
  readonly step: string;
  cases: number;
  times: number;
  readonly before: Map<string | null, number>;
};

/** Counts deviations over the alignments of many variants. */
export function deviationCounter(): { add(moves: readonly NamedMove[], cases: number): void; deviations(): Deviation[] } {
  const found = new Map<string, Found>();
  return {
    add(moves, cases) {
      const inCase = new Map<string, { kind: Deviation["kind"]; step: string; times: number; before: (string | null)[] }>();
      for (const [kind, step, before] of deviating(moves)) {
        const key = `${kind} ${step}`;
        const known = inCase.get(key) ?? { kind, step, times: 0, before: [] };
        inCase.set(key, known);
        known.times += 1;
        known.before.push(before);
      }
      for (const [key, { kind, step, times, before }] of inCase) {
        const all = found.get(key) ?? { kind, step, cases: 0, times: 0, before: new Map<string | null, number>() };
        found.set(key, all);
        all.cases += cases;
        all.times += times * cases;
        for (const place of before) all.before.set(place, (all.before.get(place) ?? 0) + cases);
      }
    },
    deviations: () =>
      [...found.values()]
        .map(({ kind, step, cases, times, before }) => ({ kind, step, cases, times, before: mostFrequent(before) }))
        .sort((x, y) => y.cases - x.cases || compareNames(x.step, y.step) || compareNames(x.kind, y.kind)),
  };
}

/** Each deviation with the step that comes next. A step left out of the trace once and put in once elsewhere is one that moved. */
function deviating(moves: readonly NamedMove[]): [kind: Deviation["kind"], step: string, before: string | null][] {
  const open = new Map<string, { log: number; model: number }>();
  for (const { kind, label } of moves) {
    if (kind === "both") continue;
    const counts = open.get(label) ?? { log: 0, model: 0 };
    counts[kind] += 1;
    open.set(label, counts);
  }
  const told: [Deviation["kind"], string, string | null][] = [];
  const moved = new Map([...open].map(([label, { log, model }]) => [label, Math.min(log, model)]));
  const passed = new Map(moved);
  for (const [at, { kind, label }] of moves.entries()) {
    if (kind === "both") continue;
    const next = moves.slice(at + 1).find((move) => move.kind === "both")?.label ?? null;
    const left = (kind === "log" ? moved : passed).get(label) ?? 0;
    if (left === 0) {
      told.push([kind === "log" ? "extra" : "skipped", label, next]);
      continue;
    }
    (kind === "log" ? moved : passed).set(label, left - 1);
    // Told once, where it happened; the place it was missed is the same deviation.
    if (kind === "log") told.push(["moved", label, next]);
  }
  return told;
}

function mostFrequent(counts: ReadonlyMap<string | null, number>): string | null {
  const [first] = [...counts].sort((x, y) => y[1] - x[1] || compareNames(x[0] ?? "", y[0] ?? ""));
  return first === undefined ? null : first[0];
}
