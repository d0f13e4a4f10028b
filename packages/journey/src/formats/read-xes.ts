import { byteDecoder } from "./decode-bytes.ts";
import { xmlReader, type XmlElement } from "./read-xml.ts";
import { XES_TYPES, type XesAttribute, type XesClassifier, type XesLog, type XesType } from "./xes-log.ts";

export type XesReader = {
  /** The next piece of the document, cut anywhere; of bytes or of text, not of both. */
  readonly push: (chunk: string | Uint8Array) => void;
  /** @throws RangeError when the document is cut off. */
  readonly end: () => XesLog;
};

type Column = { readonly cells: string[]; readonly known: Map<string, string>; type: XesType; mixed: boolean };
type Trace = { readonly firstRow: number; readonly attributes: Map<string, XesAttribute> };

const TYPES: ReadonlySet<string> = new Set(XES_TYPES);
const MOST_COLUMNS = 4096;
/** Texts of a column kept once: names repeat, and a text cut from a chunk keeps the whole chunk alive. */
const MOST_KNOWN = 2 ** 16;
/** What the usual writers put where a standard demands a value and there is none. */
const NO_VALUE = new Set(["", "UNKNOWN", "__INVALID__"]);

/**
 * Reads an event log of the XES standard (IEEE 1849) in pieces. Attributes that stand directly in a trace or an event become columns; nested
 * ones, lists and containers are left out. An event or trace without an attribute that the log declares global gets the declared value, unless
 * that is a placeholder (UNKNOWN, __INVALID__) or the time: an instant nobody recorded is not made up. A trace without a name is called by its number.
 * @throws RangeError that names the line.
 */
