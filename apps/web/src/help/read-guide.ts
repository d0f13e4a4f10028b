/** A piece of a line. Links lead to `to`, as written. */
export type Span =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; spans: Span[] }
  | { kind: "em"; spans: Span[] }
  | { kind: "link"; spans: Span[]; to: string }
  | { kind: "image"; alt: string; source: string };
export type Block =
  | { kind: "heading"; level: number; spans: Span[]; id: string }
  | { kind: "paragraph"; spans: Span[] }
  | { kind: "list"; ordered: boolean; items: Span[][] }
  | { kind: "table"; head: Span[][]; rows: Span[][][] }
  | { kind: "code"; text: string };

const FENCE = /^```/;
const HEADING = /^(#{1,6}) +(.+)$/;
const ITEM = /^(?:[-*]|(\d+)\.) +/;
const RULE = /^\|(?:\s*:?-+:?\s*\|)+\s*$/;

/**
 * The Markdown the guide is written in (`docs/guide`): headings, paragraphs, flat lists, tables, code, links, pictures. It is the project's
 * own text, and it becomes data for the page to draw, never markup.
 */
export function readGuide(text: string): Block[] {
  const lines = text.replaceAll("\r", "").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  const taken = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? "")) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trim() === "") at += 1;
    else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: "code", text: taken((each) => !FENCE.test(each)).join("\n") });
      at += 1;
    } else if (heading !== null) {
      at += 1;
      const words = heading[2] ?? "";
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, spans: spansOf(words), id: anchorOf(words) });
    } else if (line.startsWith("    ")) {
      const code = taken((each) => each.startsWith("    ") || each.trim() === "");
      blocks.push({ kind: "code", text: code.map((each) => each.slice(4)).join("\n").trimEnd() }); // prettier-ignore
    } else if (line.startsWith("|") && RULE.test(lines[at + 1] ?? "")) blocks.push(tableOf(taken((each) => each.startsWith("|"))));
    else if (ITEM.test(line)) blocks.push(listOf(taken((each) => ITEM.test(each) || /^ {2,}\S/.test(each))));
    else {
      const part = taken(
        (each) => each.trim() !== "" && !FENCE.test(each) && !HEADING.test(each) && !ITEM.test(each) && !each.startsWith("|"),
      );
      // A line that looks like the start of something else and is none is words all the same.
      if (part.length === 0) part.push(...lines.slice(at, ++at));
      blocks.push({ kind: "paragraph", spans: spansOf(part.map((each) => each.trim()).join(" ")) });
    }
  }
  return blocks;
}

function tableOf(lines: readonly string[]): Block {
  const [head, , ...rows] = lines.map((line) =>
    line
      .trim()
      .replaceAll(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => spansOf(cell.trim().replaceAll(String.raw`\|`, "|"))),
  );
  return { kind: "table", head: head ?? [], rows };
}

function listOf(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, "").trim());
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return { kind: "list", ordered: /^\d/.test(lines[0] ?? ""), items: items.map(spansOf) };
}

const PIECE =
  /`([^`]+)`|!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*(?!\*)|(?<!\w)\*([^*\s](?:[^*]*[^*\s])?)\*(?!\w)/;

export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let rest = text;
  for (let found = PIECE.exec(rest); found !== null; found = PIECE.exec(rest)) {
    const [whole, code, alt, source, words, to, strong, em] = found;
    if (found.index > 0) spans.push({ kind: "text", text: rest.slice(0, found.index) });
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (source !== undefined) spans.push({ kind: "image", alt: alt ?? "", source });
    else if (to !== undefined) spans.push({ kind: "link", spans: spansOf(words ?? ""), to });
    else if (strong !== undefined) spans.push({ kind: "strong", spans: spansOf(strong) });
    else spans.push({ kind: "em", spans: spansOf(em ?? "") });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== "") spans.push({ kind: "text", text: rest });
  return spans;
}

/** The words alone. */
export function plainOf(spans: readonly Span[]): string {
  return spans.map((span) => ("text" in span ? span.text : "spans" in span ? plainOf(span.spans) : span.alt)).join("");
}

/** As code hosts make the anchor of a heading, so that links between pages of the guide hold in both places. */
function anchorOf(words: string): string {
  return plainOf(spansOf(words))
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}
