import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CounterseatError } from "../../platform/errors.ts";
import type { Connector, Cursor, Reach } from "./connector.ts";

/** A row as every counterpart can hold it: what databases, files and programs differ in writing. */
export interface Told {
  readonly id: string;
  readonly changed: string;
  readonly amount: string | null;
  readonly name: string;
}

/** A real source for a connector: a folder, a database, a server. */
export interface Counterpart {
  readonly connector: Connector;
  readonly reach: Partial<Reach>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same, with a secret that is not the right one; null where there is none. */
  readonly wrong: { readonly secret: string; readonly settings: Readonly<Record<string, unknown>> } | null;
  /** The same, where nobody answers. */
  readonly nowhere: Readonly<Record<string, unknown>>;
  empty(): Promise<void>;
  /** Rows that come to those that are there; their `changed` is never earlier. */
  add(rows: readonly Told[]): Promise<void>;
  close(): Promise<void>;
}

const PER_PIECE = 4;

export function reachOf(more: Partial<Reach> = {}): Reach {
  return {
    clock: () => Date.now(),
    importDir: null,
    privateHosts: [],
    maxBytes: 10_000_000,
    rowsPerPiece: PER_PIECE,
    wait: () => Promise.resolve(),
    ...more,
  };
}

/** 2026-01-01 and so many minutes, to the microsecond. */
export const minute = (i: number) =>
  `2026-01-01T${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}:00.000001Z`;
const told = (from: number, to: number): Told[] =>
  Array.from({ length: to - from }, (_, i) => ({
    id: String(from + i),
    changed: minute(Math.floor((from + i) / 3)), // three share each time, so a piece can end among them
    amount: "1.50",
    name: `Customer ${from + i}`,
  }));

/** What every connector does, whatever it reads from. */
export function runConformance(open: () => Promise<Counterpart>): void {
  let source: Counterpart;
  beforeAll(async () => {
    source = await open();
  });
  afterAll(() => source.close());
  beforeEach(() => source.empty());

  const settingsOf = (settings: Readonly<Record<string, unknown>> = source.settings) => source.connector.settings.parse(settings);
  type Kept = Record<string, unknown>[];

  /** Reads as a run does: what a piece holds counts once the piece has ended, and the cursor moves with it. `cutIn`: stops in that piece. */
  async function run(cursor: Cursor, cutIn = Number.POSITIVE_INFINITY): Promise<{ cursor: Cursor; kept: Kept; pieces: number }> {
    const kept: Kept = [];
    let at = cursor;
    let pieces = 0;
    for await (const piece of source.connector.read(reachOf(source.reach), settingsOf(), at)) {
      pieces += 1;
      if (pieces === cutIn) {
        await piece.bytes[Symbol.asyncIterator]().next(); // it had begun
        piece.bytes.destroy();
        break;
      }
      const lines = (await text(piece.bytes)).split("\n").filter((line) => line !== "");
      const end = piece.end();
      if (end.keep) kept.push(...lines.map((line) => JSON.parse(line) as Record<string, unknown>));
      at = JSON.parse(JSON.stringify(end.cursor)) as Cursor; // it lies in a database meanwhile
    }
    return { cursor: at, kept, pieces };
  }
  const ids = (rows: Kept) => rows.map((row) => Number(row["id"])).sort((a, b) => a - b);
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

  test("an empty source has nothing, and that is no failure", async () => {
    const found = await source.connector.test(reachOf(source.reach), settingsOf());
    expect(found.rows).toEqual([]);
    expect(await run(null)).toMatchObject({ kept: [], pieces: 0 });
  });

  test("every row once, and none of them again", async () => {
    await source.add(told(0, 10));
    const first = await run(null);
    expect(ids(first.kept)).toEqual(upTo(10));
    const again = await run(first.cursor);
    expect(ids(again.kept)).toEqual([]);
  });

  test("the test of the settings shows the first rows", async () => {
    await source.add(told(0, 10));
    const found = await source.connector.test(reachOf(source.reach), settingsOf());
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.rows.length).toBeLessThanOrEqual(5);
    for (const row of found.rows) expect(row).toHaveLength(found.columns.length);
  });

  test("what comes later is picked up, also where it shares its time with what was there", async () => {
    await source.add(told(0, 7));
    const first = await run(null);
    await source.add(told(7, 13)); // 7 and 8 share their time with 6
    const second = await run(first.cursor);
    expect(ids(second.kept)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(ids((await run(second.cursor)).kept)).toEqual([]);
  });

  test("cut in any piece and read on, each row comes once", async () => {
    await source.add(told(0, 7));
    await source.add(told(7, 13));
    const { pieces } = await run(null);
    for (let cutIn = 1; cutIn <= pieces; cutIn += 1) {
      const cut = await run(null, cutIn);
      const rest = await run(cut.cursor);
      expect([cutIn, ids([...cut.kept, ...rest.kept])]).toEqual([cutIn, upTo(13)]);
    }
  });

  test("cents, long ids, names of every script and nothing at all arrive as they are", async () => {
    const rows: Told[] = [
      { id: "9007199254740993", changed: minute(0), amount: "19.90", name: 'Zoë "Ж" 👩‍👩‍👧 \\ 李,\t;' },
      { id: "2", changed: minute(0), amount: "0.10", name: "O'Brien" },
      { id: "3", changed: minute(1), amount: null, name: "" },
      { id: "4", changed: minute(1), amount: "-123456789012.34", name: "x".repeat(3000) },
    ];
    await source.add(rows);
    const { kept } = await run(null);
    const found = kept.map((row) => ({ id: row["id"], amount: row["amount"] === "" ? null : row["amount"], name: row["name"] }));
    const byId = (a: { id: unknown }, b: { id: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
    expect(found.sort(byId)).toEqual(rows.map(({ id, amount, name }) => ({ id, amount, name })).sort(byId));
    for (const row of kept)
      expect(new Date(String(row["changed"]).replace(" ", "T").replace(/\+00$/, "Z").replace(/(\d)$/, "$1Z")).getTime()).not.toBeNaN();
  });

  test("a secret that is wrong is said so and not repeated", async () => {
    if (source.wrong === null) return;
    await source.add(told(0, 2));
    const { secret, settings } = source.wrong;
    for (const attempt of [() => source.connector.test(reachOf(source.reach), settingsOf(settings)), () => readWith(settings)]) {
      const error = await attempt().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(CounterseatError);
      const { message, fix } = error as CounterseatError;
      expect(message).toMatch(/refused|cannot/);
      expect(fix).toBeTruthy();
      expect(`${message} ${fix}`).not.toContain(secret);
    }
  });

  test("where nobody answers, the place and what to do are named", async () => {
    for (const attempt of [
      () => source.connector.test(reachOf(source.reach), settingsOf(source.nowhere)),
      () => readWith(source.nowhere),
    ]) {
      const error = await attempt().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(CounterseatError);
      expect((error as CounterseatError).fix).toBeTruthy();
    }
  });

  async function readWith(settings: Readonly<Record<string, unknown>>): Promise<void> {
    for await (const piece of source.connector.read(reachOf(source.reach), settingsOf(settings), null)) await text(piece.bytes);
  }
}
