import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { freshDir, PASSWORD, startTestServer } from "./test-server.ts";

const CLIENTS = 12;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue; // a test that failed left it behind
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
});

interface Child {
  readonly url: URL;
  readonly token: string;
  readonly socketPath: string;
  readonly said: string[];
  kill(signal: "SIGTERM" | "SIGINT"): void;
  readonly ended: Promise<number | string>;
}

async function startChild(dataDir: string): Promise<Child> {
  const entry = fileURLToPath(new URL("./stop-child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", entry, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const ended = new Promise<number | string>((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal ?? "")));
  const said: string[] = [];
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      resolve(line);
    });
    void ended.then((how) => reject(new Error(`the server ended before it listened: ${how}`)));
  });
  const { url, setupUrl } = JSON.parse(first) as { url: string; setupUrl: string | null };
  const token = setupUrl === null ? "" : (new URL(setupUrl).searchParams.get("token") ?? "");
  return { url: new URL(url), token, socketPath: join(dataDir, "socket"), said, kill: (signal) => child.kill(signal), ended };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly cookie?: string;
  readonly agent: Agent;
  readonly to: { readonly socketPath: string } | { readonly host: string; readonly port: string };
}
/** Null: the connection ended without an answer. */
interface Got {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly cookie: string;
  readonly text: string;
}

function send({ method, path, body, type = "application/json", cookie, agent, to }: Sent): Promise<Got | null> {
  return new Promise((resolve) => {
    const headers = { "content-type": type, "content-length": Buffer.byteLength(body), ...(cookie === undefined ? {} : { cookie }) };
    const request = httpRequest({ ...to, path, method, headers, agent }, (response) => {
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString()));
      response.on("error", () => resolve(null));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"],
          cookie: (response.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; "),
          text,
        }),
      );
    });
    request.on("error", () => resolve(null));
    request.end(body);
  });
}

async function signIn(child: Child, agent: Agent): Promise<{ cookie: string; to: Sent["to"] }> {
  const to = { host: child.url.hostname, port: child.url.port };
  const body = JSON.stringify({ token: child.token, name: "Owner", email: "owner@example.org", password: PASSWORD });
  const made = await send({ method: "POST", path: "/api/v1/setup", body, agent, to });
  if (made?.status !== 200) throw new Error(`no owner: ${made?.text}`);
  return { cookie: made.cookie, to };
}

function multipart(text: string): { body: string; type: string } {
  const edge = "----counterseat-test";
  const part = `content-disposition: form-data; name="file"; filename="log.csv"\r\ncontent-type: text/csv`;
  return { body: `--${edge}\r\n${part}\r\n\r\n${text}\r\n--${edge}--\r\n`, type: `multipart/form-data; boundary=${edge}` };
}

/** An upload that has begun and does not go on until `finish`. */
function holdUpload(socketPath: string): { underWay: Promise<void>; finish(): void; status: Promise<number | null> } {
  const { body, type } = multipart("case,activity,time\nc1,Order,2026-01-02T08:00:00Z\n");
  const headers = { "content-type": type, "content-length": body.length, expect: "100-continue" };
  const request = httpRequest({ socketPath, path: "/api/v1/uploads", method: "POST", headers, agent: false });
  const underWay = new Promise<void>((resolve) => request.once("continue", () => resolve()));
  const status = new Promise<number | null>((resolve) => {
    request.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    request.once("error", () => resolve(null));
  });
  request.flushHeaders();
  void underWay.then(() => request.write(body.slice(0, 100)));
  return { underWay, finish: () => void request.end(body.slice(100)), status };
}

