import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { logKey } from "../../platform/records/tables.ts";
import { type Answer, startTestServer, type TestServer } from "../../test-server.ts";
import { assertRoom } from "./take-events.ts";
import type { Receipt } from "./words.ts";

let server: TestServer;
let key = "";
beforeAll(async () => {
  server = await startTestServer();
  key = await newKey("shop");
});
afterAll(() => server.close());

async function newKey(source: string): Promise<string> {
  const made = await server.ask("POST", "/api/v1/keys", { body: { name: `Key of ${source}`, scopes: ["ingest:write"], source } });
  expect([made.status, made.text]).toEqual([200, made.text]);
  return String(made.body["key"]);
}

interface Sent {
  readonly key?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
async function raw(
  path: string,
  payload: string | Buffer,
  { key: by = key, type = "application/json", headers }: Sent = {},
): Promise<Answer> {
  const response = await server.http.inject({
    method: "POST",
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${by}`, "content-type": type, ...headers },
    payload,
  });
  return {
    status: response.statusCode,
    headers: response.headers as Record<string, unknown>,
    text: response.payload,
    body: JSON.parse(response.payload) as Record<string, unknown>,
  };
}
async function send(path: string, content: unknown, sent: Sent = {}): Promise<Receipt> {
  const answer = await raw(path, JSON.stringify(content), sent);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as unknown as Receipt; // checked against its schema on the way out
}
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
    const receipt = await send("/batch", {
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
    const basic = { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` };
    for (const [path, content] of [
      ["/track", { event: "Called" }],
      ["/identify", {}],
      ["/group", { groupId: "acme" }],
      ["/page", { name: "Home" }],
      ["/screen", { name: "Cart" }],
      ["/alias", { previousId: "old" }],
    ] as const)
      expect(await send(path, { userId: "verbs", ...content }, { headers: basic })).toMatchObject(plain(1));
    await applied(await send("/track", { userId: "verbs", event: "Last" }, { type: "text/plain" }));
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
    expect(await send("/events", event("1"), { type: "application/cloudevents+json; charset=utf-8" })).toMatchObject(plain(1));
    expect(await send("/events", [event("1"), event("2")], { type: "application/cloudevents-batch+json" })).toMatchObject({
      accepted: 1,
      known: 1,
      results: [{ index: 0, id: "/tills/4 1", verdict: "known" }],
    });
    const headers = { "ce-specversion": "1.0", "ce-id": "3", "ce-source": "/tills/4", "ce-type": "receipt.printed", "ce-userid": "carl" };
    await applied(await send("/events", { channel: "shop" }, { headers }));
    expect((await rowsOf({ customer: "carl" })).map((row) => row["id"])).toEqual(["/tills/4 1", "/tills/4 2", "/tills/4 3"]);
  });

  test("one bad event never loses its batch, and says what is wrong with it", async () => {
    const receipt = await send("/batch", {
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
      Array.from({ length: 12 }, () => send("/batch", batch, { headers: { "idempotency-key": "run 1" } })),
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
    expect((await raw("/batch", gzipSync(of(1000)), { headers: { "content-encoding": "gzip" } })).body).toMatchObject(plain(1000));
    const many = await raw("/batch", of(1001));
    expect([many.status, many.body["code"]]).toEqual([429, "limit"]);
    const large = await raw("/track", Buffer.alloc(4 * 1024 * 1024 + 1, 32));
    expect(large.body["code"]).toBe("limit");
    await applied(await send("/track", { userId: "big", event: "Last of it" }));
    expect((await rowsOf({ activity: "Big" })).length).toBe(1000);
  });

  test("a key speaks for its source only; a person names one; nobody else may send", async () => {
    expect((await raw("/track?source=crm", "{}")).body).toMatchObject({ code: "forbidden" });
    expect((await raw("/track?source=shop", JSON.stringify({ userId: "k", event: "E" }))).body).toMatchObject(plain(1));
    expect((await raw("/track?world=sample", "{}")).body).toMatchObject({ code: "invalid" });
    const asOwner = (path: string) => server.ask("POST", `/api/v1${path}`, { body: { userId: "k", event: "E" } });
    expect((await asOwner("/track")).body).toMatchObject({ code: "invalid", fix: expect.stringContaining("source") as string });
    expect((await asOwner("/track?source=by%20hand")).body).toMatchObject(plain(1));
    expect((await raw("/track", "{}", { key: "cseat_nobody" })).status).toBe(401);
    const reader = await server.ask("POST", "/api/v1/keys", { body: { name: "Reader", scopes: ["customer:read"], source: null } });
    expect((await raw("/track", "{}", { key: String(reader.body["key"]) })).status).toBe(403);
  });

  test("who was forgotten stays forgotten: refused, and kept nowhere", async () => {
    await applied(await send("/track", { userId: "gone", event: "E", messageId: "g1" }, { key: await newKey("forgetting") }));
    await server.app.records.transaction(async (tx) => {
      await tx.update(logKey).set({ key: null, destroyedAt: new Date() }).where(eq(logKey.subject, "gone"));
    });
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000); // the key was in memory for a minute
    try {
      const receipt = await send("/track", { userId: "gone", event: "E", messageId: "g2" }, { key: await newKey("forgetting") });
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

describe("dead letters", () => {
  let bad = "";
  beforeAll(async () => {
    bad = await newKey("till");
    const stamp = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    await send(
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
    await send("/track", { userId: "dora", event: "Paid", messageId: "d1", properties: { amount: "12,50" } }, { key: bad });
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
      await applied(receipt);
    } finally {
      later.mockRestore();
    }
    expect((await rowsOf({ customer: "dora" })).map((row) => row["id"])).toEqual(["d2"]);
    expect((await list()).letters.map((letter) => letter.messageId).sort()).toEqual(["d1", "d3", "d4"]);
    // Sent again and refused again, then told well: what waits is known by then.
    expect(
      await send("/track", { userId: "dora", event: "Paid", messageId: "d1", properties: { amount: "12.50" } }, { key: bad }),
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
