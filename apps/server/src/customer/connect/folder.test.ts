import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { folder } from "./folder.ts";
import { reachOf, runConformance } from "./test-connector.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-folder-"));
const drop = join(root, "drop");
afterAll(() => rmSync(root, { recursive: true, force: true }));
const clear = () => {
  rmSync(drop, { recursive: true, force: true });
  mkdirSync(drop);
};
const HOUR_AGO = Date.now() / 1000 - 3600;
function lay(name: string, content: string, changed = HOUR_AGO): void {
  writeFileSync(join(drop, name), content);
  utimesSync(join(drop, name), changed, changed);
}

let files = 0;
describe("as every connector", () => {
  runConformance(() =>
    Promise.resolve({
      connector: folder,
      reach: { importDir: root },
      settings: { path: "drop" },
      wrong: null,
      nowhere: { path: "not-there" },
      empty: () => Promise.resolve(clear()),
      add(rows) {
        lay(`rows-${String(++files).padStart(4, "0")}.jsonl`, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    }),
  );
});

describe("files", () => {
  beforeEach(clear);
  const settings = (more: object = {}) => folder.settings.parse({ path: "drop", ...more });
  async function read(cursor: unknown, more: object = {}): Promise<{ cursor: unknown; kept: string[] }> {
    const kept: string[] = [];
    let at = cursor;
    for await (const piece of folder.read(reachOf({ importDir: root }), settings(more), at)) {
      const content = await text(piece.bytes);
      const end = piece.end();
      at = end.cursor;
      if (end.keep) kept.push(`${piece.name}: ${content}`);
    }
    return { cursor: at, kept };
  }

  test("what changed is read again, what was only touched or renamed is not", async () => {
    lay("a.csv", "one");
    lay("b.csv", "two");
    const first = await read(null);
    expect(first.kept).toEqual(["a.csv: one", "b.csv: two"]);
    lay("a.csv", "one", HOUR_AGO + 60);
    lay("c.csv", "two");
    lay("b.csv", "three", HOUR_AGO + 60);
    const second = await read(first.cursor);
    expect(second.kept).toEqual(["b.csv: three"]);
    expect((await read(second.cursor)).kept).toEqual([]);
  });

  test("links, other names and what is still being written are left", async () => {
    lay("kept.csv", "1");
    lay("kept.txt", "2");
    lay(".hidden.csv", "3");
    lay("half.csv.part", "4");
    lay("fresh.csv", "5", Date.now() / 1000);
    writeFileSync(join(root, "outside.csv"), "6");
    symlinkSync(join(root, "outside.csv"), join(drop, "link.csv"));
    expect((await read(null, { names: "*.csv" })).kept).toEqual(["kept.csv: 1"]);
    expect((await read(null, { names: "*.csv", quietSeconds: 0 })).kept).toEqual(["fresh.csv: 5", "kept.csv: 1"]);
  });

  test("a file that is written into while it is read waits for the next run", async () => {
    lay("a.csv", "one");
    const pieces = folder.read(reachOf({ importDir: root }), settings(), null);
    const piece = (await pieces.next()).value;
    lay("a.csv", "one two", HOUR_AGO + 60);
    if (piece === undefined) throw new Error("no piece");
    await text(piece.bytes);
    const end = piece.end();
    expect(end.keep).toBe(false);
    await pieces.return(undefined);
    expect((await read(end.cursor)).kept).toEqual(["a.csv: one two"]);
  });

  test.each(["..", "../..", "/etc", "drop/../..", "out"])("nothing is read from %s", async (path) => {
    const inner = join(root, "inner");
    mkdirSync(inner, { recursive: true });
    rmSync(join(inner, "out"), { force: true });
    symlinkSync("/etc", join(inner, "out"));
    await expect(folder.test(reachOf({ importDir: inner }), settings({ path }))).rejects.toMatchObject({ code: "invalid" });
    expect(readdirSync(inner)).toEqual(["out"]);
  });

  test("without a directory the administrator allows, nothing is read at all", async () => {
    await expect(folder.test(reachOf(), settings())).rejects.toMatchObject({
      fix: expect.stringContaining("COUNTERSEAT_IMPORT_DIR") as string,
    });
  });
});
