import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Log } from "../log.ts";
import { openIngestLog } from "./ingest-log.ts";
import { applied, KEY, message, oneKey, openHere, small, until } from "./test-events.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-small-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dirs = 0;
const freshDir = () => mkdtempSync(join(root, `${++dirs}-`));
const each = (n: number, times: number) => new Map(Array.from({ length: n }, (_, i) => [`m${i}`, times]));
const HOUR = 3_600_000;

test("a message id is told once: in one call, in calls at the same time, later, and after a restart", async () => {
  const dataDir = freshDir();
  let events = await openHere(dataDir);
  expect(await events.appendOnce([small("m0"), small("m1"), small("m0"), small("m0", { source: "other" })])).toEqual({
    position: 3,
    known: [2],
  });
  const together = await Promise.all(Array.from({ length: 20 }, () => events.appendOnce([small("m2"), small("m3")])));
  expect(together.filter(({ known }) => known.length === 0)).toHaveLength(1);
  expect(together.filter(({ known }) => known.length === 2)).toHaveLength(19);
  await events.applied(Math.max(...together.map(({ position }) => position)));
  expect(await events.appendOnce([small("m1")])).toMatchObject({ known: [0] });
  // Without `once` a record is what it is: told as often as it is sent.
  await events.append([message("m9", { type: "small" }), message("m9", { type: "small" })]);
  await events.close();
  events = await openHere(dataDir);
  await until(() => events.version === events.stats().lastPosition);
  expect(await events.appendOnce([small("m3"), small("m4")])).toMatchObject({ known: [0] });
  await until(() => events.version === events.stats().lastPosition);
  expect(await applied(events)).toEqual(
    new Map([
      ["m0", 2],
      ["m1", 1],
      ["m2", 1],
      ["m3", 1],
      ["m4", 1],
      ["m9", 2],
    ]),
  );
  await events.close();
});

test("what was written twice is applied once, in a replay and across it, as far back as the window reaches", async () => {
  const dataDir = freshDir();
  const strip = ({ path: _path, ...rest }: ReturnType<typeof message>) => rest;
  let log = await openIngestLog({ dataDir });
  await log.append([small("m0"), small("m1")].map(strip));
  await log.close();
  log = await openIngestLog({ dataDir }); // a log that remembers nothing
  await log.append([small("m1"), small("m2"), small("m2", { at: 1 })].map(strip));
  await log.close();
  let events = await openHere(dataDir, { settings: { window: HOUR } });
  await events.applied(4);
  expect(await applied(events)).toEqual(each(3, 1));
  await events.close();
  log = await openIngestLog({ dataDir, applied: 4 });
  await log.append([small("m0", { at: HOUR - 1 }), small("m1", { at: HOUR }), small("m2", { at: 3 * HOUR })].map(strip));
  await log.close();
  events = await openHere(dataDir, { settings: { window: HOUR } });
  await until(() => events.version === events.stats().lastPosition);
  expect(await applied(events)).toEqual(
    new Map([
      ["m0", 1],
      ["m1", 2],
      ["m2", 2],
    ]),
  );
  await events.close();
});

test("thousands of records become rows in few transactions, in order, each once", async () => {
  const events = await openHere(freshDir());
  let transactions = 0;
  events.onApplied(() => (transactions += 1));
  const batches = Array.from({ length: 40 }, (_, b) => Array.from({ length: 100 }, (_, i) => small(`m${100 * b + i}`)));
  const answers = await Promise.all(batches.map((batch) => events.appendOnce(batch)));
  expect(answers.flatMap(({ known }) => known)).toEqual([]);
  await events.applied(4000);
  expect(transactions).toBeLessThan(100);
  expect(await applied(events)).toEqual(each(4000, 1));
  const scan = await events.scan({ filter: {}, texts: ["customer", "comment"] });
  expect(scan.texts.customer).toEqual(Array.from({ length: 4000 }, (_, i) => `m${i}`));
  expect(scan.texts.comment?.[1234]).toBe("payload of m1234");
  await events.close();
});

