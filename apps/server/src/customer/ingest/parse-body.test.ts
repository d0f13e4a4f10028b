import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CounterseatError } from "../../platform/errors.ts";
import type { RawBody } from "../../platform/operation.ts";
import { parseBatch, parseCloudEvents, parseSingle } from "./parse-body.ts";

function body(content: unknown, over: Partial<Omit<RawBody, "bytes">> & { bytes?: Buffer } = {}): RawBody {
  return { type: "application/json", headers: {}, params: {}, bytes: Buffer.from(JSON.stringify(content) ?? ""), ...over };
}
function refusal(work: () => unknown): { code: string; fix: string | undefined } {
  try {
    work();
  } catch (error) {
    if (error instanceof CounterseatError) return { code: error.code, fix: error.fix };
    throw error;
  }
  throw new Error("it was not refused");
}

test("a batch is told in order, each event by its type; an unknown type stays one event's fault", () => {
  const { told, sentAt } = parseBatch(
    body({ batch: [{ type: "track" }, { type: "identify" }, { type: "x".repeat(99) }, 3, null], sentAt: "2026-01-01T00:00:00Z" }),
  );
  expect(told.map((one) => one.verb)).toEqual(["track", "identify", "unknown", "unknown", "unknown"]);
  expect(sentAt).toBe(Date.parse("2026-01-01T00:00:00Z"));
});

test("a thousand events are taken at once, one more refuses them all", () => {
  const of = (n: number) => body({ batch: Array.from({ length: n }, () => ({ type: "track" })) });
  expect(parseBatch(of(1000)).told.length).toBe(1000);
  expect(refusal(() => parseBatch(of(1001)))).toMatchObject({ code: "limit" });
  const list = body(
    Array.from({ length: 1001 }, () => ({})),
    { type: "application/cloudevents-batch+json" },
  );
  expect(refusal(() => parseCloudEvents(list))).toMatchObject({ code: "limit" });
});

test("a body that cannot be read is refused with what to do", () => {
  for (const one of [
    () => parseBatch(body([])),
    () => parseBatch(body({ batch: {} })),
    () => parseBatch(body(null, { bytes: Buffer.from("{") })),
    () => parseBatch(body(null, { bytes: Buffer.alloc(0) })),
    () => parseBatch(body({ batch: [] }, { type: "application/xml" })),
    () => parseSingle("track", body(null, { bytes: Buffer.from([0x22, 0xff, 0x22]) })),
    () => parseCloudEvents(body({})),
    () => parseCloudEvents(body({}, { type: "application/cloudevents-batch+json" })),
  ]) {
    const { code, fix } = refusal(one);
    expect([code, fix !== undefined && fix !== ""]).toEqual(["invalid", true]);
  }
  expect(parseSingle("track", body({ event: "E" }, { type: "text/plain" })).told.length).toBe(1);
});

describe("message ids", () => {
  const idOf = (content: object, headers: Record<string, string> = {}) => parseSingle("track", body(content, { headers })).told[0];

  test("an event's own id is its id; one that cannot be used is told apart and refused later", () => {
    expect(idOf({ messageId: "m".repeat(100) })).toMatchObject({ messageId: "m".repeat(100), badId: null });
    for (const messageId of ["", "m".repeat(101), 5, {}, "a\0"]) {
      const told = idOf({ messageId });
      expect([messageId, told?.badId === null, (told?.messageId.length ?? 0) <= 100]).toEqual([messageId, false, true]);
    }
    expect(idOf({ messageId: "m".repeat(101) })?.messageId).toBe(idOf({ messageId: "m".repeat(101) })?.messageId);
  });

  test("without one it is made of the Idempotency-Key and the place, else it is random", () => {
    const batch = (headers: Record<string, string>) =>
      parseBatch(body({ batch: [{}, {}, { messageId: null }] }, { headers })).told.map((one) => one.messageId);
    expect(batch({ "idempotency-key": "k" })).toEqual(["k:0", "k:1", "k:2"]);
    const long = batch({ "idempotency-key": "k".repeat(255) });
    expect(long).toEqual(batch({ "idempotency-key": "k".repeat(255) }));
    expect(new Set(long).size).toBe(3);
    expect(Math.max(...long.map((id) => id.length))).toBeLessThanOrEqual(100);
    expect(new Set([...batch({}), ...batch({})]).size).toBe(6);
  });

  test("a CloudEvent is known by its source and id together", () => {
    const idsOf = (...events: object[]) =>
      parseCloudEvents(body(events, { type: "application/cloudevents-batch+json" })).told.map((one) => one.messageId);
    expect(idsOf({ source: "/a", id: "1" }, { source: "/a", id: "2" }, { source: "/b", id: "1" })).toEqual(["/a 1", "/a 2", "/b 1"]);
    const long = { source: `/${"s".repeat(300)}`, id: "1" };
    expect(idsOf(long)).toEqual(idsOf(long));
    expect(idsOf(long)[0]?.length).toBeLessThanOrEqual(100);
  });
});

test("the binary form of a CloudEvent is the structured one in other clothes", () => {
  const headers = {
    "ce-specversion": "1.0",
    "ce-id": "7",
    "ce-source": "/caf%C3%A9",
    "ce-type": "order.placed",
    "ce-userid": "ada",
    "x-other": "1",
  };
  const [binary] = parseCloudEvents(body({ n: 1 }, { headers })).told;
  expect(binary).toEqual({
    verb: "cloudevent",
    content: {
      specversion: "1.0",
      id: "7",
      source: "/café",
      type: "order.placed",
      userid: "ada",
      datacontenttype: "application/json",
      data: { n: 1 },
    },
    messageId: "/café 7",
    badId: null,
  });
  const [empty] = parseCloudEvents(body(undefined, { headers, type: "" })).told;
  expect(empty?.content).not.toHaveProperty("data");
});

test("whatever the bytes are, the answer is events or a refusal of ours", () => {
  const types = [
    "application/json",
    "",
    "text/plain",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
    "application/octet-stream",
  ];
  const texts = fc.oneof(
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(`{"batch":[${text}]}`)),
  );
  const headers = fc.dictionary(fc.constantFrom("ce-specversion", "ce-id", "ce-source", "ce-__proto__", "idempotency-key"), fc.string());
  let read = 0;
  fc.assert(
    fc.property(texts, fc.constantFrom(...types), headers, fc.constantFrom("single", "batch", "cloud"), (bytes, type, sent, how) => {
      const asked = body(null, { bytes, type, headers: sent });
      try {
        const { told } = how === "single" ? parseSingle("track", asked) : how === "batch" ? parseBatch(asked) : parseCloudEvents(asked);
        for (const one of told) expect(one.messageId.length).toBeGreaterThan(0);
        read += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(CounterseatError);
      }
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(200);
});
