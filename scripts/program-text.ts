/**
 * Program text with its comments and the contents of its strings blanked out, of the same length and with the same lines,
 * so that a search finds code only. Code inside `${…}` stays. A quotation mark in JSX prose blanks at most its own line.
 */
export function codeOnly(text: string): string {
  return blanked(text, true);
}

/** The same with the strings left in. */
export function withoutComments(text: string): string {
  return blanked(text, false);
}

function blanked(text: string, strings: boolean): string {
  const out = text.split("");
  const erase = (from: number, to: number) => {
    for (let i = from; i < Math.min(to, text.length); i++) if (out[i] !== "\n") out[i] = " ";
  };
  const blank = strings ? erase : () => undefined;
  /** Depth of open braces at which a template's `${` ends, innermost last. */
  const templates: number[] = [];
  let depth = 0;
  let i = 0;
  const template = () => {
    const from = i;
    while (i < text.length && text[i] !== "`" && !text.startsWith("${", i)) i += text[i] === "\\" ? 2 : 1;
    blank(from, i);
    if (text[i] === "`") i += 1;
    else if (i < text.length) {
      i += 2;
      templates.push(depth);
    }
  };
  while (i < text.length) {
    const char = text[i];
    if (text.startsWith("//", i)) i = skip(text, i, "\n", erase);
    else if (text.startsWith("/*", i)) i = skip(text, i, "*/", erase);
    else if (char === '"' || char === "'") i = quoted(text, i, blank);
    else if (char === "/" && startsRegex(text, i)) i = regex(text, i, blank);
    else if (char === "`") {
      i += 1;
      template();
    } else if (char === "}" && templates.at(-1) === depth) {
      templates.pop();
      i += 1;
      template();
    } else {
      if (char === "{") depth += 1;
      else if (char === "}") depth -= 1;
      i += 1;
    }
  }
  return out.join("");
}

type Blank = (from: number, to: number) => void;

function skip(text: string, from: number, end: string, erase: Blank): number {
  const found = text.indexOf(end, from + 2);
  const to = found < 0 ? text.length : end === "\n" ? found : found + end.length;
  erase(from, to);
  return to;
}

function quoted(text: string, from: number, blank: Blank): number {
  let to = from + 1;
  while (to < text.length && text[to] !== text[from] && text[to] !== "\n") to += text[to] === "\\" ? 2 : 1;
  blank(from + 1, to);
  return to + 1;
}

/** A slash begins a regular expression where a value may begin. */
function startsRegex(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at).trimEnd();
  return before === "" || /[(,=:[!&|?{};+*<>~^%-]$|\b(?:return|typeof|case|in|of)$/.test(before);
}

function regex(text: string, from: number, blank: Blank): number {
  let inClass = false;
  let to = from + 1;
  for (; to < text.length && text[to] !== "\n"; to++) {
    if (text[to] === "\\") to += 1;
    else if (text[to] === "[") inClass = true;
    else if (text[to] === "]") inClass = false;
    else if (text[to] === "/" && !inClass) {
      blank(from, to);
      return to + 1;
    }
  }
  return from + 1; // a line without its end: it was a division (or the end of a JSX tag)
}
