import { growingColumns, putCell } from "./growing-columns.ts";
import { guardedXml } from "./guarded-xml.ts";
import type { Limits } from "./limits.ts";
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
  const { names: columns, place } = growingColumns(limits);

  let rows: string[][] = [];
  let emptyTraces = 0;
  let trace: { attributes: [number, string][]; events: string[][]; had: boolean } | null = null;
  let event: string[] | null = null;

  const handOn = (): void => {
    if (trace === null) return;
    for (const cells of trace.events) {
      for (const [at, value] of trace.attributes) putCell(cells, at, value);
      rows.push(cells);
    }
    trace.events = [];
  };

  const xml = guardedXml(limits, {
    open(name, { key, value }, open) {
      const parent = open.at(-1);
      if (name === "trace" && open.length === 1) trace = { attributes: [], events: [], had: false };
      else if (name === "event" && (parent === "trace" || parent === "log")) event = [];
      else {
        if (key === undefined || value === undefined || value === "") return;
        if (parent === "event" && event !== null) putCell(event, place(key), value);
        else if (parent === "trace" && open.length === 2) trace?.attributes.push([place(`case:${key}`), value]);
      }
    },
    close(name, open) {
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
    },
  });

  async function* chunks(): AsyncGenerator<RowChunk> {
    for await (const text of texts) {
      xml.write(text);
      if (rows.length > 0) {
        yield { rows, faults: null };
        rows = [];
      }
    }
    xml.close();
    if (rows.length > 0) yield { rows, faults: null };
  }

  return { chunks: chunks(), columns, emptyTraces: () => emptyTraces };
};
