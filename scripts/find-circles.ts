import type { Module } from "./check-imports.ts";
import type { Violation } from "./violation.ts";

/** Circles of imports that are still there when the program runs. Types are erased and dynamic imports come later, so neither closes one. */
export function findCircles(modules: readonly Module[], targetOf: (path: string, specifier: string) => string | null): Violation[] {
  const edges = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.filter((one) => !one.typeOnly && !one.dynamic).flatMap((one) => targetOf(path, one.specifier) ?? []),
    ]),
  );
  return circlesOf(edges).map((circle) => {
    const what = `is in a circle of imports: ${[...circle, circle[0]].join(" → ")}`;
    return { path: circle[0] ?? "", line: null, what, fix: "Move what both need into a file of its own, or import the type only." };
  });
}

/** One circle per tangle: the shortest way from its first file back to itself. */
function circlesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const covered = new Set<string>();
  for (const start of [...edges.keys()].sort()) {
    if (covered.has(start)) continue;
    const circle = wayBack(start, edges);
    if (circle === null) continue;
    circles.push(circle);
    for (const path of circle) covered.add(path);
  }
  return circles;
}

function wayBack(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of edges.get(at) ?? []) {
      if (next === start) return trace(at, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return null;
}

function trace(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start;) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}
