import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { logKey } from "../../platform/records/tables.ts";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { assertRoom } from "./take-events.ts";
import { createSender, type Sender } from "./test-sender.ts";
import type { Receipt } from "./words.ts";

let server: TestServer;
let sender: Sender;
beforeAll(async () => {
  server = await startTestServer();
  sender = await createSender(server, "shop");
});
afterAll(() => server.close());

const plain = (n: number) => ({ accepted: n, known: 0, refused: 0, results: [] });
const COLUMNS = {
  numbers: ["time", "amount"],
  words: ["stream", "source", "activity", "stage", "kind", "currency"],
  texts: ["customer", "case", "id", "respondent", "traits"],
} as const;
async function rowsOf(filter: Record<string, string>) {
  const scan = await server.app.events.scan({ filter: { world: "own", ...filter }, ...COLUMNS });
  const word = (column: (typeof COLUMNS.words)[number], i: number) =>
    scan.words[column]?.dictionary[scan.words[column].codes[i] ?? -1] ?? null;
  return Array.from({ length: scan.length }, (_, i) => ({
    ...Object.fromEntries(COLUMNS.words.map((column) => [column, word(column, i)])),
    ...Object.fromEntries(COLUMNS.texts.map((column) => [column, scan.texts[column]?.[i] ?? null])),
    ...Object.fromEntries(COLUMNS.numbers.map((column) => [column, scan.numbers[column]?.[i]])),
  }));
}
const applied = (receipt: Receipt) => server.app.events.applied(receipt.position ?? 0);

