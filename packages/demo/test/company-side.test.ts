import { beforeAll, describe, expect, test } from "vitest";
import { chunks, STREAMS, truths } from "@counterseat/demo";
import { type Value, valueAt } from "./rows.ts";

type Row = Readonly<Record<string, Value>>;

const streams = new Map<string, Row[]>();
const clean = new Map<string, Row[]>();

function read(into: Map<string, Row[]>, seed: number, scale: number, asked: readonly (typeof STREAMS)[number][]): void {
  for (const chunk of chunks({ seed, scale }, asked)) {
    const rows = into.get(chunk.stream) ?? [];
    into.set(chunk.stream, rows);
    const columns = Object.entries(chunk.columns);
    for (let row = 0; row < chunk.length; row++)
      rows.push(Object.fromEntries(columns.map(([name, column]) => [name, valueAt(column, row)])));
  }
}

beforeAll(() => {
  read(
    streams,
    7,
    0.1,
    STREAMS.filter((stream) => !["events", "transactions", "responses"].includes(stream)),
  );
  read(clean, 1000, 0.02, ["referrals", "metrics", "unitGoals", "forums", "initiatives", "assessments"]);
});

const of = (stream: string, keep: (row: Row) => boolean = () => true): Row[] => (streams.get(stream) ?? []).filter(keep);
const share = (rows: readonly Row[], keep: (row: Row) => boolean): number => (100 * rows.filter(keep).length) / rows.length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe("the company's own side", () => {
  test("T13: Drift may decide least, and says so", () => {
    const pulse = of("assessments", (row) => row.instrument === "freedom");
    const agrees = (row: Row): boolean => row.answer === "agree";
    const drift = pulse.filter((row) => row.unit === "drift");
    expect(drift.length).toBeGreaterThan(60);
    expect(share(drift, agrees)).toBeLessThan(27);
    expect(
      share(
        pulse.filter((row) => ["anchor", "beacon", "compass", "ebb", "gangway"].includes(String(row.unit))),
        agrees,
      ),
    ).toBeGreaterThan(45);
  });

  test("T14: the Credit Desk makes nearly all of the waiting", () => {
    const given = of("approvals", (row) => row.givenAt !== null);
    const days = (row: Row): number => (Number(row.givenAt) - Number(row.askedAt)) / 86_400_000;
    const slow = given.filter((row) => row.desk === "Credit Desk").map(days);
    expect(Math.abs(median(slow) - 2.86)).toBeLessThan(0.6);
    const all = given.map(days).reduce((sum, one) => sum + one, 0);
    expect(slow.reduce((sum, one) => sum + one, 0) / all).toBeGreaterThan(0.9);
  });

  test("T26: leaving by phone takes a quarter of an hour and a person, online a minute", () => {
    const [online, spoken] = ["no", "yes"].map((human) => of("cancelSessions", (row) => row.humanRequired === human));
    expect(Math.abs(median(online.map((row) => Number(row.seconds))) - 55)).toBeLessThan(6);
    expect(Math.abs(median(spoken.map((row) => Number(row.seconds))) - 845)).toBeLessThan(85);
    expect(new Set(online.map((row) => row.offers))).toEqual(new Set([0]));
    expect(share(spoken, (row) => row.offers === 2)).toBeGreaterThan(40);
  });

  test("T30, T31: partners are heard least, and time is kept by their own word more than by that of customers", () => {
    const acted = (kind: string): number =>
      share(
        of("cases", (row) => row.kind === kind),
        (row) => row.state === "confirmed",
      );
    expect(acted("partner")).toBeLessThan(17);
    expect(acted("customer")).toBeGreaterThan(30);
    expect(acted("staff")).toBeGreaterThan(acted("partner"));
    const kept = (stream: string, more: (row: Row) => boolean): number =>
      share(
        of(stream, (row) => row.item === "we keep the time we agreed" && more(row)),
        (row) => row.answer === "agree",
      );
    const gap = kept("assessments", (row) => row.instrument === "values") - kept("behaviours", () => true);
    expect(Math.abs(gap - 31)).toBeLessThan(7);
  });

  test("T32: leaders think the company connected, the front line does not", () => {
    const mean = (role: string): number => {
      const rows = of(
        "assessments",
        (row) => row.instrument === "competency" && row.role === role && String(row.item).startsWith("connectedness"),
      );
      return rows.reduce((sum, row) => sum + Number(row.value), 0) / rows.length;
    };
    expect(Math.abs(mean("leader") - 65)).toBeLessThan(8);
    expect(Math.abs(mean("front_line") - 35)).toBeLessThan(4);
    const yes = of("assessments", (row) => row.instrument === "self-check" && row.answer === "yes");
    expect(yes).toHaveLength(14);
  });

  test("T35: the tree has an orphan and a forgetful parent; forums are held on time eleven times of eighteen", () => {
    const metrics = of("metrics");
    expect(metrics).toHaveLength(46);
    expect(metrics.filter((row) => row.owner === null)).toHaveLength(1);
    const forgotten = metrics.filter((row) => {
      const children = metrics.filter((child) => child.parent === row.id).map((child) => String(child.id));
      return children.some((child) => !String(row.formula).split(" + ").includes(child));
    });
    expect(forgotten.map((row) => row.label)).toEqual(["install"]);
    expect(of("forums").filter((row) => row.heldAt === row.plannedAt)).toHaveLength(11);
    expect(of("forums").filter((row) => row.state === "dropped")).toHaveLength(3);
  });

  test("staff form one tree under the chief executive, and every tie is between two of them", () => {
    const ids = new Set(of("staff").map((row) => String(row.staffId)));
    expect(ids.size).toBe(640);
    expect(
      of("staff")
        .filter((row) => row.managerId === null)
        .map((row) => row.staffId),
    ).toEqual(["L01"]);
    for (const { managerId } of of("staff")) if (managerId !== null) expect(ids.has(String(managerId))).toBe(true);
    for (const { from, to } of of("ties")) expect([ids.has(String(from)), ids.has(String(to)), from === to]).toEqual([true, true, false]);
  });

  test("a clean company has none of it", () => {
    expect(truths({ seed: 1000, scale: 0.02 }).variant).toBe("clean");
    expect(clean.has("referrals")).toBe(false);
    expect(clean.get("metrics")?.filter((row) => row.owner === null)).toEqual([]);
    expect(clean.get("unitGoals")?.filter((row) => row.pressesDirection === "down")).toEqual([]);
    expect(clean.get("forums")?.filter((row) => row.state !== "held")).toEqual([]);
    expect(clean.get("initiatives")?.filter((row) => row.stage === null || row.fundedDays !== row.plannedDays)).toEqual([]);
  });
});

