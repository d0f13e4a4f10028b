/** Milliseconds of a day of the calendar. Civil time has no summer time, so every civil day is this long. */
export const DAY = 86_400_000;

/** Days since 1970-01-01 in the Gregorian calendar. Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
export function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

/** The other way round: year, month 1–12 and day of the month. Source: as above, civil_from_days. */
export function dateOfDay(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** `2026-11-23` of a day since 1970-01-01. */
export function isoOfDay(days: number): string {
  const { year, month, day } = dateOfDay(days);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Day since 1970-01-01 of `2026-11-23`; null when the text is no such date. */
export function dayOfIso(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const days = daysFromEpoch(Number(match[1]), Number(match[2]), Number(match[3]));
  // 2026-02-30 would silently become the second of March.
  return isoOfDay(days) === text ? days : null;
}

/** As `dayOfIso`, for an argument that has to be a date. @throws RangeError naming the argument. */
export function requiredDay(name: string, text: string): number {
  const day = dayOfIso(text);
  if (day === null) throw new RangeError(`"${name}" is "${text}", not a date such as 2026-11-23`);
  return day;
}
