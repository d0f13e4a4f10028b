import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readTextColumns } from "./read-text-columns.ts";

const folder = mkdtempSync(join(tmpdir(), "counterseat-columns-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const event = (name: string | null, day: number) =>
  `<event>${name === null ? "" : `<string key="concept:name" value="${name}"/>`}<date key="time:timestamp" value="2026-01-0${day}T00:00:00Z"/></event>`;
const LOG = `<?xml version="1.0"?><log><global scope="event"><string key="concept:name" value="waits"/></global>
  <trace>${event("asks", 1)}${event(null, 2)}</trace><trace>${event("asks", 3)}</trace></log>`;

test.each([
  ["log.xes", LOG],
  ["log.xes.gz", gzipSync(LOG)],
])("%s: declared defaults are filled in, traces without a name are two cases", async (name, content) => {
  const { columns } = await readTextColumns(write(name, content));
  expect(columns["concept:name"]).toEqual(["asks", "waits", "asks"]);
  const cases = columns["case:concept:name"] ?? [];
  expect([cases.length, cases[0] === cases[1], cases[1] === cases[2]]).toEqual([3, true, false]);
});

test("a log that is cut off says so", async () => {
  await expect(readTextColumns(write("cut.xes", LOG.slice(0, -40)))).rejects.toMatchObject({ code: "invalid" });
});

test("a table keeps its cells as they stand", async () => {
  expect(await readTextColumns(write("t.csv", "case,step\n01,NA\n02,\n"))).toEqual({
    names: ["case", "step"],
    columns: { case: ["01", "02"], step: ["NA", ""] },
  });
});
