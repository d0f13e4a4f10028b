import type { Server } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { comeBack } from "./errors.ts";

const DRAIN_MS = 10_000;
/** How long a refusal that is being sent may still take. */
const LAST_WORDS_MS = 250;
/** What is asked about a server that stops: whether it lives, and what it measured. */
const STILL_ANSWERED = new Set(["/livez", "/metrics"]);

interface Drain {
  stopping: boolean;
  underWay: number;
  /** Called whenever nothing is under way any more. */
  idle: () => void;
}
const drains = new WeakMap<FastifyInstance, Drain>();

/** Counts what is under way, and once the server stops refuses what is new: come back in a few seconds. Register it first. */
export function registerDrain(http: FastifyInstance): void {
  const drain: Drain = { stopping: false, underWay: 0, idle: () => undefined };
  drains.set(http, drain);
  http.addHook("onRequest", (request, reply, done) => {
    if (drain.stopping) {
      void reply.header("connection", "close");
      if (!STILL_ANSWERED.has(request.url)) return done(comeBack("Counterseat is stopping.", 5));
    }
    drain.underWay += 1;
    reply.raw.once("close", () => {
      drain.underWay -= 1;
      if (drain.underWay === 0) drain.idle();
    });
    done();
  });
}

/**
 * Stops taking requests: answers what is under way (up to ten seconds), refuses what comes meanwhile with 503, then closes
 * every connection of the server and of the command line's socket. Whatever was answered is kept; whoever was cut off was not
 * answered and may ask again.
 */
export async function stopHttp(http: FastifyInstance, socket: Server | null, options: { drainMs?: number } = {}): Promise<void> {
  const drain = drains.get(http);
  if (drain !== undefined) {
    drain.stopping = true;
    const timer = new AbortController();
    const late = setTimeout(options.drainMs ?? DRAIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
    if (drain.underWay > 0) await Promise.race([new Promise<void>((resolve) => (drain.idle = resolve)), late]);
    timer.abort();
  }
  const servers = [http.server, ...(socket === null ? [] : [socket])];
  for (const server of servers) server.closeIdleConnections();
  await setTimeout(LAST_WORDS_MS); // what is refused now is told so
  const closed = Promise.all([http.close(), ...(socket === null ? [] : [new Promise((resolve) => socket.close(resolve))])]);
  for (const server of servers) server.closeAllConnections();
  await closed;
}
