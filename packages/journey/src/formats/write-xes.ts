import { readIsoTime } from "../iso-time.ts";
import { xmlAttributes } from "./write-xml.ts";
import type { XesAttribute, XesClassifier, XesLog, XesType } from "./xes-log.ts";

/** Columns are enough; what else a log read from XES carries is written too. */
export type WriteXesInput = Pick<XesLog, "columns"> & Partial<XesLog>;

const CASE = "case:concept:name";
const PIECE = 2 ** 16;

const STANDARD = [
  ["Concept", "concept"],
  ["Time", "time"],
  ["Organizational", "org"],
  ["Lifecycle", "lifecycle"],
] as const;

/**
 * Writes an event log as XES (IEEE 1849) in pieces. Columns `case:<key>` are attributes of the trace, all others of the event; empty cells are
 * left out. Rows are gathered by `trace`, else by `case:concept:name`, in order of appearance; their order inside a trace stays. Without `types`
 * `time:timestamp` is a date and all else text. What `xesReader` gave comes back the same.
 * @throws RangeError when there is no case column, the rows of a trace disagree about the trace, a date cannot be read, or a text cannot stand in XML.
 */
export function* writeXes(log: WriteXesInput): Generator<string> {
  const { names, columns } = log.columns;
  const cases = names.length === 0 ? [] : columns[CASE];
  if (cases === undefined) throw new RangeError(`there is no column "${CASE}"; there are ${names.join(", ")}`);
  const typeOf = (name: string): XesType =>
    log.types !== undefined && Object.hasOwn(log.types, name) ? log.types[name] : name === "time:timestamp" ? "date" : "string";
  const extensions =
    log.extensions ?? STANDARD.map(([name, prefix]) => ({ name, prefix, uri: `http://www.xes-standard.org/${prefix}.xesext` }));
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n';
  for (const { name, prefix, uri } of extensions) yield `  <extension${xmlAttributes({ name, prefix, uri })}/>\n`;
  for (const scope of ["trace", "event"] as const) {
    const list = log.globals?.[scope] ?? [];
    if (list.length > 0) yield `  <global scope="${scope}">\n${list.map((one) => element(one, "    ")).join("")}  </global>\n`;
  }
  for (const classifier of log.classifiers ?? []) yield `  <classifier${xmlAttributes(classifierOf(classifier))}/>\n`;
  for (const attribute of log.attributes ?? []) yield element(attribute, "  ");

  const fields = names.map((name) => ({ name, key: name.replace(/^case:/, ""), type: typeOf(name), cells: columns[name] ?? [] }));
  const ofTrace = fields.filter(({ name }) => name.startsWith("case:"));
  const ofEvent = fields.filter(({ name }) => !name.startsWith("case:"));
  let text = "";
  for (const rows of gathered(cases, log.trace)) {
    const [first] = rows;
    text += "  <trace>\n";
    for (const { name, key, type, cells } of ofTrace) {
      for (const row of rows)
        if (cells[row] !== cells[first]) throw new RangeError(`row ${row + 1}: "${name}" differs inside the trace "${cases[row]}"`);
      text += written({ type, key, value: cells[first] }, "    ", first);
    }
    for (const row of rows) {
      text += "    <event>\n";
      for (const { key, type, cells } of ofEvent) text += written({ type, key, value: cells[row] }, "      ", row);
      text += "    </event>\n";
      if (text.length > PIECE) {
        yield text;
        text = "";
      }
    }
    text += "  </trace>\n";
  }
  for (const empty of log.emptyTraces ?? []) {
    text += "  <trace>\n";
    for (const [name, value] of Object.entries(empty))
      text += element({ type: typeOf(name), key: name.replace(/^case:/, ""), value }, "    ");
    text += "  </trace>\n";
  }
  yield `${text}</log>\n`;
}

function gathered(cases: readonly string[], trace: Int32Array | undefined): Iterable<readonly number[]> {
  const traces = new Map<string | number, number[]>();
  for (const [row, name] of cases.entries()) {
    const key = trace === undefined ? name : trace[row];
    const rows = traces.get(key);
    if (rows === undefined) traces.set(key, [row]);
    else rows.push(row);
  }
  return traces.values();
}

function written(attribute: XesAttribute, indent: string, row: number): string {
  if (attribute.value === "") return "";
  return element(attribute.type === "date" ? { ...attribute, value: dateTime(attribute.value, row) } : attribute, indent);
}

function element({ type, key, value }: XesAttribute, indent: string): string {
  return `${indent}<${type}${xmlAttributes({ key, value })}/>\n`;
}

function classifierOf({ name, scope, keys }: XesClassifier): Record<string, string> {
  return { name, ...(scope === "trace" ? { scope } : {}), keys: keys.map((key) => (/\s|^$/.test(key) ? `'${key}'` : key)).join(" ") };
}

const DATE_TIME = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:(Z)|([+-]\d\d):?(\d\d)?)?)?$/;

/** A time as the standard wants it (xs:dateTime), to the last digit; one without an offset stays so. */
function dateTime(value: string, row: number): string {
  const trimmed = value.trim();
  const parts = DATE_TIME.exec(trimmed);
  if (parts !== null && readIsoTime(trimmed) !== null) {
    const [, year, month, day, clock = "00:00", second = "00", fraction, utc = "", hours, minutes = "00"] = parts;
    const offset = hours === undefined ? utc : `${hours}:${minutes}`;
    return `${year}-${month}-${day}T${clock}:${second}${fraction === undefined ? "" : `.${fraction}`}${offset}`;
  }
  const millis = /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (!(Math.abs(millis) <= 8.64e15)) throw new RangeError(`row ${row + 1}: "${value}" is no time`);
  return new Date(millis).toISOString();
}
