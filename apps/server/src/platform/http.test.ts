import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { desc } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { slices } from "../slices.ts";
import { PASSWORD, startTestServer, type TestServer } from "../test-server.ts";
import type { Slice } from "./app.ts";
import { CounterseatError } from "./errors.ts";
import { createHttp } from "./http.ts";
import { type Operation, pathNames, read, write } from "./operation.ts";
import { auditEntry, setupToken, user } from "./records/tables.ts";
import { API, PLATFORM_ROUTES } from "./routes.ts";

const SECRET = "hunter2-edith-canary";
const PROBE_CODES = ["invalid", "unauthenticated", "forbidden", "not-found", "conflict", "limit", "internal"] as const;

/** Operations made for these tests: they fail in every way an operation can. */
const probe: Slice = {
  name: "probe",
  metrics: [],
  handlers: [],
  operations: [
    read({
      name: "probe.fail",
      method: "GET",
      path: "/probe/fail",
      summary: "fails",
      permission: "probe:read",
      input: z.object({ code: z.enum(PROBE_CODES) }),
      output: z.object({}),
      run: (_ctx, input): Promise<Record<string, never>> =>
        Promise.reject(new CounterseatError(input.code, "as asked", { fix: "do not ask" })),
    }),
    read({
      name: "probe.leak",
      method: "GET",
      path: "/probe/leak",
      summary: "throws an error that holds a secret",
      permission: "probe:read",
      input: z.object({}),
      output: z.object({}),
      run: (): Promise<Record<string, never>> => Promise.reject(new Error(`insert failed for ${SECRET}`, { cause: new TypeError(SECRET) })),
    }),
    read({
      name: "probe.wrongAnswer",
      method: "GET",
      path: "/probe/wrong",
      summary: "answers what it did not promise",
      permission: "probe:read",
      input: z.object({}),
      output: z.object({ n: z.number() }),
      run: () => Promise.resolve({ n: SECRET as unknown as number }),
    }),
    write({
      name: "probe.leakInDatabase",
      method: "POST",
      path: "/probe/leak",
      summary: "breaks a constraint with a secret as its value",
      permission: "probe:write",
      input: z.object({ value: z.string() }),
      output: z.object({}),
      async run(ctx, input) {
        await ctx.tx.insert(setupToken).values({ hash: input.value, expiresAt: new Date(0) });
        await ctx.tx.insert(setupToken).values({ hash: input.value, expiresAt: new Date(0) });
        return {};
      },
    }),
    write({
      name: "probe.write",
      method: "POST",
      path: "/probe/write/{id}",
      summary: "writes nothing",
      permission: "probe:write",
      input: z.object({ id: z.string(), note: z.string() }),
      output: z.object({ id: z.string() }),
      run: (_ctx, input) => Promise.resolve({ id: input.id }),
      subject: (input) => input.id,
    }),
  ],
};

