import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFaults, type Faulty } from "../storage.ts";
import type { Events } from "./client.ts";
import { applied, message, openHere, small, until } from "./test-events.ts";
import { expectWhole, roundWithFault, workload } from "./test-faults.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-faults-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dirs = 0;
const freshDir = () => mkdtempSync(join(root, `${++dirs}-`));
const openFaulty = async (over: { snapshotEvery?: number; segmentBytes?: number } = {}) => {
  const faults = createFaults();
  const dataDir = freshDir();
  const events = await openHere(dataDir, { settings: { faults: faults.memory, firstPause: 10, ...over } });
  return { events, faults, dataDir };
};
const everything = process.env["ALL_TESTS"] === "1";

describe("the N-th operation fails, N = 1 and so on until nothing is left to fail", () => {
  // One event side for all of it: what it went through before must not matter, and nothing restarts it.
  let side: Awaited<ReturnType<typeof openFaulty>>;
  beforeAll(async () => {
    side = await openFaulty();
  });

  test.each<[string, Faulty, number, boolean?]>([
    ["a write, half of it done", "write", 1],
    ["a write, and the repair with it", "write", 3],
    ["a sync", "sync", 1],
    ["a sync, and the repair with it", "sync", 3],
    ["an open", "open", 1],
    ["an open, and the repair with it", "open", 3],
    ["a statement of the store", "statement", 1],
    ["a statement of the store, and the repair with it", "statement", 3],
    ["a statement of the store that was carried out all the same", "statement", 1, true],
  ])(
    "%s: nothing acknowledged is lost or doubled, no import is half, and it mends itself in place",
    { timeout: 1_200_000 },
    async (_what, operation, times, after) => {
      let nth = 1;
      for (; await roundWithFault(side, { operation, nth, times, after: after === true }); nth += everything ? 1 : nth);
      expect(nth).toBeGreaterThan(3);
    },
  );

  test("what is on disk in the end is what was answered, and nothing lies there in the clear", async () => {
    const before = await applied(side.events);
    await side.events.close();
    const again = await openHere(side.dataDir);
    expect(await applied(again)).toEqual(before);
    expect(before.size).toBeGreaterThan(7 * 9 * 3);
    expect(readdirSync(side.dataDir).filter((name) => name.startsWith("taken-"))).toEqual([]);
    await again.close();
  });
});

test("with snapshots and short segments in between, the N-th failing write or sync spoils none of them", { timeout: 600_000 }, async () => {
  const side = await openFaulty({ snapshotEvery: 3000, segmentBytes: 1000 });
  for (const operation of ["write", "sync", "open", "statement"] as const)
    for (const nth of everything ? Array.from({ length: 60 }, (_, i) => i + 1).filter((n) => n <= 16 || n % 3 === 0) : [2, 9, 21, 34])
      await roundWithFault(side, { operation, nth, times: 1 });
  const before = await applied(side.events);
  await side.events.close();
  rmSync(join(side.dataDir, "events", "events.duckdb"));
  const again = await openHere(side.dataDir);
  await until(() => again.version === again.stats().lastPosition);
  expect(await applied(again)).toEqual(before);
  await again.close();
});

test("a disk that stays full refuses appends with 503, answers reads, and takes appends once there is room, without a restart", async () => {
  const { events, faults, dataDir } = await openFaulty();
  await events.applied(await events.append([small("before")]));
  faults.fail({ operation: "write", nth: 1, code: "ENOSPC", times: "until cleared" });
  await expect(events.append([small("refused")])).rejects.toMatchObject({ status: 503, code: "internal" });
  expect(events.trouble).toMatchObject({ store: "events", code: "ENOSPC" });
  for (let i = 0; i < 5; i++) {
    await expect(events.append([small("refused")])).rejects.toMatchObject({ status: 503 });
    expect(await applied(events)).toEqual(new Map([["before", 1]]));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(events.trouble).not.toBe(null);
  faults.clear();
  await until(() => events.trouble === null);
  await events.applied(await events.append([small("after")]));
  expect(await applied(events)).toEqual(
    new Map([
      ["before", 1],
      ["after", 1],
    ]),
  );
  await events.close();
  expect(readdirSync(dataDir)).not.toContain("write-probe");
});

test("a store that cannot commit is reopened in place; what was acknowledged meanwhile is applied then", async () => {
  const { events, faults } = await openFaulty();
  await events.applied(await events.append([small("before")]));
  faults.fail({ operation: "statement", nth: 1, code: "EIO", times: "until cleared" });
  const position = await events.append([small("acknowledged"), message("large")]);
  await until(() => events.trouble !== null);
  await expect(events.append([small("refused")])).rejects.toMatchObject({ status: 503 });
  faults.clear();
  await events.applied(position);
  expect([...(await applied(events)).keys()].sort()).toEqual(["acknowledged", "before", "large"]);
  await until(() => events.trouble === null);
  await events.close();
});

test("a thread that dies is started again in place, and goes on where it stood", async () => {
  const dataDir = freshDir();
  const trap = join(dataDir, "trap");
  const events: Events = await openHere(dataDir);
  await workload(events, dataDir, "first");
  await until(() => events.version === events.stats().lastPosition);
  writeFileSync(trap, "");
  const position = await events.append([message("deadly", { type: "deadly", settings: { trap } }), small("behind")]);
  await until(() => events.trouble !== null);
  await events.applied(position);
  await until(() => events.trouble === null);
  expect(events.failure).toBe(null);
  const round = await workload(events, dataDir, "second");
  await expectWhole(events, round);
  await expectWhole(events, { name: "first", refusals: 0 });
  const found = await applied(events);
  expect([found.get("deadly"), found.get("behind")]).toEqual([1, 1]);
  await events.close();
});
