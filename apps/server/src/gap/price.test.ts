import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Board, Evidence } from "./words.ts";

/**
 * A hundred customers pass `install`, three of them through the shop; sixty more never do. Everybody pays 50 or 30 a month. Of forty who
 * answer, thirty are not content; of ten leaders one expected that.
 */
const passed = Array.from({ length: 100 }, (_, i) => `c${i}`);
const others = Array.from({ length: 60 }, (_, i) => `d${i}`);
const price = (i: number) => (i % 2 === 0 ? 50 : 30);
/** Every tenth of those who passed has left before the last event, one in sixty of the others. */
const left = (customer: string, i: number) => (customer.startsWith("c") ? i % 10 === 0 : i === 7);
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const bring = async (as: string, lines: readonly string[], map: Record<string, string>) => {
    const done = await server.importFile({ name: `${as}.csv`, text: text(lines), as, source: as, map });
    expect(done).toMatchObject({ state: "done", accepted: lines.length - 1 });
  };
  await bring(
    "beliefs",
    ["stage,who,role,score,scale", ...Array.from({ length: 10 }, (_, i) => `install,l${i},leader,${i === 0 ? 6 : 9},0-10`)],
    { stage: "stage", respondent: "who", role: "role", score: "score", scale: "scale" },
  );
  await bring(
    "responses",
    [
      "stage,customer,score,scale,time",
      ...passed.slice(0, 40).map((customer, i) => `install,${customer},${i < 30 ? 3 + (i % 3) : 9},0-10,2026-05-02T09:00:00Z`),
    ],
    { stage: "stage", customer: "customer", score: "score", scale: "scale", time: "time" },
  );
  await bring(
    "events",
    [
      "case,customer,activity,stage,channel,time",
      ...passed.map((customer, i) => `o${i},${customer},install_done,install,${i < 3 ? "shop" : "web"},2026-03-0${1 + (i % 9)}T09:00:00Z`),
      "o100,,install_done,install,web,2026-06-30T09:00:00Z", // nobody known, and the newest of all
      "o101,d1,install_done,install,web,2024-03-01T09:00:00Z", // longer ago than a year
    ],
    { case: "case", customer: "customer", activity: "activity", stage: "stage", channel: "channel", time: "time" },
  );
  await bring(
    "subscriptions",
    [
      "contract,customer,plan,amount,start,end",
      ...[...passed, ...others].map((customer, n) => {
        const i = n % 100;
        // c1 is given a new contract at the first instant of May.
        const end = customer === "c1" ? "2026-05-01" : left(customer, i) ? "2026-06-01" : "";
        return `k${n},${customer},home,${price(i)},2026-01-05,${end}`;
      }),
      `kb,c1,home,${price(1)},2026-05-01,`,
    ],
    { id: "contract", customer: "customer", kind: "plan", amount: "amount", start: "start", end: "end" },
  );
}, 60_000);
afterAll(() => server.close());

const cell = async (query = "") => {
  const { cells } = await server.get<Board>(`/api/v1/gap/board?world=own${query}`);
  const found = cells.find(({ stage }) => stage === "install");
  if (found === undefined) throw new Error("no cell");
  return found;
};

const priced = async (query = "") => {
  const found = await cell(query);
  const { cell: evident } = await server.get<Evidence>(`/api/v1/gap/cells/${encodeURIComponent(found.key)}/evidence?world=own${query}`);
  if (evident.worth === null) throw new Error("the evidence says nothing of worth");
  return { ...found, worth: evident.worth };
};

test("a gap costs what its customers are worth times the share wrongly believed content", async () => {
  const { worth, atStake, priority, gaps, life, state } = await priced();
  expect([state, life]).toEqual(["gap", "priced"]);
  const yearly = 12 * (50 * 50 + 50 * 30);
  expect([worth.customers.value, worth.yearly.value, worth.yearly.unit]).toEqual([100, yearly, "EUR/year"]);
  expect([worth.lost.value, worth.lostYearly.value]).toEqual([10, 12 * 10 * 50]);
  expect(worth.lostShare.value).toBe(0.1);
  expect(worth.lostShare.doubts).toContain("association-not-cause");
  expect(worth.lostShare.interval?.[0]).toBeCloseTo(0.0552, 3); // Wilson, 10 of 100
  expect(worth.lostShare.interval?.[1]).toBeCloseTo(0.1744, 3);
  // Thirty of forty are not content, one leader of ten expected it.
  expect(atStake.value).toBeCloseTo(yearly * (30 / 40 - 1 / 10), 6);
  expect(atStake.interval?.[0]).toBeGreaterThan(yearly * 0.3);
  expect(atStake.interval?.[1]).toBeLessThan(yearly * 0.8);
  expect([atStake.n, atStake.metric, atStake.unit]).toEqual([100, "gap.price@1", "EUR/year"]);
  expect(priority.value).toBeCloseTo((gaps.belief?.interval?.[0] ?? 0) * (atStake.value ?? 0), 4);
});

test("the sentence says the price", async () => {
  const { sentence } = await server.get<Board>("/api/v1/gap/board?world=own");
  expect(sentence).toBe("You believe 87, customers say 53: the largest gap is install; EUR 31 k a year at stake; nobody owns it yet.");
});

test("three customers of a channel stay hidden, and so does the one that would give them away", async () => {
  for (const channel of ["shop", "web"]) {
    const { worth, atStake } = await priced(`&channel=${channel}`);
    expect([worth.customers.value, worth.yearly.value, atStake.value]).toEqual([null, null, null]);
  }
});

test("who has a new contract from the first instant after the period has not left", async () => {
  const { worth } = await priced("&to=2026-04-30");
  expect([worth.customers.value, worth.lost.value]).toEqual([100, 0]);
});

test("a period without events has no price, and says why", async () => {
  const { worth, atStake } = await priced("&from=2025-01-01&to=2025-02-01");
  expect([worth.yearly.value, atStake.value]).toEqual([null, null]);
  expect(worth.yearly.doubts).toEqual(["no-ledger"]);
});
