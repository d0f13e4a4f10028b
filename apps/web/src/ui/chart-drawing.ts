import { paintBox, type Box } from "./paint-box.ts";
import { paintSvg } from "./paint-svg.ts";
import { paintText } from "./paint-text.ts";
import { drawn, ink, type Painter } from "./painter.ts";

/** A chart as SVG text, and its size in points of the screen. */
export type Drawing = { text: string; width: number; height: number };
type Said = { title: string; says: string };

const PAPER_EDGE = 12;
/** While this class is worn, the chart lies on white paper and its buttons are gone (parts.css). */
const ON_PAPER = "on-paper";

/**
 * Draws an element as it stands on the screen, as an SVG (1.1, plain attributes, nothing from outside) any program opens: boxes, borders,
 * marks and words become shapes and text, drawings inside are taken over, colours are written out as they are on light paper. It runs in
 * one go, so nobody sees the chart change its clothes.
 */
export function drawChart(chart: Element, { title, says }: Said): Drawing {
  const takeOff = wearPaper(chart);
  try {
    const frame = chart.getBoundingClientRect();
    const width = Math.ceil(Math.max(frame.width, chart.scrollWidth)) + 2 * PAPER_EDGE;
    const height = Math.ceil(Math.max(frame.height, chart.scrollHeight)) + 2 * PAPER_EDGE;
    const sheet = drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    const defs = drawn("defs", {});
    sheet.append(words("title", title), words("desc", says), defs);
    sheet.append(drawn("rect", { width, height, fill: ink(getComputedStyle(chart).backgroundColor).color }));
    const left = PAPER_EDGE - frame.left + chart.scrollLeft;
    const top = PAPER_EDGE - frame.top + chart.scrollTop;
    paint(chart, sheet, { left, top, defs, root: chart });
    return { text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(sheet)}\n`, width, height };
  } finally {
    takeOff();
  }
}

/** The whole page goes light, since the tokens get their colours at its root; nothing is shown before it is back. */
function wearPaper(chart: Element): () => void {
  const page = document.documentElement;
  const theme = page.dataset.theme;
  page.dataset.theme = "light";
  chart.classList.add(ON_PAPER);
  return () => {
    if (theme === undefined) delete page.dataset.theme;
    else page.dataset.theme = theme;
    chart.classList.remove(ON_PAPER);
    if (chart.classList.length === 0) chart.removeAttribute("class");
  };
}

/** Title and description of a drawing, from the page: the heading above the chart, and what its images say to who cannot see them. */
export function titleOf(chart: Element, name: string): Said {
  const heading = chart.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
  const title = heading == null ? null : document.getElementById(heading)?.textContent;
  const images = [...(chart.matches("[role=img]") ? [chart] : []), ...chart.querySelectorAll("[role=img]")];
  const said = images.map((image) => image.getAttribute("aria-label")).filter((label) => label !== null);
  return { title: title ?? name, says: said.length > 0 ? said.join(" ") : (chart.getAttribute("aria-label") ?? title ?? name) };
}

/** One element with all in it, in the order of the page. */
function paint(element: Element, onto: SVGElement, painter: Painter): void {
  const style = getComputedStyle(element);
  if (isAbsent(element, style)) return;
  if (element instanceof SVGSVGElement) {
    paintSvg(element, onto, painter);
    return;
  }
  const target = grouped(element, style, { onto, painter });
  const rect = element.getBoundingClientRect();
  const box: Box = { x: rect.left + painter.left, y: rect.top + painter.top, width: rect.width, height: rect.height };
  if (style.visibility === "visible" && element !== painter.root) paintBox(target, turned(element, style, box), style);
  paintBeside(element, "::before", { target, box });
  for (const child of element.childNodes) {
    if (child instanceof Element) paint(child, target, painter);
    else if (child instanceof Text && style.visibility === "visible") paintText(child, style, { target, painter });
  }
  paintBeside(element, "::after", { target, box });
}

/** Not on the screen, or there for ears only, or something to type into. */
function isAbsent(element: Element, style: CSSStyleDeclaration): boolean {
  if (style.display === "none" && element.querySelector("defs") === null) return true;
  if (element.matches("details:not([open]) > :not(summary), input, select, textarea, canvas, video")) return true;
  return style.clipPath.startsWith("inset(50%") || Number(style.opacity) === 0;
}

/** Where the element is drawn: a group of its own where it is see-through or cuts off what reaches out of it. */
function grouped(element: Element, style: CSSStyleDeclaration, { onto, painter }: { onto: SVGElement; painter: Painter }): SVGElement {
  const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  const clips = element !== painter.root && style.overflowX !== "visible" && element.clientWidth > 0 && over;
  const opacity = Number(style.opacity);
  if (!clips && opacity === 1) return onto;
  const group = drawn("g", opacity === 1 ? {} : { opacity });
  if (clips) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const id = `cut-${painter.defs.childElementCount}`;
    const clip = drawn("clipPath", { id });
    clip.append(drawn("rect", { x: left + painter.left, y: top + painter.top, width, height }));
    painter.defs.append(clip);
    group.setAttribute("clip-path", `url(#${id})`);
  }
  onto.append(group);
  return group;
}

/** A turned element's place is that of its corners; it is drawn upright around its middle and turned there. */
function turned(element: Element, style: CSSStyleDeclaration, box: Box): Box {
  if (style.transform === "none" || !(element instanceof HTMLElement)) return box;
  const { a, b, c, d } = new DOMMatrixReadOnly(style.transform);
  if (Math.abs(b) < 1e-6 && Math.abs(c) < 1e-6) return box;
  const [width, height] = [element.offsetWidth, element.offsetHeight];
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  return { x: -width / 2, y: -height / 2, width, height, transform: `matrix(${[a, b, c, d, ...middle].join(" ")})` };
}

/** The drawn box before or after an element's content; only one that is placed by itself has a place that can be asked for. */
function paintBeside(element: Element, which: "::before" | "::after", { target, box }: { target: SVGElement; box: Box }): void {
  const style = getComputedStyle(element, which);
  if (style.content === "none" || style.content === "normal" || style.position !== "absolute") return;
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat);
  if (left === undefined || top === undefined || width === undefined || height === undefined) return;
  if ([left, top, width, height].some(Number.isNaN)) return;
  paintBox(target, { x: box.x + element.clientLeft + left, y: box.y + element.clientTop + top, width, height }, style);
}

function words(name: "title" | "desc", text: string): SVGElement {
  const element = drawn(name, {});
  element.textContent = text;
  return element;
}
