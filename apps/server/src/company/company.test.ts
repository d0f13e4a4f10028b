import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Company } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
const company = () => server.get<Company>("/api/v1/company?world=own");

test("an entry is added, changed and removed, and every field comes back as it was put", async () => {
  const entries = {
    units: { id: "north", name: "North", parentId: null },
    people: { id: "ann", name: "Ann", title: "Head of installing", unitId: "north", role: "leader", customerId: "c-9" },
    stages: { id: "install", label: "Install", order: 3, ownerId: "ann" },
    steps: {
      id: "Visit the site",
      label: "Visit",
      stageId: "install",
      by: "customer",
      order: 1,
      unitId: "north",
      work: "value",
      minutes: 2.5,
    },
    channels: { id: "phone", label: "Phone" },
    segments: { id: "small", label: "Small" },
    definitions: { id: "active", term: "Active", text: "Bought in the last year.", ownerId: "ann", version: 2 },
    promises: {
      id: "p1",
      text: "We come on the day",
      measure: "Share of visits on the day",
      stageId: "install",
      channelId: null,
      ownerId: "ann",
      from: "2026-01-01",
      startStep: "Visit the site",
      startKind: "first",
      keptBy: "reaching",
      keptStep: "done",
      hours: 48,
    },
    causes: { id: "fault", label: "Fault", demand: "failure", unitId: "north" },
    policies: {
      id: "q1",
      text: "Two sign",
      saves: "errors",
      ownerId: "ann",
      from: "2026-01-01",
      stepId: "Approval asked",
      stepKind: "Desk",
    },
  };
  for (const [list, entry] of Object.entries(entries)) {
    const path = `/api/v1/company/${list}/${encodeURIComponent(entry.id)}?world=own`;
    const put = await server.ask("PUT", path, { body: { entry } });
    expect([list, put.status, put.body]).toEqual([list, 200, entry]);
  }
  expect(await company()).toMatchObject(Object.fromEntries(Object.entries(entries).map(([list, entry]) => [list, [entry]])));
  expect(
    (await server.ask("PUT", "/api/v1/company/stages/install?world=own", { body: { entry: { label: "Fit", order: 1 } } })).status,
  ).toBe(200);
  expect((await company()).stages).toEqual([{ id: "install", label: "Fit", order: 1, ownerId: null }]); // what is not sent is not kept
  expect((await server.get<Company>("/api/v1/company?world=sample")).stages).toEqual([]);
  expect((await server.ask("DELETE", "/api/v1/company/stages/install?world=own")).body).toEqual({ removed: "install" });
  const again = await server.ask("DELETE", "/api/v1/company/stages/install?world=own");
  expect([again.status, again.body["code"]]).toEqual([404, "not-found"]);
  expect((await company()).stages).toEqual([]);
  expect((await company()).people.length).toBe(1);
});

test.each([
  ["stages", "has space", { label: "x" }, "id"],
  ["stages", "s", {}, "label"],
  ["people", "p", { name: "P", role: "king" }, "role"],
  ["promises", "p", { text: "t", measure: "m", from: "tomorrow" }, "from"],
])("an entry of %s that does not fit is refused and says where", async (list, id, entry, field) => {
  const answer = await server.ask("PUT", `/api/v1/company/${list}/${encodeURIComponent(id)}?world=own`, { body: { entry } });
  expect([answer.status, answer.body["code"]]).toEqual([400, "invalid"]);
  expect(answer.body["errors"]).toMatchObject([{ path: field }]);
});

test("a list comes from CSV: good rows are taken, refused ones told by row, defaults hold for empty cells", async () => {
  const text = '\uFEFFid,label,order,ownerId\nbuy,Buy,1,\nuse,"Use, daily",2,ann\nbad id,Bad,3,\nhelp,,4,\n';
  const answer = await server.upload("/api/v1/company/stages/import?world=own", { name: "stages.csv", text });
  expect(answer.body).toMatchObject({
    read: 4,
    accepted: 2,
    refused: 2,
    problems: [
      { row: 3, field: "id" },
      { row: 4, field: "label" },
    ],
  });
  expect((await company()).stages).toEqual([
    { id: "buy", label: "Buy", order: 1, ownerId: null },
    { id: "use", label: "Use, daily", order: 2, ownerId: "ann" },
  ]);
});

test("a list comes from JSON, and a file that is neither is refused", async () => {
  const text = JSON.stringify([{ id: "web", label: "Web" }, { id: "shop" }]);
  const answer = await server.upload("/api/v1/company/channels/import?world=own", { name: "channels.json", text });
  expect(answer.body).toMatchObject({ read: 2, accepted: 1, refused: 1, problems: [{ row: 2, field: "label" }] });
  expect((await company()).channels.map((channel) => channel.id)).toEqual(["phone", "web"]);
  for (const bad of ['{"id": 1}', "[1, 2", "one line"]) {
    const refused = await server.upload("/api/v1/company/channels/import?world=own", { name: "x.json", text: bad });
    expect([bad, refused.status, refused.body["code"]]).toEqual([bad, 400, "invalid"]);
  }
  expect((await server.ask("POST", "/api/v1/company/channels/import?world=own", { body: {} })).body["code"]).toBe("invalid");
});

test("the same id twice in one file: the last row stands", async () => {
  const answer = await server.upload("/api/v1/company/segments/import?world=own", {
    name: "s.csv",
    text: "id,label\ntwice,First\ntwice,Second\n",
  });
  expect(answer.status).toBe(200);
  expect((await company()).segments.filter(({ id }) => id === "twice")).toEqual([{ id: "twice", label: "Second" }]);
});

test("settings are kept whole, and a zone or currency nobody has is refused", async () => {
  const settings = { name: "Ours", zone: "Europe/Luxembourg", currency: "EUR", fiscalYearStart: 4, workdays: [1, 2, 3] };
  expect((await server.ask("PUT", "/api/v1/company/settings?world=own", { body: settings })).body).toEqual(settings);
  expect((await company()).settings).toEqual(settings);
  for (const bad of [{ zone: "Mars/Base" }, { currency: "euro" }, { fiscalYearStart: 13 }]) {
    expect((await server.ask("PUT", "/api/v1/company/settings?world=own", { body: { ...settings, ...bad } })).status).toBe(400);
  }
  expect((await company()).settings).toEqual(settings);
});
