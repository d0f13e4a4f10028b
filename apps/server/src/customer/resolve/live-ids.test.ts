import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { createSender, type Sender } from "../ingest/test-sender.ts";
import { byIds } from "./by-ids.ts";
import type { MatchReport, Pair, Resolution } from "./words.ts";

let server: TestServer;
let sender: Sender;
beforeAll(async () => {
  server = await startTestServer();
  sender = await createSender(server, "shop");
});
afterAll(() => server.close());

const hour = (n: number) => new Date(Date.UTC(2026, 9, 1) + n * 3_600_000).toISOString();
const track = (n: number, ids: object) => ({
  type: "track",
  event: "Seen",
  timestamp: hour(n),
  messageId: `t-${n}-${JSON.stringify(ids)}`,
  ...ids,
});
const identify = (n: number, ids: object, traits = {}) => ({
  type: "identify",
  timestamp: hour(n),
  messageId: `i-${n}-${JSON.stringify(ids)}`,
  ...ids,
  traits,
});
const send = async (...batch: object[]) => {
  const { refused, position } = await sender.send("/batch", { batch });
  expect(refused).toBe(0);
  await server.app.events.applied(position ?? 0);
};
const resolve = async (): Promise<MatchReport> => {
  const { report, state } = (await server.ask("POST", "/api/v1/identity/resolve", { body: {} })).body as unknown as Resolution;
  expect(state).toBe("done");
  if (report === null) throw new Error("nothing was resolved");
  return report;
};
const decide = async (a: string, b: string, verdict: "together" | "apart" | null) =>
  expect((await server.ask("PUT", "/api/v1/identity/decisions", { body: { a, b, verdict } })).status).toBe(200);
/** Whom the rows of some names stand for, oldest first. */
const customersOf = async (...told: string[]) => {
  const { texts } = await server.app.events.scan({
    filter: { world: "own", stream: "events" },
    texts: ["customer", "told"],
    order: "oldest",
  });
  return (texts.customer ?? []).filter((customer, i) => told.includes(texts.told?.[i] ?? customer ?? ""));
};

