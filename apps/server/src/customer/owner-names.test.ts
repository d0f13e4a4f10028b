import { afterAll, beforeAll, expect, test } from "vitest";
import type { Company } from "../company/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

test("a file whose owners are names, and whose stage is a whole sentence, leaves the company readable", async () => {
  const long = "the day the technician came ".repeat(5).trim();
  await server.importFile({
    name: "events.csv",
    text: `case,activity,time,stage,owner\n1,call,2026-01-01,repair,Ines Kowalke / Field?\n2,call,2026-01-02,${long},Ines Kowalke / Field?\n`,
    as: "events",
    source: "desk",
    map: { case: "case", activity: "activity", time: "time", stage: "stage", owner: "owner" },
  });
  const { stages, people } = await server.get<Company>("/api/v1/company?world=own");
  expect(people.map(({ id, name }) => [id, name])).toEqual([["Ines-Kowalke-Field-", "Ines Kowalke / Field?"]]);
  expect(stages.map(({ ownerId }) => ownerId)).toEqual(["Ines-Kowalke-Field-", "Ines-Kowalke-Field-"]);
  expect(stages.every(({ id }) => id.length <= 80)).toBe(true);
});
