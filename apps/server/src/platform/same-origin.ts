import type { FastifyRequest } from "fastify";
import { isFromSocket } from "./callers.ts";
import { CounterseatError } from "./errors.ts";

/**
 * Cross-site requests are refused by what the browser says of them; the session cookie alone is no proof of intent.
 * Clients that are no browsers send neither header and carry no ambient cookie.
 */
export function assertSameOrigin(request: FastifyRequest, baseUrl: string | null): void {
  if (isFromSocket(request)) return;
  // Behind a proxy the host may be another than the address people use, which is then configured.
  const ours = new Set([request.host, ...(baseUrl === null ? [] : [new URL(baseUrl).host])]);
  const site = request.headers["sec-fetch-site"];
  const origin = request.headers.origin;
  const foreignOrigin = origin !== undefined && (!URL.canParse(origin) || !ours.has(new URL(origin).host));
  if ((site !== undefined && site !== "same-origin" && site !== "none") || foreignOrigin) {
    throw new CounterseatError("forbidden", "This request came from another site.");
  }
}