describe("what events say of who is whom", () => {
  test("a device is its user's from the first visit on, and why stands on the customer's page", async () => {
    await send(track(1, { anonymousId: "d1" }), track(2, { anonymousId: "d1" }), identify(3, { userId: "ada", anonymousId: "d1" }));
    await resolve();
    expect(await customersOf("d1")).toEqual(["ada", "ada"]);
    await send(track(4, { anonymousId: "d1" })); // came later
    expect(await customersOf("d1")).toEqual(["ada", "ada", "ada"]);
    const { customer, names, pairs } = await server.get<{ customer: string; names: string[]; pairs: Pair[] }>(
      "/api/v1/customers/d1/identity",
    );
    expect([customer, names]).toEqual(["ada", ["ada", "d1"]]);
    expect(pairs[0]?.reasons).toEqual([{ column: null, agreement: "told-together", bits: 30 }]);
  });

  test("a join by ids can be taken back and given again, and the rows follow", async () => {
    await decide("ada", "d1", "apart");
    expect(await customersOf("d1")).toEqual(["d1", "d1", "d1"]);
    await resolve();
    expect(await customersOf("d1")).toEqual(["d1", "d1", "d1"]);
    await decide("ada", "d1", null);
    expect(await customersOf("d1")).toEqual(["ada", "ada", "ada"]);
  });

  test("a device of several people is each one's in turn, and never makes them one", async () => {
    await send(
      track(10, { anonymousId: "tablet" }),
      track(11, { userId: "bo", anonymousId: "tablet" }),
      track(12, { anonymousId: "tablet" }),
      identify(13, { userId: "cy", anonymousId: "tablet" }),
      track(14, { anonymousId: "tablet" }),
      track(15, { userId: "bo", anonymousId: "tablet" }),
      track(16, { anonymousId: "tablet" }),
    );
    const { devices } = await resolve();
    expect(devices).toEqual({ named: 2, joined: 1, shared: 1 });
    expect(await customersOf("tablet")).toEqual(["bo", "bo", "cy", "bo"]);
    await send(track(13.5, { anonymousId: "tablet" })); // late: it belongs to whose turn it was
    expect(await customersOf("tablet")).toEqual(["bo", "bo", "cy", "cy", "bo"]);
    expect(await customersOf("bo")).toEqual(["bo", "bo"]);
    const told = await server.get<{ pairs: Pair[] }>("/api/v1/customers/cy/identity");
    expect(told.pairs.flatMap(({ reasons }) => reasons)).toContainEqual({ column: null, agreement: "device-turn", bits: 0 });
    const review = await server.get<{ pairs: Pair[] }>("/api/v1/identity/review");
    expect(review.pairs.filter(({ a, b }) => [a.told, b.told].includes("tablet"))).toEqual([]);
    // Somebody takes one's turns away: the others keep theirs.
    const before = await server.app.events.links({ world: "own" });
    await decide("cy", "tablet", "apart");
    expect(await customersOf("tablet")).toEqual(["bo", "bo", "tablet", "tablet", "bo"]);
    await decide("cy", "tablet", null);
    expect(await server.app.events.links({ world: "own" })).toEqual(before);
  });

  test("an alias joins an old name; two that both signed in are asked about", async () => {
    await send(
      track(20, { userId: "dee" }),
      track(21, { anonymousId: "old-dee" }),
      { type: "alias", userId: "dee", previousId: "old-dee", messageId: "al1", timestamp: hour(22) },
      track(23, { userId: "eve", anonymousId: "d-eve" }),
      { type: "alias", userId: "dee", previousId: "eve", messageId: "al2", timestamp: hour(24) },
    );
    await resolve();
    expect(await customersOf("old-dee")).toEqual(["dee"]);
    expect(await customersOf("eve")).toEqual(["eve"]);
    const { pairs } = await server.get<{ pairs: Pair[] }>("/api/v1/identity/review");
    expect(pairs.map(({ a, b, reasons }) => [a.told, b.told, reasons.map(({ agreement }) => agreement)])).toContainEqual([
      "dee",
      "eve",
      ["told-one"],
    ]);
    await decide("dee", "eve", "together");
    const [of] = await customersOf("eve");
    expect(new Set(await customersOf("eve", "dee", "old-dee"))).toEqual(new Set([of]));
  });

  test("who a customer is, told by events, meets what files say of them", async () => {
    const text = "customer_id,first_name,last_name,email\nC1,Fay,Stone,fay@example.org\nC2,Gus,Reed,gus@example.org\n";
    await server.importFile({ name: "crm.csv", text, as: "customers", source: "crm" });
    await send(
      identify(30, { userId: "u-fay" }, { email: "FAY@example.org", firstName: "Fay", lastName: "Stone", plan: "pro" }),
      track(31, { userId: "u-fay" }),
    );
    await resolve();
    expect(await customersOf("u-fay")).toEqual(["C1"]);
    const rows = await server.app.events.scan({ filter: { world: "own", customer: "C1", stream: "identities" }, texts: ["traits"] });
    expect(rows.texts.traits).toEqual(['{"plan":"pro"}']);
  });

  test("is followed by itself", async () => {
    await send(track(40, { anonymousId: "d9" }), identify(41, { userId: "hal", anonymousId: "d9" }));
    await expect.poll(() => customersOf("d9"), { timeout: 60_000 }).toEqual(["hal"]);
  });

  test("who is forgotten takes their turns with a device along, and leaves the others theirs", async () => {
    const others = await customersOf("bo");
    const asked = await server.ask("POST", "/api/v1/customers/cy/erase", { body: { confirm: "cy", reason: "request" } });
    expect([asked.status, asked.text]).toEqual([200, asked.text]);
    expect(await customersOf("tablet")).toEqual(["bo", "bo", "bo"]);
    expect(await customersOf("bo")).toEqual(others);
  });
});

describe("ids make the same customers", () => {
  const turn = fc.record({
    name: fc.constantFrom("u", "v", "w"),
    beside: fc.constantFrom("x", "y", "z"),
    first: fc.integer({ min: 0, max: 30 }),
  });
  const alias = fc.record({
    name: fc.constantFrom("u", "v"),
    beside: fc.constantFrom("v", "x", "old"),
    first: fc.integer({ min: 0, max: 30 }),
  });
  const whole = (one: { name: string; beside: string; first: number }) => ({ ...one, source: "shop", last: one.first, n: 1 });

  test("in whatever order they are told", () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), fc.array(alias, { maxLength: 3 }), fc.nat(), (turns, aliases, seed) => {
        const told = { beside: turns.map(whole), aliases: aliases.map(whole) };
        const shuffled = (of: ReturnType<typeof whole>[]) =>
          [...of].sort((a, b) => ((JSON.stringify(a).length * 31 + seed) % 7) - ((JSON.stringify(b).length * 17 + seed) % 5));
        expect(byIds({ beside: shuffled(told.beside).reverse(), aliases: shuffled(told.aliases) })).toEqual(byIds(told));
      }),
    );
  });

  test("and nobody who signed in is one with another who did, unless somebody says so", () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), fc.array(alias, { maxLength: 3 }), (turns, aliases) => {
        const { pairs } = byIds({ beside: turns.map(whole), aliases: aliases.map(whole) });
        const users = new Set<string>([...turns, ...aliases].map(({ name }) => name));
        const owner = new Map<string, string>();
        for (const { a, b, bits } of pairs) {
          if (bits <= 0) continue;
          expect(users.has(a) && users.has(b)).toBe(false);
          const [user, other] = users.has(a) ? [a, b] : [b, a];
          expect(owner.get(other) ?? user).toBe(user);
          owner.set(other, user);
        }
      }),
    );
  });
});
