const CLOCK = /^(\d{1,2})[:h](\d{2})(?::(\d{2}(?:[.,]\d{1,6})?))?(?: ?([AaPp])\.?[Mm]\.?| ?(?:Uhr|h))?$/;
const MIDNIGHT = /[T ]0?0:00(?::00(?:[.,]0+)?)?(?: ?AM)?$/i;
const CLOCK_IN_TIME = /\d[:h]\d{2}|^\d{14}/;

/** Whether a text is a time of day and nothing else, such as `14:05`, `2:05 PM` or `14h05`. */
export function isTimeOfDay(text: string): boolean {
  return CLOCK.test(text);
}

/** The day of a date that has no time of day, also where an export wrote midnight behind it; null where there is another one. */
export function dayAlone(text: string): string | null {
  const day = text.replace(MIDNIGHT, "");
  return CLOCK_IN_TIME.test(day) ? null : day;
}

/** A day and a time of day as one text that is read as a time; null where the second is no time of day. */
export function atTimeOfDay(day: string, clock: string): string | null {
  const [, hour, minute, second, half] = CLOCK.exec(clock) ?? [];
  if (hour === undefined || minute === undefined) return null;
  return `${day} ${hour}:${minute}${second === undefined ? "" : `:${second}`}${half === undefined ? "" : ` ${half}M`}`;
}
