import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dimensions } from "./columns.ts";
import type { EventRow } from "./event-row.ts";
import { type Judged, judge } from "./judge.ts";
import { LIMITS } from "./limits.ts";
import { createNameGuard } from "./name-guard.ts";
import { ILLEGAL_ANY_CASE, ILLEGAL_AS_WRITTEN, isIllegalId } from "@counterseat/identity";
import { parseRfc3339 } from "./read-time.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const dimensions: Dimensions = {
  currency: "EUR",
  stage: (name) => (name.toLowerCase() === "getting help" ? "help" : name),
  channel: (name) => name,
  segment: (name) => name,
};

function ask(verb: string, content: unknown, over: { sentAt?: string; now?: number; badId?: string } = {}): Judged {
  const arrival = { receivedAt: NOW, now: over.now ?? NOW, sentAt: over.sentAt === undefined ? Number.NaN : Date.parse(over.sentAt) };
  return judge({
    told: { verb, content, messageId: "m", badId: over.badId ?? null },
    arrival,
    dimensions,
    admit: () => undefined,
    plan: null,
  });
}
const row = (verb: string, content: unknown, over?: Parameters<typeof ask>[2]): EventRow => {
  const { row: found, refusal } = ask(verb, content, over);
  if (found === null) throw new Error(`refused: ${refusal.reason} ${refusal.message}`);
  return found;
};
const reason = (verb: string, content: unknown, over?: Parameters<typeof ask>[2]) => ask(verb, content, over).refusal?.reason ?? null;
const track = (more: object) => ({ userId: "ada", event: "Order placed", ...more });
const ce = (more: object) => ({ specversion: "1.0", id: "1", source: "/shop", type: "order.placed", ...more });

