import { createServer, type Server } from "node:http";
import { chmodSync, rmSync } from "node:fs";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { App } from "./app.ts";
import type { Auth } from "./auth.ts";
import { createCallers, isFromSocket, markSocket } from "./callers.ts";
import { registerDrain } from "./drain.ts";
import { comeBack, CounterseatError } from "./errors.ts";
import { etagOf, matches } from "./etag.ts";
import { registerHealth } from "./health.ts";
import { createRefusals, refuseConnection } from "./http-refusals.ts";
import { incomingFile, RAW_LIMIT, rawBody } from "./incoming.ts";
import { Download, type Operation } from "./operation.ts";
import { servePages } from "./pages.ts";
import { API, openApi } from "./routes.ts";
import { assertSameOrigin } from "./same-origin.ts";
import { registerSignIn } from "./sign-in.ts";
import { socketPath } from "./socket-path.ts";
import { World } from "./world.ts";

const JSON_LIMIT = 2 * 1024 * 1024;
/** More than this at once is answered with "come back": what is under way stays fast. */
const UNDER_WAY_MOST = 250;
/** How long a read waits for a position of the log it was told to read behind. */
const AFTER_MS = 5000;

/** The HTTP surface, derived from the operation table. Nothing here knows a slice. */
export async function createHttp(options: {
  app: App;
  auth: () => Promise<Auth>;
  webDir: string | null;
  version: string;
  /** UTC ms of the job queue's last sign of life; null before it has started. */
  jobsSeen?: () => number | null;
}): Promise<FastifyInstance> {
  const { app, auth, webDir, version } = options;
  const { config } = app;
  const refuse = createRefusals(app.log);
  const http = fastify({
    logger: false,
    frameworkErrors: refuse,
    clientErrorHandler: refuseConnection,
    bodyLimit: JSON_LIMIT,
    routerOptions: { maxParamLength: 500 },
    genReqId: () => crypto.randomUUID(),
    return503OnClosing: false, // drain.ts refuses, and says when to come back
    // Only who configured an address stands behind a proxy; of what it passes on only its own word about the caller counts.
    trustProxy: config.baseUrl === null ? false : (_address, hop) => hop === 0,
  });
  http.setErrorHandler(refuse);
  registerDrain(http);
  await servePages(http, { webDir, secure: config.baseUrl?.startsWith("https:") ?? false });
  http.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-request-id", request.id);
    done();
  });
  await http.register(rateLimit, {
    global: config.ratePerMinute > 0,
    max: config.ratePerMinute,
    timeWindow: "1 minute",
    keyGenerator: (request) => request.headers.authorization ?? request.headers.cookie ?? request.ip,
    allowList: (request) => isFromSocket(request) || !request.url.startsWith("/api/"),
  });
  // Who refuses a file before it is read answers early: what is still on its way must not stand in front of the next request.
  http.addHook("onResponse", (request, _reply, done) => {
    if (!request.raw.readableEnded) request.raw.unpipe().resume();
    done();
  });
  await http.register(multipart, { limits: { fileSize: config.maxUploadBytes, files: 1, fields: 10, headerPairs: 100 } });

  const actorOf = createCallers(app, auth);
  await registerHealth(http, { app, version, actorOf, jobsSeen: options.jobsSeen ?? (() => null) });
  const description = openApi(app.operations, version);
  http.get("/api/openapi.json", () => description);
  registerSignIn(http, { app, auth, version, actorOf });

  const callerOf = (op: Operation, request: FastifyRequest) =>
    op.kind === "ingest" && op.caller !== undefined
      ? op.caller({ db: app.records.db }, request.params as Record<string, string>)
      : actorOf(request);
  let underWay = 0;
  async function carryOut(op: Operation, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (op.method !== "GET") assertSameOrigin(request, config.baseUrl);
    const actor = await callerOf(op, request);
    if (actor === null) throw new CounterseatError("unauthenticated", "Sign in to use this.");
    app.permit(op, actor);
    const { world: asked, after, ...query } = request.query as Record<string, string>;
    if (after !== undefined) await readBehind(app, after);
    const world = op.kind === "ingest" ? "own" : asked === undefined ? await app.defaultWorld(actor) : World.parse(asked);
    const sent = await inputOf(op, request, query);
    const output = await app.call(op, { actor, world, ...sent, ...conditions(op, request) });
    if (op.kind === "write" && app.signals.position > 0) void reply.header("x-log-position", String(app.signals.position));
    return answer({ op, output, request, reply });
  }
  const handler = (op: Operation) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (underWay >= UNDER_WAY_MOST && !isFromSocket(request)) throw comeBack("Counterseat has more to do than it can at once.", 1);
    underWay += 1;
    try {
      return await carryOut(op, request, reply);
    } finally {
      underWay -= 1;
    }
  };
  const url = (op: Operation) => API + op.path.replaceAll(/\{(\w+)\}/g, ":$1");
  for (const op of app.operations) if (op.carrier !== "raw") http.route({ method: op.method, url: url(op), handler: handler(op) });
  // Bodies an operation reads itself arrive as bytes, whatever their content type. They have a brake of their own.
  await http.register((raw, _options, done) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: RAW_LIMIT }, (_request, body, parsed) => parsed(null, body));
    for (const op of app.operations)
      if (op.carrier === "raw")
        raw.route({ method: op.method, url: url(op), bodyLimit: RAW_LIMIT, config: { rateLimit: false }, handler: handler(op) });
    done();
  });
  return http;
}