describe("people in the systems", () => {
  test("T18: about 85 records for 20 people, second ones where they are made, and nobody who can be reached", () => {
    const records = of("records");
    expect(Math.abs(records.length / 8490 - 1)).toBeLessThan(0.02);
    const pairs = [...countBy(records, "person").values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
    expect(Math.abs(pairs / 14_800 - 1)).toBeLessThan(0.04);
    expect(new Set(records.map((row) => `${String(row.system)} ${String(row.id)}`)).size).toBe(records.length);
    for (const { mail, phone } of records) {
      if (mail !== null) expect(mail).toMatch(/^[^@\s]+@[a-z]+\.example$/);
      if (phone !== null) expect(phone).toMatch(/^\d{9}$/);
    }
  });

  test("referrals come from customers of the time, the well disposed first", () => {
    const people = new Map(of("persons").map((row) => [row.customer, row]));
    const referrals = of("referrals");
    expect(
      share(
        of("persons", (row) => row.base === "no"),
        (row) => referrals.some(({ referred }) => referred === row.customer),
      ),
    ).toBeGreaterThan(6);
    const referrers = referrals.map(({ referrer }) => people.get(referrer));
    expect(referrers.reduce((sum, row) => sum + Number(row?.goodwill), 0) / referrers.length).toBeGreaterThan(0.4);
    for (const { referrer, referred, at } of referrals) {
      expect(Number(people.get(referrer)?.index)).toBeLessThan(Number(people.get(referred)?.index));
      expect(Number(people.get(referrer)?.joinedAt)).toBeLessThan(Number(at));
    }
  });
});

function countBy(rows: readonly Row[], name: string): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const row of rows) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1);
  return counts;
}
