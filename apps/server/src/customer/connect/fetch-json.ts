import { buffer } from "node:stream/consumers";
import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { CounterseatError } from "../../platform/errors.ts";
import { openUrl } from "../../platform/outbound.ts";
import type { Reach } from "./connector.ts";
import { parseExact } from "./json-path.ts";

const TRIES = 5;
const FIRST_WAIT_MS = 1000;
/** A server that asks for more is left alone until the next run. */
const LONGEST_WAIT_MS = 120_000;
const TIMEOUT_MS = 120_000;
const PAGE_BYTES = 64 * 1024 * 1024;

export interface Page {
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

/**
 * One page, tried again where trying again may help: 429 and 5xx after Retry-After (RFC 9110) or a wait that doubles.
 * @returns null where there is no such page (404)
 * @throws CounterseatError
 */
export async function fetchJson(reach: Reach, url: URL, headers: Readonly<Record<string, string>>): Promise<Page | null> {
  for (let tried = 1; ; tried += 1) {
    const opened = await openUrl(url.href, {
      headers,
      anyStatus: true,
      privateHosts: reach.privateHosts,
      maxBytes: Math.min(PAGE_BYTES, reach.maxBytes),
      timeoutMs: TIMEOUT_MS,
      ...(reach.resolve === undefined ? {} : { resolve: reach.resolve }),
    });
    const { status } = opened;
    if (status === 200) return { body: parsed(await buffer(opened.body), url), headers: opened.headers };
    opened.body.destroy();
    if (status === 404) return null;
    if (status === 401 || status === 403)
      throw new CounterseatError("invalid", `${placeOf(url)} refused the headers that say who asks (status ${status}).`, {
        fix: "Enter the key or token again, and check in the other system what it may read.",
      });
    if (status !== 429 && status < 500)
      throw new CounterseatError("invalid", `${placeOf(url)} answered with status ${status}.`, {
        fix: "Check the address and its parameters.",
      });
    const wait = retryAfter(opened.headers["retry-after"], reach.clock()) ?? FIRST_WAIT_MS * 2 ** (tried - 1);
    if (tried === TRIES || wait > LONGEST_WAIT_MS)
      throw new CounterseatError("limit", `${placeOf(url)} takes no more requests for now (status ${status}).`, {
        fix: "It is tried again later by itself.",
        retryAfter: Math.ceil(wait / 1000),
      });
    await reach.wait(wait);
  }
}

/** Without its parameters: these may hold a key. */
export function placeOf(url: URL): string {
  return `${url.host}${url.pathname}`;
}

function parsed(bytes: Buffer, url: URL): unknown {
  try {
    if (isUtf8(bytes)) return parseExact(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch {
    // said below
  }
  throw new CounterseatError("invalid", `What ${placeOf(url)} answers is not JSON, or not all of it.`, {
    fix: "Check the address: this one answers with something else, for example a page to sign in.",
  });
}

/** Milliseconds; null where nothing readable is said. Seconds or an HTTP date. */
function retryAfter(said: string | undefined, now: number): number | null {
  if (said === undefined) return null;
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
