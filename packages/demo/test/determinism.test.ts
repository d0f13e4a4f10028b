import { expect, test } from "vitest";
import { chunks, STREAMS, truths } from "@counterseat/demo";
import { readers, streamHashes } from "./rows.ts";

const SMALL = { seed: 7, scale: 0.02 };

const PERSONAL = STREAMS.slice(0, STREAMS.indexOf("beliefs"));

test("the same parameters give the same bytes, whatever streams are asked for, in any order", () => {
  const together = streamHashes(SMALL, STREAMS);
  expect([...together.keys()].sort()).toEqual([...STREAMS].sort());
  expect(streamHashes(SMALL, [...STREAMS].reverse())).toEqual(together);
  for (const half of [0, 1]) {
    const some = STREAMS.filter((_, place) => place % 2 === half);
    expect(streamHashes(SMALL, some)).toEqual(new Map([...together].filter(([stream]) => some.includes(stream))));
  }
  expect(streamHashes({ seed: 8, scale: 0.02 }, ["events"]).get("events")).not.toEqual(together.get("events"));
});

test("a smaller company is the beginning of a larger one", () => {
  // Reports of staff and partners follow those of customers in one stream, and do not grow.
  const growing = PERSONAL.filter((stream) => stream !== "cases");
  const small = streamHashes(SMALL, growing);
  const most = new Map([...small].map(([stream, { rows }]) => [stream, rows]));
  expect(streamHashes({ seed: 7, scale: 0.1 }, growing, most)).toEqual(small);
});

test("another end moves the dates and no truth", () => {
  expect(truths({ ...SMALL, end: "2027-10-01" })).toEqual(truths(SMALL));
  for (const chunk of chunks({ ...SMALL, end: "2028-03-01" }, ["events"])) {
    const [time] = readers(chunk, ["time"]);
    for (let row = 0; row < chunk.length; row++) {
      expect(Number(time(row)) >= Date.UTC(2026, 1, 28, 23) && Number(time(row)) < Date.UTC(2028, 1, 29, 23)).toBe(true);
    }
  }
});

test("chunks hold at most 65,536 rows and every column has as many", () => {
  for (const chunk of chunks({ seed: 7, scale: 0.1 })) {
    expect(chunk.length).toBeLessThanOrEqual(65_536);
    for (const column of Object.values(chunk.columns)) expect("codes" in column ? column.codes.length : column.length).toBe(chunk.length);
  }
});
