import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Field, ImportKind } from "./contract.ts";
import { readWhole } from "./written-file.ts";

const shared = process.env["COUNTERSEAT_SHARED"] ?? fileURLToPath(new URL("../../../../../../shared", import.meta.url));
const there = existsSync(join(shared, "data")) && existsSync(join(shared, "golden"));
const required = process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1";
if (!there && !required) process.stdout.write(`No shared data at ${shared}: reading of real files is not tested.\n`);

const LOGS: readonly [file: string, golden: string | null, map: Partial<Record<Field, string>>][] = [
  [
    "helpdesk.xes.gz",
    "helpdesk",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource" },
  ],
  [
    "receipt.csv",
    "receipt",
    {
      case: "case:concept:name",
      activity: "concept:name",
      time: "time:timestamp",
      resource: "org:resource",
      unit: "org:group",
      channel: "case:channel",
    },
  ],
  [
    "02_teleclaims.xes.gz",
    "teleclaims",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource" },
  ],
  [
    "bpic2012.xes.gz",
    "bpic2012",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource" },
  ],
  [
    "06_bpic2013_closed.xes.gz",
    "bpic2013_closed",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource", unit: "org:group" },
  ],
  ["hospital_billing.csv.gz", "hospital_billing", { case: "case_id", activity: "activity", time: "timestamp", resource: "resource" }],
  ["sepsis.csv.gz", "sepsis", { case: "Case ID", activity: "Activity", time: "Complete Timestamp", unit: "org:group" }],
  [
    "traffic_fines.csv.gz",
    "traffic_fines",
    { case: "case_id", activity: "activity", time: "timestamp", resource: "resource", amount: "amount" },
  ],
  [
    "running-example.csv",
    "running-example",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource" },
  ],
  [
    "running-example.xes",
    "running-example",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource" },
  ],
  [
    "roadtraffic100traces.csv",
    "roadtraffic100traces",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource", amount: "amount" },
  ],
  [
    "roadtraffic100traces.xes",
    "roadtraffic100traces",
    { case: "case:concept:name", activity: "concept:name", time: "time:timestamp", resource: "org:resource", amount: "amount" },
  ],
  ["olist/olist_events.csv.gz", "olist_orders", { case: "case:concept:name", activity: "concept:name", time: "time:timestamp" }],
  ["patients.csv.gz", null, { case: "patient", activity: "handling", time: "time", resource: "employee" }],
];

/**
 * Whose expected times are wall clocks: the offsets of these files were dropped when the values were computed, so the range of instants
 * lies up to two hours before them. Everything else about them holds.
 */
const WALL_CLOCK: ReadonlySet<string> = new Set(["teleclaims", "bpic2012", "bpic2013_closed", "running-example", "roadtraffic100traces"]);

const OTHERS: readonly {
  path: string;
  kind: ImportKind;
  map: Partial<Record<Field, string>>;
  rows: number;
  customers: number;
  scale: string | null;
}[] = [
  {
    path: "customer-math/CDNOW_master.txt",
    kind: "transactions",
    map: { customer: "customer_id", time: "date", quantity: "number_of_cds", amount: "dollar_value" },
    rows: 69_659,
    customers: 23_570,
    scale: null,
  },
  {
    path: "customer-math/CDNOW_sample.txt",
    kind: "transactions",
    map: { customer: "column 1", time: "column 3", quantity: "column 4", amount: "column 5" },
    rows: 6919,
    customers: 2357,
    scale: null,
  },
  {
    path: "culture/three_sided_example.csv",
    kind: "beliefs",
    map: { role: "group", score: "rating" },
    rows: 112,
    customers: 1,
    scale: "0-10",
  },
];

const mapOf = (map: Partial<Record<Field, { column: string }>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(map).map(([field, place]) => [field, place?.column]));

describe.skipIf(!there && !required)("real files without a word from anybody", () => {
  it.each(LOGS)(
    "%s",
    async (file, golden, map) => {
      const { proposal, batches, refused, accepted } = await readWhole({ path: join(shared, "data/journey", file), kind: "events" });
      expect(proposal.questions).toEqual([]);
      expect(mapOf(proposal.plan.map)).toEqual(map);
      expect(refused).toEqual([]);
      if (golden === null) return;
      const expected = JSON.parse(readFileSync(join(shared, "golden/journey", `${golden}.json`), "utf8")) as {
        n_events: number;
        n_cases: number;
        activities: Record<string, number>;
        time_range: [string, string];
      };
      const activities = new Map<string, number>();
      const cases = new Set<string | null>();
      let [first, last] = [Infinity, -Infinity];
      for (const { columns, length } of batches) {
        for (let index = 0; index < length; index += 1) {
          const activity = columns.activity[index] ?? "";
          activities.set(activity, (activities.get(activity) ?? 0) + 1);
          cases.add(columns.case[index] ?? null);
          first = Math.min(first, columns.time[index] ?? Number.NaN);
          last = Math.max(last, columns.time[index] ?? Number.NaN);
        }
      }
      expect([accepted, cases.size]).toEqual([expected.n_events, expected.n_cases]);
      expect(Object.fromEntries(activities)).toEqual(expected.activities);
      const behind = expected.time_range.map((time) => Date.parse(time)).map((time, index) => time - (index === 0 ? first : last));
      if (!WALL_CLOCK.has(golden)) expect(behind).toEqual([0, 0]);
      else for (const hours of behind.map((milliseconds) => milliseconds / 3_600_000)) expect([1, 2]).toContain(hours);
    },
    60_000,
  );

  it.each(OTHERS.map((other) => [other.path, other] as const))("%s", async (path, other) => {
    const { proposal, batches, refused, accepted } = await readWhole({ path: join(shared, "data", path), kind: other.kind });
    expect(proposal.questions).toEqual([]);
    expect(mapOf(proposal.plan.map)).toEqual(other.map);
    expect(proposal.plan.scale).toBe(other.scale);
    expect([accepted, refused]).toEqual([other.rows, []]);
    expect(new Set(batches.flatMap((batch) => batch.columns.customer)).size).toBe(other.customers);
  });
});
