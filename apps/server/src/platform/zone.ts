/** First instant of a day (YYYY-MM-DD) in an IANA zone, UTC ms. Where midnight does not exist, the first instant after it. */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Two rounds settle the offset: the first guess may lie on the other side of a clock change.
  const first = midnight - offsetAt(midnight, zone);
  return midnight - offsetAt(first, zone);
}

/** The day (YYYY-MM-DD) an instant falls on in an IANA zone. */
export function dayIn(zone: string, time: number): string {
  return new Date(time + offsetAt(time, zone)).toISOString().slice(0, 10);
}

/** Zone's local time minus UTC at an instant, ms. */
function offsetAt(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(time);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return (
    Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - Math.floor(time / 1000) * 1000
  );
}
