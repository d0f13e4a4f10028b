import type { JourneyMap, MapPath, MapStep } from "../map.ts";
import { layOut, type Point } from "./lay-out.ts";
import { textWidth, wrapped } from "./text-width.ts";
import { xmlAttributes, xmlText } from "./write-xml.ts";

export type WriteSvgInput = {
  readonly map: JourneyMap;
  /**
   * `page` takes the colours from CSS variables of the page it stands in (--map-ground, --map-ink, --map-muted, --map-box, --map-line); `light` and
   * `dark` carry their own, for a file.
   */
  readonly colours?: "page" | "light" | "dark";
  /** What the picture is called, for those who cannot see it. */
  readonly title?: string;
  /** A sentence below the map, as on what is hidden or folded. */
  readonly note?: string;
  /** What stands at a path; its count and median time when absent. */
  readonly pathText?: (path: MapPath) => string;
};

type Colours = { readonly ground: string; readonly ink: string; readonly muted: string; readonly box: string; readonly line: string };

const COLOURS: Readonly<Record<"light" | "dark", Colours>> = {
  light: { ground: "#ffffff", ink: "#1a1a1a", muted: "#5c5c5c", box: "#f1f4f8", line: "#3b5b8c" },
  dark: { ground: "#15181c", ink: "#f2f2f2", muted: "#a8adb5", box: "#232a33", line: "#8db1e8" },
};
const PAGE: Colours = {
  ground: `var(--map-ground, ${COLOURS.light.ground})`,
  ink: `var(--map-ink, ${COLOURS.light.ink})`,
  muted: `var(--map-muted, ${COLOURS.light.muted})`,
  box: `var(--map-box, ${COLOURS.light.box})`,
  line: `var(--map-line, ${COLOURS.light.line})`,
};

const SIZE = 13;
const SMALL = 11;
const LINE = 17;
const PADDING = 10;
const TEXT_WIDTH = 160;
/** Where the font is missing, another and wider one takes its place. */
const SPARE = 1.15;
const CHANNEL = 90;
const DOT = 22;
const ARROW = 8;

type Box = { readonly step: MapStep | null; readonly lines: readonly string[]; readonly width: number; readonly height: number };
type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Draws a journey map as SVG: steps from left to right, the circle where cases begin and the double one where they end, lines as thick as they
 * are travelled. A dashed stub with a number says what enters and leaves a step over paths that are folded, so in and out can be added up on the
 * picture. Numbers that would lie on each other are left to the tool tip.
 */
export function writeSvg({ map, colours = "light", title = "", note = "", pathText = textOfPath }: WriteSvgInput): string {
  const paint = colours === "page" ? PAGE : COLOURS[colours];
  const steps = map.steps.filter(({ shown }) => shown);
  const paths = map.paths.filter(({ shown }) => shown);
  const boxes: Box[] = [circle(), ...steps.map(boxOf), circle()];
  const place = new Map(steps.map(({ id }, i) => [id, i + 1]));
  const nodes = boxes.map(({ width, height }, i) => ({ id: String(i), width, height }));
  const edges = paths.map(({ from, to }) => ({
    from: String(from === null ? 0 : place.get(from)),
    to: String(to === null ? boxes.length - 1 : place.get(to)),
  }));
  const layout = layOut(nodes, edges, CHANNEL);
  const taken: Area[] = boxes.map(({ width, height }, i) => ({ ...layout.places[i], width, height }));
  const most = paths.reduce((top, { count }) => Math.max(top, count), 1);
  const width = Math.max(layout.width, Math.ceil(textWidth(note, SMALL)) + 2 * PADDING);
  const height = layout.height + (note === "" ? 0 : LINE + PADDING);

  const lines = paths.map((path, i) => lineOf({ path, points: layout.lines[i], most, paint }));
  const drawn = boxes.map((box, i) => shapeOf({ box, at: layout.places[i], last: i === boxes.length - 1, paint, taken }));
  const labels = paths.map((path, i) => labelOf({ text: pathText(path), points: layout.lines[i], taken, paint }));
  return [
    `<svg${xmlAttributes({ xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "font-family": "Helvetica, Arial, sans-serif", "font-size": SIZE })}>`,
    ...(title === "" ? [] : [`<title>${xmlText(title)}</title>`]),
    `<rect${xmlAttributes({ width, height, fill: paint.ground })}/>`,
    ...lines,
    ...drawn,
    ...labels.filter((label) => label !== ""),
    ...(note === ""
      ? []
      : [`<text${xmlAttributes({ x: PADDING, y: height - PADDING, fill: paint.muted, "font-size": SMALL })}>${xmlText(note)}</text>`]),
    "</svg>",
    "",
  ].join("\n");
}

function circle(): Box {
  return { step: null, lines: [], width: DOT, height: DOT };
}

function boxOf(step: MapStep): Box {
  const lines = wrapped(step.id, { size: SIZE, width: TEXT_WIDTH, most: 3 });
  const text = Math.max(...lines.map((line) => textWidth(line, SIZE)), textWidth(String(step.events), SMALL), 60);
  return { step, lines, width: Math.ceil(text * SPARE) + 2 * PADDING, height: (lines.length + 1) * LINE + 2 * PADDING };
}

