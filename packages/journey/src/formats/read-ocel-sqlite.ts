import { ocelBuilder, type ObjectCentricLog, type OcelBuilder, type ReadOcelOptions } from "./ocel-log.ts";
import { readSqlite, type SqliteTable, type SqliteValue } from "./read-sqlite.ts";

type Row = Readonly<Record<string, SqliteValue>>;

/**
 * Reads an object-centric log from a database file of OCEL 2.0 (SQLite).
 * @throws RangeError when it is no such file; single entries that do not fit are told in `refused`.
 */
export function readOcelSqlite(bytes: Uint8Array, options: ReadOcelOptions = {}): ObjectCentricLog {
  const tables = new Map(readSqlite(bytes).map((table) => [table.name.toLowerCase(), table]));
  const missing = ["event", "object", "event_object", "event_map_type", "object_map_type"].find((name) => !tables.has(name));
  if (missing !== undefined) throw new RangeError(`OCEL: the database has no table "${missing}"; export it as OCEL 2.0`);
  const builder = ocelBuilder(options);
  for (const of of ["object", "event"] as const) readEntries(of, tables, builder);
  for (const row of rowsOf(tables, "event_object")) {
    builder.relateEvent(text(row["ocel_event_id"]), text(row["ocel_object_id"]), text(row["ocel_qualifier"]));
  }
  for (const row of rowsOf(tables, "object_object")) {
    builder.relateObjects(text(row["ocel_source_id"]), text(row["ocel_target_id"]), text(row["ocel_qualifier"]));
  }
  return builder.end();
}

function readEntries(of: "object" | "event", tables: ReadonlyMap<string, SqliteTable>, builder: OcelBuilder): void {
  const details = new Map<string, Row[]>();
  for (const row of rowsOf(tables, `${of}_map_type`)) {
    const name = text(row["ocel_type"]);
    const tableName = `${of}_${text(row["ocel_type_map"])}`;
    const own = tables.get(tableName.toLowerCase())?.columns.filter((column) => !column.name.startsWith("ocel_")) ?? [];
    builder.addType(of, { name, attributes: own.map((column) => ({ name: column.name, type: typeOf(column.type) })) });
    for (const detail of rowsOf(tables, tableName)) {
      const key = `${name}\n${text(detail["ocel_id"])}`;
      const rows = details.get(key);
      if (rows === undefined) details.set(key, [detail]);
      else rows.push(detail);
    }
  }
  for (const row of rowsOf(tables, of)) {
    const id = text(row["ocel_id"]);
    const type = text(row["ocel_type"]);
    const rows = details.get(`${type}\n${id}`) ?? [];
    if (of === "object") builder.addObject({ id, type, attributes: rows.flatMap(valuesOf) });
    else builder.addEvent({ id, type, time: text(rows[0]?.["ocel_time"]), attributes: rows.slice(0, 1).flatMap(valuesOf) });
  }
}

/** A row of an object's table says all its values, or the new value of the field that it says has changed. */
function valuesOf(row: Row): { name: string; value: string; time: string }[] {
  const changed = row["ocel_changed_field"] ?? null;
  return Object.entries(row)
    .filter(([name, value]) => !name.startsWith("ocel_") && value !== null && (changed === null || changed === name))
    .map(([name, value]) => ({ name, value: text(value), time: text(row["ocel_time"]) }));
}

function* rowsOf(tables: ReadonlyMap<string, SqliteTable>, name: string): Generator<Row> {
  const table = tables.get(name.toLowerCase());
  if (table === undefined) return;
  for (const row of table.rows()) yield Object.fromEntries(table.columns.map((column, i) => [column.name, row[i] ?? null]));
}

function text(value: SqliteValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function typeOf(declared: string): string {
  if (declared.includes("INT")) return "integer";
  if (/REAL|FLOA|DOUB|NUMERIC|DECIMAL/.test(declared)) return "float";
  if (declared.includes("BOOL")) return "boolean";
  return /TIME|DATE/.test(declared) ? "time" : "string";
}
