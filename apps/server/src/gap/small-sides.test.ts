import { afterAll, beforeAll, expect, test } from "vitest";
import { SYSTEM } from "../platform/app.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Board, Evidence } from "./words.ts";

/**
 * Fifteen leaders, three of whom spoke of one segment only; thirty customers who answered; six who passed through the shop, two of them
 * with a subscription.
 */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const bring = async (as: string, lines: readonly string[]) => {
    const done = await server.importFile({ name: `${as}.csv`, text: lines.join("\n"), as, source: as });
    expect(done).toMatchObject({ state: "done", accepted: lines.length - 1 });
  };
  const asked = (role: string, n: number, segment: string, score: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => `install,${role}-${segment}-${i},${role},${segment},${score(i)},0-10`);
  await bring("beliefs", [
    "stage,respondent,role,segment,score,scale",
    ...asked("leader", 12, "home", (i) => 8 + (i % 2)),
    ...asked("leader", 3, "office", () => 2),
    ...asked("front_line", 9, "home", (i) => 6 + (i % 3)),
    ...asked("front_line", 4, "office", () => 1),
  ]);
  await bring("responses", [
    "stage,customer,segment,score,scale,time",
    ...Array.from({ length: 30 }, (_, i) => `install,c${i},${i % 2 === 0 ? "home" : "office"},${3 + (i % 4)},0-10,2026-05-02T09:00:00Z`),
  ]);
  await bring("events", [
    "case,customer,activity,stage,segment,channel,time",
    ...Array.from(
      { length: 40 },
      (_, i) => `o${i},c${i},install_done,install,${i % 2 === 0 ? "home" : "office"},${i < 6 ? "shop" : "web"},2026-05-01T09:00:00Z`,
    ),
    "oz,,install_done,install,home,web,2026-06-30T09:00:00Z",
  ]);
  await bring("subscriptions", [
    "contract,customer,plan,amount,start,end",
    ...Array.from({ length: 40 }, (_, i) => (i < 4 ? [] : [`k${i},c${i},home,${30 + i},2026-01-05,`])).flat(),
  ]);
}, 60_000);
afterAll(() => server.close());

const cellOf = async (query: string) => {
  const cell = (await server.get<Board>(`/api/v1/gap/board?world=own${query}`)).cells.find(({ stage }) => stage === "install");
  if (cell === undefined) throw new Error("no cell");
  const path = `/api/v1/gap/cells/${encodeURIComponent(cell.key)}/evidence?world=own${query}`;
  return { cell, evidence: await server.get<Evidence>(path) };
};

test("what three leaders believe cannot be worked out from the others and the whole", async () => {
  const whole = await cellOf("");
  expect([whole.cell.sides.believed?.n, whole.cell.frontLine?.n]).toEqual([15, 13]);
  for (const segment of ["home", "office"]) {
    const { cell, evidence } = await cellOf(`&segment=${segment}`);
    expect([segment, cell.sides.believed?.value, cell.frontLine, cell.gaps.belief?.value, cell.state]).toEqual([
      segment,
      null,
      null,
      null,
      "hidden",
    ]);
    expect(cell.hiddenBecause).toMatch(segment === "office" ? /Fewer than 5 leaders/ : /worked out by subtraction/);
    expect([evidence.believed, evidence.distribution]).toEqual([[], null]);
    // The customers of both segments are enough, and stay shown.
    expect(cell.sides.experienced?.n).toBe(15);
  }
  const figure = (segment: string | null) => {
    const ctx = server.app.workContext(SYSTEM, "own");
    return ctx.metrics.figure("gap.belief", ctx, { stage: "install", segment, channel: null, from: null, to: null });
  };
  expect((await figure(null)).value).not.toBeNull();
  expect([(await figure("home")).value, (await figure("office")).value]).toEqual([null, null]);
});

test("two customers of the ledger in a channel of six stay hidden, with the channel that would give them away", async () => {
  expect((await cellOf("")).evidence.cell.worth?.customers.value).toBe(36);
  for (const channel of ["shop", "web"]) {
    const worth = (await cellOf(`&channel=${channel}`)).evidence.cell.worth;
    expect([channel, worth?.customers.value, worth?.yearly.value]).toEqual([channel, null, null]);
  }
});
