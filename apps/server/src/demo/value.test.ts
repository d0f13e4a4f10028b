import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Ledger } from "../asset/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { DemoState } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.ask("POST", "/api/v1/demo", { body: { seed: 7, scale: 0.1 } });
  await vi.waitUntil(async () => (await server.get<DemoState>("/api/v1/demo")).loaded, { timeout: 60_000, interval: 50 });
}, 90_000);
afterAll(() => server.close());

const ledger = (asked: string) => server.get<Ledger>(`/api/v1/asset/ledger?basis=subscriptions&world=sample&${asked}`);
const people = (rows: Ledger["rows"], line: "opening" | "new" | "returned" | "lost" | "inAndOut" | "closing") =>
  rows.reduce((sum, row) => sum + row[line].n, 0);

test("T04: retention looks flat while the value of the customers leaks away", async () => {
  const { rows } = await ledger("period=month");
  expect(rows).toHaveLength(24);
  const [first, last] = [rows[0], rows[23]];
  if (first === undefined || last === undefined) throw new Error("the ledger has no row");
  const retained = (part: Ledger["rows"]) => 100 * (1 - people(part, "lost") / people(part, "opening"));
  const [before, after] = [retained(rows.slice(0, 12)), retained(rows.slice(12))];
  expect(before).toBeGreaterThan(97);
  expect(before).toBeLessThan(97.6);
  expect(Math.abs(after - before)).toBeLessThan(0.36);
  expect(first.opening.n).toBeGreaterThan(1201.6 * 0.95);
  expect(first.opening.n).toBeLessThan(1201.6 * 1.05);
  const revenue = 100 * (last.closing.value / first.opening.value - 1);
  expect(revenue).toBeGreaterThan(-17.9);
  expect(revenue).toBeLessThan(-5.9);
  expect(first.opening.value / first.opening.n).toBeCloseTo(53.57, -0.5);
  expect(last.closing.value / last.closing.n).toBeCloseTo(46.18, -0.5);
  for (const [line, expected] of [
    ["lost", 780.7],
    ["new", 781.6],
  ] as const)
    expect(Math.abs(people(rows, line) / expected - 1), line).toBeLessThan(0.06);
  expect(people(rows, "returned")).toBeGreaterThan(10);
  expect(people(rows, "returned")).toBeLessThan(42);
});

test("the record is two fiscal years, and both ways to cut it tell the same people and the same money", async () => {
  const [years, months] = [(await ledger("period=year")).rows, (await ledger("period=month")).rows];
  expect(years.map(({ from, to }) => [from, to])).toEqual([
    ["2024-10-01", "2025-10-01"],
    ["2025-10-01", "2026-10-01"],
  ]);
  expect(years.map((year) => [year.opening, year.closing])).toEqual([
    [months[0]?.opening, months[11]?.closing],
    [months[12]?.opening, months[23]?.closing],
  ]);
  // Nobody comes and goes within a month, so each going of a year is one of a month.
  expect(people(months, "inAndOut")).toBe(0);
  expect(people(years, "lost") + people(years, "inAndOut")).toBe(people(months, "lost"));
});
