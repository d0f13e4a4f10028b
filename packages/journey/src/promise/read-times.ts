import { daysFromEpoch } from "../civil-days.ts";
import { readIsoTime } from "../iso-time.ts";
import { zoneClock } from "../zone.ts";

export type DateOrder = "month-first" | "day-first";

const SLASHED = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * A column of times as UTC milliseconds, NaN for empty cells: ISO 8601, plain milliseconds, or day and month before the year. Which of the two comes first is
 * seen where a number is above 12, and has to be said where none is.
 * @throws RangeError that names the column and the row (1-based, header not counted)
 */
export function readTimes(name: string, cells: readonly string[], timezone: string, order: DateOrder | null): Float64Array {
  const clock = zoneClock(timezone);
  const found = order ?? orderOf(cells);
  return Float64Array.from(cells, (cell, row) => {
    const text = cell.trim();
    if (text === "" || text === "NA") return Number.NaN;
    if (/^-?\d+$/.test(text)) return Number(text);
    const iso = readIsoTime(text);
    if (iso !== null) return iso.offset === null ? clock(iso.millis) : iso.millis - iso.offset;
    const match = SLASHED.exec(text);
    const wrong = (what: string) => new RangeError(`column "${name}", row ${row + 1}: "${cell}" ${what}`);
    if (match === null) throw wrong("is no time: give ISO 8601, milliseconds, or day and month before the year");
    if (found === null) throw wrong('may be day or month first; say which: { "dates": "day-first" } or { "dates": "month-first" }');
    const [, one, two, year, hour = "0", minute = "0", second = "0"] = match;
    const [month, day] = found === "month-first" ? [Number(one), Number(two)] : [Number(two), Number(one)];
    const date = readIsoTime(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
    if (date === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw wrong(`is no time, ${found}`);
    return clock(
      daysFromEpoch(Number(year), month, day) * 86_400_000 + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000,
    );
  });
}

/** Null where the column does not tell, or tells both. */
function orderOf(cells: readonly string[]): DateOrder | null {
  let [first, second] = [false, false];
  for (const cell of cells) {
    const match = SLASHED.exec(cell.trim());
    if (match === null) continue;
    first ||= Number(match[1]) > 12;
    second ||= Number(match[2]) > 12;
  }
  if (first === second) return null;
  return first ? "day-first" : "month-first";
}
