import type { MapPath } from "../api-types.ts";
import { box, type Layout, type Placed } from "./layout.ts";

/** The line of every drawn path: where it leaves one box, how it bends, where its count is written. */
export type Line = { key: string; path: MapPath; d: string; label: Point; width: number };
type Point = { x: number; y: number };
type Bend = { a: Point; c1: Point; c2: Point; end: Point };
type Side = "left" | "right" | "top" | "bottom";
type End = { placed: Placed; side: Side; other: Placed };

export function linesOf(layout: Layout, paths: readonly MapPath[]): Line[] {
  const places = new Map(layout.steps.map((placed) => [placed.step.id, placed]));
  const drawn = paths.filter((path) => path.shown && path.from !== null && path.to !== null && path.from !== path.to);
  const most = Math.max(1, ...drawn.map((path) => path.count));
  const routed = drawn.flatMap((path) => {
    const from = places.get(path.from ?? "");
    const to = places.get(path.to ?? "");
    return from === undefined || to === undefined ? [] : [{ path, ends: endsOf(from, to) }];
  });
  const all = routed.flatMap((each) => [each.ends.out, each.ends.in]);
  const taken: Point[] = [];
  return routed.map(({ path, ends }) => {
    const bend = curve(spot(ends.out, all), ends.out.side, spot(ends.in, all), ends.in.side);
    const label = freePlace(bend, taken);
    taken.push(label);
    return { key: `${path.from}→${path.to}`, path, width: Math.max(2, (15 * path.count) / most), d: pathOf(bend), label };
  });
}

/** The first place along the line where no other count is written yet. */
function freePlace(bend: Bend, taken: readonly Point[]): Point {
  const places = [0.46, 0.56, 0.36, 0.66, 0.28, 0.74, 0.2].map((at) => ({ x: along(bend, "x", at), y: along(bend, "y", at) }));
  const free = places.find((place) => taken.every((other) => Math.abs(other.x - place.x) > 38 || Math.abs(other.y - place.y) > 13));
  return free ?? places[0] ?? bend.a;
}

function endsOf(from: Placed, to: Placed): { out: End; in: End } {
  const ends = (out: Side, into: Side) => ({ out: { placed: from, side: out, other: to }, in: { placed: to, side: into, other: from } });
  if (to.column > from.column) return ends("right", "left");
  if (to.column < from.column) return ends("left", "right");
  if (to.row === from.row + 1) return ends("bottom", "top");
  if (to.row === from.row - 1) return ends("top", "bottom");
  return ends("right", "right");
}

/** Ends on the same side of a box share it evenly, ordered by where their other end lies, so that lines do not cross at the box. */
function spot(end: End, all: readonly End[]): Point {
  const { placed, side } = end;
  const far = (each: End) => (side === "left" || side === "right" ? each.other.y : each.other.x);
  const same = all.filter((each) => each.placed === placed && each.side === side).toSorted((one, other) => far(one) - far(other));
  const share = (same.indexOf(end) + 1) / (same.length + 1);
  if (side === "left" || side === "right")
    return { x: placed.x + (side === "right" ? box.width : 0), y: placed.y + 10 + share * (box.height - 20) };
  return { x: placed.x + 14 + share * (box.width - 28), y: placed.y + (side === "bottom" ? box.height : 0) };
}

function curve(a: Point, out: Side, b: Point, into: Side): Bend {
  const reach = out === into ? 46 : Math.min(90, Math.max(24, Math.abs(b.x - a.x) / 2));
  const c1 = moved(a, out, out === "top" || out === "bottom" ? 16 : reach);
  const c2 = moved(b, into, into === "top" || into === "bottom" ? 16 : reach);
  return { a, c1, c2, end: moved(b, into, 3) };
}

function pathOf({ a, c1, c2, end }: Bend): string {
  return `M${a.x} ${a.y}C${c1.x} ${c1.y} ${c2.x} ${c2.y} ${end.x} ${end.y}`;
}

function moved(point: Point, side: Side, by: number): Point {
  if (side === "left") return { x: point.x - by, y: point.y };
  if (side === "right") return { x: point.x + by, y: point.y };
  return { x: point.x, y: point.y + (side === "top" ? -by : by) };
}

/** A point of the cubic Bézier curve, one coordinate at a time. */
function along({ a, c1, c2, end }: Bend, part: "x" | "y", at: number): number {
  const rest = 1 - at;
  return rest ** 3 * a[part] + 3 * rest ** 2 * at * c1[part] + 3 * rest * at ** 2 * c2[part] + at ** 3 * end[part];
}
