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
  /** The steps between which most of them lie: the one that fits before, null is the beginning, and the one that fits after, null is the end. */
  readonly after: string | null;
  readonly before: string | null;
};

/** A move as alignments tell it, by name. */
type NamedMove = { readonly kind: "both" | "log" | "model"; readonly label: string };

type Found = {
  readonly kind: Deviation["kind"];
  readonly step: string;
  cases: number;
  times: number;
  readonly places: Map<string, number>;
};

/** Counts deviations over the alignments of many variants. */
export function deviationCounter(): { add(moves: readonly NamedMove[], cases: number): void; deviations(): Deviation[] } {
  const found = new Map<string, Found>();
  return {
    add(moves, cases) {
      const inCase = new Set<string>();
      for (const { kind, step, after, before } of deviationsIn(moves)) {
        const key = deviationKey(kind, step);
        const all = found.get(key) ?? { kind, step, cases: 0, times: 0, places: new Map<string, number>() };
        found.set(key, all);
        if (!inCase.has(key)) all.cases += cases;
        inCase.add(key);
        all.times += cases;
        const place = JSON.stringify([after, before]);
        all.places.set(place, (all.places.get(place) ?? 0) + cases);
      }
    },
    deviations: () =>
      [...found.values()]
        .map(({ kind, step, cases, times, places }) => ({ kind, step, cases, times, ...mostFrequent(places) }))
        .sort((x, y) => y.cases - x.cases || compareNames(x.step, y.step) || compareNames(x.kind, y.kind)),
  };
}

/** Names a kind of deviation of a step. */
export function deviationKey(kind: Deviation["kind"], step: string): string {
  return `${kind} ${step}`;
}

/** Each deviation of one case with its place. A step left out of the trace once and put in once elsewhere is one that moved. */
export function deviationsIn(moves: readonly NamedMove[]): Pick<Deviation, "kind" | "step" | "after" | "before">[] {
  const open = new Map<string, { log: number; model: number }>();
  for (const { kind, label } of moves) {
    if (kind === "both") continue;
    const counts = open.get(label) ?? { log: 0, model: 0 };
    counts[kind] += 1;
    open.set(label, counts);
  }
  const told: Pick<Deviation, "kind" | "step" | "after" | "before">[] = [];
  const moved = new Map([...open].map(([label, { log, model }]) => [label, Math.min(log, model)]));
  const passed = new Map(moved);
  let after: string | null = null;
  for (const [at, { kind, label }] of moves.entries()) {
    if (kind === "both") {
      after = label;
      continue;
    }
    const before = moves.slice(at + 1).find((move) => move.kind === "both")?.label ?? null;
    const left = (kind === "log" ? moved : passed).get(label) ?? 0;
    if (left === 0) {
      told.push({ kind: kind === "log" ? "extra" : "skipped", step: label, after, before });
      continue;
    }
    (kind === "log" ? moved : passed).set(label, left - 1);
    // Told once, where it happened; the place it was missed is the same deviation.
    if (kind === "log") told.push({ kind: "moved", step: label, after, before });
  }
  return told;
}

function mostFrequent(places: ReadonlyMap<string, number>): Pick<Deviation, "after" | "before"> {
  const [first] = [...places].sort((x, y) => y[1] - x[1] || compareNames(x[0], y[0]));
  const [after, before] = JSON.parse(first?.[0] ?? "[null,null]") as [string | null, string | null];
  return { after, before };
}
