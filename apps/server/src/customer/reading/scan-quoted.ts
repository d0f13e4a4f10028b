/**
 * One row that holds a quote, from `from` on. `open`: its end is not in the buffer (or, when `final`, nowhere); `malformed`: a
 * closing quote is followed by something else than a delimiter or the end of the row. A quote that does not begin a cell is plain text.
 */
export const scanQuoted = (input: {
  buffer: string;
  from: number;
  delimiter: string;
  newline: string;
  final: boolean;
}): { cells: string[]; next: number } | "open" | "malformed" => {
  const { buffer, delimiter, newline, final } = input;
  const cells: string[] = [];
  let at = input.from;
  let lineEnd = -1;
  for (;;) {
    let start = at;
    while (buffer.charCodeAt(start) === 32) start += 1;
    if (buffer.charCodeAt(start) === QUOTE) {
      const cell = quotedCell(buffer, start + 1);
      if (cell === null) return "open";
      // The closing quote is the last character so far: the next one may double it.
      if (cell.after >= buffer.length && !final) return "open";
      cells.push(cell.value);
      let after = cell.after;
      while (buffer.charCodeAt(after) === 32) after += 1;
      if (after >= buffer.length) return final ? { cells, next: after } : "open";
      if (buffer[after] === "\r" && newline === "\n") {
        if (after + 1 >= buffer.length) return final ? { cells, next: after + 1 } : "open";
        if (buffer[after + 1] !== "\n") return "malformed";
        after += 1;
      }
      if (buffer[after] === newline) return { cells, next: after + 1 };
      if (buffer[after] !== delimiter) return "malformed";
      at = after + 1;
      continue;
    }
    if (lineEnd < at) lineEnd = buffer.indexOf(newline, at);
    if (lineEnd === -1) {
      if (!final) return "open";
      lineEnd = buffer.length;
    }
    const stop = buffer.indexOf(delimiter, at);
    if (stop === -1 || stop > lineEnd) {
      const to = lineEnd > at && buffer.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
      cells.push(buffer.slice(at, to));
      return { cells, next: lineEnd + 1 };
    }
    cells.push(buffer.slice(at, stop));
    at = stop + 1;
  }
};

const QUOTE = 34;

const quotedCell = (buffer: string, start: number): { value: string; after: number } | null => {
  let value = "";
  let from = start;
  for (;;) {
    const quote = buffer.indexOf('"', from);
    if (quote === -1) return null;
    if (buffer.charCodeAt(quote + 1) !== QUOTE) return { value: value + buffer.slice(from, quote), after: quote + 1 };
    value += buffer.slice(from, quote + 1);
    from = quote + 2;
  }
};
