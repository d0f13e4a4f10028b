import { createReadStream, existsSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { CounterseatError } from "@counterseat/server/errors";
import type { Parsed } from "./command.ts";

/** Calls operations: in a running server through its socket, else in this process, which then owns the data directory. */
export interface Session {
  call(name: string, input?: object, file?: string): Promise<unknown>;
}

/** How long a command waits for a server that is starting. */
const STARTING_MS = 30_000;

interface Called {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

export async function withSession<T>(args: Parsed, work: (session: Session) => Promise<T>): Promise<T> {
  // Loaded here, not above: computing a kernel should not wait for the server's libraries.
  const { lockHolder, open, openOperations, OPERATOR, readConfig, socketPath, World } = await import("@counterseat/server");
  const dataDir = args.one("data-dir");
  const config = readConfig({ COUNTERSEAT_LOG_LEVEL: "error", ...process.env }, dataDir === null ? {} : { dataDir });
  const socket = socketPath(config.dataDir);
  // A server that is just starting holds the lock before its socket is there.
  for (let waited = 0; waited < STARTING_MS && lockHolder(config.dataDir) !== null && !existsSync(socket); waited += 100)
    await setTimeout(100);
  if (lockHolder(config.dataDir) !== null && existsSync(socket))
    return work({ call: (name, input = {}, file) => callServer(openOperations, socket, name, input, file) });
  const app = await open(config);
  try {
    return await work({
      async call(name, input = {}, file) {
        const op = app.operations.find((o) => o.name === name);
        if (op === undefined) throw new Error(`no operation ${name}`);
        const incoming = file === undefined ? {} : { file: { name: basename(file), stream: createReadStream(file) } };
        const { world, ...rest } = input as { world?: unknown };
        const shown = world === undefined ? await app.defaultWorld(OPERATOR) : World.parse(world);
        return app.call(op, { actor: OPERATOR, world: shown, input: rest, ...incoming });
      },
    });
  } finally {
    await app.close();
  }
}

async function callServer(
  operations: readonly Called[],
  socket: string,
  name: string,
  input: object,
  file: string | undefined,
): Promise<unknown> {
  const op = operations.find((o) => o.name === name);
  if (op === undefined) throw new Error(`no operation ${name}`);
  const rest: Record<string, unknown> = { ...input };
  const path = op.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });
  const bodyless = op.method === "GET" || op.method === "DELETE";
  const query = bodyless
    ? new URLSearchParams(
        Object.entries(rest).flatMap(([k, v]): [string, string][] => (v === undefined ? [] : [[k, String(v)]])),
      ).toString()
    : "";
  const headers: Record<string, string> = {};
  let body: Readable | null = null;
  if (file !== undefined) {
    const boundary = `counterseat-${crypto.randomUUID()}`;
    headers["content-type"] = `multipart/form-data; boundary=${boundary}`;
    body = Readable.from(multipart(file, boundary));
  } else if (!bodyless) {
    headers["content-type"] = "application/json";
    body = Readable.from([Buffer.from(JSON.stringify(rest))]);
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { socketPath: socket, path: `/api/v1${path}${query === "" ? "" : `?${query}`}`, method: op.method, headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if ((response.statusCode ?? 500) < 400) resolve(JSON.parse(text));
          else reject(CounterseatError.fromProblem(JSON.parse(text)));
        });
      },
    );
    request.on("error", reject);
    if (body === null) request.end();
    else body.pipe(request);
  });
}

async function* multipart(file: string, boundary: string): AsyncGenerator<Buffer> {
  const name = basename(file).replaceAll('"', "");
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  );
  for await (const part of createReadStream(file)) yield part as Buffer;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
