/** Where the two values are written: over their dot, or pushed outward when the dots are closer than nine points. */
export type Side = "left" | "middle" | "right";

export function valueSides(company: number, customer: number): { company: Side; customer: Side } {
  if (Math.abs(company - customer) >= 9) return { company: "middle", customer: "middle" };
  return company >= customer ? { company: "right", customer: "left" } : { company: "left", customer: "right" };
}

export function onScale(value: number): number {
  return Math.min(100, Math.max(0, value));
}

/** Low end and high end, in that order, both on the scale. */
export function span(one: number, other: number): { low: number; high: number } {
  return { low: onScale(Math.min(one, other)), high: onScale(Math.max(one, other)) };
}
