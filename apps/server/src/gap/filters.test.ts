import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Board } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const roles = ["leader", "Leaders", "LEADER", "leadership", "Leader", "executive"];
  const beliefs = roles.map((role, i) => `L${i},${role},visit,${7 + (i % 2)}`);
  const front = ["front_line", "frontline", "Front line", "front-line", "Frontline"].map((role, i) => `F${i},${role},visit,5`);
  await server.importFile({
    name: "beliefs.csv",
    text: ["respondent,role,stage,score", ...beliefs, ...front].join("\n"),
    as: "beliefs",
    source: "mirror",
  });
  await server.importFile({ name: "answers.csv", text: answers.join("\n"), as: "responses", source: "survey" });
});
afterAll(() => server.close());

/** Segment × channel: only c by phone has fewer than five people. */
const SIZES = [
  ["a", "web", 20],
  ["a", "phone", 20],
  ["b", "web", 10],
  ["b", "phone", 10],
  ["c", "web", 6],
  ["c", "phone", 3],
] as const;
const answers = [
  "customer,stage,segment,channel,score",
  ...SIZES.flatMap(([segment, channel, n]) =>
    Array.from({ length: n }, (_, i) => `${segment}${channel}${i},visit,${segment},${channel},${(i * 3) % 11}`),
  ),
];
const board = (filter: string) => server.get<Board>(`/api/v1/gap/board?${filter}`);
const customers = async (filter: string) => (await board(filter)).cells[0]?.sides.experienced;

it("reads the roles in the spellings files use", async () => {
  const cell = (await board("")).cells[0];
  expect(cell?.sides.believed?.n).toBe(6);
  expect(cell?.frontLine?.n).toBe(5);
});

it("shows no crossing of two filters where one of them would give a small group away", async () => {
  expect((await customers("channel=phone"))?.n).toBe(33);
  expect((await customers("segment=b"))?.n).toBe(20);
  for (const segment of ["a", "b", "c"]) {
    for (const channel of ["web", "phone"]) {
      const side = await customers(`segment=${segment}&channel=${channel}`);
      expect([segment, channel, side?.value, side?.n]).toEqual([segment, channel, null, 0]);
    }
  }
});

it("says which ids there are when a filter names another, and refuses a filter it does not know", async () => {
  const unknown = await server.ask("GET", "/api/v1/gap/board?segment=zzz");
  expect([unknown.status, unknown.body["code"]]).toEqual([400, "invalid"]);
  expect(unknown.body["fix"]).toBe("Known: a, b, c.");
  expect((await server.ask("GET", "/api/v1/gap/board?colour=red")).status).toBe(400);
});

it("knows the same rows in another wrapping, without asking", async () => {
  const [header = "", ...rows] = answers;
  const again = await server.importFile({
    name: "copy.csv",
    text: [header, ...rows.toReversed()].join("\r\n"),
    as: "responses",
    source: "survey",
  });
  expect(again).toMatchObject({ state: "done", read: 69, accepted: 0, alreadyKnown: 69, refused: 0 });
  expect((await customers(""))?.n).toBe(69);
});

it("opens the evidence of a cell with whatever filter its board was shown under", async () => {
  for (const filter of ["segment=a", "channel=web", "segment=b&stage=visit", "from=2020-01-01&to=2030-01-01"]) {
    const cell = (await board(filter)).cells[0];
    const path = `/api/v1/gap/cells/${encodeURIComponent(cell?.key ?? "")}/evidence?${filter}`;
    expect([filter, (await server.get<{ cell: { key: string } }>(path)).cell.key]).toEqual([filter, cell?.key]);
  }
});
