import fc from "fast-check";
import { expect, test } from "vitest";
import { readRow, writeRow } from "./event-row.ts";
import { judge } from "./judge.ts";
import { SEGMENT_VERBS } from "./read-segment.ts";
import { rowOf } from "./reading.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const arrival = { receivedAt: NOW, now: NOW, sentAt: Number.NaN };
const same = (name: string) => name;
const dimensions = { currency: "EUR", stage: same, channel: same, segment: same };

/** Every name this door reads, and some it must not trip over. */
const KNOWN =
  "userId anonymousId groupId previousId event properties traits timestamp sentAt originalTimestamp name data specversion id source type subject time amount value score scale stage case currency comment __proto__ constructor toString toJSON".split(
    " ",
  );
const anything = fc.json({ stringUnit: "binary", maxDepth: 6 }).map((text) => JSON.parse(text) as unknown);
const awkward = fc.constantFrom("\uD800", "\0", "1.0", "2026-01-01T00:00:00Z", "x".repeat(40_000), Number.POSITIVE_INFINITY, -0, 2 ** 53);
const leaf = fc.oneof(anything, fc.string({ unit: "binary" }), awkward);
const object = fc.dictionary(
  fc.oneof(fc.constantFrom(...KNOWN), fc.string()),
  fc.oneof(leaf, fc.dictionary(fc.constantFrom(...KNOWN), leaf)),
);
/** What makes an event of any verb whole, so that what is left hostile is its properties and traits. */
const WHOLE = {
  userId: "ada",
  anonymousId: null,
  event: "E",
  groupId: "g",
  previousId: "p",
  timestamp: null,
  originalTimestamp: null,
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "t",
  userid: "ada",
  time: null,
  data: {},
  datacontenttype: null,
};

test("an event of before traits were taken apart is still read", () => {
  const row = rowOf({ stream: "identities", time: 1, customer: "u", kind: "identify" });
  const told = JSON.parse(writeRow(row)) as unknown[];
  expect(readRow(JSON.stringify(told.slice(0, -1)))).toEqual(row);
  expect(() => readRow(JSON.stringify(told.slice(0, -2)))).toThrow("not known here");
});

test("whatever is sent, the answer is a row that can be stored, or a reason; nothing is thrown", () => {
  let rows = 0;
  let refusals = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...SEGMENT_VERBS, "cloudevent", "unknown"),
      fc.oneof({ weight: 5, arbitrary: object }, { weight: 1, arbitrary: leaf }),
      fc.boolean(),
      (verb, sent, whole) => {
        const content = whole && typeof sent === "object" ? { ...sent, ...WHOLE } : sent;
        const told = { verb, content, messageId: "m", badId: null };
        const { row, refusal } = judge({ told, arrival, dimensions, admit: () => undefined, plan: null });
        if (row === null) {
          refusals += 1;
          expect(refusal.message).not.toBe("");
          return;
        }
        rows += 1;
        expect(readRow(writeRow(row))).toEqual(row);
        for (const [column, value] of Object.entries(row)) {
          if (typeof value === "string") expect([column, /[\0\p{Surrogate}]/u.test(value)]).toEqual([column, false]);
          if (typeof value === "number") expect([column, Number.isFinite(value)]).toEqual([column, true]);
        }
        if (row.traits !== null) expect(JSON.parse(row.traits)).toBeTypeOf("object");
      },
    ),
    { numRuns: 3000 },
  );
  expect(Math.min(rows, refusals)).toBeGreaterThan(300); // else one half of it showed nothing
});
