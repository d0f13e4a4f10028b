import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { chmodSync, rmSync } from "node:fs";
import helmet from "@fastify/helmet";
import multipart, { type MultipartFile } from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastifyStatic from "@fastify/static";
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type App, OPERATOR } from "./app.ts";
import type { Auth } from "./auth.ts";
import { CounterseatError, problem, statusOf, toProblem } from "./errors.ts";
import { failureOf } from "./log.ts";
import { type Actor, Download, type Operation } from "./operation.ts";
import { API, openApi } from "./routes.ts";
import { SetupInput } from "./setup-input.ts";
import { socketPath } from "./socket-path.ts";
import { World } from "./world.ts";

const JSON_LIMIT = 2 * 1024 * 1024;

/** The HTTP surface, derived from the operation table. Nothing here knows a slice. */
export async function createHttp(options: {
  app: App;
  auth: () => Promise<Auth>;
  webDir: string | null;
  version: string;
}): Promise<FastifyInstance> {
  const { app, auth, webDir, version } = options;
  const http = fastify({
    logger: false,
    bodyLimit: JSON_LIMIT,
    routerOptions: { maxParamLength: 500 },
    genReqId: () => crypto.randomUUID(),
  });
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false, // served over TLS by a proxy where there is one; that proxy sets it
  });
  await http.register(rateLimit, { global: false });
  await http.register(multipart, { limits: { fileSize: app.config.maxUploadBytes, files: 1, fields: 10 } });

  http.setErrorHandler((error, request, reply) => {
    const found = fastifyError(error) ?? toProblem(error);
    if (found.status >= 500) {
      app.log.error({ request: request.id, operation: request.routeOptions.url, error: failureOf(error) }, "request failed");
    }
    void reply.status(found.status).header("content-type", "application/problem+json").send(JSON.stringify(found));
  });
  http.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-request-id", request.id);
    done();
  });

  http.get("/livez", () => ({ alive: true }));
  http.get("/readyz", async (_request, reply) => {
    const ready = app.events.failure === null && (await app.records.ping().catch(() => false));
    return reply.status(ready ? 200 : 503).send({ ready });
  });
  http.get("/version", () => ({ version }));
  const description = openApi(app.operations, version);
  http.get("/api/openapi.json", () => description);
  http.get(`${API}/me`, async (request) => {
    const actor = await actorOf(request);
    const worlds = new Set((await app.events.countBy({ by: ["world"], filter: {} })).map((c) => c.key[0]));
    return {
      user: actor === null ? null : { id: actor.id, name: actor.name },
      setupNeeded: !(await (await auth()).hasOwner()),
      version,
      world: await app.defaultWorld(actor),
      worlds: { own: worlds.has("own"), sample: worlds.has("sample") },
    };
  });
  http.post(`${API}/setup`, { config: { rateLimit: { max: 10, timeWindow: "1 minute" } } }, async (request, reply) => {
    assertSameOrigin(request, app.config.baseUrl);
    const input = SetupInput.parse(request.body);
    await (await auth()).setUp(input, Date.now());
    const response = await (
      await auth()
    ).handler(
      new Request(`http://${request.host}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: `http://${request.host}`, host: request.host },
        body: JSON.stringify({ email: input.email.toLowerCase(), password: input.password }),
      }),
    );
    return passOn(response, reply);
  });
  for (const method of ["GET", "POST"] as const) {
    http.route({
      method,
      url: "/api/auth/*",
      config: method === "POST" ? { rateLimit: { max: 20, timeWindow: "1 minute" } } : {},
      handler: async (request, reply) => {
        const url = `http://${request.host}${request.url}`;
        const body = method === "POST" ? JSON.stringify(request.body ?? {}) : null;
        return passOn(
          await (await auth()).handler(new Request(url, { method, headers: headersOf(request), ...(body === null ? {} : { body }) })),
          reply,
        );
      },
    });
  }

  async function actorOf(request: FastifyRequest): Promise<Actor | null> {
    if (fromSocket.has(request.raw.socket)) return OPERATOR;
    const user = await (await auth()).signedIn(headersOf(request));
    return user === null ? null : { kind: "user", id: user.id, name: user.name, may: "everything" };
  }

  for (const op of app.operations) {
    http.route({
      method: op.method,
      url: API + op.path.replaceAll(/\{(\w+)\}/g, ":$1"),
      handler: async (request, reply) => {
        if (op.method !== "GET") assertSameOrigin(request, app.config.baseUrl);
        const actor = await actorOf(request);
        if (actor === null) throw new CounterseatError("unauthenticated", "Sign in to use this.");
        const { world: asked, ...query } = request.query as Record<string, string>;
        const world = asked === undefined ? await app.defaultWorld(actor) : World.parse(asked);
        const file = op.carrier === "upload" ? await incoming(request) : undefined;
        const body = typeof request.body === "object" && request.body !== null && op.carrier !== "upload" ? request.body : {};
        const input = { ...query, ...body, ...(request.params as object) };
        const output = await app.call(op, { actor, world, input, ...(file === undefined ? {} : { file }) });
        return answer(op, output, reply);
      },
    });
  }

  const page =
    webDir === null
      ? null
      : (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile("index.html", webDir, { maxAge: 0, immutable: false });
  if (webDir !== null && page !== null) {
    await http.register(fastifyStatic, { root: webDir, wildcard: false, index: false, maxAge: "1y", immutable: true, cacheControl: true });
    http.get("/", page);
  }
  http.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && !request.url.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html");
    if (wantsPage && page !== null) return page(request, reply);
    return reply
      .status(404)
      .header("content-type", "application/problem+json")
      .send(JSON.stringify(problem("not-found", "There is nothing at this address.", {})));
  });
  return http;
}

