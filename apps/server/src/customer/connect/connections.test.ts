import { createHmac, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ScanQuery } from "../../platform/events/contract.ts";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import type { Connection } from "./words.ts";

const KEY = "right-key-5b1f9c";
const PATIENT = { timeout: 60_000, interval: 50 };
const root = freshDir();
let server: TestServer;
let api: Server;
let origin = "";
let orders: object[] = [];
let status = 200;
const log: string[] = [];

beforeAll(async () => {
  api = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${KEY}`) return void response.writeHead(401).end();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ orders }));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const keep = (...parts: unknown[]) => void log.push(JSON.stringify(parts));
  server = await startTestServer({
    settings: { IMPORT_DIR: root, PRIVATE_HOSTS: "127.0.0.1", RATE_PER_MINUTE: "0" },
    log: { info: keep, warn: keep, error: keep, debug: keep } as never,
  });
});
afterAll(async () => {
  await server.close();
  await new Promise((resolve) => api.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

const rest = (source: string, more: object = {}) => ({
  name: `Orders of ${source}`,
  source,
  connector: "rest",
  settings: { url: `${origin}/orders`, headers: `Authorization: Bearer ${KEY}`, records: "orders" },
  as: "transactions",
  map: { customer: "customer.id", time: "paid", amount: "total", id: "id" },
  ...more,
});
const order = (id: number, total = "19.90") => ({
  id,
  paid: "2026-03-01T10:00:00Z",
  total,
  customer: { id: `cu-${id}` },
  lines: [{ sku: "a" }],
});
async function put(body: object, id: string = randomUUID(), headers: Record<string, string> = {}) {
  const answer = await server.ask("PUT", `/api/v1/connections/${id}`, { body, headers });
  return { id, status: answer.status, text: answer.text, saved: answer.body as unknown as Connection & { address: string | null } };
}
async function run(id: string, body: object = {}): Promise<Connection> {
  const answer = await server.ask("POST", `/api/v1/connections/${id}/run`, { body });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as unknown as Connection;
}
async function find(id: string): Promise<Connection> {
  const { connections } = await server.get<{ connections: Connection[] }>("/api/v1/connections");
  const found = connections.find((one) => one.id === id);
  if (found === undefined) throw new Error("no such connection");
  return found;
}
const rowsOf = async (source: string) => {
  const scan = await server.app.events.scan({
    filter: { source },
    numbers: ["amount", "time"],
    texts: ["id", "customer"],
  } satisfies ScanQuery);
  return Array.from({ length: scan.length }, (_, i) => [scan.texts.id?.[i], scan.texts.customer?.[i], scan.numbers.amount?.[i]]);
};

test("rows of an API are imported as a file is: mapped, to the cent, known when they come again, undone like any import", async () => {
  orders = [order(1), order(2, "0.10")];
  const { id, status: kept, saved } = await put(rest("shop"));
  expect(kept).toBe(200);
  expect(saved).toMatchObject({ state: "new", secrets: ["headers"], settings: { url: `${origin}/orders` }, address: null });
  expect(await run(id)).toMatchObject({ state: "well", read: 2, accepted: 2, refused: 0, failure: null });
  expect(await rowsOf("shop")).toEqual([
    ["1", "cu-1", 1990],
    ["2", "cu-2", 10],
  ]);
  orders.push(order(3), { ...order(4), paid: "never" });
  const second = await run(id);
  expect(second).toMatchObject({ read: 4, accepted: 1, refused: 1, alreadyKnown: 2 });
  expect(await rowsOf("shop")).toHaveLength(3);
  const statement = await server.get<{ balanced: boolean }>("/api/v1/sources/shop/reconcile?world=own");
  expect(statement.balanced).toBe(true);
  await server.ask("POST", `/api/v1/imports/${second.imports[0]}/withdraw`, { body: {} });
  await vi.waitUntil(async () => (await rowsOf("shop")).length === 2, PATIENT);
  expect(readdirSync(join(server.dataDir, "uploads"))).toEqual([]);
});

test("what cannot be read is asked for and keeps nothing; once it is settled the rows come", async () => {
  orders = [{ x1: "cu-1", x2: "2026-03-01T10:00:00Z", x3: "19.90" }];
  const { id } = await put(rest("unclear", { map: {} }));
  const failed = await run(id);
  expect(failed).toMatchObject({ state: "failing", failures: 1, nextAt: null, imports: [] });
  expect(failed.failure?.fix).toContain("--map customer");
  expect(readdirSync(join(server.dataDir, "uploads"))).toEqual([]);
  await put(rest("unclear", { map: { customer: "x1", time: "x2", amount: "x3" } }), id);
  expect(await run(id)).toMatchObject({ state: "well", accepted: 1, failures: 0 });
});

describe("secrets", () => {
  test("are in no answer, no log and no file of the records in the clear, and go to the place they were entered for", async () => {
    orders = [order(1)];
    const { id, text, saved } = await put(rest("secret-shop"));
    const settings = { url: `${origin}/orders`, records: "orders" };
    // Left out, it stays; the test of the settings uses it, too.
    expect((await put(rest("secret-shop", { settings, name: "Renamed" }), id)).saved).toMatchObject({
      name: "Renamed",
      secrets: ["headers"],
    });
    const tried = await server.ask("POST", "/api/v1/connections/test", { body: { id, connector: "rest", settings } });
    expect(tried.body).toMatchObject({ columns: ["id", "paid", "total", "customer", "lines"] });
    expect(await run(id)).toMatchObject({ state: "well" });
    for (const url of ["http://127.0.0.1:1/orders", "https://example.org/orders"]) {
      const elsewhere = { ...settings, url };
      expect((await put(rest("secret-shop", { settings: elsewhere }), id)).status).toBe(400);
      const refused = await server.ask("POST", "/api/v1/connections/test", { body: { id, connector: "rest", settings: elsewhere } });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("Enter headers again")]);
    }
    const wrong = await server.ask("POST", "/api/v1/connections/test", {
      body: { connector: "rest", settings: { ...settings, headers: "Authorization: Bearer wrong-key-0c0c" } },
    });
    expect([wrong.status, wrong.text.includes("wrong-key-0c0c")]).toEqual([400, false]);
    const rows = await server.app.records.executor.executeSql("SELECT * FROM connection");
    const trail = await server.app.records.executor.executeSql("SELECT * FROM audit_entry");
    const kept = await server.app.records.executor.executeSql("SELECT * FROM kept_answer");
    for (const place of [text, JSON.stringify(saved), tried.text, JSON.stringify([rows, trail, kept]), log.join("\n")])
      expect(place).not.toContain(KEY);
  });

  test("sealed for one connection they do not open for another", async () => {
    const { id } = await put(rest("swap-a"));
    const other = await put(rest("swap-b"));
    await server.app.records.executor.executeSql(
      "UPDATE connection SET sealed = (SELECT sealed FROM connection WHERE id = $1) WHERE id = $2",
      [id, other.id],
    );
    expect(await run(other.id)).toMatchObject({ state: "failing", failure: { fix: "Enter them again." }, imports: [] });
  });
});

test("who may only look sees how a connection is, not how it is reached", async () => {
  const { id } = await put(rest("looked-at"));
  const made = await server.ask("POST", "/api/v1/keys", { body: { name: "looks", scopes: ["customer:read"] } });
  const headers = { authorization: `Bearer ${String(made.body["key"])}` };
  const answer = await server.ask("GET", "/api/v1/connections", { headers, signedIn: false });
  const { connections } = answer.body as unknown as { connections: Connection[] };
  expect(connections.find((one) => one.id === id)).toMatchObject({
    name: "Orders of looked-at",
    state: "new",
    settings: {},
    secrets: [],
    map: {},
  });
  expect(answer.text).not.toContain(origin);
  expect((await server.ask("POST", `/api/v1/connections/${id}/run`, { headers, signedIn: false })).status).toBe(403);
});

test("an edit that does not know the last one is refused", async () => {
  const { id, saved } = await put(rest("edits"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await put(rest("edits", { name: "Second" }), id, { "if-match": saved.etag })).status).toBe(200);
  expect((await put(rest("edits", { name: "Third" }), id, { "if-match": saved.etag })).status).toBe(412);
  expect((await server.ask("DELETE", `/api/v1/connections/${id}`, { headers: { "if-match": saved.etag } })).status).toBe(412);
  const { etag } = await find(id);
  expect((await server.ask("DELETE", `/api/v1/connections/${id}`, { headers: { "if-match": etag } })).status).toBe(200);
  expect((await server.ask("DELETE", `/api/v1/connections/${id}`)).status).toBe(404);
});

test("by its schedule it runs by itself; failing, it waits longer each time and says so", async () => {
  orders = [order(1)];
  const { id } = await put(rest("planned", { everyMinutes: 30 }));
  await server.app.tick();
  const ran = await vi.waitUntil(async () => ((await find(id)).state === "well" ? find(id) : null), PATIENT);
  expect(ran.accepted).toBe(1);
  expect(Date.parse(ran.nextAt ?? "") - Date.parse(ran.endedAt ?? "")).toBe(30 * 60_000);
  expect(await server.app.tick()).toBe(0); // not before its time
  status = 404;
  const waits: number[] = [];
  for (let failures = 1; failures <= 3; failures += 1) {
    await run(id);
    const found = await find(id);
    expect(found).toMatchObject({ state: "failing", failures, failure: { message: expect.stringContaining("404") as string } });
    waits.push(Math.round((Date.parse(found.nextAt ?? "") - Date.parse(found.endedAt ?? "")) / 60_000));
  }
  expect(waits).toEqual([1, 2, 4]);
  status = 200;
  expect(await run(id)).toMatchObject({ state: "well", failures: 0, failure: null });
});

test("files of a folder come in as they are, each once, and a changed one again", async () => {
  const drop = join(root, "drop");
  mkdirSync(drop);
  const lay = (name: string, text: string, at: number) => {
    writeFileSync(join(drop, name), text);
    utimesSync(join(drop, name), at, at);
  };
  const hour = Date.now() / 1000 - 3600;
  lay("calls-1.csv", "case,activity,time\n1,Call,2026-01-01T00:00:00Z\n2,Call,2026-01-02T00:00:00Z\n", hour);
  lay("calls-2.csv", "case,activity,time\n3,Call,2026-01-03T00:00:00Z\n", hour);
  const { id } = await put({
    name: "Calls",
    source: "calls",
    connector: "folder",
    settings: { path: "drop", names: "calls-*.csv" },
    as: "events",
    map: { case: "case", activity: "activity", time: "time" },
  });
  expect(await run(id)).toMatchObject({ accepted: 3, imports: { length: 2 } });
  expect((await run(id)).imports).toHaveLength(2); // still those of the run that brought something
  lay("calls-2.csv", "case,activity,time\n3,Call,2026-01-03T00:00:00Z\n4,Call,2026-01-04T00:00:00Z\n", hour + 60);
  expect(await run(id)).toMatchObject({ accepted: 1, alreadyKnown: 1 });
  expect(await run(id, { fromStart: true })).toMatchObject({ accepted: 0, alreadyKnown: 4 });
  expect(await rowsOf("calls")).toHaveLength(4);
  expect(readFileSync(join(drop, "calls-2.csv"), "utf8")).toContain("4,Call"); // what lies there stays there
});

test("one file nobody can read does not hold up the others, and is read once it can be", async () => {
  const mixed = join(root, "mixed");
  mkdirSync(mixed);
  const hour = Date.now() / 1000 - 3600;
  const lay = (name: string, text: string, at = hour) => {
    writeFileSync(join(mixed, name), text);
    utimesSync(join(mixed, name), at, at);
  };
  const good = (i: number) => `case,activity,time\n${i},Call,2026-01-0${i}T00:00:00Z\n`;
  lay("a.csv", good(1));
  lay("b.csv", "%PDF-1.7 this is no table");
  lay("b2.csv", "%PDF-1.7 this is no table");
  lay("c.csv", good(3));
  const map = { case: "case", activity: "activity", time: "time" };
  const { id } = await put({ name: "Mixed", source: "mixed", connector: "folder", settings: { path: "mixed" }, as: "events", map });
  for (let times = 1; times <= 2; times += 1) {
    const found = await run(id);
    expect(found).toMatchObject({ state: "failing", failures: times, failure: { message: expect.stringMatching(/^b\.csv: /) as string } });
    expect(await rowsOf("mixed")).toHaveLength(2);
  }
  lay("b.csv", good(2), hour + 60);
  expect((await run(id)).failure?.message).toMatch(/^b2\.csv: /); // its twin is no more known than it was
  lay("b2.csv", good(2), hour + 60);
  expect(await run(id)).toMatchObject({ state: "well" });
  expect(await rowsOf("mixed")).toHaveLength(3);
  expect(readdirSync(join(server.dataDir, "uploads"))).toEqual([]);
});

describe("a webhook", () => {
  const SECRET = "signing-secret-91";
  const stripe = {
    name: "Payments",
    source: "payments",
    connector: "webhook",
    settings: {
      signature: "stripe",
      signatureHeader: "Stripe-Signature",
      signingSecret: SECRET,
      customer: "data.object.customer",
      activity: "type",
      time: "created",
      amount: "data.object.amount",
      amountIn: "hundredths",
      currency: "data.object.currency",
    },
  };
  const event = (id: string) => ({
    id,
    type: "invoice.paid",
    created: Math.floor(Date.now() / 1000) - 60,
    data: { object: { customer: "cus_1", amount: 1990, currency: "eur" } },
  });
  const signed = (body: string, secret = SECRET, at = Math.floor(Date.now() / 1000)) => ({
    "stripe-signature": `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`,
  });
  const send = async (url: string, body: string, headers: Record<string, string> = {}) => {
    const response = await server.http.inject({
      method: "POST",
      url,
      payload: body,
      headers: { "content-type": "application/json", ...headers },
    });
    return { status: response.statusCode, body: JSON.parse(response.payload) as Record<string, unknown> };
  };

  test("takes what is signed, once, to the cent; the rest is refused and nothing of it kept", async () => {
    const { id, saved } = await put(stripe);
    const url = saved.address ?? "";
    expect(url).toMatch(/^\/api\/v1\/hooks\/chook_[\w-]{32}$/);
    const body = JSON.stringify(event("evt_1"));
    for (const headers of [
      {},
      signed(body, "another"),
      signed(`${body} `),
      signed(body, SECRET, 1_700_000_000),
      { "stripe-signature": "t=1,v1=" },
    ])
      expect((await send(url, body, headers)).status).toBe(401);
    expect(await find(id)).toMatchObject({ state: "failing", failure: { message: expect.stringContaining("not signed") as string } });
    expect(await send(url, body, signed(body))).toMatchObject({ status: 200, body: { accepted: 1, known: 0, refused: 0 } });
    const again = await send(url, body, signed(body));
    expect(again).toMatchObject({ status: 200, body: { accepted: 0, known: 1 } });
    await server.app.events.applied(server.app.events.stats().lastPosition);
    const scan = await server.app.events.scan({
      filter: { source: "payments" },
      numbers: ["amount", "time"],
      words: ["activity", "currency"],
      texts: ["customer"],
    });
    expect(scan.length).toBe(1);
    expect([scan.texts.customer?.[0], scan.numbers.amount?.[0]]).toEqual(["cus_1", 1990]);
    expect(await find(id)).toMatchObject({ state: "well", failure: null });
    // What lacks a customer is a dead letter, to be looked at and judged again, not a failure of the delivery.
    const lacking = JSON.stringify({ ...event("evt_2"), data: {} });
    expect(await send(url, lacking, signed(lacking))).toMatchObject({ status: 200, body: { refused: 1 } });
    const broken = '{"id":';
    expect((await send(url, broken, signed(broken))).status).toBe(400);
  });

  test("its address is shown once; a new one ends the old, and who guesses gets nothing", async () => {
    const { id, saved } = await put({ ...stripe, source: "rotated", settings: { ...stripe.settings, signature: "none" } });
    expect((await put({ ...stripe, source: "rotated", settings: { ...stripe.settings, signature: "none" } }, id)).saved.address).toBeNull();
    const renewed = await put({ ...stripe, source: "rotated", newAddress: true, settings: { ...stripe.settings, signature: "none" } }, id);
    expect(renewed.saved.address).not.toBe(saved.address);
    const body = JSON.stringify(event("evt_3"));
    expect((await send(saved.address ?? "", body)).status).toBe(401);
    expect((await send("/api/v1/hooks/chook_guess", body)).status).toBe(401);
    expect((await send(`${renewed.saved.address}?source=elsewhere&world=sample`, body)).status).toBe(200);
    await server.ask("DELETE", `/api/v1/connections/${id}`);
    expect((await send(renewed.saved.address ?? "", body)).status).toBe(401);
  });

  test.each([
    ["hex", "hex"],
    ["base64", "base64"],
  ] as const)("a signature over the body, as %s, with the delivery's own id", async (signature, encoding) => {
    const settings = {
      signature,
      signatureHeader: "x-signature",
      signingSecret: SECRET,
      deliveryHeader: "X-Delivery",
      customer: "who",
      name: "Ordered",
      events: "orders",
    };
    const { saved } = await put({ name: "Shop", source: `hook-${signature}`, connector: "webhook", settings });
    const body = JSON.stringify({ orders: [{ who: "a" }, { who: "b" }] });
    const mac = createHmac("sha256", SECRET).update(body).digest(encoding);
    const headers = { "x-signature": signature === "hex" ? `sha256=${mac}` : mac, "x-delivery": "d-1" };
    expect(await send(saved.address ?? "", body, headers)).toMatchObject({ status: 200, body: { accepted: 2 } });
    expect(await send(saved.address ?? "", body, headers)).toMatchObject({ status: 200, body: { known: 2 } });
    expect(await send(saved.address ?? "", body, { ...headers, "x-delivery": "d-2" })).toMatchObject({ body: { accepted: 2 } });
  });

  test("events that are already of a known shape pass as they are", async () => {
    const { saved } = await put({ name: "Program", source: "program", connector: "webhook", settings: { shape: "segment" } });
    const body = JSON.stringify({ type: "track", userId: "u1", event: "Called", messageId: "m1" });
    expect(await send(saved.address ?? "", body)).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await send(saved.address ?? "", body)).toMatchObject({ status: 200, body: { known: 1 } });
  });
});

test("every connector says what it has to be told, and marks its secrets", async () => {
  const { connectors } = await server.get<{ connectors: { id: string; fields: { name: string; secret: boolean }[] }[] }>(
    "/api/v1/connectors",
  );
  const secrets = Object.fromEntries(connectors.map(({ id, fields }) => [id, fields.filter((one) => one.secret).map((one) => one.name)]));
  expect(secrets).toEqual({ folder: [], postgres: ["password"], mysql: ["password"], rest: ["headers"], webhook: ["signingSecret"] });
});
