import type { TextColumns } from "@counterseat/stats";
import { readIsoTime } from "./iso-time.ts";
import type { JourneyColumns } from "./journey-log.ts";
import { zoneClock, type ZoneClock } from "./zone.ts";

export type ColumnRoles = {
  readonly case?: string;
  readonly activity?: string;
  readonly time?: string;
  readonly resource?: string;
  readonly timezone?: string;
};

export type TextLog = {
  readonly columns: JourneyColumns;
  /** Name of each case code, in order of appearance. */
  readonly cases: readonly string[];
  /** Name of each resource code; empty when no column says who. */
  readonly resources: readonly string[];
};

type Role = "case" | "activity" | "time" | "resource";

/** Usual headers, best first; compared by letters and digits alone. The XES standard's names (IEEE 1849) come before everything else. */
const USUAL: Readonly<Record<Role, readonly string[]>> = {
  case: ["case:concept:name", "case_id", "case", "trace_id", "trace", "case number"],
  activity: ["concept:name", "activity", "activity name", "event", "event name", "task", "step"],
  time: ["time:timestamp", "timestamp", "complete timestamp", "completion time", "end timestamp", "event time", "time", "datetime", "date"],
  resource: ["org:resource", "resource", "employee", "user"],
};

/**
 * Reads a journey log out of text columns. Roles that are not named are guessed from usual headers; a missing resource column is fine.
 * Times are milliseconds as plain numbers or ISO 8601; naive ones are read in `timezone` (UTC when absent). In the resource column an empty
 * cell or R's `NA` is unknown; elsewhere `NA` is a name like any other.
 * @throws RangeError that names the column, or the first bad row (1-based, header not counted) and what is wrong with it.
 */
export function columnsFromText(text: TextColumns, roles: ColumnRoles = {}): TextLog {
  const caseColumn = required(text, "case", roles.case);
  const activityColumn = required(text, "activity", roles.activity);
  const timeColumn = required(text, "time", roles.time);
  const resourceColumn = column(text, "resource", roles.resource);
  const cases = encoded(caseColumn, (row, value) => {
    if (value === "") throw new RangeError(`row ${row + 1}: the case is empty`);
    return value;
  });
  const activity = encoded(activityColumn, (row, value) => {
    if (value === "") throw new RangeError(`row ${row + 1}: the activity is empty`);
    return value;
  });
  const resource = resourceColumn === null ? null : encoded(resourceColumn, (_, value) => (value === "" || value === "NA" ? null : value));
  const clock = zoneClock(roles.timezone ?? "UTC");
  const columns = {
    caseCode: cases.codes,
    activity: activity.codes,
    time: Float64Array.from(timeColumn, (value, row) => millis(value, row, clock)),
    activities: activity.names,
  };
  return {
    columns: resource === null ? columns : { ...columns, resource: resource.codes },
    cases: cases.names,
    resources: resource === null ? [] : resource.names,
  };
}

function millis(value: string, row: number, clock: ZoneClock): number {
  const trimmed = value.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const time = readIsoTime(trimmed);
  if (time === null) throw new RangeError(`row ${row + 1}: "${value}" is neither an ISO 8601 time nor milliseconds`);
  return time.offset === null ? clock(time.millis) : time.millis - time.offset;
}

function encoded(values: readonly string[], nameOf: (row: number, value: string) => string | null): { codes: Int32Array; names: string[] } {
  const known = new Map<string, number>();
  const names: string[] = [];
  const codes = Int32Array.from(values, (value, row) => {
    const name = nameOf(row, value);
    if (name === null) return -1;
    const code = known.get(name);
    if (code !== undefined) return code;
    known.set(name, names.length);
    return names.push(name) - 1;
  });
  return { codes, names };
}

function required(text: TextColumns, role: Role, named: string | undefined): readonly string[] {
  return text.columns[columnFor({ names: text.names, role, named, required: true }) ?? ""];
}

function column(text: TextColumns, role: Role, named: string | undefined): readonly string[] | null {
  const name = columnFor({ names: text.names, role, named, required: false });
  return name === null ? null : text.columns[name];
}

type Wanted = { readonly names: readonly string[]; readonly role: Role; readonly named: string | undefined; readonly required: boolean };

/** The header that plays a role, the one named or the likeliest. @throws RangeError when it is not there. */
export function columnFor({ names, role, named, required }: Wanted): string | null {
  const name = named ?? guess(names, role);
  if (name === null && required)
    throw new RangeError(`no column looks like the ${role}; name it: { "${role}": one of ${names.join(", ")} }`);
  if (name !== null && !names.includes(name)) {
    throw new RangeError(`there is no column "${name}" for the ${role}; there are ${names.join(", ")}`);
  }
  return name;
}

function guess(names: readonly string[], role: Role): string | null {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  for (const usual of USUAL[role]) {
    const found = names.find((name) => plain(name) === plain(usual));
    if (found !== undefined) return found;
  }
  return null;
}
