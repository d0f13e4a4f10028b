import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { createFaults, openStorage } from "../storage.ts";
import {
  type Appended,
  decryptPayload,
  type IngestLog,
  type LogRecord,
  type NewRecord,
  openIngestLog,
  type OpenIngestLog,
} from "./ingest-log.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-log-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const KEY = new Uint8Array(randomBytes(32));
const CANARY = "Edith Canary, 14 Rue de la Gare";
let dirs = 0;
const fresh = () => join(root, String(++dirs));

const record = (messageId: string, payload: string | null = null): NewRecord => ({
  type: "answer",
  source: "survey",
  subject: "s-1",
  messageId,
  at: 1_700_000_000_000,
  keyId: payload === null ? null : "k-1",
  settings: { n: messageId },
  payload: payload === null ? null : Buffer.from(payload),
  key: payload === null ? null : KEY,
});

async function all(log: IngestLog, after = 0): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for await (const one of log.read(after)) found.push(one);
  return found;
}
async function reopened<T>(options: OpenIngestLog, work: (log: IngestLog) => Promise<T>): Promise<T> {
  const log = await openIngestLog(options);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}
const segmentsOf = (dataDir: string) =>
  readdirSync(join(dataDir, "log"))
    .filter((name) => name.endsWith(".log"))
    .sort()
    .map((name) => join(dataDir, "log", name));
const positionOf = ({ position }: Appended) => position;
const ids = (records: readonly LogRecord[]) => records.map((one) => one.header.messageId);

test("what was appended is read back as it was, also after reopening, and behind any position", async () => {
  const dataDir = fresh();
  await reopened({ dataDir }, async (log) => {
    expect((await log.append([record("a", "first"), record("b")])).position).toBe(2);
    expect((await log.append([record("c", "third")])).position).toBe(3);
    expect(log.last).toBe(3);
  });
  await reopened({ dataDir }, async (log) => {
    expect(log).toMatchObject({ last: 3, cut: 0 });
    const found = await all(log);
    expect(found.map((one) => one.header)).toEqual([
      {
        seq: 1,
        type: "answer",
        source: "survey",
        subject: "s-1",
        messageId: "a",
        at: 1_700_000_000_000,
        keyId: "k-1",
        settings: { n: "a" },
        file: null,
      },
      {
        seq: 2,
        type: "answer",
        source: "survey",
        subject: "s-1",
        messageId: "b",
        at: 1_700_000_000_000,
        keyId: null,
        settings: { n: "b" },
        file: null,
      },
      {
        seq: 3,
        type: "answer",
        source: "survey",
        subject: "s-1",
        messageId: "c",
        at: 1_700_000_000_000,
        keyId: "k-1",
        settings: { n: "c" },
        file: null,
      },
    ]);
    expect(found.map((one) => (one.payload.length === 0 ? null : decryptPayload(one, KEY).toString()))).toEqual(["first", null, "third"]);
    expect(ids(await all(log, 1))).toEqual(["b", "c"]);
    expect(ids(await all(log, 3))).toEqual([]);
    expect(ids(await all(log, 0))).toEqual(["a", "b", "c"]);
    expect((await log.append([record("d")])).position).toBe(4);
    expect(ids(await all(log, 3))).toEqual(["d"]);
  });
});

test("appends that come together get distinct positions in the order they came", async () => {
  const dataDir = fresh();
  const log = await openIngestLog({ dataDir });
  const positions = await Promise.all(Array.from({ length: 300 }, (_, i) => log.append([record(`m${i}`, "x".repeat(i))]).then(positionOf)));
  expect(positions).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  // A round of appends is started while the one before it is being written.
  const rounds: Promise<number>[] = [];
  for (let i = 0; i < 20; i++) {
    rounds.push(log.append([record(`r${i}`), record(`s${i}`)]).then(positionOf));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(rounds)).toEqual(Array.from({ length: 20 }, (_, i) => 302 + 2 * i));
  await log.close();
  const found = await reopened({ dataDir }, (again) => all(again));
  expect(found.map((one) => one.header.seq)).toEqual(Array.from({ length: 340 }, (_, i) => i + 1));
  expect(ids(found).slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, i) => `m${i}`));
});

test("a record that cannot be written is refused alone and leaves no gap", async () => {
  const log = await openIngestLog({ dataDir: fresh() });
  const results = await Promise.allSettled([
    log.append([record("a")]),
    log.append([{ ...record("b", "secret"), key: null }]),
    log.append([record("c")]),
  ]);
  expect(results.map((r) => (r.status === "fulfilled" ? r.value.position : "refused"))).toEqual([1, "refused", 2]);
  expect(ids(await all(log))).toEqual(["a", "c"]);
  await log.close();
  await expect(log.append([record("late")])).rejects.toThrow("closed");
});

