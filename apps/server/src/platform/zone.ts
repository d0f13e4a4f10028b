/** First instant of a day (YYYY-MM-DD) in an IANA zone, UTC ms. Where midnight does not exist, the first instant after it. */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Two rounds settle the offset: the first guess may lie on the other side of a clock change.
  const first = midnight - offsetAt(midnight, zone);
  return midnight - offsetAt(first, zone);
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