describe("taking events", () => {
  test("a batch of every kind becomes rows one can read behind its position", async () => {
    const receipt = await sender.send("/batch", {
      batch: [
        {
          type: "track",
          userId: "ada",
          event: "Order placed",
          messageId: "b1",
          timestamp: "2026-03-01T08:00:00Z",
          properties: { stage: "Ordering now", revenue: 12.5, colour: "red" },
        },
        { type: "identify", userId: "ada", anonymousId: "x1", messageId: "b2", traits: { plan: "pro" } },
        { type: "page", anonymousId: "x1", messageId: "b3", name: "Pricing" },
        { type: "alias", userId: "ada", previousId: "x0", messageId: "b4" },
      ],
    });
    expect(receipt).toEqual({ ...plain(4), position: expect.any(Number) as number });
    const timeline = await server.get<{ total: number; entries: { what: string; amount: number | null }[] }>(
      `/api/v1/customers/ada/timeline?world=own&after=${receipt.position}`,
    );
    expect(timeline.total).toBe(3);
    expect(timeline.entries.find((entry) => entry.what === "Order placed")).toMatchObject({
      amount: 12.5,
      currency: "EUR",
      time: "2026-03-01T08:00:00.000Z",
      source: "shop",
    });
    expect(await rowsOf({ customer: "ada", stream: "events" })).toEqual([
      {
        stream: "events",
        source: "shop",
        activity: "Order placed",
        stage: "Ordering-now",
        kind: null,
        currency: "EUR",
        customer: "ada",
        case: "ada",
        id: "b1",
        respondent: null,
        traits: '{"colour":"red"}',
        time: Date.parse("2026-03-01T08:00:00Z"),
        amount: 1250,
      },
    ]);
    expect(await rowsOf({ customer: "ada", stream: "identities" })).toMatchObject([
      { kind: "identify", respondent: "x1", traits: '{"plan":"pro"}', case: null },
      { kind: "alias", respondent: "x0", traits: null },
    ]);
    const { stages } = await server.get<{ stages: { id: string; label: string }[] }>("/api/v1/company");
    expect(stages).toContainEqual(expect.objectContaining({ id: "Ordering-now", label: "Ordering now" }));
  });

  test("each verb has its own address, and a key may come as the user of basic authorization", async () => {
    const basic = { authorization: `Basic ${Buffer.from(`${sender.key}:`).toString("base64")}` };
    for (const [path, content] of [
      ["/track", { event: "Called" }],
      ["/identify", {}],
      ["/group", { groupId: "acme" }],
      ["/page", { name: "Home" }],
      ["/screen", { name: "Cart" }],
      ["/alias", { previousId: "old" }],
    ] as const)
      expect(await sender.send(path, { userId: "verbs", ...content }, { headers: basic })).toMatchObject(plain(1));
    await applied(await sender.send("/track", { userId: "verbs", event: "Last" }, { type: "text/plain" }));
    const rows = await rowsOf({ customer: "verbs" });
    expect(rows.map((row) => [row["stream"], row["activity"] ?? row["kind"]])).toEqual(
      expect.arrayContaining([
        ["events", "Called"],
        ["events", "Viewed Home"],
        ["events", "Viewed Cart"],
        ["events", "Last"],
        ["identities", "identify"],
        ["identities", "group"],
        ["identities", "alias"],
      ]),
    );
    expect(rows.length).toBe(7);
  });

  test("CloudEvents come structured, batched and binary, and are known by source and id", async () => {
    const event = (id: string) => ({
      specversion: "1.0",
      id,
      source: "/tills/4",
      type: "receipt.printed",
      userid: "carl",
      time: "2026-03-01T08:00:00Z",
      data: { channel: "shop" },
    });
    expect(await sender.send("/events", event("1"), { type: "application/cloudevents+json; charset=utf-8" })).toMatchObject(plain(1));
    expect(await sender.send("/events", [event("1"), event("2")], { type: "application/cloudevents-batch+json" })).toMatchObject({
      accepted: 1,
      known: 1,
      results: [{ index: 0, id: "/tills/4 1", verdict: "known" }],
    });
    const headers = { "ce-specversion": "1.0", "ce-id": "3", "ce-source": "/tills/4", "ce-type": "receipt.printed", "ce-userid": "carl" };
    await applied(await sender.send("/events", { channel: "shop" }, { headers }));
    expect((await rowsOf({ customer: "carl" })).map((row) => row["id"])).toEqual(["/tills/4 1", "/tills/4 2", "/tills/4 3"]);
  });

  test("one bad event never loses its batch, and says what is wrong with it", async () => {
    const receipt = await sender.send("/batch", {
      batch: [
        { type: "track", userId: "mix", event: "Good", messageId: "m1" },
        { type: "track", userId: "null", event: "Bad", messageId: "m2" },
        5,
        { type: "track", userId: "mix", event: "Good", messageId: "m1" },
      ],
    });
    expect(receipt).toMatchObject({ accepted: 1, known: 1, refused: 2 });
    expect(receipt.results).toEqual([
      {
        index: 1,
        id: "m2",
        verdict: "refused",
        reason: "illegal-id",
        detail: expect.any(String) as string,
        fix: expect.any(String) as string,
      },
      {
        index: 2,
        id: expect.any(String) as string,
        verdict: "refused",
        reason: "not-an-event",
        detail: expect.any(String) as string,
        fix: expect.any(String) as string,
      },
      { index: 3, id: "m1", verdict: "known" },
    ]);
    expect(receipt.results.map((one) => one.detail ?? "").join(" ")).not.toContain("null"); // nothing of its content
  });

  test("the same request sent many times at once counts once, also by Idempotency-Key alone", async () => {
    const batch = { batch: Array.from({ length: 40 }, (_, i) => ({ type: "track", userId: `again ${i % 7}`, event: "Again" })) };
    const receipts = await Promise.all(
      Array.from({ length: 12 }, () => sender.send("/batch", batch, { headers: { "idempotency-key": "run 1" } })),
    );
    expect(receipts.reduce((sum, one) => sum + one.accepted, 0)).toBe(40);
    for (const one of receipts) {
      expect(one.accepted + one.known).toBe(40);
      await applied(one);
    }
    expect((await rowsOf({ activity: "Again" })).length).toBe(40);
  });

  test("gzip is taken, a thousand and one events or 4 MB are refused whole", async () => {
    const of = (n: number) =>
      Buffer.from(JSON.stringify({ batch: Array.from({ length: n }, () => ({ type: "track", userId: "big", event: "Big" })) }));
    expect((await sender.raw("/batch", gzipSync(of(1000)), { headers: { "content-encoding": "gzip" } })).body).toMatchObject(plain(1000));
    const many = await sender.raw("/batch", of(1001));
    expect([many.status, many.body["code"]]).toEqual([413, "limit"]);
    const large = await sender.raw("/track", Buffer.alloc(4 * 1024 * 1024 + 1, 32));
    expect(large.body["code"]).toBe("limit");
    await applied(await sender.send("/track", { userId: "big", event: "Last of it" }));
    expect((await rowsOf({ activity: "Big" })).length).toBe(1000);
  });

  test("a key speaks for its source only; a person names one; nobody else may send", async () => {
    expect((await sender.raw("/track?source=crm", "{}")).body).toMatchObject({ code: "forbidden" });
    expect((await sender.raw("/track?source=shop", JSON.stringify({ userId: "k", event: "E" }))).body).toMatchObject(plain(1));
    expect((await sender.raw("/track?world=sample", "{}")).body).toMatchObject({ code: "invalid" });
    const asOwner = (path: string) => server.ask("POST", `/api/v1${path}`, { body: { userId: "k", event: "E" } });
    expect((await asOwner("/track")).body).toMatchObject({ code: "invalid", fix: expect.stringContaining("source") as string });
    expect((await asOwner("/track?source=by%20hand")).body).toMatchObject(plain(1));
    expect((await sender.raw("/track", "{}", { key: "cseat_nobody" })).status).toBe(401);
    const reader = await server.ask("POST", "/api/v1/keys", { body: { name: "Reader", scopes: ["customer:read"], source: null } });
    expect((await sender.raw("/track", "{}", { key: String(reader.body["key"]) })).status).toBe(403);
  });

  test("who was forgotten stays forgotten: refused, and kept nowhere", async () => {
    await applied(await sender.send("/track", { userId: "gone", event: "E", messageId: "g1" }, { key: await sender.newKey("forgetting") }));
    await server.app.records.transaction(async (tx) => {
      await tx.update(logKey).set({ key: null, destroyedAt: new Date() }).where(eq(logKey.subject, "gone"));
    });
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000); // the key was in memory for a minute
    try {
      const receipt = await sender.send(
        "/track",
        { userId: "gone", event: "E", messageId: "g2" },
        { key: await sender.newKey("forgetting") },
      );
      expect(receipt).toMatchObject({ accepted: 0, refused: 1, position: null, results: [{ reason: "forgotten" }] });
    } finally {
      later.mockRestore();
    }
    expect(await server.get("/api/v1/dead-letters?source=forgetting")).toMatchObject({ total: 0 });
  });

  test("too many that wait to be applied ask senders to wait", () => {
    expect(() => assertRoom({ lastPosition: 200_100, appliedPosition: 100 })).not.toThrow();
    expect(() => assertRoom({ lastPosition: 200_101, appliedPosition: 100 })).toThrow(
      expect.objectContaining({ code: "limit", retryAfter: 5 }) as Error,
    );
  });
});

