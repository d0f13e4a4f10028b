import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { socketPath } from "../../apps/server/src/platform/socket-path.ts";
import { type Connections, createConnections, type Outcome } from "../http/connections.ts";
import { makeOwner, signIn } from "../server/first-owner.ts";
import { freshFolder, removeFolder, type ServerChild, startChild } from "../server/start-child.ts";
import { walkThrough } from "./walk-through.ts";
import { type Caller, CALLERS, type Drawn } from "./draw-request.ts";
import { fillPlaces } from "./fill-places.ts";
import { type Description, readDescription } from "./read-description.ts";
import { createToldValues, type ToldValues } from "./told-values.ts";

const SIGN_IN_EVERY_MS = 10_000;

/** A server with the sample in it, in a fresh directory, and everybody who may come to its doors. */
export interface House {
  readonly description: Description;
  readonly child: ServerChild;
  readonly told: ToldValues;
  send(drawn: Drawn): Promise<{ readonly outcome: Outcome; readonly sent: string }>;
  /** The owner's session ended; a new one, unless there was one a moment ago. */
  signInAgain(): Promise<void>;
  /** Its exit code. */
  close(): Promise<number | null>;
}

/** `lateMs`: a request slower than this hangs. */
export async function openHouse(lateMs: number): Promise<House> {
  const dataDir = freshFolder("fuzz", "memory"); // what is tried here is what is answered, not the disk
  const webDir = join(dataDir, "pages");
  mkdirSync(join(webDir, "assets"), { recursive: true });
  writeFileSync(
    join(webDir, "index.html"),
    '<!doctype html><title>Pages</title><script nonce="__counterseat_nonce__" src="/assets/app-1.js"></script>',
  );
  writeFileSync(join(webDir, "assets", "app-1.js"), "export {};\n");
  const data = join(dataDir, "data");
  const child = startChild({ dataDir: data, webDir, settings: { COUNTERSEAT_RATE_PER_MINUTE: "0", COUNTERSEAT_MAX_UPLOAD_MB: "8" } });
  const ready = await child.ready;
  let cookie = await makeOwner(ready);
  let signedInAt = Date.now();
  const { hostname, port } = new URL(ready.url);
  const description = readDescription(await (await fetch(`${ready.url}/api/openapi.json`)).text());
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const response = await fetch(ready.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };
  await ask("POST", "/api/v1/demo", { seed: 7, scale: 0.02 });
  while ((await ask("GET", "/api/v1/demo"))["loading"] !== null) await new Promise((resolve) => setTimeout(resolve, 100));
  const scopes = ["company:read", "customer:read", "customer:write", "gap:read", "ingest:write"];
  const made = await ask("POST", "/api/v1/keys", { name: "trial", scopes, source: "trial" });
  const key = String(made["key"]);
  // Somebody whose role may be changed and taken away, since the owner's has to last.
  const invited = await ask("POST", "/api/v1/members/invitations", {
    name: "Guest",
    email: "guest@example.org",
    role: "analyst",
    personal: true,
  });
  await ask("POST", "/api/v1/join", { token: invited["token"], password: "another horse 8 battery" });
  const { user } = (await ask("GET", "/api/v1/me")) as { user: { id: string } };

  const told = createToldValues(new Set([user.id, String(made["id"])]));
  for (const [group, body] of await walkThrough(ready.url, cookie)) told.hear(group, body);

  const tcp = createConnections({ host: hostname, port: Number(port) }, lateMs);
  const socket = createConnections({ socketPath: socketPath(data) }, lateMs);
  const doors = { owner: tcp, operator: socket, nobody: tcp, stranger: tcp, key: tcp } satisfies Record<Caller, Connections>;
  const credentials: Record<Caller, () => readonly (readonly [string, string])[]> = {
    owner: () => [["cookie", cookie]],
    operator: () => [],
    nobody: () => [],
    stranger: () => [["cookie", cookie.replaceAll(/[A-Za-z]/g, "x")]],
    key: () => [["authorization", `Bearer ${key}`]],
  };
  return {
    description,
    child,
    told,
    async send(drawn) {
      const { text, ...sent } = fillPlaces(drawn, told, credentials[drawn.caller]());
      const outcome = await doors[drawn.caller].send(sent);
      const etag = outcome.kind === "answer" ? outcome.answer.headers.get("etag") : undefined;
      if (etag !== undefined) told.hearOne("etag", etag);
      return { outcome, sent: text };
    },
    async signInAgain() {
      if (Date.now() - signedInAt < SIGN_IN_EVERY_MS) return;
      signedInAt = Date.now();
      cookie = await signIn(ready.url).catch(() => cookie);
    },
    async close() {
      for (const caller of CALLERS) doors[caller].close();
      const code = await child.stop();
      removeFolder(dataDir);
      return code;
    },
  };
}