/** The command line's door: a unix socket only this user may open. Whoever comes through it is the operator. */
export async function listenOnSocket(http: FastifyInstance, dataDir: string): Promise<Server> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true });
  const server = createServer((request, response) => http.routing(request, response));
  server.on("connection", markSocket);
  server.on("clientError", refuseConnection);
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  } finally {
    process.umask(mask);
  }
  chmodSync(path, 0o600);
  return server;
}

async function inputOf(op: Operation, request: FastifyRequest, query: Record<string, string>) {
  const params = request.params as Record<string, string>;
  if (op.carrier === "raw") return { input: {}, body: rawBody(request) };
  if (op.carrier === "upload") return { input: { ...query, ...params }, file: await incomingFile(request) };
  const body = typeof request.body === "object" && request.body !== null && !Array.isArray(request.body) ? request.body : {};
  return { input: { ...query, ...body, ...params } };
}

function conditions(op: Operation, request: FastifyRequest) {
  if (op.kind === "read") return {};
  const key = request.headers["idempotency-key"];
  const ifMatch = request.headers["if-match"];
  return {
    ...(typeof key === "string" && op.kind !== "ingest" ? { key } : {}),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** Read-your-write: waits until what was acknowledged at this position can be read. */
async function readBehind(app: App, after: string): Promise<void> {
  const position = Number(after);
  if (!Number.isSafeInteger(position) || position < 0)
    throw new CounterseatError("invalid", "`after` is a position of the log, a whole number.", {
      errors: [{ path: "after", message: "a whole number" }],
    });
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(comeBack("What was written up to that position is still being applied.", 2)), AFTER_MS).unref();
  });
  await Promise.race([app.events.applied(position), late]);
}

function answer(options: { op: Operation; output: unknown; request: FastifyRequest; reply: FastifyReply }): unknown {
  const { op, output, request, reply } = options;
  if (op.carrier === "download") {
    const file = Download.parse(output);
    return reply
      .header("content-type", file.type)
      .header("content-disposition", `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, "_")}"`)
      .send(file.text);
  }
  if (op.kind === "ingest") return output;
  const etag = etagOf(output);
  void reply.header("etag", etag);
  const known = request.headers["if-none-match"];
  if (op.kind === "read" && known !== undefined && matches(known, etag)) return reply.status(304).send();
  return output;
}
