import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAudit } from "../../platform/audit.ts";
import { runAndKill } from "../../platform/backup/test-killing.ts";
import { testServer } from "../../platform/records/test-database.ts";
import { freshDir, startTestServer } from "../../test-server.ts";
import { listErasures } from "./store.ts";
import { fill, findCanaries, PERSON } from "./test-person.ts";

const scratch = freshDir();
const filled = join(scratch, "filled");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeAll(async () => {
  const server = await startTestServer({ dataDir: filled });
  await fill(server, true);
  await server.close();
});

const CHILD = "../../customer/privacy/erase-child.ts";
/** Each step, right after it began, and later inside of it. */
const MOMENTS: readonly (readonly [after: string, ms: number])[] = [
  ["asked", 0],
  ["asked", 60],
  ["applied", 0],
  ["applied", 20],
  ["applied", 60],
  ["records", 0],
  ["records", 150],
  ["records", 400],
  ["records", 900],
];

// A data directory is copied here, and a database on a server would not be.
test.skipIf(testServer !== null).each(MOMENTS)(
  "killed at %s and %d ms, the next start finishes it before it serves",
  { timeout: 180_000 },
  async (after, ms) => {
    const dataDir = join(scratch, `${after}-${ms}`);
    cpSync(filled, dataDir, { recursive: true });
    const told = await runAndKill(CHILD, [dataDir, PERSON], (line) => (line === after ? ms : null));
    expect(told).toContain(after);
    const server = await startTestServer({ dataDir, owner: false });
    expect((await listErasures(server.app.records.db)).map(({ state }) => state)).toEqual(["done"]);
    expect(await findCanaries(server)).toEqual([]);
    expect((await verifyAudit(server.app.records.db)).whole).toBe(true);
    expect((await server.app.events.countBy({ by: ["world"], filter: { world: "own", stream: "transactions" } }))[0]?.n).toBe(80);
    await server.close();
    rmSync(dataDir, { recursive: true });
  },
);
