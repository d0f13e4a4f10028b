import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLog } from "../../platform/log.ts";
import { openRecords } from "../../platform/records/open.ts";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import { createDeadLetters, sweepDeadLetters } from "./keep-dead-letters.ts";
import { Refusal } from "./refusal.ts";
import { countDeadLetters, readDeadLetters, readGone } from "./store.ts";
import { createSender, type Sender } from "./test-sender.ts";
import type { Receipt } from "./words.ts";

const plain = (n: number) => ({ accepted: n, known: 0, refused: 0, results: [] });

describe("dead letters", () => {
  let server: TestServer;
  let sender: Sender;
  let bad = "";
  afterAll(() => server.close());
  beforeAll(async () => {
    server = await startTestServer();
    sender = await createSender(server, "shop");
    bad = await sender.newKey("till");
    const stamp = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    await sender.send(
      "/batch",
      {
        batch: [
          { type: "track", userId: "dora", event: "Paid", messageId: "d1", properties: { amount: "12,50" } },
          { type: "track", userId: "dora", event: "Paid", messageId: "d2", timestamp: stamp(1.0001) },
          { type: "track", event: "Paid", messageId: "d3", note: "a\0b\uD800" },
          { type: "track", userId: "dora", event: "Paid", messageId: "d4", properties: { text: "x".repeat(60_000) } },
        ],
      },
      { key: bad },
    );
  });
  interface List {
    total: number;
    counts: object[];
    next: string | null;
    letters: { id: string; messageId: string; reason: string; customer: string | null; payload: string | null }[];
  }
  const list = (query = "") => server.get<List>(`/api/v1/dead-letters?source=till${query}`);

  test("refused events are kept as they came, counted by reason, in pages", async () => {
    const all = await list();
    expect(all.total).toBe(4);
    expect(all.counts).toEqual(["bad-value", "future", "no-person", "too-large"].map((reason) => ({ source: "till", reason, count: 1 })));
    const found = new Map(all.letters.map((letter) => [letter.messageId, letter]));
    expect(found.get("d1")).toMatchObject({ customer: "dora", reason: "bad-value" });
    expect(JSON.parse(found.get("d3")?.payload ?? "")).toEqual({ type: "track", event: "Paid", messageId: "d3", note: "a\0b\uD800" });
    expect(found.get("d4")).toMatchObject({ payload: null, reason: "too-large" }); // too large to be kept
    const first = await list("&limit=3");
    const second = await list(`&limit=3&before=${first.next}`);
    expect([first.letters.length, second.letters.length, second.next]).toEqual([3, 1, null]);
    expect((await list("&reason=future")).letters.map((letter) => letter.messageId)).toEqual(["d2"]);
  });

  test("the same event refused again takes its own place", async () => {
    await sender.send("/track", { userId: "dora", event: "Paid", messageId: "d1", properties: { amount: "12,50" } }, { key: bad });
    expect((await list()).total).toBe(4);
  });

  test("they can be had as lines of JSON, by who may see personal data", async () => {
    const file = await server.ask("GET", "/api/v1/dead-letters/download?source=till");
    const lines = file.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { messageId: string });
    expect(lines.map((line) => line.messageId).sort()).toEqual(["d1", "d2", "d3", "d4"]);
    const made = await server.ask("POST", "/api/v1/keys", { body: { name: "Reader", scopes: ["customer:read"], source: null } });
    const authorization = `Bearer ${String(made.body["key"])}`;
    const blind = await server.ask("GET", "/api/v1/dead-letters?source=till", { signedIn: false, headers: { authorization } });
    expect(blind.status).toBe(200);
    expect(blind.text).not.toMatch(/dora|12,50/);
    expect((await server.ask("GET", "/api/v1/dead-letters/download", { signedIn: false, headers: { authorization } })).status).toBe(403);
  });

  test("replay takes what is good by now, once, and leaves the rest with its reason", async () => {
    const replay = async (choice: object) =>
      (await server.ask("POST", "/api/v1/dead-letters/replay", { body: choice })).body as unknown as Receipt;
    expect((await server.ask("POST", "/api/v1/dead-letters/replay", { body: {} })).status).toBe(400);
    expect(await replay({ source: "till", reason: "no-person" })).toMatchObject({ accepted: 0, refused: 1 });
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_000); // the future event has come nearer
    try {
      const receipt = await replay({ source: "till" });
      expect(receipt).toMatchObject({ accepted: 1, known: 0, refused: 3 });
      await server.app.events.applied(receipt.position ?? 0);
    } finally {
      later.mockRestore();
    }
    const told = await server.app.events.scan({ filter: { customer: "dora" }, texts: ["id"] });
    expect(told.texts.id).toEqual(["d2"]);
    expect((await list()).letters.map((letter) => letter.messageId).sort()).toEqual(["d1", "d3", "d4"]);
    // Sent again and refused again, then told well: what waits is known by then.
    expect(
      await sender.send("/track", { userId: "dora", event: "Paid", messageId: "d1", properties: { amount: "12.50" } }, { key: bad }),
    ).toMatchObject(plain(1));
    expect((await list()).total).toBe(3);
  });

  test("discarding forgets the chosen ones", async () => {
    const discard = async (choice: object) => (await server.ask("POST", "/api/v1/dead-letters/discard", { body: choice })).body;
    expect(await discard({ source: "till", reason: "no-person" })).toEqual({ discarded: 1 });
    const [one] = (await list()).letters;
    expect(await discard({ ids: [one?.id] })).toEqual({ discarded: 1 });
    expect(await discard({ source: "till" })).toEqual({ discarded: 1 });
    expect(await list()).toMatchObject({ total: 0, letters: [] });
  });
});