export function xesReader(): XesReader {
  const columns = new Map<string, Column>();
  const classifiers: XesClassifier[] = [];
  const extensions: { name: string; prefix: string; uri: string }[] = [];
  const attributes: XesAttribute[] = [];
  const globals: { trace: XesAttribute[]; event: XesAttribute[] } = { trace: [], event: [] };
  const emptyTraces: Record<string, string>[] = [];
  const traceOfRow: number[] = [];
  let traces = 0;
  let rows = 0;
  let trace: Trace | null = null;
  let inEvent = false;
  let scope: XesAttribute[] | null = null;
  let eventDefaults: XesAttribute[] = [];

  const columnOf = ({ key, type }: XesAttribute, prefix: string, line: number): Column => {
    const name = prefix + key;
    let column = columns.get(name);
    if (column === undefined) {
      if (columns.size >= MOST_COLUMNS) throw new RangeError(`XES, line ${line}: more than ${MOST_COLUMNS} different attributes`);
      column = { cells: [], known: new Map(), type, mixed: false };
      columns.set(name, column);
    }
    if (column.type !== type) column.mixed = true;
    return column;
  };
  const put = (column: Column, row: number, value: string): void => {
    while (column.cells.length < row) column.cells.push("");
    column.cells[row] = value;
  };
  const kept = ({ known }: Column, value: string): string => {
    const same = known.get(value);
    if (same !== undefined) return same;
    if (known.size < MOST_KNOWN) known.set(value, value);
    return value;
  };
  const putAttribute = (attribute: XesAttribute, line: number): void => {
    if (attribute.value === "") return;
    // `case:` before a name says that the trace owns it.
    const column = columnOf(attribute, attribute.key.startsWith("case:") ? "event:" : "", line);
    const before = column.cells.length > rows ? column.cells[rows] : "";
    if (before !== "" && before !== attribute.value) {
      throw new RangeError(`XES, line ${line}: the event has two different attributes "${attribute.key}"`);
    }
    put(column, rows, kept(column, attribute.value));
  };

  const open = (element: XmlElement, depth: number): void => {
    const { name, line } = element;
    if (depth === 0) {
      if (name !== "log") throw new RangeError(`XES, line ${line}: the root is <${name}>, not the <log> of XES`);
    } else if (depth === 1) {
      if (name === "trace") trace = { firstRow: rows, attributes: new Map() };
      else if (name === "event")
        throw new RangeError(`XES, line ${line}: an event stands in no trace; put each event into the trace of its case`);
      else if (name === "global") scope = element.attributes["scope"] === "trace" ? globals.trace : globals.event;
      else if (name === "classifier") classifiers.push(classifierOf(element));
      else if (name === "extension") {
        const { name: called = "", prefix = "", uri = "" } = element.attributes;
        extensions.push({ name: called, prefix, uri });
      } else if (TYPES.has(name)) attributes.push(attributeOf(element));
    } else if (depth === 2) {
      if (scope !== null) {
        if (TYPES.has(name)) scope.push(attributeOf(element));
      } else if (trace === null) return;
      else if (name === "event") inEvent = true;
      else if (TYPES.has(name)) {
        const attribute = attributeOf(element);
        const before = trace.attributes.get(attribute.key);
        if (before !== undefined && before.value !== attribute.value) {
          throw new RangeError(`XES, line ${line}: the trace has two different attributes "${attribute.key}"`);
        }
        if (attribute.value !== "") trace.attributes.set(attribute.key, attribute);
      }
    } else if (depth === 3 && inEvent && TYPES.has(name)) putAttribute(attributeOf(element), line);
  };

  const close = (name: string, depth: number): void => {
    if (depth === 1 && name === "global") {
      scope = null;
      eventDefaults = globals.event.filter(({ key, value }) => key !== "time:timestamp" && !NO_VALUE.has(value));
    } else if (depth === 2 && name === "event" && inEvent) {
      for (const attribute of eventDefaults) {
        const column = columnOf(attribute, "", 0);
        if (column.cells.length <= rows || column.cells[rows] === "") put(column, rows, attribute.value);
      }
      inEvent = false;
      traceOfRow.push(traces - emptyTraces.length);
      rows += 1;
    } else if (depth === 1 && name === "trace" && trace !== null) {
      endTrace(trace);
      trace = null;
      traces += 1;
    }
  };

  const endTrace = ({ firstRow, attributes: own }: Trace): void => {
    for (const attribute of globals.trace) {
      if (!own.has(attribute.key) && !NO_VALUE.has(attribute.value)) own.set(attribute.key, attribute);
    }
    if ((own.get("concept:name")?.value ?? "") === "") {
      own.set("concept:name", { type: "string", key: "concept:name", value: `trace ${traces}` });
    }
    const empty: [string, string][] = [];
    for (const attribute of own.values()) {
      const column = columnOf(attribute, "case:", 0);
      if (firstRow === rows) empty.push([`case:${attribute.key}`, attribute.value]);
      for (let row = firstRow; row < rows; row += 1) put(column, row, attribute.value);
    }
    if (firstRow === rows) emptyTraces.push(Object.fromEntries(empty));
  };

  const xml = xmlReader({ open, close });
  const decoder = byteDecoder();
  let bytes = false;
  const guarded = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      throw error instanceof RangeError && !error.message.startsWith("XES")
        ? new RangeError(`XES, ${error.message}`, { cause: error })
        : error;
    }
  };
  return {
    push: (chunk) =>
      guarded(() => {
        if (typeof chunk !== "string") bytes = true;
        xml.push(typeof chunk === "string" ? chunk : decoder.push(chunk));
      }),
    end: () => {
      guarded(() => {
        if (bytes) xml.push(decoder.end());
        xml.end();
      });
      for (const { cells } of columns.values()) while (cells.length < rows) cells.push("");
      return {
        columns: { names: [...columns.keys()], columns: Object.fromEntries([...columns].map(([name, { cells }]) => [name, cells])) },
        types: Object.fromEntries([...columns].map(([name, { type, mixed }]) => [name, mixed ? "string" : type])),
        trace: Int32Array.from(traceOfRow),
        emptyTraces,
        classifiers,
        extensions,
        attributes,
        globals,
      };
    },
  };
}

/** Reads a whole document with {@link xesReader}. */
export function readXes(document: string | Uint8Array): XesLog {
  const reader = xesReader();
  reader.push(document);
  return reader.end();
}

function attributeOf({ name, attributes: { key, value = "" }, line }: XmlElement): XesAttribute {
  if (key === undefined) throw new RangeError(`XES, line ${line}: an attribute of type ${name} has no key`);
  return { type: name as XesType, key, value };
}

/** Keys are parted by spaces; one that holds spaces stands in single quotes. */
function classifierOf({ attributes: { name = "", scope = "event", keys = "" } }: XmlElement): XesClassifier {
  const parts = [...keys.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  return { name, scope: scope === "trace" ? "trace" : "event", keys: parts };
}
