import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import { type Looked, watchReadiness } from "./readiness.ts";

const GB = 1024 ** 3;
const MINUTE = 60_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe("through the front door", () => {
  it("says it is alive, ready and which version it is, to anybody", async () => {
    expect((await server.ask("GET", "/livez", { signedIn: false })).body).toEqual({ alive: true });
    for (const path of ["/readyz", "/healthz"]) {
      const { status, body } = await server.ask("GET", path, { signedIn: false });
      expect(status).toBe(200);
      expect(body["ready"]).toBe(true);
      expect((body["checks"] as { name: string }[]).map((check) => check.name)).toEqual(["records", "events", "backlog", "disk", "jobs"]);
    }
    const version = await server.ask("GET", "/version", { signedIn: false });
    expect(version.body).toMatchObject({ version: "test", node: process.versions.node });
    expect(version.body["schema"]).toBeDefined();
  });

  it("tells no path, address or name in its checks", async () => {
    const { text } = await server.ask("GET", "/readyz", { signedIn: false });
    expect(text).not.toContain(server.dataDir);
    expect(text).not.toContain("example.org");
  });

  it("counts requests by operation, and addresses nobody declared under one name", async () => {
    await server.ask("GET", "/api/v1/sources");
    await server.ask("GET", "/api/v1/sources");
    await server.ask("GET", "/api/v1/sources", { signedIn: false });
    for (const path of ["/a", "/b", "/api/v1/c"]) await server.ask("GET", path);
    const { status, text, headers } = await server.ask("GET", "/metrics", { signedIn: false });
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    const counted = (operation: string, of: string) =>
      Number(new RegExp(`_seconds_count\\{operation="${operation}",status="${of}"\\} (\\d+)`).exec(text)?.[1] ?? Number.NaN);
    expect(counted("customer.listSources", "2xx")).toBe(2);
    expect(counted("customer.listSources", "4xx")).toBe(1);
    expect(counted("none", "4xx")).toBe(3);
    expect(text).toContain('_bucket{le="+Inf",operation="customer.listSources",status="2xx"} 2');
    for (const name of ["process_cpu_seconds_total", "counterseat_ready 1", "counterseat_disk_free_bytes", "counterseat_sessions 1"])
      expect(text).toContain(name);
    expect(text).toContain('counterseat_store_trouble{store="events"} 0');
  });

  it("shows how far the log is after an import", async () => {
    await server.importFile({
      name: "log.csv",
      text: "case,activity,time\nc1,Order,2026-01-02T08:00:00Z\n",
      as: "events",
      source: "crm",
      map: { case: "case", activity: "activity", time: "time" },
    });
    const { text } = await server.ask("GET", "/metrics");
    expect(Number(/^counterseat_log_applied_position (\d+)/m.exec(text)?.[1])).toBeGreaterThan(0);
    expect(text).toMatch(/^counterseat_log_backlog 0$/m);
  });
});

describe("who may read the metrics", () => {
  it("a program on this machine, but not what a proxy on it passes on", async () => {
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"]) {
      const passedOn = await server.ask("GET", "/metrics", { signedIn: false, headers: { [name]: "198.51.100.7" } });
      expect([name, passedOn.status]).toEqual([name, 401]);
    }
    expect((await server.ask("GET", "/metrics", { signedIn: false, headers: { "x-forwarded-for": "127.0.0.1" } })).status).toBe(401);
  });

  it("an owner who is signed in, and a key that is unknown never", async () => {
    const from = { "x-forwarded-for": "198.51.100.7" };
    expect((await server.ask("GET", "/metrics", { headers: from })).status).toBe(200);
    const key = { ...from, authorization: "Bearer cseat_unknown" };
    expect((await server.ask("GET", "/metrics", { signedIn: false, headers: key })).status).toBe(401);
  });

  it("nobody without a key where an address is configured, since a proxy stands before it", async () => {
    const behind = await startTestServer({ settings: { BASE_URL: "https://counterseat.example.org" }, owner: false });
    try {
      await behind.http.listen({ host: "127.0.0.1", port: 0 });
      const { port } = behind.http.server.address() as AddressInfo;
      expect(await statusOf(port, "/metrics")).toBe(401);
      expect(await statusOf(port, "/readyz")).toBe(200);
    } finally {
      await behind.close();
    }
  });
});

function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject).end();
  });
}

