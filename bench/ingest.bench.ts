import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile, rounded, summary } from "./measure.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const BATCH = 100;
const CONNECTIONS = 32;
const SECONDS = 6;
const ROUNDS = 3;
const KNOWN_CUSTOMERS = 1000;

/**
 * Events that are durable when they are answered: batches of 100 over 32 connections to a real server, beside a loop that
 * appends the same bytes to a file and syncs it, in the same run. The sender shares the machine's cores with the server.
 */
export async function bench(): Promise<unknown> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  try {
    const server = await startServer(join(dir, "data"));
    const { key } = await server.send<{ key: string }>("POST", "/api/v1/keys", {
      name: "Bench",
      scopes: ["ingest:write"],
      source: "bench",
    });
    await sending({ server, key, name: "warm", seconds: 2, customerOf: (n) => n % KNOWN_CUSTOMERS });
    const known: Sent[] = [];
    const fresh: Sent[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await bareLoop(join(dir, `bare-${round}`)));
      known.push(await sending({ server, key, name: `known ${round}`, seconds: SECONDS, customerOf: (n) => n % KNOWN_CUSTOMERS }));
      fresh.push(await sending({ server, key, name: `fresh ${round}`, seconds: SECONDS, customerOf: (n) => 1e9 + round * 1e8 + n }));
    }
    const floor = summary(bare).median;
    const result = {
      bareAppendAndSync: { eventsPerSecond: spread(bare) },
      knownCustomers: { customers: KNOWN_CUSTOMERS, ...table(known, floor), limit: { eventsPerSecond: 20_000 } },
      newCustomers: { customers: "every event another", ...table(fresh, floor) },
      memoryMb: server.memory(),
    };
    await server.stop();
    return result;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Sent {
  readonly perSecond: number;
  /** Of each request, ms. */
  readonly waits: readonly number[];
  /** Requests that were asked to come back later, because too much waited to be applied. */
  readonly sentAway: number;
}

function table(rounds: readonly Sent[], floor: number): object {
  const perSecond = rounds.map((one) => one.perSecond);
  const waits = rounds.flatMap((one) => one.waits);
  return {
    eventsPerSecond: spread(perSecond),
    ofBareLoop: rounded(summary(perSecond).median / floor, 3),
    requestP50Ms: rounded(percentile(waits, 0.5)),
    requestP99Ms: rounded(percentile(waits, 0.99)),
    sentAway: rounds.reduce((sum, one) => sum + one.sentAway, 0),
  };
}

function spread(values: readonly number[]): object {
  const { median, low, high } = summary(values);
  return { median: Math.round(median), low: Math.round(low), high: Math.round(high) };
}

function eventOf(name: string, n: number, customer: number): object {
  return {
    type: "track",
    userId: `customer-${customer}`,
    event: `Step ${n % 12}`,
    messageId: `${name}-${n}`,
    timestamp: new Date(1_760_000_000_000 + n * 1000).toISOString(),
    properties: {
      stage: `stage-${n % 6}`,
      channel: n % 2 === 0 ? "web" : "phone",
      amount: (n % 1000) / 10,
      currency: "EUR",
      campaign: "autumn",
      variant: n % 3,
    },
  };
}

interface Sending {
  readonly server: ServerProcess;
  readonly key: string;
  readonly name: string;
  readonly seconds: number;
  readonly customerOf: (n: number) => number;
}

/** Bodies are made before the clock runs, so that the sender's work is little more than its sockets. */
async function sending({ server, key, name, seconds, customerOf }: Sending): Promise<Sent> {
  const most = Math.ceil((seconds * 40_000) / BATCH);
  const bodies = Array.from({ length: most }, (_, b) =>
    Buffer.from(
      JSON.stringify({ batch: Array.from({ length: BATCH }, (_one, i) => eventOf(name, b * BATCH + i, customerOf(b * BATCH + i))) }),
    ),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const waits: number[] = [];
  let next = 0;
  let accepted = 0;
  let sentAway = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const body = bodies[next++];
        if (body === undefined) return;
        const asked = performance.now();
        const answer = await post(`${server.url}/api/v1/batch`, { agent, key, body });
        if (answer.status === 429) sentAway += 1;
        else if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
        else accepted += (JSON.parse(answer.text) as { accepted: number }).accepted;
        waits.push(performance.now() - asked);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  return { perSecond: accepted / elapsed, waits, sentAway };
}

function post(url: string, { agent, key, body }: { agent: Agent; key: string; body: Buffer }): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "content-length": body.length };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What the disk does without us: the bytes of one batch, appended and synced, one after the other. */
async function bareLoop(path: string): Promise<number> {
  const bytes = Buffer.from(JSON.stringify(Array.from({ length: BATCH }, (_, i) => eventOf("bare", i, i))));
  const file = await open(path, "a");
  const until = performance.now() + 2000;
  const started = performance.now();
  let batches = 0;
  while (performance.now() < until) {
    await file.write(bytes);
    await file.datasync();
    batches += 1;
  }
  await file.close();
  return (batches * BATCH) / ((performance.now() - started) / 1000);
}
