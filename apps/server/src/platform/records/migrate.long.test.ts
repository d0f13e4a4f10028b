import { fork } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { openRecords } from "./open.ts";
import { databaseOf, dropDatabase, testServer } from "./test-database.ts";
import { writeFixture } from "./test-migrations.ts";

const ROUNDS = 10;
const ROWS = 20_000;
const root = mkdtempSync(join(tmpdir(), "counterseat-migrate-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const log = createLog("silent");
const first = ["CREATE TABLE fixture (n int PRIMARY KEY, text text)"];
const older = writeFixture(join(root, "older"), first);
const newer = writeFixture(join(root, "newer"), [
  ...first,
  'ALTER TABLE fixture ADD COLUMN "twice" int',
  'UPDATE fixture SET "twice" = n * 2',
  'CREATE TABLE fixture_part AS SELECT n, "twice" FROM fixture',
  "CREATE INDEX fixture_text ON fixture (text)",
  "DROP INDEX fixture_text",
  'ALTER TABLE fixture ALTER COLUMN "twice" SET NOT NULL',
]);

interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

async function fill(place: Place): Promise<void> {
  const records = await openRecords({ ...place, log, migrations: older });
  await records.executor.executeSql("INSERT INTO fixture SELECT n, repeat(n::text, 10) FROM generate_series(1, $1::int) n", [ROWS]);
  await records.close();
}

/** Migrates in a process of its own and kills it after so many ms, or once it is through. Returns how long it took until then. */
async function migrateAndKill(place: Place, afterMs: number | null): Promise<number> {
  const program = fileURLToPath(new URL("./migrate-child.ts", import.meta.url));
  const child = fork(program, [place.dataDir, newer, ...(place.databaseUrl === null ? [] : [place.databaseUrl])], {
    execArgv: ["--conditions=source", "--import", "tsx"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    let started = 0;
    await new Promise<void>((resolve) => {
      child.on("message", (said) => {
        if (said === "opening") {
          started = performance.now();
          if (afterMs !== null) setTimeout(resolve, afterMs);
        } else resolve();
      });
      child.once("exit", () => resolve());
    });
    return performance.now() - started;
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

/** Old or new, and nothing between; then the newer version goes on with either. */
async function stateOf(place: Place): Promise<"old" | "new"> {
  const whole = [{ n: ROWS }];
  const asOld = await openRecords({ ...place, log, migrations: older }).catch((error: unknown) => error);
  let state: "old" | "new" = "new";
  if (asOld instanceof Error) {
    expect(asOld).toMatchObject({ code: "conflict", message: expect.stringContaining("not known to this version") as string });
  } else {
    state = "old";
    const records = asOld as Awaited<ReturnType<typeof openRecords>>; // what did not fail
    const columns = "SELECT column_name AS c FROM information_schema.columns WHERE table_name LIKE 'fixture%' ORDER BY 1";
    expect((await records.executor.executeSql(columns)).rows).toEqual([{ c: "n" }, { c: "text" }]);
    expect((await records.executor.executeSql("SELECT count(*)::int AS n FROM fixture WHERE text = repeat(n::text, 10)")).rows).toEqual(
      whole,
    );
    await records.close();
  }
  const after = await openRecords({ ...place, log, migrations: newer });
  expect(
    (await after.executor.executeSql('SELECT count(*)::int AS n FROM fixture JOIN fixture_part USING (n, "twice") WHERE "twice" = n * 2'))
      .rows,
  ).toEqual(whole);
  await after.close();
  return state;
}

const store = testServer === null ? "pglite" : "postgresql";
describe(`a migration that is killed, on ${store}`, () => {
  test("leaves the old tables or the new ones, and either opens", { timeout: 3_600_000 }, async () => {
    const base = join(root, `${store}-base`);
    const filled = { dataDir: base, databaseUrl: null };
    if (store === "pglite") await fill(filled);
    const places: Place[] = [];
    const newPlace = async (name: string): Promise<Place> => {
      const dataDir = join(root, `${store}-${name}`);
      if (store === "pglite") cpSync(base, dataDir, { recursive: true });
      const place = { dataDir, databaseUrl: store === "pglite" ? null : await databaseOf(testServer ?? "", dataDir) };
      if (place.databaseUrl !== null) await fill(place);
      places.push(place);
      return place;
    };
    const found: string[] = [];
    const through = await newPlace("through");
    const ms = await migrateAndKill(through, null);
    expect(await stateOf(through)).toBe("new"); // killed right behind it: it stays
    for (let round = 0; round < ROUNDS; round++) {
      const place = await newPlace(`${round}`);
      await migrateAndKill(place, (ms * (round + 0.5)) / ROUNDS);
      found.push(await stateOf(place));
      rmSync(place.dataDir, { recursive: true, force: true });
    }
    expect(found).toContain("old"); // else no kill met a migration
    for (const { databaseUrl } of places) if (databaseUrl !== null) await dropDatabase(testServer ?? "", databaseUrl);
  });
});
