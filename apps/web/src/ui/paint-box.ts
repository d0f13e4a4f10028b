import { drawn, ink } from "./painter.ts";

/** A box on the paper; with `transform` it is given around its own middle. */
export type Box = { x: number; y: number; width: number; height: number; transform?: string };
type Edge = { width: number; look: string; color: string };

/** The ground, ring and edges of a box, as its style has them. Pictures and gradients in the ground are left out. */
export function paintBox(target: SVGElement, box: Box, style: CSSStyleDeclaration): void {
  const place = box.transform === undefined ? {} : { transform: box.transform };
  const radius = radiusOf(style, box);
  const ring = /^(\S+\([^)]*\)|#\w+) 0px 0px 0px ([\d.]+)px$/.exec(style.boxShadow);
  if (ring !== null) fill(target, grown(box, Number(ring[2])), { color: ring[1] ?? "", radius: radius + Number(ring[2]), place });
  if (box.width > 0 && box.height > 0) fill(target, box, { color: style.backgroundColor, radius, place });
  const edges = edgesOf(style);
  const [top] = edges;
  if (top.width > 0 && edges.every((edge) => edge.width === top.width && edge.look === top.look && edge.color === top.color)) {
    const { color, opacity } = ink(top.color);
    const inside = grown(box, -top.width / 2);
    if (opacity === 0 || inside.width < 0 || inside.height < 0) return;
    target.append(
      drawn("rect", {
        ...sizeOf(inside),
        ...place,
        ...rounded(Math.max(0, radius - top.width / 2)),
        fill: "none",
        stroke: color,
        "stroke-opacity": opacity,
        ...strokeOf(top),
      }),
    );
    return;
  }
  for (const [side, edge] of edges.entries()) paintEdge(target, { box, side, edge, place });
}

type Filling = { color: string; radius: number; place: Record<string, string> };
function fill(target: SVGElement, box: Box, { color: wanted, radius, place }: Filling): void {
  const { color, opacity } = ink(wanted);
  if (opacity === 0) return;
  target.append(
    drawn("rect", { ...sizeOf(box), ...place, ...rounded(radius), fill: color, ...(opacity < 1 ? { "fill-opacity": opacity } : {}) }),
  );
}

type Side = { box: Box; side: number; edge: Edge; place: Record<string, string> };
/** One edge as a line along the middle of its width; a double one as two. */
function paintEdge(target: SVGElement, { box, side, edge, place }: Side): void {
  const { color, opacity } = ink(edge.color);
  if (edge.width === 0 || edge.look === "none" || edge.look === "hidden" || opacity === 0) return;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const depths = edge.look === "double" ? [edge.width / 6, (edge.width * 5) / 6] : [edge.width / 2];
  for (const depth of depths) {
    const line = [
      { x1: box.x, y1: box.y + depth, x2: right, y2: box.y + depth },
      { x1: right - depth, y1: box.y, x2: right - depth, y2: bottom },
      { x1: box.x, y1: bottom - depth, x2: right, y2: bottom - depth },
      { x1: box.x + depth, y1: box.y, x2: box.x + depth, y2: bottom },
    ][side];
    const width = edge.look === "double" ? edge.width / 3 : edge.width;
    target.append(drawn("line", { ...line, ...place, stroke: color, "stroke-opacity": opacity, ...strokeOf({ ...edge, width }) }));
  }
}

/** Top, right, bottom, left. */
function edgesOf(style: CSSStyleDeclaration): [Edge, Edge, Edge, Edge] {
  const edge = (width: string, look: string, color: string): Edge => ({
    width: look === "none" || look === "hidden" ? 0 : Number.parseFloat(width) || 0,
    look,
    color,
  });
  return [
    edge(style.borderTopWidth, style.borderTopStyle, style.borderTopColor),
    edge(style.borderRightWidth, style.borderRightStyle, style.borderRightColor),
    edge(style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor),
    edge(style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor),
  ];
}

function strokeOf({ width, look }: Edge): Record<string, string | number> {
  const dashes = look === "dashed" ? `${3 * width} ${2 * width}` : look === "dotted" ? `${width} ${width}` : null;
  return { "stroke-width": width, ...(dashes === null ? {} : { "stroke-dasharray": dashes }) };
}

/** Where all four corners are round alike; other boxes are drawn with square ones. */
function radiusOf(style: CSSStyleDeclaration, box: Box): number {
  const corners = [style.borderTopLeftRadius, style.borderTopRightRadius, style.borderBottomRightRadius, style.borderBottomLeftRadius];
  const corner = corners[0] ?? "0px";
  if (corners.some((each) => each !== corner)) return 0;
  const value = Number.parseFloat(corner) || 0;
  const points = corner.endsWith("%") ? (value / 100) * Math.min(box.width, box.height) : value;
  return Math.min(points, box.width / 2, box.height / 2);
}

function rounded(radius: number): Record<string, number> {
  return radius > 0 ? { rx: radius } : {};
}

function sizeOf({ x, y, width, height }: Box): Record<string, number> {
  return { x, y, width, height };
}

function grown(box: Box, by: number): Box {
  return { ...box, x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}
