import type { Draws } from "../draw.ts";
import type { IdentityRecord } from "../identity-record.ts";
import type { RecordSystem } from "../identifier.ts";
import type { Life } from "../life.ts";

export type Encoding = "utf-8" | "iso-8859-1" | "windows-1252";

/** Rows of one file: those of the clean stream, those told twice, and those that a careful reader refuses. Together they are all its rows. */
export interface FileCount {
  clean: number;
  duplicates: number;
  refused: number;
}

/** One person as the systems have recorded them; the same object is filled for person after person. */
export interface Recorded {
  readonly life: Life;
  readonly records: readonly IdentityRecord[];
  /** Rows of the person's events inside the record, in order of time: `order[0] … order[length − 1]`. */
  readonly order: Int32Array;
  readonly length: number;
  /** For a file's own draws: open it before the first. */
  readonly draws: Draws;
}

/** Writes one file person by person. */
export interface Writer {
  readonly file: string;
  readonly encoding: Encoding;
  readonly count: FileCount;
  head(): string;
  lines(person: Recorded): string;
  tail(): string;
}

export function noRows(): FileCount {
  return { clean: 0, duplicates: 0, refused: 0 };
}

/** A cell of a delimited file, quoted where it has to be. */
export function cell(value: string | null, delimiter: string): string {
  if (value === null) return "";
  return value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function line(cells: readonly (string | null)[], delimiter: string, ending: string): string {
  return cells.map((value) => cell(value, delimiter)).join(delimiter) + ending;
}

/** The record that a system shows for this person first. */
export function firstRecord(records: readonly IdentityRecord[], system: RecordSystem): IdentityRecord | null {
  return records.find((record) => record.system === system) ?? null;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Parts of a wall time (UTC milliseconds of a clock that shows it). */
export function partsOf(wall: number): { day: string; month: string; year: string; clock: string } {
  const date = new Date(wall);
  return {
    day: two(date.getUTCDate()),
    month: two(date.getUTCMonth() + 1),
    year: String(date.getUTCFullYear()),
    clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  };
}

/** Cents with a decimal comma and dots at the thousands; what is negative gets its minus behind. */
export function euros(cents: number): string {
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${whole},${two(Math.abs(cents) % 100)}${cents < 0 ? "-" : ""}`;
}
