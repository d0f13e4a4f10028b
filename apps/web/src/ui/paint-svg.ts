import { drawn, familyOf, ink, type Painter } from "./painter.ts";

/** Styles a drawing may get from a style sheet and that stand as attributes outside of it. */
const TAKEN = [
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "fill-rule",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
] as const;
const KEPT =
  /^(?:id|d|x|y|dx|dy|x1|y1|x2|y2|cx|cy|r|rx|ry|width|height|points|transform|viewBox|preserveAspectRatio|offset|ref[XY]|orient|marker.*|gradient.*|clip-path|href|text-anchor)$/;

/** A drawing inside the chart, with what its style sheets say written into it. */
export function paintSvg(svg: SVGSVGElement, onto: SVGElement, painter: Painter): void {
  const { left, top, width, height } = svg.getBoundingClientRect();
  const copy = copied(svg);
  if (copy === null) return;
  for (const name of ["x", "y", "width", "height"]) copy.removeAttribute(name);
  copy.removeAttribute("transform");
  const frame = { x: left + painter.left, y: top + painter.top, width: Math.max(1, width), height: Math.max(1, height) };
  const placed = drawn("svg", { ...frame, overflow: "visible" });
  placed.setAttribute("viewBox", svg.getAttribute("viewBox") ?? `0 0 ${frame.width} ${frame.height}`);
  const ratio = svg.getAttribute("preserveAspectRatio");
  if (ratio !== null) placed.setAttribute("preserveAspectRatio", ratio);
  placed.append(...copy.childNodes);
  if (placed.childElementCount > 0) onto.append(placed);
}

function copied(element: Element): Element | null {
  const style = getComputedStyle(element);
  const defining = element.closest("defs, marker") !== null || element.querySelector("defs") !== null;
  if ((style.display === "none" && !defining) || element.localName === "foreignObject" || element.localName === "script") return null;
  const copy = drawn(element.localName, {});
  for (const { name, value } of element.attributes) if (KEPT.test(name)) copy.setAttribute(name, value);
  if (!["defs", "title", "desc"].includes(element.localName)) wear(copy, element, style);
  for (const child of element.childNodes) {
    if (child instanceof Text) copy.append(child.data);
    else if (child instanceof Element) {
      const inner = copied(child);
      if (inner !== null) copy.append(...haloed(inner, child));
    }
  }
  return copy;
}

/** Words with a halo: the halo as words of its own beneath, since not every program knows which of the two to draw first. */
function haloed(copy: Element, element: Element): Element[] {
  if (element.localName !== "text" || !getComputedStyle(element).paintOrder.startsWith("stroke")) return [copy];
  const above = copied(element);
  if (above === null) return [copy];
  above.setAttribute("stroke", "none");
  return [copy, above];
}

/** Defaults are not written out: they would be most of the file. */
const DEFAULT: Readonly<Record<string, string>> = {
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  opacity: "1",
  "fill-rule": "nonzero",
  "font-weight": "400",
  "text-anchor": "start",
  "dominant-baseline": "auto",
};

function wear(copy: SVGElement, element: Element, style: CSSStyleDeclaration): void {
  for (const [name, value] of [
    ["fill", style.fill],
    ["stroke", style.stroke],
  ] as const) {
    // A pattern or a gradient of the drawing is named, not mixed.
    if (value === "none" || value.startsWith("url(")) copy.setAttribute(name, value.replaceAll('"', ""));
    else {
      const { color, opacity } = ink(value);
      copy.setAttribute(name, opacity === 0 ? "none" : color);
      const seen = opacity * Number(name === "fill" ? style.fillOpacity : style.strokeOpacity);
      if (seen < 1 && seen > 0) copy.setAttribute(`${name}-opacity`, String(seen));
    }
  }
  const isText = element.localName === "text" || element.localName === "tspan";
  for (const name of TAKEN) {
    const value = style.getPropertyValue(name);
    if (value === "" || value === DEFAULT[name] || (name.startsWith("stroke") && style.stroke === "none")) continue;
    if (!isText && (name.startsWith("font") || name.startsWith("text") || name.startsWith("dominant"))) continue;
    copy.setAttribute(name, value.replaceAll("px", ""));
  }
  if (isText) copy.setAttribute("font-family", familyOf(style.fontFamily));
  if (style.markerEnd !== "none") copy.setAttribute("marker-end", style.markerEnd.replaceAll('"', ""));
}