describe("Segment-shaped events", () => {
  test("a tracked event is an event of its customer's one journey, with its properties in our columns", () => {
    const properties = { stage: "Getting help", channel: "web", owner: "p1", segment: "families", resource: "Bo", unit: "u1", kind: "k" };
    const numbers = { amount: "12.5", currency: "jpy", quantity: 2, score: 7, scale: "0..10", comment: " slow ", colour: "red" };
    expect(row("track", track({ properties: { ...properties, ...numbers }, timestamp: "2026-11-22T10:00:00+02:00" }))).toEqual({
      stream: "events",
      time: Date.parse("2026-11-22T08:00:00Z"),
      customer: "ada",
      activity: "Order placed",
      case: "ada",
      kind: "k",
      respondent: null,
      stage: "help",
      channel: "web",
      owner: "p1",
      segment: "families",
      resource: "Bo",
      unit: "u1",
      scale: "0-10",
      currency: "JPY",
      comment: "slow",
      amount: 13, // yen have no minor unit
      quantity: 2,
      score: 7,
      points: 70,
      traits: '{"colour":"red"}',
      person: null,
    });
  });

  test("an event with a case belongs to it; an anonymous id beside the user's is kept", () => {
    expect(row("track", track({ anonymousId: "x1", properties: { case: 4711 } }))).toMatchObject({
      case: "4711",
      customer: "ada",
      respondent: "x1",
    });
    expect(row("track", { anonymousId: "x1", event: "Seen" })).toMatchObject({ customer: "x1", case: "x1", respondent: null });
    expect(row("track", { userId: null, anonymousId: 77, event: "Seen" })).toMatchObject({ customer: "77" });
  });

  test("money: amount first, else the first of revenue, total and value that is a number; its currency, else the company's", () => {
    const of = (properties: object) => {
      const { amount, currency, traits } = row("track", track({ properties }));
      return [amount, currency, traits];
    };
    expect(of({ amount: 1.005 })).toEqual([101, "EUR", null]); // 100.49999… in floating point
    expect(of({ revenue: 5, value: 9 })).toEqual([500, "EUR", '{"value":9}']);
    expect(of({ revenue: "gold", total: "3.1", currency: "KWD" })).toEqual([3100, "KWD", '{"revenue":"gold"}']);
    expect(of({ value: "high" })).toEqual([null, null, '{"value":"high"}']);
    expect(of({ amount: -2.5 })).toEqual([-250, "EUR", null]);
    expect(of({ amount: 0 })).toEqual([0, "EUR", null]);
    expect(reason("track", track({ properties: { amount: "12,50" } }))).toBe("bad-value");
    expect(reason("track", track({ properties: { amount: 1e300 } }))).toBe("bad-value");
    expect(reason("track", track({ properties: { amount: 1, currency: "Euro" } }))).toBe("bad-value");
  });

  test("a property with one of our names has to fit it; null is absent", () => {
    for (const properties of [
      { stage: {} },
      { channel: ["web"] },
      { score: "A" },
      { score: 11, scale: "0-10" },
      { scale: "many" },
      { comment: 4 },
      { case: {} },
      { case: 2 ** 60 },
    ])
      expect([properties, reason("track", track({ properties }))]).toEqual([properties, "bad-value"]);
    expect(reason("track", track({ properties: [] }))).toBe("bad-value");
    expect(row("track", track({ properties: { stage: null, amount: null, score: null, comment: "  " } }))).toMatchObject({
      stage: null,
      amount: null,
      score: null,
      comment: null,
    });
    expect(reason("track", track({ properties: { stage: "s".repeat(81) } }))).toBe("bad-value");
    expect(reason("track", track({ properties: { resource: "s".repeat(201) } }))).toBe("bad-value");
  });

  test("pages and screens are activities by their name, never by their address", () => {
    expect(row("page", { userId: "a", name: "Pricing", category: "Site", properties: { url: "https://x/1", path: "/1" } })).toMatchObject({
      activity: "Viewed Pricing",
    });
    expect(row("screen", { userId: "a", properties: { name: "Cart" } })).toMatchObject({ activity: "Viewed Cart" });
    expect(row("page", { userId: "a", category: "Docs" })).toMatchObject({ activity: "Viewed Docs" });
    expect(row("page", { userId: "a", properties: { path: "/order/4711" } })).toMatchObject({
      activity: "Viewed page",
      traits: '{"path":"/order/4711"}',
    });
  });

  test("who somebody is stands apart from what else traits say", () => {
    const traits = {
      firstName: " Ada ",
      lastName: "King",
      email: "ada@example.org",
      phone: 491234567,
      birthday: "1815-12-10T00:00:00Z",
      address: { street: "1 Quay", city: "Port", postalCode: "9230", country: "UK" },
      plan: "pro",
    };
    expect(row("identify", { userId: "u", traits })).toMatchObject({
      person: {
        given: "Ada",
        family: "King",
        email: "ada@example.org",
        phone: "491234567",
        birth: "1815-12-10",
        address: "1 Quay",
        city: "Port",
        postcode: "9230",
      },
      traits: '{"address":{"country":"UK"},"plan":"pro"}',
    });
    // What can be no such thing stays what it is; of two values of one kind the first counts.
    const odd = { email: ["a"], birthday: "in May", phone: "x".repeat(LIMITS.personChars + 1), name: "Ada", fullName: "Ada King" };
    const kept = row("identify", { userId: "u", traits: odd });
    expect(kept.person).toEqual({ name: "Ada" });
    expect(Object.keys(JSON.parse(kept.traits ?? "") as object)).toEqual(["email", "birthday", "phone", "fullName"]);
  });

  test("identify, group and alias say who belongs together", () => {
    const identities = { stream: "identities", activity: null, case: null };
    expect(row("identify", { userId: "u", anonymousId: "a", traits: { plan: "pro" } })).toMatchObject({
      ...identities,
      kind: "identify",
      customer: "u",
      respondent: "a",
      traits: '{"plan":"pro"}',
    });
    expect(row("group", { userId: "u", groupId: "acme", traits: {} })).toMatchObject({
      ...identities,
      kind: "group",
      respondent: "acme",
      traits: null,
    });
    expect(row("alias", { userId: "u", previousId: "old" })).toMatchObject({
      ...identities,
      kind: "alias",
      customer: "u",
      respondent: "old",
    });
    expect(reason("group", { userId: "u" })).toBe("no-person");
    expect(reason("alias", { userId: "u" })).toBe("no-person");
    expect(reason("alias", { anonymousId: "u", previousId: "v" })).toBe("no-person");
    expect(reason("identify", { userId: "null", anonymousId: "B" })).toBe("illegal-id");
  });

  test("what is no event, has no name, no person, or an id that cannot be used is refused", () => {
    for (const content of [null, 1, "x", [], true]) expect(reason("track", content)).toBe("not-an-event");
    expect(reason("unknown", track({}))).toBe("unknown-type");
    expect(reason("track", { event: "E" })).toBe("no-person");
    expect(reason("track", { userId: "a" })).toBe("bad-name");
    expect(reason("track", { userId: "a", event: " " })).toBe("bad-name");
    expect(reason("track", { userId: "a", event: "e".repeat(201) })).toBe("bad-name");
    expect(reason("track", { userId: "a", event: "e".repeat(200) })).toBe(null);
    expect(reason("track", { userId: {}, event: "E" })).toBe("illegal-id");
    expect(reason("track", { userId: "u".repeat(201), event: "E" })).toBe("illegal-id");
    expect(reason("track", { userId: 2 ** 60, event: "E" })).toBe("illegal-id"); // its last digits are lost already
    expect(reason("track", { userId: "a\0b", event: "E" })).toBe("illegal-id");
    expect(reason("track", { userId: "a\uD800", event: "E" })).toBe("illegal-id");
    expect(reason("track", track({}), { badId: "bad" })).toBe("bad-message-id");
    expect(row("track", track({ event: "a\0b\uDC00" })).activity).toBe("a\uFFFDb\uFFFD");
  });

  test("at most 32 KB of properties, comment included, and never nested past what can be written", () => {
    const of = (n: number) => ({ properties: { text: "x".repeat(n) } });
    expect(reason("track", track(of(LIMITS.propertyBytes - 11)))).toBe(null);
    expect(reason("track", track(of(LIMITS.propertyBytes - 10)))).toBe("too-large");
    expect(reason("track", track({ properties: { text: "ü".repeat(LIMITS.propertyBytes / 2) } }))).toBe("too-large");
    expect(reason("track", track({ properties: { comment: "x".repeat(LIMITS.propertyBytes + 1) } }))).toBe("too-large");
    expect(reason("identify", { userId: "a", traits: { text: "x".repeat(LIMITS.propertyBytes) } })).toBe("too-large");
    const deep = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`) as unknown;
    expect(reason("track", track({ properties: { deep } }))).toBe("too-large");
  });

  test("names that reach into a prototype are dropped at every depth", () => {
    const properties = JSON.parse(
      '{"a":{"__proto__":{"admin":true},"b":[{"constructor":{"prototype":1},"c":2}]},"__proto__":{"x":1},"constructor":1}',
    ) as object;
    expect(row("track", track({ properties })).traits).toBe('{"a":{"b":[{"c":2}]}}');
    expect(row("identify", { userId: "a", traits: JSON.parse('{"__proto__":{"x":1}}') as object }).traits).toBe(null);
    expect({}).not.toHaveProperty("x");
  });

  test("one source has a bounded number of different names, and other sources keep theirs", () => {
    const guard = createNameGuard(2);
    const admit = (source: string, event: string) => {
      const arrival = { receivedAt: NOW, now: NOW, sentAt: Number.NaN };
      const told = { verb: "track", content: { userId: "a", event }, messageId: "m", badId: null };
      return judge({ told, arrival, dimensions, admit: (found) => guard.admit(source, found), plan: null }).refusal?.reason ?? null;
    };
    expect([admit("s", "A"), admit("s", "B"), admit("s", "C"), admit("s", "A"), admit("t", "C")]).toEqual([
      null,
      null,
      "too-many-names",
      null,
      null,
    ]);
  });
});

describe("CloudEvents", () => {
  test("type is what happened, data its properties, and the person stands in an attribute, in data, or is the subject", () => {
    expect(row("cloudevent", ce({ subject: "ada", time: "2026-11-22T08:00:00Z", data: { stage: "buy", n: 1 } }))).toMatchObject({
      stream: "events",
      activity: "order.placed",
      customer: "ada",
      case: "ada",
      stage: "buy",
      time: Date.parse("2026-11-22T08:00:00Z"),
      traits: '{"n":1}',
    });
    expect(row("cloudevent", ce({ subject: "orders/7", data: { userId: "ada", anonymousId: "x" } }))).toMatchObject({
      customer: "ada",
      respondent: "x",
      traits: null,
    });
    expect(row("cloudevent", ce({ userid: "eve", data: { userId: "ada" } }))).toMatchObject({ customer: "eve" });
    expect(row("cloudevent", ce({ anonymousid: "x1", datacontenttype: "application/vnd.shop+json; charset=utf-8" }))).toMatchObject({
      customer: "x1",
    });
  });

  test("what the specification demands is demanded", () => {
    for (const more of [
      { specversion: "0.3" },
      { id: "" },
      { source: 1 },
      { source: "a b" },
      { type: undefined },
      { data: "text" },
      { data_base64: "AA==" },
      { datacontenttype: "text/xml" },
    ])
      expect([more, reason("cloudevent", ce({ subject: "ada", ...more }))]).toEqual([more, "bad-cloudevent"]);
    expect(reason("cloudevent", ce({}))).toBe("no-person");
    expect(reason("cloudevent", ce({ subject: "ada", time: "yesterday" }))).toBe("bad-time");
  });
});

describe("times", () => {
  const at = (more: object, over?: Parameters<typeof ask>[2]) => new Date(row("track", track(more), over).time).toISOString();

  test("RFC 3339 and nothing else", () => {
    for (const [text, iso] of [
      ["2024-02-29T23:59:60Z", "2024-03-01T00:00:00.000Z"],
      ["2024-02-29t10:00:00.25z", "2024-02-29T10:00:00.250Z"],
      ["2024-02-29 10:00:00-05:30", "2024-02-29T15:30:00.000Z"],
    ] as const)
      expect(new Date(parseRfc3339(text)).toISOString()).toBe(iso);
    for (const text of [
      "2023-02-29T10:00:00Z",
      "2024-13-01T00:00:00Z",
      "2024-00-10T00:00:00Z",
      "2024-01-01T24:00:00Z",
      "2024-01-01T00:00:00",
      "2024-01-01",
      "1700000000000",
      "2024-01-01T00:00:00+24:00",
      "",
      "0001-01-01T00:00:00Z",
    ])
      expect([text, parseRfc3339(text)]).toEqual([text, Number.NaN]);
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0100-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
        (date) => {
          expect(parseRfc3339(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
    expect(reason("track", track({ timestamp: 1_700_000_000_000 }))).toBe("bad-time");
    expect(reason("track", track({ timestamp: "22.11.2026" }))).toBe("bad-time");
  });

  test("a clock that is off is put right by when the batch was sent, as Segment documents", () => {
    const timestamp = "2026-11-22T09:00:00Z";
    expect(at({ timestamp })).toBe("2026-11-22T09:00:00.000Z");
    // Sent an hour after it happened by a clock that is two hours late: it came at 12, so it happened at 11.
    expect(at({ timestamp }, { sentAt: "2026-11-22T10:00:00Z" })).toBe("2026-11-22T11:00:00.000Z");
    expect(at({ timestamp: "2026-11-22T15:00:00Z", sentAt: "2026-11-22T16:00:00Z" })).toBe("2026-11-22T11:00:00.000Z");
    expect(at({ originalTimestamp: timestamp, timestamp: "2026-11-22T01:00:00Z" })).toBe("2026-11-22T09:00:00.000Z");
    // Seconds are travel time; more than a day is no clock; what cannot be read corrects nothing.
    expect(at({ timestamp }, { sentAt: "2026-11-22T11:59:56Z" })).toBe("2026-11-22T09:00:00.000Z");
    expect(at({ timestamp }, { sentAt: "2026-11-20T10:00:00Z" })).toBe("2026-11-22T09:00:00.000Z");
    expect(at({ timestamp, sentAt: "soon" })).toBe("2026-11-22T09:00:00.000Z");
    expect(at({})).toBe(new Date(NOW).toISOString());
  });

  test("late events are taken, those of tomorrow, before 1970 or older than 20 years are not", () => {
    expect(at({ timestamp: "2006-11-22T12:00:00Z" })).toBe("2006-11-22T12:00:00.000Z");
    expect(reason("track", track({ timestamp: "2006-11-21T23:59:59Z" }))).toBe("too-old");
    expect(reason("track", track({ timestamp: "1969-12-31T23:59:59Z" }), { now: Date.parse("1980-01-01T00:00:00Z") })).toBe("too-old");
    expect(reason("track", track({ timestamp: "2026-11-23T12:00:00Z" }))).toBe(null);
    expect(reason("track", track({ timestamp: "2026-11-23T12:00:01Z" }))).toBe("future");
    // Replayed a day later, the same event has happened.
    expect(reason("track", track({ timestamp: "2026-11-23T12:00:01Z" }), { now: NOW + 60_000 })).toBe(null);
  });
});

test("ids that are never one person are refused, quoted or not, and nobody else's", () => {
  for (const id of [
    ...ILLEGAL_ANY_CASE,
    ...ILLEGAL_AS_WRITTEN,
    "",
    " ",
    "ANONYMOUS",
    '"null"',
    "'Guest'",
    '""',
    "000",
    "----",
    "00000000-0000-0000-0000-000000000000",
  ])
    expect([id, isIllegalId(id), reason("track", track({ userId: id }))]).toEqual([id, true, "illegal-id"]);
  for (const id of ["Null", "NULL", "nan", "anonymous2", "10", "0a", "ida", "a@b.example", "'"])
    expect([id, isIllegalId(id)]).toEqual([id, false]);
});

const shared = process.env["COUNTERSEAT_SHARED"] ?? join(import.meta.dirname, "../../../../../../shared");
const golden = join(shared, "golden/identity/merge_and_ssrf_vectors.json");
test.skipIf(!existsSync(golden) && process.env["COUNTERSEAT_SHARED_REQUIRED"] !== "1")("the list of such ids is the published one", () => {
  const { illegal_ids_case_insensitive: any, illegal_ids_case_sensitive: exact } = JSON.parse(readFileSync(golden, "utf8")) as Record<
    string,
    string[]
  >;
  expect([...ILLEGAL_ANY_CASE].sort()).toEqual(any?.sort());
  expect([...ILLEGAL_AS_WRITTEN].filter((id) => id !== "-1").sort()).toEqual(exact?.sort());
  for (const id of [...(any ?? []), ...(exact ?? [])])
    for (const quoted of [id, `"${id}"`, `'${id}'`]) expect([quoted, isIllegalId(quoted)]).toEqual([quoted, true]);
});
