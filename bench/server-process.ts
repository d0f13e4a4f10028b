import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SHIM = fileURLToPath(new URL("../apps/cli/bin/counterseat.mjs", import.meta.url));

/** The product as a child process, asked through its socket as the operator. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly setupUrl: string | null;
  readonly startedAfterMs: number;
  get<T>(path: string): Promise<T>;
  send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: object): Promise<T>;
  upload<T>(path: string, name: string, bytes: Buffer): Promise<T>;
  /** Resident memory in MB: now, and the most there was. */
  memory(): { now: number; peak: number };
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const started = performance.now();
  const child = spawn(SHIM, ["start", "--data-dir", dataDir, "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, COUNTERSEAT_LOG_LEVEL: "error", ...settings },
  });
  const { url, setupUrl } = await untilReady(child);
  const socket = join(dataDir, "socket");
  const call = <T>(method: string, path: string, body: Buffer | null, type: string) => callSocket<T>(socket, method, path, body, type);
  return {
    url,
    dataDir,
    setupUrl,
    startedAfterMs: performance.now() - started,
    get: (path) => call("GET", path, null, ""),
    send: (method, path, body) => call(method, path, method === "DELETE" ? null : Buffer.from(JSON.stringify(body)), "application/json"),
    upload(path, name, bytes) {
      const boundary = `bench-${crypto.randomUUID()}`;
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
      return call(
        "POST",
        path,
        Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        `multipart/form-data; boundary=${boundary}`,
      );
    },
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const mb = (key: string) => Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
      return { now: mb("VmRSS"), peak: mb("VmHWM") };
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

function untilReady(child: ChildProcess): Promise<{ url: string; setupUrl: string | null }> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (part: Buffer) => {
      text += part.toString();
      const url = /listens on (\S+)/.exec(text)?.[1];
      if (url === undefined) return;
      const setupUrl = /(\S+\/setup\?token=\S+)/.exec(text)?.[1] ?? null;
      // The link follows the address in the same breath when there is one.
      setTimeout(() => resolve({ url, setupUrl: setupUrl ?? /(\S+\/setup\?token=\S+)/.exec(text)?.[1] ?? null }), 50);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${text}`)));
  });
}

function callSocket<T>(socketPath: string, method: string, path: string, body: Buffer | null, type: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = body === null ? {} : { "content-type": type, "content-length": body.length };
    const sent = request({ socketPath, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if ((response.statusCode ?? 500) < 400) resolve(JSON.parse(text) as T);
        else reject(new Error(`${method} ${path}: ${text}`));
      });
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}
