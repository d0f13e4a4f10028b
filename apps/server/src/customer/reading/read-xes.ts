import { SaxesParser } from "saxes";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";
import type { RowChunk } from "./split-rows.ts";

export interface XesRows {
  chunks: AsyncGenerator<RowChunk>;
  columns: string[];
  emptyTraces(): number;
}

/** Trace attributes come first by the standard; a trace this long is handed on before its end so that memory stays bounded. */
const HELD_EVENTS = 20_000;

/**
 * Events of an XES log (IEEE 1849) as rows: event attributes by their key, those of the trace as `case:<key>`. Only attributes that
 * stand directly in a trace or an event count: log attributes, globals and nested ones (meta attributes) are not the event's.
 * Nothing is ever fetched or expanded: a document with a DOCTYPE is refused.
 */
export const readXes = (texts: AsyncIterable<string>, limits: Limits): XesRows => {
  const columns: string[] = [];
  const positions = new Map<string, number>();
  const place = (name: string): number => {
    const known = positions.get(name);
    if (known !== undefined) return known;
    if (columns.length >= limits.columns) {
      throw new ReadingError({
        code: "limit",
        message: `The log has more than ${limits.columns} different attributes.`,
        fix: "Export it with fewer attributes.",
      });
    }
    positions.set(name, columns.length);
    columns.push(name);
    return columns.length - 1;
  };

  let rows: string[][] = [];
  let emptyTraces = 0;
  const open: string[] = [];
  let trace: { attributes: [number, string][]; events: string[][]; had: boolean } | null = null;
  let event: string[] | null = null;

  const put = (cells: string[], at: number, value: string): void => {
    while (cells.length <= at) cells.push("");
    cells[at] = value;
  };
  const handOn = (): void => {
    if (trace === null) return;
    for (const cells of trace.events) {
      for (const [at, value] of trace.attributes) put(cells, at, value);
      rows.push(cells);
    }
    trace.events = [];
  };

  const parser = new SaxesParser({ xmlns: false });
  let lastToken = 0;
  parser.on("doctype", () => {
    throw forbidden("The XML has a DOCTYPE, which XES does not know; what one declares is never read.");
  });
  let attributes = 0;
  parser.on("opentagstart", () => {
    attributes = 0;
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > limits.attributes) throw forbidden(`An element of the XML has more than ${limits.attributes} attributes.`);
  });
  parser.on("opentag", (tag) => {
    lastToken = parser.position;
    const name = localName(tag.name);
    const parent = open[open.length - 1];
    open.push(name);
    if (open.length > limits.depth) throw forbidden(`The XML is nested deeper than ${limits.depth} levels.`);
    if (name === "trace" && open.length === 2) trace = { attributes: [], events: [], had: false };
    else if (name === "event" && (parent === "trace" || parent === "log")) event = [];
    else {
      const { key, value } = tag.attributes;
      if (key === undefined || value === undefined || value === "") return;
      if (parent === "event" && event !== null) put(event, place(key), value);
      else if (parent === "trace" && open.length === 3) trace?.attributes.push([place(`case:${key}`), value]);
    }
  });
  parser.on("closetag", (tag) => {
    lastToken = parser.position;
    open.pop();
    const name = localName(tag.name);
    if (name === "event" && event !== null && open.length <= 2) {
      if (trace === null) rows.push(event);
      else {
        trace.had = true;
        trace.events.push(event);
        if (trace.events.length >= HELD_EVENTS) handOn();
      }
      event = null;
    } else if (name === "trace" && open.length === 1 && trace !== null) {
      if (!trace.had) emptyTraces += 1;
      handOn();
      trace = null;
    }
  });

  const guarded = (step: () => void): void => {
    try {
      step();
    } catch (cause) {
      if (cause instanceof ReadingError) throw cause;
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new ReadingError({
        code: "broken-xml",
        message: `The XML is broken at line ${parser.line}: ${said.replace(/^\d+:\d+: /, "")}`,
        fix: "Export the log again; an XES file has to be well-formed XML.",
        cause,
      });
    }
  };

  async function* chunks(): AsyncGenerator<RowChunk> {
    for await (const text of texts) {
      guarded(() => parser.write(text));
      if (parser.position - lastToken > limits.rowCharacters) {
        throw new ReadingError({
          code: "limit",
          message: `One piece of the XML near line ${parser.line} is longer than ${limits.rowCharacters} characters.`,
          fix: "Export the log again without that attribute.",
        });
      }
      if (rows.length > 0) {
        yield { rows, faults: null };
        rows = [];
      }
    }
    guarded(() => parser.close());
    if (rows.length > 0) yield { rows, faults: null };
  }

  return { chunks: chunks(), columns, emptyTraces: () => emptyTraces };
};

const localName = (name: string): string => {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
};

const forbidden = (message: string): ReadingError =>
  new ReadingError({ code: "forbidden-xml", message, fix: "Import only logs that your own systems wrote; export this one again." });