/** What Fastify itself says it serves, as [method, path]; HEAD comes with every GET. */
function routesOf(printed: string): string[] {
  const stack: string[] = [];
  return printed.split("\n").flatMap((line) => {
    const found = /^([\s│]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (found === null) return [];
    const depth = (found[1] ?? "").length / 4;
    stack.length = depth;
    stack.push(found[2] ?? "");
    const methods = (found[3] ?? "").split(", ").filter((method) => method !== "" && method !== "HEAD");
    return methods.map((method) => `${method} ${stack.join("")}`);
  });
}

function allowedRoutes(operations: readonly Operation[]): string[] {
  return [
    ...PLATFORM_ROUTES.map(([method, path]) => `${method} ${path}`),
    ...operations.map((op) => `${op.method} ${API}${op.path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  ];
}
function strayRoutes(http: FastifyInstance, operations: readonly Operation[]): string[] {
  const allowed = new Set(allowedRoutes(operations));
  return routesOf(http.printRoutes()).filter((route) => !allowed.has(route));
}

describe("on one server", () => {
  const logged: string[] = [];
  const log = pino({ level: "trace" }, new Writable({ write: (chunk, _encoding, done) => (logged.push(String(chunk)), done()) }));
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ slices: [...slices, probe], log });
  });
  afterAll(() => server.close());
  test("every route is an operation's or the platform's, and every one of those is a route", () => {
    expect(strayRoutes(server.http, server.app.operations)).toEqual([]);
    expect(routesOf(server.http.printRoutes()).sort()).toEqual(allowedRoutes(server.app.operations).sort());
  });

  test("every operation refuses who is not signed in", async () => {
    expect(server.app.operations.length).toBeGreaterThan(20);
    for (const op of server.app.operations) {
      const path = API + op.path.replaceAll(/\{(\w+)\}/g, "x");
      const answer = await server.ask(op.method, path, {
        signedIn: false,
        ...(op.method === "GET" || op.method === "DELETE" ? {} : { body: {} }),
      });
      expect([op.name, answer.status, answer.body["code"]]).toEqual([op.name, 401, "unauthenticated"]);
      const forged = await server.ask(op.method, path, { signedIn: false, headers: { cookie: "counterseat.session_token=abc.def" } });
      expect([op.name, forged.status]).toEqual([op.name, 401]);
    }
  });

  test("an unsafe request from another site is refused, whoever is signed in", async () => {
    for (const op of server.app.operations.filter(({ method }) => method !== "GET")) {
      const path = API + op.path.replaceAll(/\{(\w+)\}/g, "x");
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: "http://localhost:9999" },
      ]) {
        const answer = await server.ask(op.method, path, {
          headers: { host: "localhost", ...headers },
          ...(op.method === "DELETE" ? {} : { body: {} }),
        });
        expect([op.name, headers, answer.status, answer.body["code"]]).toEqual([op.name, headers, 403, "forbidden"]);
      }
    }
    const own = await server.ask("POST", `${API}/probe/write/1`, {
      headers: { host: "localhost", origin: "http://localhost", "sec-fetch-site": "same-origin" },
      body: { note: "" },
    });
    expect(own.status).toBe(200);
  });

  test("a write leaves exactly one audit row: who, what, which fields, no value; what fails leaves none", async () => {
    const rows = () => server.app.records.db.select().from(auditEntry).orderBy(desc(auditEntry.seq));
    const before = (await rows()).length;
    expect((await server.ask("POST", `${API}/probe/write/thing-1?world=own`, { body: { note: SECRET } })).status).toBe(200);
    const after = await rows();
    expect(after.length).toBe(before + 1);
    const owner = (await server.app.records.db.select().from(user))[0]?.id ?? "";
    expect({ ...after[0], at: null, seq: null, hash: null }).toEqual({
      at: null,
      seq: null,
      hash: null,
      actor: `user:${owner}`,
      operation: "probe.write",
      world: "own",
      subject: "thing-1",
      fields: ["id", "note"],
    });
    expect(JSON.stringify(after)).not.toContain(SECRET);
    await server.ask("POST", `${API}/probe/leak`, { body: { value: SECRET } });
    await server.ask("POST", `${API}/probe/write/thing-1`, { body: {} });
    await server.get(`${API}/company`);
    expect((await rows()).length).toBe(before + 1);
  });

  test("each of the seven codes has its status, and a body by RFC 9457 that says the fix", async () => {
    const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, "not-found": 404, conflict: 409, limit: 429, internal: 500 };
    for (const code of PROBE_CODES) {
      const answer = await server.ask("GET", `${API}/probe/fail?code=${code}`);
      expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({
        type: `urn:counterseat:error:${code}`,
        title: expect.any(String) as string,
        status: statuses[code],
        code,
        detail: "as asked",
        fix: "do not ask",
      });
      expect(answer.status).toBe(statuses[code]);
    }
    const wrong = await server.ask("GET", `${API}/probe/fail?code=nonsense`);
    expect(wrong.body).toMatchObject({ code: "invalid", errors: [{ path: "code" }] });
    const unread = await server.ask("POST", `${API}/probe/write/1`, { headers: { "content-type": "application/json" } });
    expect([unread.status, unread.body["code"]]).toEqual([400, "invalid"]);
    const large = await server.ask("POST", `${API}/probe/write/1`, { body: { note: "x".repeat(3_000_000) } });
    expect(large.body["code"]).toBe("limit");
  });

  test("an address that does not exist is a problem body too", async () => {
    const nowhere = await server.ask("GET", `${API}/nothing-here`);
    expect([nowhere.status, nowhere.body["code"]]).toEqual([404, "not-found"]);
  });

  test("an unexpected failure tells nothing: not in the answer, not in the log", async () => {
    logged.length = 0;
    const answers = [
      await server.ask("GET", `${API}/probe/leak`),
      await server.ask("POST", `${API}/probe/leak`, { body: { value: SECRET } }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.body["code"]]).toEqual([500, "internal"]);
      expect(answer.text + JSON.stringify(answer.headers)).not.toContain(SECRET);
      expect(answer.text).not.toMatch(/setup_token|insert|at \w+/i);
      // Yet whoever runs it can find the failure by the id the answer carries.
      expect(logged.join("")).toContain(String(answer.headers["x-request-id"]));
    }
    expect(logged.length).toBeGreaterThanOrEqual(2);
    expect(logged.join("")).not.toContain(SECRET);
  });

  test("an operation that answers what it did not promise is our failure, not the asker's", async () => {
    const answer = await server.ask("GET", `${API}/probe/wrong`);
    expect([answer.status, answer.body["code"]]).toEqual([500, "internal"]);
    expect(answer.text).not.toContain(SECRET);
  });

  test("a word that is not one of a filter's makes the asker's mistake, not ours", async () => {
    for (const path of [
      "/customers?limit=x",
      "/gap/board?from=yesterday",
      "/journey/model",
      "/imports/not-an-id",
      "/gap/cells/nonsense/evidence",
      "/company?world=mars",
      "/comments",
    ]) {
      const answer = await server.ask("GET", API + path);
      expect([path, answer.status, answer.body["code"]]).toEqual([path, 400, "invalid"]);
    }
  });

  test("the OpenAPI document lists every operation with the parameters of its path", async () => {
    const document = await server.get<{
      paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;
    }>("/api/openapi.json");
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, op]) => `${method.toUpperCase()} ${path} ${op.operationId}`),
    );
    expect(listed.sort()).toEqual(server.app.operations.map((op) => `${op.method} ${API}${op.path} ${op.name}`).sort());
    for (const op of server.app.operations) {
      const found = document.paths[API + op.path]?.[op.method.toLowerCase()];
      expect(found?.parameters.filter((p) => p.in === "path").map((p) => p.name)).toEqual(pathNames(op.path));
    }
  });

  test("every reference of the OpenAPI document resolves", async () => {
    const document = await server.get<{ components: { schemas: Record<string, { $ref?: string }> } }>("/api/openapi.json");
    expect(Object.keys(document.components.schemas)).toContain("Problem");
    for (const [name, schema] of Object.entries(document.components.schemas)) expect([name, schema.$ref]).toEqual([name, undefined]);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references)
      expect([reference, reference.startsWith("#/components/schemas/") && reference.slice(21) in document.components.schemas]).toEqual([
        reference,
        true,
      ]);
  });

  test.each(["a@b:99999", "localhost:99999", "a b", "localhost/api", "localhost?x"])(
    "a Host that is no address is the asker's mistake: %s",
    async (host) => {
      for (const path of ["/api/auth/sign-out", "/api/auth/sign-in/email"]) {
        const answer = await server.ask("POST", path, { signedIn: false, headers: { host }, body: {} });
        expect([answer.status, answer.body["code"]]).toEqual([400, "invalid"]);
      }
    },
  );

  test("who has signed in may sign out, and the session is over at once", async () => {
    const session = await server.ask("POST", "/api/auth/sign-in/email", {
      signedIn: false,
      headers: { origin: "http://localhost", host: "localhost" },
      body: { email: "owner@example.org", password: PASSWORD },
    });
    expect(session.status).toBe(200);
    const cookie = [session.headers["set-cookie"]]
      .flat()
      .map((line) => String(line).split(";")[0])
      .join("; ");
    expect((await server.ask("GET", `${API}/company`, { signedIn: false, headers: { cookie } })).status).toBe(200);
    const out = await server.ask("POST", "/api/auth/sign-out", {
      signedIn: false,
      headers: { cookie, origin: "http://localhost", host: "localhost" },
      body: {},
    });
    expect(out.status).toBe(200);
    const token = cookie
      .split("; ")
      .filter((part) => part.includes("session_token"))
      .join("; ");
    expect((await server.ask("GET", `${API}/company`, { signedIn: false, headers: { cookie: token } })).status).toBe(401);
    const wrong = await server.ask("POST", "/api/auth/sign-in/email", {
      signedIn: false,
      headers: { origin: "http://localhost", host: "localhost" },
      body: { email: "owner@example.org", password: "wrong password" },
    });
    expect([wrong.status, wrong.body["code"]]).toEqual([401, "unauthenticated"]);
    const signUp = await server.ask("POST", "/api/auth/sign-up/email", {
      signedIn: false,
      headers: { origin: "http://localhost", host: "localhost" },
      body: { email: "eve@example.org", name: "Eve", password: PASSWORD },
    });
    expect(signUp.status).toBeGreaterThanOrEqual(400);
    expect((await server.app.records.db.select().from(user)).length).toBe(1);
  });
});

describe("the way in", () => {
  let server: TestServer;
  let owner = "";
  beforeAll(async () => {
    server = await startTestServer({ owner: false, settings: { MAX_UPLOAD_MB: "0.001" } });
  });
  afterAll(() => server.close());
  const setUp = (token: string | null, password = PASSWORD) =>
    server.ask("POST", `${API}/setup`, { body: { token, name: "Owner", email: "Owner@Example.org", password } });

  test("a route that is neither an operation nor the platform's is noticed by the same walk", async () => {
    const http = await createHttp({ app: server.app, auth: () => Promise.resolve(server.auth), webDir: null, version: "test" });
    const clean = strayRoutes(http, server.app.operations);
    http.post("/api/v1/company/backdoor", () => "open");
    http.get("/debug/:what", () => "open");
    await http.ready();
    expect(clean).toEqual([]);
    expect(strayRoutes(http, server.app.operations).sort()).toEqual(["GET /debug/:what", "POST /api/v1/company/backdoor"]);
    await http.close();
  });

  test("the first owner comes through a link that works once, in time, with a password of twelve characters", async () => {
    expect((await server.get<{ setupNeeded: boolean }>(`${API}/me`)).setupNeeded).toBe(true);
    expect((await setUp("a-token-nobody-gave")).status).toBe(403);
    const old = await server.auth.newSetupToken(Date.now() - 25 * 3_600_000);
    expect((await setUp(old)).status).toBe(403);
    const replaced = await server.auth.newSetupToken(Date.now());
    const token = await server.auth.newSetupToken(Date.now());
    expect((await setUp(replaced)).status).toBe(403);
    const short = await setUp(token, "eleven char");
    expect([short.status, short.body["detail"]]).toEqual([400, "password: at least 12 characters"]);
    // Two at the same moment make one owner.
    const race = await Promise.all([setUp(token), setUp(token)]);
    expect(race.map((answer) => answer.status).sort()).toEqual([200, 403]);
    const cookies = [race.find((answer) => answer.status === 200)?.headers["set-cookie"]].flat().map(String);
    expect(cookies.some((line) => /session_token=.+HttpOnly.+SameSite=Lax/i.test(line))).toBe(true);
    expect((await setUp(token)).status).toBe(403);
    expect(await server.auth.newSetupToken(Date.now())).toBe(null);
    expect((await server.app.records.db.select().from(user)).map((row) => row.email)).toEqual(["owner@example.org"]);
    owner = cookies.map((line) => line.split(";")[0]).join("; ");
    const me = await server.ask("GET", `${API}/me`, { headers: { cookie: owner } });
    expect(me.body).toMatchObject({ user: { name: "Owner" }, setupNeeded: false });
  });

  test("a file over the limit is refused, never taken for the part that fitted, and nothing of it stays", async () => {
    const upload = (bytes: number) =>
      server.upload(`${API}/uploads`, { name: "f.csv", text: "x".repeat(bytes) }, { signedIn: false, headers: { cookie: owner } });
    expect((await upload(1000)).body).toMatchObject({ bytes: 1000 });
    const large = await upload(200_000);
    expect([large.body["code"], large.body["bytes"]]).toEqual(["limit", undefined]);
    expect(readdirSync(join(server.dataDir, "uploads")).length).toBe(1);
  });
});
