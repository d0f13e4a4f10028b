import * as fc from "fast-check";
import type { JourneyColumns } from "@counterseat/journey";

export type Row = { readonly kase: number; readonly step: string; readonly time: number };

/** Small logs with many ties, repeats, interleaved and missing case codes. */
export const eventsOf: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    kase: fc.integer({ min: 0, max: 9 }),
    step: fc.constantFrom(..."abcdefg"),
    time: fc.integer({ min: 0, max: 40 }).map((t) => t * 500),
  }),
  { maxLength: 60 },
);

export function columnsOf(rows: readonly Row[]): JourneyColumns {
  const activities = [...new Set(rows.map(({ step }) => step))];
  const shared = new Int32Array(new SharedArrayBuffer(rows.length * 4));
  shared.set(rows.map(({ step }) => activities.indexOf(step)));
  return {
    caseCode: Uint32Array.from(rows, ({ kase }) => kase),
    activity: shared,
    time: Float64Array.from(rows, ({ time }) => time),
    activities,
  };
}

/** Cases by plain lists: grouped, then stable-sorted by time. */
export function naiveCases(rows: readonly Row[]): Map<number, Row[]> {
  const cases = groupedBy(rows, ({ kase }) => kase);
  return new Map([...cases].map(([kase, events]) => [kase, events.toSorted((x, y) => x.time - y.time)]));
}

export function groupedBy<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