const fromSocket = new WeakSet<object>();

/** The command line's door: a unix socket only this user may open. Whoever comes through it is the operator. */
export async function listenOnSocket(http: FastifyInstance, dataDir: string): Promise<Server> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true });
  const server = createServer((request, response) => http.routing(request, response));
  server.on("connection", (socket) => fromSocket.add(socket));
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  } finally {
    process.umask(mask);
  }
  chmodSync(path, 0o600);
  return server;
}

function answer(op: Operation, output: unknown, reply: FastifyReply): unknown {
  if (op.carrier !== "download") return output;
  const file = Download.parse(output);
  return reply
    .header("content-type", file.type)
    .header("content-disposition", `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, "_")}"`)
    .send(file.text);
}

async function incoming(request: FastifyRequest) {
  const file = request.isMultipart() ? await request.file() : undefined;
  if (file === undefined)
    throw new CounterseatError("invalid", "No file came with the request.", { fix: "Send it as multipart/form-data in the field `file`." });
  return { name: file.filename, stream: Readable.from(wholeOnly(file.file)) };
}

/** A file cut off at the size limit must fail, not pass for a shorter one. Read lazily: the failure reaches whoever reads. */
async function* wholeOnly(file: MultipartFile["file"]): AsyncGenerator<Buffer> {
  for await (const part of file) yield part as Buffer;
  if (!file.truncated) return;
  throw new CounterseatError("limit", "The file is larger than this installation allows.", {
    fix: "Raise COUNTERSEAT_MAX_UPLOAD_MB, or split the file.",
  });
}

/**
 * Cross-site requests are refused by what the browser says of them; the session cookie alone is no proof of intent.
 * Clients that are no browsers send neither header and carry no ambient cookie.
 */
function assertSameOrigin(request: FastifyRequest, baseUrl: string | null): void {
  if (fromSocket.has(request.raw.socket)) return;
  // Behind a proxy the host may be another than the address people use, which is then configured.
  const ours = new Set([request.host, ...(baseUrl === null ? [] : [new URL(baseUrl).host])]);
  const site = request.headers["sec-fetch-site"];
  const origin = request.headers.origin;
  const foreignOrigin = origin !== undefined && (!URL.canParse(origin) || !ours.has(new URL(origin).host));
  if ((site !== undefined && site !== "same-origin" && site !== "none") || foreignOrigin) {
    throw new CounterseatError("forbidden", "This request came from another site.");
  }
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === "content-length" || name === "transfer-encoding" || name === "connection") continue; // the body is written anew
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  return headers;
}

async function passOn(response: Response, reply: FastifyReply): Promise<unknown> {
  for (const cookie of response.headers.getSetCookie()) void reply.header("set-cookie", cookie);
  const text = await response.text();
  if (response.ok) return reply.status(response.status).header("content-type", "application/json").send(text);
  const code =
    response.status === 429 ? "limit" : response.status === 401 ? "unauthenticated" : response.status === 403 ? "forbidden" : "invalid";
  const detail = code === "unauthenticated" ? "E-mail or password is wrong." : "This could not be done.";
  return reply
    .status(statusOf(code))
    .header("content-type", "application/problem+json")
    .send(JSON.stringify(problem(code, detail, {})));
}

/** Refusals of the HTTP layer itself, before an operation was reached. */
function fastifyError(error: unknown) {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number" || error.statusCode >= 500) return null;
  if (error.statusCode === 429) return problem("limit", "Too many tries. Wait a minute.", {});
  if (error.statusCode === 413)
    return problem("limit", "The file or request is larger than this installation allows.", {
      fix: "Raise COUNTERSEAT_MAX_UPLOAD_MB, or split the file.",
    });
  return problem("invalid", "The request could not be read: check its content type and JSON.", {});
}
