import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { createSender } from "../ingest/test-sender.ts";
import type { Quality } from "./words.ts";

let server: TestServer;
let quality: Quality;
const of = (name: string) => quality.sources.find((source) => source.name === name);
const filled = (name: string) => Object.fromEntries(of(name)?.filled.map(({ column, share }) => [column, share.value]) ?? []);
beforeAll(async () => {
  server = await startTestServer();
  expect((await server.get<Quality>("/api/v1/quality")).sources).toEqual([]);
  const crm = [
    "customer_id,first_name,last_name,email,phone",
    "C1,Ada,King,ada@x.example,0555 1000001",
    "C2,Bo,Reed,bo@x.example,0555 1000002",
    "C3,Cy,Stone,,",
  ];
  const desk = ["customer_id,name,email,phone", "d1,Ada King,ada@x.example,0555 1000001", "d2,Bo Reed,bo@x.example,0555 9999999"];
  await server.importFile({ name: "crm.csv", text: `${crm.join("\n")}\n`, as: "customers", source: "crm" });
  await server.importFile({ name: "desk.csv", text: `${desk.join("\n")}\n`, as: "customers", source: "desk" });
  const paid = ["customer,paid_at,amount", "C1,2026-01-05,10", "C3,2026-01-06,20", "C3,2026-01-07,30", "C3,someday,30"];
  await server.importFile({ name: "till.csv", text: `${paid.join("\n")}\n`, as: "transactions", source: "till" });
  const sender = await createSender(server, "app");
  const batch = [
    { type: "track", userId: "d1", event: "Seen", messageId: "1", properties: { stage: "use" } },
    { type: "track", userId: "d9", event: "Seen", messageId: "2" },
    { type: "track", userId: "d9", messageId: "3" },
  ];
  const { position } = await sender.send("/batch", { batch });
  await server.app.events.applied(position ?? 0);
  expect((await server.ask("POST", "/api/v1/identity/resolve", { body: {} })).status).toBe(200);
  quality = await server.get<Quality>("/api/v1/quality");
});
afterAll(() => server.close());

describe("how good the data are", () => {
  test("rows stand on customers that others know too, on the source's own, or on nobody; all of them somewhere", () => {
    expect(of("crm")?.rows).toEqual({ rows: 3, shared: 3, alone: 0, nobody: 0 });
    expect(of("till")?.rows).toEqual({ rows: 3, shared: 3, alone: 0, nobody: 0 });
    expect(of("app")?.rows).toEqual({ rows: 2, shared: 1, alone: 1, nobody: 0 });
    expect(quality.rows).toEqual({ rows: 10, shared: 9, alone: 1, nobody: 0 });
    expect(quality.coverage).toMatchObject({ value: 0.9, n: 10, unit: "share", metric: "customer.coverage@1" });
    expect(quality.reference).toMatchObject({ value: 0.13, soon: 0.3 });
    for (const { rows } of quality.sources) expect(rows.shared + rows.alone + rows.nobody).toBe(rows.rows);
  });

  test("what was refused is counted, of files and of events", () => {
    expect(of("till")?.refused).toMatchObject({ value: 1 / 4, n: 4 });
    expect(of("app")?.refused).toMatchObject({ value: 1 / 3, n: 3 });
    expect(of("crm")?.refused).toMatchObject({ value: 0, n: 3 });
  });

  test("what is filled is a share of rows, and of records by line; a column nobody fills is not told of", () => {
    expect(filled("app")).toEqual({ customer: 1, time: 1, stage: 0.5 });
    expect(filled("crm")).toMatchObject({ customer: 1, "record.name": 1, "record.email": 2 / 3, "record.phone": 2 / 3 });
    expect(filled("till")).toEqual({ customer: 1, time: 1, amount: 1 });
  });

  test("records match, and say different things where they do", () => {
    expect(of("crm")?.match).toMatchObject({ value: 2 / 3, n: 3 });
    expect(of("desk")?.match).toMatchObject({ value: 1, n: 2 });
    expect(of("till")?.match).toMatchObject({ value: null, n: 0, doubts: ["nothing-to-count"] });
    expect(Object.fromEntries(quality.conflicts.map(({ line, share }) => [line, [share.value, share.n]]))).toEqual({
      name: [0, 2],
      email: [0, 2],
      phone: [0.5, 2],
    });
  });

  test("where a rhythm has too little to go by, it is not known", () => {
    expect(of("till")?.freshness).toMatchObject({ state: "unknown", last: "2026-01-07T00:00:00.000Z", usual: null });
    expect(of("till")?.volume).toEqual({ state: "unknown", last: null, usual: null, weeks: 0 });
    expect(of("crm")?.freshness).toEqual({ state: "unknown", last: null, silent: null, usual: null });
  });
});
