/** What every part of a drawing needs to know: where the page lies on the paper, where shared parts go, and what is drawn. */
export type Painter = { left: number; top: number; defs: SVGElement; root: Element };

/** A new SVG element with these attributes; numbers are kept to a hundredth of a point. */
export function drawn(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  return element;
}

let palette: CanvasRenderingContext2D | null = null;

/** A canvas nobody sees, asked what colours and fonts come to. */
export function sketch(): CanvasRenderingContext2D {
  palette ??= document.createElement("canvas").getContext("2d");
  if (palette === null) throw new Error("this browser draws nothing");
  return palette;
}

/** A computed colour of whatever notation as `#rrggbb` and its opacity, which is how SVG 1.1 wants them. */
export function ink(color: string): { color: string; opacity: number } {
  const context = sketch();
  context.fillStyle = "#000000";
  context.fillStyle = color;
  const plain = String(context.fillStyle);
  const parts = /^rgba?\(([\d.]+), ?([\d.]+), ?([\d.]+)(?:, ?([\d.]+))?\)$/.exec(plain);
  if (parts === null) return { color: plain, opacity: 1 };
  const hex = (part: string | undefined) =>
    Math.round(Number(part ?? 0))
      .toString(16)
      .padStart(2, "0");
  return { color: `#${hex(parts[1])}${hex(parts[2])}${hex(parts[3])}`, opacity: Number(parts[4] ?? 1) };
}

/** Families every program knows, by what the page's own family ends in. */
export function familyOf(families: string): string {
  if (/monospace\s*$/.test(families)) return "'Courier New', monospace";
  return /(?<!sans-)serif\s*$/.test(families) ? "Georgia, serif" : "Helvetica, Arial, sans-serif";
}