test("a stop in the middle of many writes loses nothing that was acknowledged, and ends with 0", { timeout: 240_000 }, async () => {
  const dataDir = freshDir();
  const agent = new Agent({ keepAlive: true });
  try {
    const child = await startChild(dataDir);
    const owner = await signIn(child, agent);
    const operator = { to: { socketPath: child.socketPath } };
    const told: string[] = [];
    const statuses = new Map<number | string, number>();
    const imports: string[] = [];
    const waits = new Set<string | undefined>();

    /** Writes one entry after the other until the server is gone. */
    const write = async (client: number): Promise<void> => {
      const as = client % 2 === 0 ? owner : operator;
      for (let i = 0; ; i++) {
        const id = `c${client}-${i}`;
        const path = `/api/v1/company/channels/${id}?world=own`;
        const got = await send({ method: "PUT", path, body: JSON.stringify({ entry: { label: id } }), agent, ...as });
        const status = got?.status ?? "gone";
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (got === null) return;
        if (got.status === 200) told.push(id);
        else if (got.status === 503) waits.add(got.retryAfter);
      }
    };
    /** Brings files in and starts to import them, over and over. */
    const bring = async (): Promise<void> => {
      for (let i = 0; ; i++) {
        const rows = Array.from({ length: 500 }, (_, n) => `case-${i}-${n},Order,2026-01-02T08:00:00Z`).join("\n");
        const uploaded = await send({
          method: "POST",
          path: "/api/v1/uploads",
          agent,
          ...operator,
          ...multipart(`case,activity,time\n${rows}\n`),
        });
        if (uploaded?.status !== 200) return;
        const { upload } = JSON.parse(uploaded.text) as { upload: string };
        const asked = { upload, as: "events", source: "crm", map: { case: "case", activity: "activity", time: "time" } };
        const started = await send({ method: "POST", path: "/api/v1/imports", body: JSON.stringify(asked), agent, ...operator });
        if (started?.status !== 200) return;
        imports.push((JSON.parse(started.text) as { id: string }).id);
      }
    };
    const load = Promise.all([...Array.from({ length: CLIENTS }, (_, client) => write(client)), bring()]);
    await vi.waitUntil(() => told.length >= 60 && imports.length >= 1, { timeout: 90_000, interval: 10 });
    const before = told.length;
    child.kill("SIGTERM");
    child.kill("SIGINT"); // as a terminal and a parent that passes signals on tell it twice
    expect(await child.ended).toBe(0);
    await load;
    expect(child.said.slice(1)).toEqual(["Stopping … (once more to stop at once)"]);
    expect(told.length).toBeGreaterThanOrEqual(before);
    expect([...waits].filter((wait) => wait !== "5")).toEqual([]);
    expect([...statuses.keys()].filter((status) => ![200, 503, "gone"].includes(status))).toEqual([]);

    const server = await startTestServer({ dataDir, owner: false });
    const company = await server.http.inject({ url: "/api/v1/company?world=own", headers: { cookie: owner.cookie } });
    const kept = (JSON.parse(company.body) as { channels: { id: string }[] }).channels.map((channel) => channel.id);
    expect(told.filter((id) => !kept.includes(id))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    for (const id of imports) {
      const run = await vi.waitUntil(
        async () => {
          const { body: text } = await server.http.inject({ url: `/api/v1/imports/${id}`, headers: { cookie: owner.cookie } });
          const found = JSON.parse(text) as { state: string; accepted: number };
          return found.state === "waiting" || found.state === "reading" ? null : found;
        },
        { timeout: 30_000, interval: 50 },
      );
      expect(run).toMatchObject({ state: "done", accepted: 500 });
    }
    await server.close();
  } finally {
    agent.destroy();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("what is under way is finished while what is new is refused; a second signal ends it at once", { timeout: 240_000 }, async () => {
  const dataDir = freshDir();
  const agent = new Agent({ keepAlive: true });
  try {
    const child = await startChild(dataDir);
    const owner = await signIn(child, agent);
    const slow = holdUpload(child.socketPath);
    await slow.underWay;
    child.kill("SIGTERM");
    await vi.waitUntil(() => child.said.length > 1, { timeout: 60_000 });

    const refused = await send({ method: "GET", path: "/api/v1/company", body: "", agent, ...owner });
    expect([refused?.status, refused?.retryAfter]).toEqual([503, "5"]);
    expect(JSON.parse(refused?.text ?? "{}")).toMatchObject({ code: "limit", status: 503 });
    expect((await send({ method: "GET", path: "/readyz", body: "", agent, ...owner }))?.status).toBe(503);
    expect((await send({ method: "GET", path: "/livez", body: "", agent, ...owner }))?.status).toBe(200);
    slow.finish();
    expect(await slow.status).toBe(200);
    expect(await child.ended).toBe(0);

    const again = await startChild(dataDir);
    const held = holdUpload(again.socketPath);
    await held.underWay;
    again.kill("SIGTERM");
    await vi.waitUntil(() => again.said.length > 1, { timeout: 60_000 });
    await setTimeout(1200); // sooner it would pass for the same Ctrl-C
    again.kill("SIGTERM");
    expect(await again.ended).toBe(1);
    expect(await held.status).toBeNull();
  } finally {
    agent.destroy();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});
