import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CounterseatError, problem, type Problem, toProblem } from "./errors.ts";
import { failureOf, type Log } from "./log.ts";

/** Every failure of a request leaves here, as a problem. What is not ours is logged and tells nothing of the inside. */
export function createRefusals(log: Log): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => {
    const found = ofHttp(error) ?? toProblem(error);
    if (found.status >= 500 && found.status !== 503) {
      log.error({ request: request.id, operation: request.routeOptions.url, error: failureOf(error) }, "request failed");
    }
    const wait = error instanceof CounterseatError ? error.retryAfter : null;
    if (wait !== null) void reply.header("retry-after", String(wait));
    // Refusals before the first hook have no other header of ours.
    void reply.header("x-content-type-options", "nosniff");
    void reply.status(found.status).header("content-type", "application/problem+json").send(JSON.stringify(found));
  };
}

/** Refusals of the HTTP layer itself, before an operation was reached. */
function ofHttp(error: unknown): Problem | null {
  if (!(error instanceof Error) || error instanceof CounterseatError) return null;
  if (!("statusCode" in error) || typeof error.statusCode !== "number" || error.statusCode >= 500) return null;
  if (error.statusCode === 429) return problem("limit", "Too many tries. Wait a minute.", {});
  if (error.statusCode === 413)
    return problem("limit", "The file or request is larger than this installation allows.", {
      status: 413,
      fix: "Raise COUNTERSEAT_MAX_UPLOAD_MB, or split the file.",
    });
  if (error.statusCode === 414) return problem("limit", "A part of this address is longer than any name here.", { status: 414 });
  return problem("invalid", "The request could not be read: check its address, content type and JSON.", {});
}

/** What is not even a request: Node hands over the bare connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const found =
    error.code === "HPE_HEADER_OVERFLOW"
      ? problem("limit", "The address and headers of a request have at most 16 kB together.", { status: 431 })
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? problem("limit", "The request took too long to arrive.", { status: 408 })
        : problem("invalid", "This is no HTTP request.", {});
  const body = JSON.stringify(found);
  const head = ["content-type: application/problem+json", `content-length: ${Buffer.byteLength(body)}`, "connection: close"];
  socket.end(`HTTP/1.1 ${found.status} ${found.title}\r\n${head.join("\r\n")}\r\n\r\n${body}`);
}
