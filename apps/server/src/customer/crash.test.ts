import { spawn } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import type { ScanQuery } from "../platform/events/contract.ts";
import { freshDir, startTestServer, type TestServer } from "../test-server.ts";

const scratch = freshDir();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const CASES = 15_000;
const file = {
  name: "large.csv",
  text: `case,activity,time\n${Array.from({ length: CASES }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, "0");
    return `c${i},Order,2026-01-${day}T08:00:00Z\nc${i},Install ${i % 7},2026-02-${day}T08:00:00Z\n${i % 1000 === 0 ? `c${i},Pay,not a time\n` : ""}`;
  }).join("")}`,
};
const path = join(scratch, file.name);
writeFileSync(path, file.text);

/** Starts an import in a process of its own and kills it at the moment `enough` says. Returns what it told until then. */
async function importAndKill(dataDir: string, enough: (line: string) => boolean): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", fileURLToPath(new URL("./crash-child.ts", import.meta.url)), dataDir, path],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (enough(line)) child.kill("SIGKILL");
  }
  await ended;
  return told;
}

const everything: ScanQuery = { filter: { world: "own" }, numbers: ["time"], words: ["activity", "source", "stream"], texts: ["case"] };
async function stateOf(server: TestServer, id: string) {
  const { id: _id, createdAt: _createdAt, ...run } = await server.get<{ id: string; createdAt: string }>(`/api/v1/imports/${id}`);
  const refused = await server.ask("GET", `/api/v1/imports/${id}/refused`);
  return {
    run,
    refused: refused.text,
    rows: await server.app.events.scan(everything),
    uploads: readdirSync(join(server.dataDir, "uploads")),
    taken: readdirSync(server.dataDir).filter((name) => name.startsWith("taken-")),
  };
}

const left: string[] = [];
test("an import killed while it is acknowledged or applied ends as one that was not", { timeout: 120_000 }, async () => {
  const whole = await startTestServer();
  const uninterrupted = await whole.importFile({
    ...file,
    as: "events",
    source: "crm",
    map: { case: "case", activity: "activity", time: "time" },
  });
  const expected = await stateOf(whole, uninterrupted.id);
  await whole.close();
  expect(expected.run).toMatchObject({ state: "done", read: 2 * CASES + 15, accepted: 2 * CASES, refused: 15, progress: 1 });

  for (const moment of [/^acknowledged/, /^progress 0\.[1-9]/]) {
    const dataDir = freshDir();
    const told = await importAndKill(dataDir, (line) => moment.test(line));
    expect(told).not.toContain("applied"); // killed in the middle, else this shows nothing
    const id = (told.find((line) => line.startsWith("acknowledged")) ?? "").split(" ")[1] ?? "";
    const server = await startTestServer({ dataDir });
    await vi.waitUntil(async () => !["waiting", "reading"].includes((await server.get<{ state: string }>(`/api/v1/imports/${id}`)).state), {
      timeout: 30_000,
      interval: 50,
    });
    const found = await stateOf(server, id);
    left.push(...found.uploads);
    expect({ ...found, uploads: null }).toEqual({ ...expected, uploads: null });
    await server.close();
    rmSync(dataDir, { recursive: true });
  }
});

test("nothing of a file that was imported is left in the clear, not even after a crash", () => {
  expect(left).toEqual([]);
});
