import { movementOf, type Standing, standingAt, standingOfSubscriptions } from "@counterseat/customer-math";
import type { LedgerTask } from "./ledger-task.ts";

export const LINES = ["opening", "new", "returned", "lost", "grown", "shrunk", "flat", "closing"] as const;
export type LineName = (typeof LINES)[number];

export interface LineTask extends Pick<LedgerTask, "basis" | "timeZone" | "unit" | "columns"> {
  readonly line: LineName;
  /** First day of the period, and the first day after it. */
  readonly from: string;
  readonly to: string;
  /** Of purchases, in days. */
  readonly window: number;
}
/** Customers of the line by code, worth most first. */
export interface LineAnswer {
  readonly customer: Int32Array;
  readonly opening: Float64Array;
  readonly closing: Float64Array;
}

/** Runs in the computing thread: the people behind one line of a ledger row. */
export function lineTask({ basis, timeZone, unit, columns, line, from, to, window }: LineTask): LineAnswer {
  const { customer, customers, amount, time, end } = columns;
  const until = end.map((at) => (Number.isNaN(at) ? Infinity : at));
  const at = (day: string): Standing =>
    basis === "subscriptions"
      ? standingOfSubscriptions({ subscriptions: { customer, customers, from: time, to: until, monthly: amount }, at: day, timeZone })
      : standingAt({ transactions: { customer, customers, time, amount }, window, at: day, timeZone });
  const [opening, closing] = [at(from), at(to)];
  const inLine = (code: number) =>
    line === "opening"
      ? opening.active[code] === 1
      : line === "closing"
        ? closing.active[code] === 1
        : movementOf(code, opening, closing) === line;
  const size = (code: number) => Math.abs((closing.value[code] ?? 0) - (line === "closing" ? 0 : (opening.value[code] ?? 0)));
  const found = Array.from({ length: customers }, (_, code) => code).filter(inLine);
  found.sort((a, b) => size(b) - size(a) || a - b);
  return {
    customer: Int32Array.from(found),
    opening: Float64Array.from(found, (code) => (opening.value[code] ?? 0) / unit),
    closing: Float64Array.from(found, (code) => (closing.value[code] ?? 0) / unit),
  };
}