test("of one source the newest are kept and the others counted, whole months are forgotten, and no other source is touched", async () => {
  const dataDir = freshDir();
  const records = await openRecords({ dataDir, log: createLog("silent") });
  const letters = createDeadLetters(records, 100);
  const NOW = Date.parse("2026-11-22T12:00:00Z");
  const DAY = 86_400_000;
  const keep = (source: string, from: number, to: number, at = NOW) =>
    letters.keep(
      source,
      Array.from({ length: to - from }, (_, i) => ({
        told: { verb: "track", content: { n: from + i }, messageId: `m${from + i}`, badId: null },
        arrival: { receivedAt: at + from + i, now: at, sentAt: Number.NaN },
        refusal: new Refusal("no-person", "Nobody."),
      })),
    );
  const state = async (source: string) => {
    const [row] = await countDeadLetters(records.db, { source }, NOW);
    const [newest] = await readDeadLetters(records.db, { choice: { source }, now: NOW, before: null, limit: 1 });
    return { count: row?.count ?? 0, gone: (await readGone(records.db, source))[0]?.count ?? 0, newest: newest?.messageId ?? null };
  };
  await keep("till", 0, 90);
  await keep("shop", 0, 3);
  expect(await state("till")).toEqual({ count: 90, gone: 0, newest: "m89" });
  for (let from = 90; from < 1000; from += 70) await keep("till", from, from + 70);
  expect(await state("till")).toEqual({ count: 100, gone: 900, newest: "m999" });
  expect(await state("shop")).toEqual({ count: 3, gone: 0, newest: "m2" });

  await keep("old", 0, 2, NOW - 30 * DAY - 1000);
  expect(await state("old")).toEqual({ count: 0, gone: 0, newest: null }); // not shown any more, even before it is swept
  expect((await readDeadLetters(records.db, { choice: { source: "old" }, now: 0, before: null, limit: 9 })).length).toBe(2);
  await sweepDeadLetters(records, NOW);
  expect((await readDeadLetters(records.db, { choice: { source: "old" }, now: 0, before: null, limit: 9 })).length).toBe(0);
  expect((await state("till")).count).toBe(100);
  await records.close();
  rmSync(dataDir, { recursive: true, force: true });
});