test("a torn tail is cut at every byte of the last record, and no earlier record goes with it", async () => {
  const dataDir = fresh();
  const before = await reopened({ dataDir }, async (log) => {
    await log.append([record("a", "first"), record("b")]);
    const size = statSync(segmentsOf(dataDir)[0] ?? "").size;
    await log.append([record("c", "torn")]);
    return size;
  });
  const whole = readFileSync(segmentsOf(dataDir)[0] ?? "");
  expect(whole.length).toBeGreaterThan(before + 100);
  for (let cut = before; cut < whole.length; cut++) {
    const torn = fresh();
    cpSync(dataDir, torn, { recursive: true });
    truncateSync(segmentsOf(torn)[0] ?? "", cut);
    await reopened({ dataDir: torn }, async (log) => {
      expect([log.last, log.cut]).toEqual([2, cut - before]);
      expect(ids(await all(log))).toEqual(["a", "b"]);
      expect((await log.append([record("d")])).position).toBe(3);
      expect(ids(await all(log))).toEqual(["a", "b", "d"]);
    });
    rmSync(torn, { recursive: true });
  }
});

test("a byte changed anywhere in the newest record is noticed, and the bytes are kept aside", async () => {
  const dataDir = fresh();
  const before = await reopened({ dataDir }, async (log) => {
    await log.append([record("a", "first")]);
    const size = statSync(segmentsOf(dataDir)[0] ?? "").size;
    await log.append([record("b", "second")]);
    return size;
  });
  const whole = readFileSync(segmentsOf(dataDir)[0] ?? "");
  for (let at = before; at < whole.length; at++) {
    const changed = fresh();
    cpSync(dataDir, changed, { recursive: true });
    const path = segmentsOf(changed)[0] ?? "";
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x20, at);
    writeFileSync(path, bytes);
    await reopened({ dataDir: changed }, async (log) => {
      expect(ids(await all(log))).toEqual(["a"]);
      expect(log.cut).toBe(whole.length - before);
    });
    expect(readFileSync(`${path}.cut-${before}`)).toEqual(bytes.subarray(before));
    rmSync(changed, { recursive: true });
  }
});

test("a position a store has applied is never given again, even when the log lost it", async () => {
  const dataDir = fresh();
  await reopened({ dataDir }, (log) => log.append([record("a"), record("b"), record("c")]));
  const path = segmentsOf(dataDir)[0] ?? "";
  truncateSync(path, statSync(path).size - 1);
  await reopened({ dataDir, applied: 3 }, async (log) => {
    expect((await log.append([record("d")])).position).toBe(4);
    expect(ids(await all(log, 3))).toEqual(["d"]);
  });
});

