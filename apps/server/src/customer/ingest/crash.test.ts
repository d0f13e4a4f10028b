import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { listenOnSocket } from "../../platform/http.ts";
import { socketPath } from "../../platform/socket-path.ts";
import { freshDir, startTestServer } from "../../test-server.ts";

const dataDir = freshDir();
let running: ChildProcess | null = null;
afterAll(() => {
  running?.kill("SIGKILL"); // when the test failed before it did
  rmSync(dataDir, { recursive: true, force: true });
});
const BATCH = 25;
const SENDERS = 6;

/** Null: the answer never came, so nobody knows what became of it. */
function post(path: string, content: object): Promise<{ status: number; body: Record<string, unknown> } | null> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(JSON.stringify(content));
    const headers = { "content-type": "application/json", "content-length": bytes.length };
    const sent = request({ socketPath: socketPath(dataDir), method: "POST", path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown> }),
      );
      response.on("error", () => resolve(null));
    });
    sent.on("error", () => resolve(null));
    sent.end(bytes);
  });
}

async function startChild(): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL("./crash-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", entry, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) if (line === "ready") return child;
  throw new Error("the server did not start");
}

const batchOf = (n: number) => ({
  batch: Array.from({ length: BATCH }, (_, i) => ({
    type: "track",
    userId: `c${(n + i) % 40}`,
    event: "Order",
    messageId: `${n}.${i}`,
    properties: { n },
  })),
});

test(
  "killed at any moment, acknowledged events are there once after a restart, and sending again changes nothing",
  { timeout: 300_000 },
  async () => {
    const acknowledged = new Set<number>();
    const unsure = new Set<number>();
    let next = 0;
    let answers = 0;
    for (const moment of [7, 25]) {
      const child = await startChild();
      const ended = once(child, "exit");
      let here = 0;
      const sender = async () => {
        for (;;) {
          // First what nobody knows of, then new ones.
          const [again] = unsure;
          const n = again ?? next++;
          unsure.delete(n);
          const answer = await post("/api/v1/batch?source=shop", batchOf(n));
          if (answer === null) {
            if (!acknowledged.has(n)) unsure.add(n);
            return;
          }
          expect([answer.status, answer.body["refused"]]).toEqual([200, 0]);
          expect(Number(answer.body["accepted"]) + Number(answer.body["known"])).toBe(BATCH);
          acknowledged.add(n);
          answers += 1;
          if (++here === moment) child.kill("SIGKILL");
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, sender));
      await ended;
    }
    expect(answers).toBeGreaterThanOrEqual(32);
    expect(unsure.size).toBeGreaterThan(0); // some were cut off in the middle, else this shows nothing

    const server = await startTestServer({ dataDir, owner: false });
    const idsNow = async () => {
      await server.app.events.applied(server.app.events.stats().lastPosition);
      return (await server.app.events.scan({ filter: { world: "own", stream: "events" }, texts: ["id"] })).texts.id ?? [];
    };
    const idsOf = (batches: Iterable<number>) => [...batches].flatMap((n) => batchOf(n).batch.map((one) => one.messageId));
    const found = await idsNow();
    const there = new Set(found);
    expect(there.size).toBe(found.length);
    expect(idsOf(acknowledged).filter((id) => !there.has(id))).toEqual([]);

    const socket = await listenOnSocket(server.http, dataDir);
    for (let n = 0; n < next; n++) expect((await post("/api/v1/batch?source=shop", batchOf(n)))?.status).toBe(200);
    expect([...(await idsNow())].sort()).toEqual(idsOf(Array.from({ length: next }, (_, n) => n)).sort());
    await new Promise((resolve) => socket.close(resolve));
    await server.close();
  },
);