type Lined = { path: MapPath; points: readonly Point[]; most: number; paint: Colours };

function lineOf({ path, points, most, paint }: Lined): string {
  const end = points[points.length - 1];
  const line = [...points.slice(0, -1), { x: end.x - ARROW, y: end.y }].map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
  const thick = Math.round((1 + (4 * path.count) / most) * 100) / 100;
  const arrow = `M${end.x} ${end.y}L${end.x - ARROW} ${end.y - ARROW / 2}L${end.x - ARROW} ${end.y + ARROW / 2}Z`;
  const tip = `${path.from ?? "○"} → ${path.to ?? "◎"}: ${textOfPath(path)}`;
  return `<g class="path"><title>${xmlText(tip)}</title><path${xmlAttributes({ d: line, fill: "none", stroke: paint.line, "stroke-width": thick, "stroke-linejoin": "round" })}/><path${xmlAttributes({ d: arrow, fill: paint.line })}/></g>`;
}

type Shaped = { box: Box; at: Point; last: boolean; paint: Colours; taken: Area[] };

function shapeOf({ box: { step, lines, width, height }, at, last, paint, taken }: Shaped): string {
  if (step === null) {
    const middle = { cx: at.x + DOT / 2, cy: at.y + DOT / 2 };
    const inner = last ? `<circle${xmlAttributes({ ...middle, r: DOT / 2 - 5, fill: paint.ink })}/>` : "";
    return `<g class="${last ? "end" : "start"}"><circle${xmlAttributes({ ...middle, r: DOT / 2 - 1, fill: paint.ground, stroke: paint.ink, "stroke-width": 2 })}/>${inner}</g>`;
  }
  const x = at.x + width / 2;
  const name = lines.map(
    (line, i) =>
      `<text${xmlAttributes({ x, y: at.y + PADDING + LINE * (i + 1) - 4, fill: paint.ink, "text-anchor": "middle" })}>${xmlText(line)}</text>`,
  );
  const count = `<text${xmlAttributes({ x, y: at.y + height - PADDING - 3, fill: paint.muted, "text-anchor": "middle", "font-size": SMALL })}>${step.events}</text>`;
  const stubs = [
    { folded: step.foldedIn, from: at.x - 12, to: at.x, anchor: "end", text: at.x - 14 },
    { folded: step.foldedOut, from: at.x + width, to: at.x + width + 12, anchor: "start", text: at.x + width + 14 },
  ].map(({ folded, from, to, anchor, text }) => {
    if (folded === 0) return "";
    const y = at.y + height - PADDING;
    const wide = textWidth(String(folded), SMALL);
    taken.push({ x: anchor === "end" ? text - wide : from, y: y - 8, width: wide + 14, height: 14 });
    return `<path${xmlAttributes({ d: `M${from} ${y}L${to} ${y}`, stroke: paint.muted, "stroke-dasharray": "3 2" })}/><text${xmlAttributes({ x: text, y: y + 4, fill: paint.muted, "text-anchor": anchor, "font-size": SMALL })}>${folded}</text>`;
  });
  const rect = `<rect${xmlAttributes({ ...at, width, height, rx: 6, fill: paint.box, stroke: paint.line })}/>`;
  return `<g class="step"><title>${xmlText(step.id)}</title>${rect}${name.join("")}${count}${stubs.join("")}</g>`;
}

type Labelled = { text: string; points: readonly Point[]; taken: Area[]; paint: Colours };

/** Looks for a free place along the level pieces of a line, its own and the longest first. */
function labelOf({ text, points, taken, paint }: Labelled): string {
  const width = Math.ceil(textWidth(text, SMALL)) + 4;
  const pieces = points
    .slice(1)
    .map((end, i) => ({
      // The first and last pieces are shared by all that leave or enter a step.
      own: i > 0 && i < points.length - 2,
      left: Math.min(end.x, points[i].x),
      right: Math.max(end.x, points[i].x),
      y: end.y,
      level: end.y === points[i].y,
    }))
    .filter(({ left, right, level }) => level && right - left >= width)
    .sort((a, b) => Number(b.own) - Number(a.own) || b.right - b.left - (a.right - a.left));
  for (const { left, right, y } of pieces) {
    for (const share of [0.5, 0.25, 0.75]) {
      const area = { x: Math.round(left + (right - left - width) * share), y: y - 16, width, height: 14 };
      if (taken.some((other) => overlap(other, area))) continue;
      taken.push(area);
      return `<text${xmlAttributes({ class: "count", x: area.x + 2, y: y - 5, fill: paint.ink, stroke: paint.ground, "stroke-width": 3, "paint-order": "stroke", "font-size": SMALL })}>${xmlText(text)}</text>`;
    }
  }
  return "";
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Symbols of units are the same in every language. */
function textOfPath({ count, median }: MapPath): string {
  return median === null ? String(count) : `${count} · ${durationText(median)}`;
}

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
] as const;

function durationText(seconds: number): string {
  const [size, unit] = UNITS.find(([least]) => seconds >= least) ?? [1, "s"];
  return `${Math.round((seconds / size) * 10) / 10} ${unit}`;
}