test("segments roll and are read in order; damage in an older one stops the reader instead of skipping records", async () => {
  const dataDir = fresh();
  const written = await reopened({ dataDir, segmentBytes: 600 }, async (log) => {
    for (let i = 1; i <= 20; i++) await log.append([record(`m${i}`, "payload")]);
    return ids(await all(log));
  });
  expect(written).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 1}`));
  expect(segmentsOf(dataDir).length).toBeGreaterThan(3);
  await reopened({ dataDir, segmentBytes: 600 }, async (log) => {
    expect(log.last).toBe(20);
    expect((await log.append([record("m21")])).position).toBe(21);
    for (const after of [0, 1, 7, 13, 20])
      expect((await all(log, after)).map((one) => one.header.seq)).toEqual(Array.from({ length: 21 - after }, (_, i) => after + 1 + i));
  });
  const old = segmentsOf(dataDir)[1] ?? "";
  const bytes = readFileSync(old);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  writeFileSync(old, bytes);
  await reopened({ dataDir, segmentBytes: 600 }, async (log) => {
    await expect(all(log)).rejects.toThrow("damaged");
    expect(ids(await all(log, 20))).toEqual(["m21"]);
  });
});

test("after a failed write or sync nothing is taken until it is mended, and half a record never stands in front of another", async () => {
  for (const operation of ["write", "sync", "open"] as const) {
    const faults = createFaults();
    const dataDir = fresh();
    const options = { dataDir, storage: openStorage(faults.memory), segmentBytes: 400 };
    const log = await openIngestLog(options);
    await log.append([record("a", "first")]);
    for (let i = 0; i < 12; i++) {
      faults.fail({ operation, nth: 1, code: "ENOSPC", times: 1 });
      const results = await Promise.allSettled([log.append([record(`x${i}`, "lost")]), log.append([record(`y${i}`)])]);
      const failed = faults.hits > 0;
      faults.clear();
      expect(results.map((r) => r.status)).toEqual(failed ? ["rejected", "rejected"] : ["fulfilled", "fulfilled"]);
      if (!failed) continue;
      await expect(log.append([record("refused")])).rejects.toThrow("ENOSPC");
      await log.mend();
      await log.append([record(`z${i}`, "kept")]);
    }
    const written = await all(log);
    expect(written.map((one) => one.header.seq)).toEqual(Array.from({ length: log.last }, (_, i) => i + 1));
    expect(ids(written).filter((id) => id.startsWith("refused"))).toEqual([]);
    if (operation !== "open") expect(ids(written)).toEqual(["a", ...Array.from({ length: 12 }, (_, i) => `z${i}`)]);
    await log.close();
    expect(await reopened({ dataDir }, async (again) => ids(await all(again)))).toEqual(ids(written));
  }
});

test("records that are told once are written once; the others as often as they are told", async () => {
  const dataDir = fresh();
  const once = (id: string): NewRecord => ({ ...record(id), once: true });
  await reopened({ dataDir }, async (log) => {
    const [first, second] = await Promise.all([log.append([once("a"), once("a"), record("a")]), log.append([once("a"), once("b")])]);
    expect(first?.placed.map((place) => place?.seq ?? null)).toEqual([1, null, 2]);
    expect(second?.placed.map((place) => place?.seq ?? null)).toEqual([null, 3]);
    // An append that is refused leaves no trace in the memory.
    await expect(log.append([once("c"), { ...record("d", "secret"), key: null }])).rejects.toThrow("needs a key");
    expect((await log.append([once("c")])).placed[0]?.seq).toBe(4);
  });
  await reopened({ dataDir }, async (log) => expect(ids(await all(log))).toEqual(["a", "a", "b", "c"]));
});

test("a record larger than what is read at once is read whole, beside small ones", async () => {
  const dataDir = fresh();
  const large = "x".repeat(5_000_000);
  await reopened({ dataDir }, async (log) => {
    await log.append([record("a", "small"), record("b", large), record("c", "small")]);
    await log.append([record("d", large)]);
    const found = await all(log);
    expect(ids(found)).toEqual(["a", "b", "c", "d"]);
    expect(found.map((one) => decryptPayload(one, KEY).length)).toEqual([5, large.length, 5, large.length]);
    expect(ids(await all(log, 2))).toEqual(["c", "d"]);
  });
});

test("payloads are on disk encrypted only, open with their own key only, and are gone with it", async () => {
  const dataDir = fresh();
  await reopened({ dataDir }, (log) => log.append([record("a", CANARY), record("b", "b")]));
  for (const path of segmentsOf(dataDir)) expect(readFileSync(path).includes(CANARY.slice(0, 12))).toBe(false);
  await reopened({ dataDir }, async (log) => {
    const [a, b] = await all(log);
    if (a === undefined || b === undefined) throw new Error("two records were written");
    expect(decryptPayload(a, KEY).toString()).toBe(CANARY);
    expect(() => decryptPayload(a, new Uint8Array(randomBytes(32)))).toThrow();
    expect(() => decryptPayload({ ...a, header: { ...a.header, subject: "s-2" } }, KEY)).toThrow(); // belongs to its person
    expect(() => decryptPayload({ ...b, payload: a.payload }, KEY)).toThrow(); // and to its message
  });
});

test("a kept file lies encrypted, comes back whole, and is refused when a byte changed or the key is another", async () => {
  const dataDir = fresh();
  const source = join(root, "source.csv");
  const content = `name\n${CANARY}\n${"row,1\n".repeat(40_000)}`;
  writeFileSync(source, content);
  await reopened({ dataDir }, async (log) => {
    const file = await log.files.keep(source, "file-1", KEY);
    expect(file.bytes).toBe(content.length);
    const kept = join(dataDir, "log", "files", "file-1");
    expect(readFileSync(kept).includes(CANARY.slice(0, 12))).toBe(false);
    const to = join(root, "back.csv");
    await log.files.take(file, KEY, to);
    expect(readFileSync(to, "utf8")).toBe(content);
    await expect(log.files.take(file, new Uint8Array(randomBytes(32)), to)).rejects.toThrow("does not decrypt");
    expect(() => statSync(to)).toThrow(); // half of it must not be taken for the file
    const bytes = readFileSync(kept);
    bytes.writeUInt8(bytes.readUInt8(100_000) ^ 1, 100_000);
    writeFileSync(kept, bytes);
    await expect(log.files.take(file, KEY, to)).rejects.toThrow("does not decrypt");
  });
});

test("a disk that fills up refuses the append, keeps what was acknowledged, and takes appends again afterwards", async () => {
  const dataDir = fresh();
  const child = spawnSync(
    "bash",
    [
      "-c",
      'ulimit -f 64; exec "$0" --conditions=source --import tsx "$1" "$2"',
      process.execPath,
      fileURLToPath(new URL("./full-disk-child.ts", import.meta.url)),
      dataDir,
    ],
    {
      encoding: "utf8",
      cwd: fileURLToPath(new URL("../../../../..", import.meta.url)),
    },
  );
  const told = JSON.parse(child.stdout) as { acknowledged: number; refused: number };
  expect(told.refused).toBeGreaterThan(0);
  expect(told.acknowledged).toBeGreaterThan(0);
  await reopened({ dataDir }, async (log) => {
    expect(log).toMatchObject({ last: told.acknowledged, cut: 0 });
    expect((await all(log)).length).toBe(told.acknowledged);
    expect((await log.append([record("later")])).position).toBe(told.acknowledged + 1);
    expect(ids(await all(log, told.acknowledged))).toEqual(["later"]);
  });
});