test("whatever bytes come by whatever door, the answer is a receipt or a refusal of ours, at once", { timeout: 120_000 }, async () => {
  const paths = fc.constantFrom("/track", "/identify", "/group", "/page", "/screen", "/alias", "/batch", "/events");
  const types = fc.constantFrom(
    "application/json",
    "text/plain",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
    "application/octet-stream",
  );
  const names = fc.constantFrom(
    "batch",
    "type",
    "userId",
    "event",
    "properties",
    "traits",
    "messageId",
    "timestamp",
    "__proto__",
    "id",
    "source",
    "specversion",
    "data",
  );
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom("track", "identify", "\0", "\uD800", "1.0", "ada", "x".repeat(5000)));
  const event = fc.dictionary(names, value);
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .oneof(event, fc.record({ batch: fc.array(event, { maxLength: 20 }) }), fc.array(event), value)
      .map((one) => Buffer.from(JSON.stringify(one))),
    fc.integer({ min: 1, max: 100_000 }).map((n) => Buffer.from(`${'{"a":['.repeat(n)}1${"]}".repeat(n)}`)),
  );
  const headers = fc.dictionary(
    fc.constantFrom("idempotency-key", "content-encoding", "ce-specversion", "ce-id", "ce-type", "ce-source"),
    fc.constantFrom("1.0", "gzip", "x", "%E0%A4%A", "k".repeat(300)),
  );
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(paths, bodies, types, headers, async (path, bytes, type, sent) => {
      const { status, body } = await sender.raw(path, bytes, { type, headers: sent });
      statuses.add(status);
      if (status === 200) expect([body["accepted"], body["known"], body["refused"]].map(Number).every((n) => n >= 0)).toBe(true);
      else expect([400, 413]).toContain(status);
    }),
    { numRuns: 400 },
  );
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400]));
});
