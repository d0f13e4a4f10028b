import { drawn, familyOf, ink, sketch, type Painter } from "./painter.ts";

type Line = { text: string; left: number; right: number; top: number; height: number };

/** The words of a text node, line by line as they stand on the screen, each held to its width there whatever font draws it later. */
export function paintText(node: Text, style: CSSStyleDeclaration, { target, painter }: { target: SVGElement; painter: Painter }): void {
  if (node.data.trim() === "") return;
  const { color, opacity } = ink(style.color);
  const context = sketch();
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText("x");
  for (const line of linesOf(node)) {
    const width = line.right - line.left;
    const anchor = anchorOf(style);
    const x = anchor === "end" ? line.right : anchor === "middle" ? line.left + width / 2 : line.left;
    const text = drawn("text", {
      x: x + painter.left,
      y: line.top + (line.height - ascent - descent) / 2 + ascent + painter.top,
      "font-family": familyOf(style.fontFamily),
      "font-size": Number.parseFloat(style.fontSize),
      ...(style.fontWeight === "400" ? {} : { "font-weight": style.fontWeight }),
      ...(style.fontStyle === "normal" ? {} : { "font-style": style.fontStyle }),
      ...(anchor === "start" ? {} : { "text-anchor": anchor }),
      textLength: width,
      lengthAdjust: "spacingAndGlyphs",
      fill: color,
      ...(opacity < 1 ? { "fill-opacity": opacity } : {}),
    });
    text.textContent = style.textTransform === "uppercase" ? line.text.toUpperCase() : line.text;
    target.append(text);
  }
}

/** Words that stand on one line are one; a word broken over lines is taken letter by letter. */
function linesOf(node: Text): Line[] {
  const lines: Line[] = [];
  const range = document.createRange();
  const add = (from: number, to: number, glue: string) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    const rects = range.getClientRects();
    if (rects.length > 1 && to - from > 1) {
      for (let at = from; at < to; at++) add(at, at + 1, at === from ? glue : "");
      return;
    }
    const rect = rects[0];
    if (rect === undefined || rect.width === 0) return;
    const text = node.data.slice(from, to);
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.top - rect.top) < 2 && rect.left >= last.right - 1) {
      last.text += glue + text;
      last.right = rect.right;
    } else lines.push({ text, left: rect.left, right: rect.right, top: rect.top, height: rect.height });
  };
  for (const word of node.data.matchAll(/\S+/g)) add(word.index, word.index + word[0].length, " ");
  return lines;
}

function anchorOf(style: CSSStyleDeclaration): "start" | "middle" | "end" {
  const { textAlign, direction } = style;
  if (textAlign === "center" || textAlign === "-webkit-center") return "middle";
  if (textAlign === "right") return "end";
  if (textAlign === "left") return "start";
  return (textAlign === "end") === (direction === "ltr") ? "end" : "start";
}
