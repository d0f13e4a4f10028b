import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Board } from "../gap/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import { auditEntry } from "../platform/records/tables.ts";
import type { DemoState } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const rowsOf = async (world: string) => {
  const counts = await server.app.events.countBy({ by: ["stream", "source"], filter: { world } });
  return counts.map((c) => [...c.key, c.n]).sort();
};
/** Tables that keep a world's rows, and how many. */
const recordsOf = async (world: string) => {
  const { rows } = await server.app.records.executor.executeSql(
    "SELECT table_name AS t FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'world' AND table_name NOT IN ('audit_entry', 'signal_outbox') ORDER BY 1",
  );
  const counts: [string, number][] = [];
  for (const { t } of rows)
    counts.push([
      String(t),
      Number(
        (await server.app.records.executor.executeSql(`SELECT count(*) AS n FROM "${String(t)}" WHERE world = $1`, [world])).rows[0]?.["n"],
      ),
    ]);
  return counts;
};
const load = async (seed: number) => {
  const asked = await server.ask("POST", "/api/v1/demo", { body: { seed, scale: 0.02 } });
  if (asked.status !== 200) throw new Error(asked.text);
  return vi.waitUntil(
    async () => {
      const state = await server.get<DemoState>("/api/v1/demo");
      return state.loading === null && state.loaded ? state : null;
    },
    { timeout: 60_000, interval: 50 },
  );
};

test("the sample comes and goes whole, twice over, and never touches a row of one's own", async () => {
  await server.ask("PUT", "/api/v1/company/stages/install?world=own", { body: { entry: { label: "Ours" } } });
  await server.ask("PUT", "/api/v1/company/settings?world=own", {
    body: { name: "Ours", zone: "UTC", currency: "EUR", fiscalYearStart: 1, workdays: [1] },
  });
  // Its source has the name of the sample's, which must not matter.
  await server.importFile({
    name: "own.csv",
    text: "case,activity,time\n1,Ours,2026-01-01T00:00:00Z\n",
    as: "events",
    source: "northgate",
    map: { case: "case", activity: "activity", time: "time" },
  });
  const own = { events: await rowsOf("own"), records: await recordsOf("own") };
  expect(own.events).toEqual([["events", "northgate", 1]]);
  expect(await server.get<DemoState>("/api/v1/demo")).toMatchObject({ loaded: false, loading: null, counts: {} });

  const first = await load(7);
  expect(first).toMatchObject({ loaded: true, seed: 7, scale: 0.02 });
  expect(Object.keys(first.counts).sort()).toEqual(["beliefs", "events", "responses", "subscriptions", "transactions"]);
  const loaded = await rowsOf("sample");
  const board = await server.get<Board>("/api/v1/gap/board?world=sample");
  expect(board.cells.length).toBeGreaterThan(3);
  expect(board.counts.gap).toBeGreaterThan(0);
  const cell = board.cells[0];
  const owner = cell?.owner ?? "";
  const action = await server.ask("POST", "/api/v1/actions?world=sample", {
    body: { cell: { stage: cell?.stage }, ownerId: owner, title: "t", goalLine: 5, dueOn: "2999-01-01" },
  });
  expect([action.status, action.text]).toEqual([200, expect.any(String)]);
  expect(await rowsOf("own")).toEqual(own.events);

  // Asked again it replaces the sample: the same parameters make the same rows.
  expect((await load(7)).counts).toEqual(first.counts);
  expect(await rowsOf("sample")).toEqual(loaded);
  expect((await server.get<Board>("/api/v1/gap/board?world=sample")).cells).toEqual(board.cells); // and nobody owns them
  expect((await load(8)).seed).toBe(8);

  const cleared = await server.ask("DELETE", "/api/v1/demo");
  expect(cleared.body).toMatchObject({ loaded: false, loading: null, seed: null, scale: null, counts: {} });
  expect(await rowsOf("sample")).toEqual([]);
  expect((await recordsOf("sample")).filter(([, n]) => n > 0)).toEqual([]);
  expect({ events: await rowsOf("own"), records: await recordsOf("own") }).toEqual(own);
  // Clearing what is not there is no failure.
  expect((await server.ask("DELETE", "/api/v1/demo")).status).toBe(200);
  const operations = (await server.app.records.db.select().from(auditEntry)).map((row) => row.operation);
  expect(operations.filter((name) => name === "demo.load").length).toBe(3);
});
