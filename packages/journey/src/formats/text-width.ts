/** Widths of the printable ASCII characters in Helvetica, from the space on, in thousandths of the size (Adobe's AFM tables). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
  278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
  667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Other alphabets are about as wide as capitals; Chinese, Japanese, Korean and pictures fill a square. */
const OTHER = 722;
const SQUARE = 1000;

/** Width of a line of text in a font like Helvetica or Arial, in the unit of the size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width += WIDTHS[code - 32] ?? (code < 0x1100 ? OTHER : SQUARE);
  }
  return (width * size) / 1000;
}

/** Breaks a text at spaces, and inside words that are too long, into lines no wider than `width`; what is beyond `most` lines ends with "…". */
export function wrapped(
  text: string,
  { size, width, most }: { readonly size: number; readonly width: number; readonly most: number },
): string[] {
  const lines: string[] = [];
  let line = "";
  const pieces = text.split(/\s+/).filter((word) => word !== "");
  for (let word = pieces.shift(); word !== undefined; word = pieces.shift()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") {
      lines.push(line);
      line = "";
      pieces.unshift(word);
    } else {
      const start = fitting(word, size, width);
      lines.push(start);
      pieces.unshift(word.slice(start.length));
    }
    if (lines.length === most) return [...lines.slice(0, -1), `${fitting(lines[most - 1], size, width - size)}…`];
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** The longest beginning that fits, of at least one character. */
function fitting(text: string, size: number, width: number): string {
  let start = "";
  for (const character of text) {
    if (start !== "" && textWidth(start + character, size) > width) return start;
    start += character;
  }
  return start;
}