test("a record that cannot be applied is told by its position alone, and stops none of those beside it", async () => {
  const told: { positions?: number[] }[] = [];
  const said: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object, text: string) => void (told.push(fields), said.push(text)) };
  const dataDir = freshDir();
  const events = await openHere(dataDir, { log: log as unknown as Log }); // what the client calls of a log
  const bad = Buffer.from("cannot be applied");
  const records = Array.from({ length: 50 }, (_, i) => small(`m${i}`, i === 7 || i === 31 ? { payload: bad } : {}));
  await events.applied(await events.append(records));
  const positions = () => told.flatMap((fields) => fields.positions ?? []);
  await until(() => positions().length >= 2); // one transaction or two tell them
  expect(positions()).toEqual([8, 32]);
  expect(JSON.stringify([told, said])).not.toContain('cannot be applied"');
  const expected = each(50, 1);
  expected.delete("m7");
  expected.delete("m31");
  expect(await applied(events)).toEqual(expected);
  // Told again it is still known: it was applied as well as it can be.
  expect(await events.appendOnce([small("m7")])).toMatchObject({ known: [0] });
  await events.close();
});

test("a forgotten person's records are passed over, an unreadable one is told, and the others are applied", async () => {
  const dataDir = freshDir();
  const strip = ({ path: _path, ...rest }: ReturnType<typeof message>) => rest;
  const log = await openIngestLog({ dataDir });
  await log.append(
    [
      small("m0"),
      small("m1", { keyId: "destroyed" }),
      small("m2", { keyId: "unknown" }),
      small("m3", { keyId: "wrong", key: new Uint8Array(32) }),
      small("m4"),
    ].map(strip),
  );
  await log.close();
  const asked: number[] = [];
  const keys = (ids: readonly string[]) => {
    asked.push(ids.length);
    return Promise.resolve({ k: KEY, destroyed: null, wrong: KEY });
  };
  const events = await openHere(dataDir, { keys });
  await events.applied(5);
  expect(await applied(events)).toEqual(
    new Map([
      ["m0", 1],
      ["m4", 1],
    ]),
  );
  expect(asked).toEqual([4]); // all of them at once
  await events.close();
});

test("small records and files come in order of the log, whatever stands beside what", async () => {
  const dataDir = freshDir();
  const events = await openHere(dataDir);
  const path = join(dataDir, "sent.txt");
  writeFileSync(path, "line");
  await events.append([small("m0"), small("m1")]);
  await events.append([message("f", { type: "lines", payload: null, path, settings: { import: "f" } })]);
  await events.append([small("m2")]);
  await events.append([
    message("w", { type: "withdraw", keyId: null, key: null, payload: null, settings: { filter: { customer: ["line", "m2"] } } }),
  ]);
  await events.applied(await events.append([small("m3"), small("m2", { source: "other" })]));
  expect(await applied(events)).toEqual(
    new Map([
      ["m0", 1],
      ["m1", 1],
      ["m2", 1],
      ["m3", 1],
    ]),
  );
  await events.close();
});

test("an import that is told again, at once or after a restart, is taken once and its file is not needed", async () => {
  const dataDir = freshDir();
  const path = join(dataDir, "sent.txt");
  const asImport = () => message("file-1", { type: "lines", payload: null, path, once: true, settings: { import: "f1" } });
  writeFileSync(path, "one\ntwo");
  let events = await openHere(dataDir);
  await events.applied(await events.append([asImport()]));
  expect(existsSync(path)).toBe(false);
  expect(await events.appendOnce([asImport()])).toMatchObject({ known: [0] });
  await events.close();
  events = await openHere(dataDir, { keys: oneKey });
  expect(await events.appendOnce([asImport()])).toMatchObject({ known: [0] });
  expect(await events.result("f1")).toMatchObject({ read: 2, accepted: 2, error: null });
  expect(await applied(events)).toEqual(
    new Map([
      ["one", 1],
      ["two", 1],
    ]),
  );
  // A file that nobody ever told and nobody finds is an error of whoever sent it, not of the disk.
  await expect(events.append([{ ...asImport(), messageId: "file-2" }])).rejects.toThrow("ENOENT");
  expect(events.trouble).toBe(null);
  await events.close();
});
