import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { openIngestLog } from "./ingest-log.ts";
import { applied, KEY, message, oneKey, openHere, ROWS, until } from "./test-events.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-owner-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dirs = 0;
const freshDir = () => mkdtempSync(join(root, `${++dirs}-`));
describe("one owner thread", () => {
  test("applies in order of the log, tells it, and keeps nothing in the clear", async () => {
    const dataDir = freshDir();
    const events = await openHere(dataDir);
    const told: string[] = [];
    events.onApplied((importId) => told.push(importId ?? "-"));
    const positions = await Promise.all([1, 2, 3].map((n) => events.append([message(`m${n}`, { settings: { import: `i${n}` } })])));
    expect(positions).toEqual([1, 2, 3]);
    await events.applied(3);
    expect(told).toEqual(["i1", "i2", "i3"]);
    expect(events.version).toBe(3);
    expect(await applied(events)).toEqual(
      new Map([
        ["m1", ROWS],
        ["m2", ROWS],
        ["m3", ROWS],
      ]),
    );
    await events.applied(1); // long ago
    const path = join(dataDir, "sent.txt");
    writeFileSync(path, "one\ntwo");
    await events.applied(await events.append([message("file-1", { type: "lines", payload: null, path, settings: { import: "f1" } })]));
    expect(await events.result("f1")).toMatchObject({ read: 2, accepted: 2, error: null });
    expect(events.progressOf("f1")).toBe(null);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(join(dataDir, "log", "files", "file-1")).includes("one")).toBe(false);
    await events.close();
    await expect(events.append([message("late")])).rejects.toThrow();
    await expect(events.applied(99)).rejects.toThrow();
  });

  test("a record that cannot be applied has its failure for a result and does not stop those behind it", async () => {
    const events = await openHere(freshDir());
    const position = await events.append([
      message("b", { type: "bad", settings: { import: "bad" } }),
      message("w", { key: new Uint8Array(32), settings: { import: "fine" } }),
    ]);
    await events.applied(position);
    expect(await events.result("bad")).toMatchObject({ accepted: 0, error: "this record is bad" });
    expect(await applied(events)).toEqual(new Map([["w", ROWS]]));
    await events.close();
  });

  test("a record nothing would apply is not acknowledged, nor what came with it", async () => {
    const events = await openHere(freshDir());
    const told = [message("w", { key: new Uint8Array(32), settings: { import: "w" } }), message("u", { type: "nobody applies this" })];
    await expect(events.append(told)).rejects.toThrow("nobody applies this");
    await events.applied(await events.append([message("after", { settings: { import: "after" } })]));
    expect(await events.result("w")).toBeNull();
    await events.close();
  });

  test("what was acknowledged and not applied is replayed; a destroyed key is forgotten content, an unknown one an error", async () => {
    const dataDir = freshDir();
    const log = await openIngestLog({ dataDir });
    const strip = ({ path: _path, ...rest }: ReturnType<typeof message>) => rest;
    await log.append(
      [
        message("a"),
        message("gone", { keyId: "destroyed", settings: { import: "gone" } }),
        message("lost", { keyId: "unknown", settings: { import: "lost" } }),
        message("z"),
      ].map(strip),
    );
    await log.close();
    writeFileSync(join(dataDir, "taken-4"), "left in the clear by a crash");
    const events = await openHere(dataDir, { keys: () => Promise.resolve({ k: KEY, destroyed: null }) });
    expect(readdirSync(dataDir).filter((name) => name.startsWith("taken-"))).toEqual([]);
    await events.applied(4);
    expect(await applied(events)).toEqual(
      new Map([
        ["a", ROWS],
        ["z", ROWS],
      ]),
    );
    expect(await events.result("gone")).toMatchObject({ read: 0, error: null });
    expect((await events.result("lost"))?.error).toContain("key");
    await events.close();
  });

  test("keys that cannot be read are trouble: nothing is skipped, and all goes on in place once they can", async () => {
    const dataDir = freshDir();
    const log = await openIngestLog({ dataDir });
    await log.append([message("a")].map(({ path: _path, ...rest }) => rest));
    await log.close();
    let readable = false;
    const events = await openHere(dataDir, { keys: (ids) => (readable ? oneKey(ids) : Promise.reject(new Error("no database"))) });
    await until(() => events.trouble !== null);
    expect(events.failure).toBe(null);
    await expect(events.append([message("b")])).rejects.toMatchObject({ status: 503 });
    expect(await applied(events)).toEqual(new Map());
    expect(events.version).toBe(0);
    readable = true;
    await events.applied(1);
    await until(() => events.trouble === null);
    await events.applied(await events.append([message("b")]));
    expect(await applied(events)).toEqual(
      new Map([
        ["a", ROWS],
        ["b", ROWS],
      ]),
    );
    await events.close();
    // Neither a write nor a read waits for a thread that is gone.
    await expect(events.append([message("c")])).rejects.toThrow();
    await expect(events.countBy({ by: [], filter: {} })).rejects.toThrow();
    await expect(events.applied(99)).rejects.toThrow();
  });

  test("closing does not wait for what is queued; the next start goes on with it", async () => {
    const dataDir = freshDir();
    const events = await openHere(dataDir);
    const position = await events.append(Array.from({ length: 60 }, (_, i) => message(`m${i}`)));
    await events.close();
    const again = await openHere(dataDir);
    expect(again.version).toBeLessThan(position);
    await again.applied(position);
    const found = await applied(again);
    expect(found.size).toBe(60);
    expect(new Set(found.values())).toEqual(new Set([ROWS]));
    await again.close();
  });
});

test("killed at any moment, everything acknowledged is applied exactly once", { timeout: 120_000 }, async () => {
  const dataDir = freshDir();
  const sent = new Set<string>();
  const acknowledged: string[] = [];
  const positions = new Map<string, number>();
  let behind = 0;
  for (const [round, moment] of [1, 2, 3, 5, 9, 17, 30, 45].entries()) {
    const child = spawn(
      process.execPath,
      ["--conditions=source", "--import", "tsx", fileURLToPath(new URL("./crash-child.ts", import.meta.url)), dataDir, String(round)],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let here = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [word, first = "", second = ""] = line.split(" ");
      if (word === "ready") behind += acknowledged.length - Number(first) > 0 ? 1 : 0;
      if (word === "sent") sent.add(first);
      if (word === "acknowledged") {
        acknowledged.push(second);
        positions.set(second, Number(first));
        if (++here === moment) child.kill("SIGKILL");
      }
    }
    await ended;
  }
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(new Set(positions.values()).size).toBe(acknowledged.length);
  expect(behind).toBeGreaterThan(0); // some rounds were killed before everything was applied, else this shows nothing
  const events = await openHere(dataDir, { keys: (ids) => Promise.resolve(Object.fromEntries(ids.map((id) => [id, new Uint8Array(32)]))) }); // the child's key
  sent.add("last");
  await events.applied(await events.append([message("last", { keyId: null, key: null, payload: null })])); // everything before it is applied by then
  const found = await applied(events);
  expect(found.get("last")).toBe(ROWS);
  found.delete("last");
  for (const id of acknowledged) expect([id, found.get(id)]).toEqual([id, ROWS]);
  // What was not acknowledged may be there, but whole, and once.
  for (const [id, rows] of found) expect([sent.has(id), rows]).toEqual([true, ROWS]);
  const comments = await events.distinct({ column: "comment", filter: {} });
  expect(new Set(comments.values)).toEqual(new Set([...found.keys()].map((id) => `payload of ${id}`)));
  await events.close();
});
