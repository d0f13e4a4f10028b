import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Action } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

const rows = (who: string) => Array.from({ length: 12 }, (_, i) => `install,${who}${i},${who === "l" ? 8 + (i % 2) : 3 + (i % 4)},0-10`);
const bring = (as: "beliefs" | "responses") => {
  const who = as === "beliefs" ? "respondent" : "customer";
  return server.importFile({
    name: `${as}.csv`,
    text: [`stage,${who},score,scale`, ...rows(as === "beliefs" ? "l" : "c")].join("\n"),
    as,
    source: as,
    map: { stage: "stage", [who]: who, score: "score", scale: "scale" },
  });
};
const actions = async () => (await server.get<{ actions: Action[] }>("/api/v1/actions?world=own")).actions;

test("work on a gap stays when the answers behind it are taken back, and says so until they are there again", async () => {
  await bring("beliefs");
  const answers = await bring("responses");
  const made = await server.ask("POST", "/api/v1/actions?world=own", {
    body: { cell: { stage: "install" }, ownerId: "ines", ownerName: "Ines", title: "Two-hour window", goalLine: 5, dueOn: "2999-01-01" },
  });
  expect([made.status, (made.body as unknown as Action).sourceWithdrawn]).toEqual([200, false]);
  expect((await actions()).map((one) => [one.title, one.sourceWithdrawn])).toEqual([["Two-hour window", false]]);
  expect((await server.ask("POST", `/api/v1/imports/${answers.id}/withdraw?world=own`, { body: {} })).status).toBe(200);
  await vi.waitUntil(async () => (await actions())[0]?.sourceWithdrawn === true, { timeout: 30_000, interval: 50 });
  const after = await actions();
  expect(after.map((one) => [one.title, one.state, one.sourceWithdrawn])).toEqual([["Two-hour window", "open", true]]);
  expect(after[0]?.baseline.value).toBeGreaterThan(30);
  await bring("responses");
  expect((await actions()).map((one) => one.sourceWithdrawn)).toEqual([false]);
});
