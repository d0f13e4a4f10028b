import type { FastifyInstance, FastifyRequest } from "fastify";
import type { App } from "./app.ts";
import { isLoopback } from "./addresses.ts";
import { type ActorOf, isFromSocket } from "./callers.ts";
import { CounterseatError } from "./errors.ts";
import { createMeter } from "./metrics.ts";
import { watchReadiness } from "./readiness.ts";
import { API } from "./routes.ts";

/**
 * What those ask who look after the server. `/livez`: the process answers; restart it when not. `/readyz` (also `/healthz`): send
 * it requests, or not now; it looks at both stores, the disk and the job queue. `/version` and `/metrics` say the rest.
 * The first three are open to everybody and say nothing a stranger could use; `/metrics` is not.
 */
export async function registerHealth(
  http: FastifyInstance,
  options: { app: App; version: string; actorOf: ActorOf; jobsSeen: () => number | null },
): Promise<void> {
  const { app, version, actorOf, jobsSeen } = options;
  const watch = watchReadiness({
    records: app.records,
    events: app.events,
    dataDir: app.config.dataDir,
    jobsSeen,
    clock: () => Date.now(),
  });
  const meter = createMeter({ app, version, jobsSeen, watch });

  http.get("/livez", () => ({ alive: true }));
  for (const path of ["/readyz", "/healthz"]) {
    http.get(path, async (_request, reply) => {
      const found = await watch.look();
      if (!found.ready) void reply.header("retry-after", "5");
      return reply.status(found.ready ? 200 : 503).send(found);
    });
  }
  http.get("/version", () => ({ version, node: process.versions.node, schema: app.records.schemaVersion }));
  http.get("/metrics", async (request, reply) => {
    if (!isFromSocket(request) && !isFromHere(request, app.config.baseUrl)) await assertMayRead(request, actorOf);
    const { type, text } = await meter.print();
    return reply.header("content-type", type).send(text);
  });

  const names = new Map(app.operations.map((op) => [`${op.method} ${API}${op.path.replaceAll(/\{(\w+)\}/g, ":$1")}`, op.name]));
  http.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url;
    // Addresses nobody declared share one name, so that a scanner cannot make a series of each.
    const operation = route === undefined ? "none" : (names.get(`${request.method} ${route}`) ?? route);
    meter.observe(operation, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}

/**
 * A program on this machine, and not a proxy on it that passes on what the Internet asks: where an address is configured there
 * is a proxy, and a proxy says for whom it asks.
 */
function isFromHere(request: FastifyRequest, baseUrl: string | null): boolean {
  const passedOn = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some((name) => name in request.headers);
  return baseUrl === null && !passedOn && isLoopback(request.socket.remoteAddress ?? "");
}

async function assertMayRead(request: FastifyRequest, actorOf: ActorOf): Promise<void> {
  const actor = await actorOf(request);
  if (actor === null) {
    throw new CounterseatError("unauthenticated", "Metrics are for who looks after this server.", {
      fix: "Send a key with the scope operations:read as `Authorization: Bearer KEY`, or ask on this machine.",
    });
  }
  if (actor.may !== "everything" && !actor.may.includes("operations:read"))
    throw new CounterseatError("forbidden", "This needs the permission operations:read.", {
      fix: "Ask an owner of this installation for it.",
    });
}