/** A server all is well with but what a case says, at a clock the case sets. */
function looking(more: Partial<{ [K in keyof Looked]: Looked[K] }> = {}) {
  const now = { at: 1_800_000_000_000 };
  const watch = watchReadiness({
    records: { ping: () => Promise.resolve(true), trouble: null },
    events: {
      failure: null,
      trouble: null,
      stats: () => ({ lastPosition: 10, appliedPosition: 10, logBytes: 1, segments: 1, appendSyncs: 1, refusing: 0 }),
    },
    dataDir: ".",
    jobsSeen: () => now.at,
    readDisk: () => Promise.resolve({ free: 100 * GB, size: 200 * GB }),
    clock: () => now.at,
    ...more,
  });
  const failing = async () => (await watch.look()).checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.detail}`);
  return { now, watch, failing };
}

describe("is not ready", () => {
  it("never, when all is well", async () => {
    expect(await looking().failing()).toEqual([]);
    expect((await looking().watch.look()).ready).toBe(true);
  });

  it("while a store is in trouble, and says which code and since when", async () => {
    const since = Date.UTC(2026, 10, 22, 12);
    const records = { ping: () => Promise.resolve(true), trouble: { store: "records", code: "ENOSPC", since } as const };
    expect(await looking({ records }).failing()).toEqual([
      "records: cannot write (ENOSPC) since 2026-11-22T12:00:00.000Z; tries again by itself",
    ]);
    const events = { ...fine, trouble: { store: "events", code: "EIO", since } as const };
    expect(await looking({ events }).failing()).toEqual([
      "events: cannot write (EIO) since 2026-11-22T12:00:00.000Z; tries again by itself",
    ]);
  });

  it("when the records do not answer: with an error, with silence, with nothing", async () => {
    for (const ping of [() => Promise.reject(new Error("gone")), () => new Promise<boolean>(() => undefined), () => Promise.resolve(false)])
      expect(await looking({ records: { ping, trouble: null } }).failing()).toEqual(["records: does not answer"]);
  });

  it("when the event thread has ended", async () => {
    const found = await looking({ events: { ...fine, failure: new Error("out of memory at /secret/path") } }).watch.look();
    expect(found.ready).toBe(false);
    expect(JSON.stringify(found)).not.toContain("secret");
  });

  it("when the backlog stands still, and is again with the next step", async () => {
    let applied = 5;
    const { now, failing } = looking({
      events: { ...fine, stats: () => ({ ...fine.stats(), lastPosition: 10, appliedPosition: applied }) },
    });
    expect(await failing()).toEqual([]);
    now.at += 14 * MINUTE;
    expect(await failing()).toEqual([]);
    now.at += 2 * MINUTE;
    expect(await failing()).toEqual(["backlog: 5 records wait to be applied, none was for 16 minutes"]);
    applied = 6;
    expect(await failing()).toEqual([]);
    now.at += 16 * MINUTE;
    applied = 10; // nothing waits: standing still is rest
    expect(await failing()).toEqual([]);
    now.at += 60 * MINUTE;
    expect(await failing()).toEqual([]);
  });

  it("when the disk is nearly full: less than a gigabyte and than a twentieth", async () => {
    const disk = (free: number, size: number) => looking({ readDisk: () => Promise.resolve({ free, size }) }).failing();
    expect(await disk(2 * GB, 1000 * GB)).toEqual([]);
    expect(await disk(0.6 * GB, 10 * GB)).toEqual([]);
    expect(await disk(0.9 * GB, 1000 * GB)).toEqual(["disk: 0.9 GB free of 1000.0 GB"]);
    expect(await looking({ readDisk: () => Promise.reject(new Error("EIO")) }).failing()).toEqual([
      "disk: the data directory cannot be read",
    ]);
  });

  it("but looks at the disk every five seconds only", async () => {
    let reads = 0;
    const { now, failing } = looking({ readDisk: () => Promise.resolve({ free: ++reads * 0.1 * GB, size: 1000 * GB }) });
    expect(await failing()).toEqual(["disk: 0.1 GB free of 1000.0 GB"]);
    now.at += 4000;
    expect(await failing()).toEqual(["disk: 0.1 GB free of 1000.0 GB"]);
    now.at += 2000;
    expect(await failing()).toEqual(["disk: 0.2 GB free of 1000.0 GB"]);
  });

  it("when the job queue is silent for more than three minutes, or never started", async () => {
    const started = 1_800_000_000_000;
    const silent = looking({ jobsSeen: () => started });
    silent.now.at += 3 * MINUTE;
    expect(await silent.failing()).toEqual([]);
    silent.now.at += 1000;
    expect(await silent.failing()).toEqual(["jobs: last sign of life 181 s ago"]);
    const never = looking({ jobsSeen: () => null });
    expect(await never.failing()).toEqual([]);
    never.now.at += 4 * MINUTE;
    expect(await never.failing()).toEqual(["jobs: did not start"]);
  });
});

const fine = {
  failure: null,
  trouble: null,
  stats: () => ({ lastPosition: 10, appliedPosition: 10, logBytes: 1, segments: 1, appendSyncs: 1, refusing: 0 }),
};
