import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { freshDir, startTestServer } from "../../test-server.ts";

const FILES = 5;
const ROWS = 4000;
const root = freshDir();
afterAll(() => rmSync(root, { recursive: true, force: true }));
for (let file = 0; file < FILES; file += 1) {
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `c${file}-${i},Call ${file},2026-01-${String(1 + (i % 28)).padStart(2, "0")}T08:00:00Z\n`,
  );
  writeFileSync(join(root, `calls-${file}.csv`), `case,activity,time\n${rows.join("")}`);
}

/** Runs the connection in a process of its own and kills it at the moment `enough` says. */
async function runAndKill(dataDir: string, id: string, enough: RegExp): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", fileURLToPath(new URL("./crash-child.ts", import.meta.url)), dataDir, root, id],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (enough.test(line)) child.kill("SIGKILL");
  }
  await ended;
  return told;
}

test.each([
  ["while a file is brought in", /^imports 0 settled uploads 1/],
  ["behind the first import it started", /^imports 1 under way/],
  ["between two imports", /^imports [2-4] settled/],
  ["in the middle of the rest", /^imports [34] under way/],
])("killed %s, a run that is started again brings every row once", async (_moment, enough) => {
  const dataDir = freshDir();
  const id = randomUUID();
  const told = await runAndKill(dataDir, id, enough);
  expect(told).not.toContain("ended"); // killed in the middle, else this shows nothing
  const server = await startTestServer({ dataDir, settings: { IMPORT_DIR: root } });
  try {
    const answer = await server.ask("POST", `/api/v1/connections/${id}/run`, { body: {} });
    expect([answer.status, answer.body]).toMatchObject([200, { state: "well", failure: null }]);
    const { rows } = (await server.get<{ sources: { name: string; rows: number }[] }>("/api/v1/sources?world=own")).sources[0] ?? {
      rows: 0,
    };
    expect(rows).toBe(FILES * ROWS);
    const counts = await server.app.events.countBy({ by: ["activity"], filter: { world: "own" } });
    expect(counts.map((count) => [count.key[0], count.n]).sort()).toEqual(Array.from({ length: FILES }, (_, i) => [`Call ${i}`, ROWS]));
    expect((await server.get<{ balanced: boolean }>("/api/v1/sources/calls/reconcile?world=own")).balanced).toBe(true);
    expect(readdirSync(join(dataDir, "uploads"))).toEqual([]);
  } finally {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
