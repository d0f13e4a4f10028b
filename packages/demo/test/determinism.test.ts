import { expect, test } from "vitest";
import { chunks, truths } from "@counterseat/demo";
import { readers, streamHash } from "./rows.ts";

const SMALL = { seed: 7, scale: 0.02 };

test("the same parameters give the same bytes, whatever streams are asked for", () => {
  const all = streamHash(SMALL, "events", ["events", "responses", "beliefs"]);
  expect(streamHash(SMALL, "events", ["events"])).toEqual(all);
  const answers = streamHash(SMALL, "responses", ["events", "responses"]);
  expect(streamHash(SMALL, "responses", ["responses"])).toEqual(answers);
  expect(streamHash({ seed: 8, scale: 0.02 }, "events", ["events"]).hash).not.toBe(all.hash);
  expect([...chunks(SMALL, ["beliefs"])].map((chunk) => chunk.stream)).toEqual(["beliefs"]);
});

test("a smaller company is the beginning of a larger one", () => {
  for (const stream of ["events", "responses"] as const) {
    const small = streamHash(SMALL, stream, [stream]);
    expect(streamHash({ seed: 7, scale: 0.1 }, stream, [stream], small.rows)).toEqual(small);
  }
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
