import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { vi } from "vitest";
import { type App, openApp, type Slice } from "./platform/app.ts";
import { type Auth, createAuth } from "./platform/auth.ts";
import { readConfig } from "./platform/config.ts";
import { createHttp } from "./platform/http.ts";
import { createLog, type Log } from "./platform/log.ts";
import { databaseOf, dropDatabase, testServer } from "./platform/records/test-database.ts";
import { openStores } from "./platform/stores.ts";
import { slices } from "./slices.ts";
import { threads } from "./threads.ts";

/** What came back: the body parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Ask {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** False: without the owner's session. */
  readonly signedIn?: boolean;
}
export interface ImportAsked {
  readonly name: string;
  readonly text: string;
  readonly as: string;
  readonly source: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly overlap?: "new" | "all";
}

export interface TestServer {
  readonly dataDir: string;
  readonly app: App;
  readonly auth: Auth;
  readonly http: FastifyInstance;
  ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, ask?: Ask): Promise<Answer>;
  /** Body of a request that must succeed. */
  get<T>(path: string): Promise<T>;
  upload(path: string, file: { name: string; text: string }, ask?: Ask): Promise<Answer>;
  /** Uploads, imports and waits until the import has ended, well or not. */
  importFile(asked: ImportAsked): Promise<Readonly<Record<string, unknown>> & { readonly id: string }>;
  close(): Promise<void>;
}

export const PASSWORD = "twelve chars";

export function freshDir(): string {
  return mkdtempSync(join(tmpdir(), "counterseat-test-"));
}

/**
 * The product in a fresh directory, reached as a browser would, signed in as the owner. On its embedded engines, or with the
 * records on the PostgreSQL that the run was given: there a directory that is opened again finds its own database again.
 */
export async function startTestServer(
  options: { dataDir?: string; slices?: readonly Slice[]; log?: Log; owner?: boolean; settings?: Readonly<Record<string, string>> } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? freshDir();
  const databaseUrl = testServer === null ? null : await databaseOf(testServer, dataDir);
  const config = readConfig({ ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }), ...options.settings }, { dataDir });
  const stores = await openStores({ config, log: options.log ?? createLog("silent"), threads });
  const app = await openApp({ stores, slices: options.slices ?? slices });
  const auth = await createAuth(app.records, "http://localhost");
  const http = await createHttp({ app, auth: () => Promise.resolve(auth), webDir: null, version: "test" });
  await http.ready();
  let cookie = "";

  async function ask(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    { body, headers, signedIn = true }: Ask = {},
  ): Promise<Answer> {
    const response = await http.inject({
      method,
      url: path,
      headers: { ...(signedIn && cookie !== "" ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    return toAnswer(response);
  }

  async function upload(path: string, file: { name: string; text: string }, { headers, signedIn = true }: Ask = {}): Promise<Answer> {
    const edge = "----counterseat-test";
    const payload = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n${file.text}\r\n--${edge}--\r\n`;
    const response = await http.inject({
      method: "POST",
      url: path,
      headers: { ...(signedIn ? { cookie } : {}), "content-type": `multipart/form-data; boundary=${edge}`, ...headers },
      payload,
    });
    return toAnswer(response);
  }

  async function get<T>(path: string): Promise<T> {
    const answer = await ask("GET", path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  if (options.owner ?? true) {
    const token = await auth.newSetupToken(Date.now());
    const made = await ask("POST", "/api/v1/setup", { body: { token, name: "Owner", email: "owner@example.org", password: PASSWORD } });
    if (made.status !== 200) throw new Error(`no owner: ${made.text}`);
    cookie = [made.headers["set-cookie"]]
      .flat()
      .map((line) => String(line).split(";")[0])
      .join("; ");
  }

  return {
    dataDir,
    app,
    auth,
    http,
    ask,
    get,
    upload,
    async importFile({ name, text, ...asked }) {
      const uploaded = await upload("/api/v1/uploads", { name, text });
      if (uploaded.status !== 200) throw new Error(uploaded.text);
      const started = await ask("POST", "/api/v1/imports", { body: { upload: uploaded.body["upload"], ...asked } });
      if (started.status !== 200) throw new Error(started.text);
      const id = String(started.body["id"]);
      return vi.waitUntil(
        async () => {
          const run = await get<{ id: string; state: string }>(`/api/v1/imports/${id}`);
          return run.state === "waiting" || run.state === "reading" ? null : run;
        },
        { timeout: 120_000, interval: 20 },
      );
    },
    async close() {
      await http.close();
      await app.close();
      if (options.dataDir !== undefined) return;
      rmSync(dataDir, { recursive: true, force: true });
      if (testServer !== null && databaseUrl !== null) await dropDatabase(testServer, databaseUrl);
    },
  };
}

function toAnswer(response: { statusCode: number; headers: object; payload: string }): Answer {
  let body: unknown;
  try {
    body = JSON.parse(response.payload);
  } catch {
    body = {};
  }
  return {
    status: response.statusCode,
    headers: response.headers as Record<string, unknown>,
    text: response.payload,
    body: body as Record<string, unknown>,
  };
}
