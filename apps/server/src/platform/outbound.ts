import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { Readable } from "node:stream";
import { CounterseatError } from "./errors.ts";
import { type Address, type Resolve, resolveTarget, sameAddress, tooSlow } from "./target.ts";

export type { Resolve } from "./target.ts";

/**
 * The one way this server opens an address somebody else wrote. Whoever may name an address must not reach through it what only
 * this machine can reach: its own ports, its network, the metadata of its cloud. So every name is resolved once, refused when
 * any of its addresses is not public, and the connection goes to exactly the addresses that were looked at: a name that
 * answers differently the second time (DNS rebinding) is never asked a second time. Every redirect is a new address.
 */
export interface OpenUrl {
  /** A longer answer is refused: by its announced length, else when it gets there. */
  readonly maxBytes: number;
  /** For everything together: names, redirects, the last byte. */
  readonly timeoutMs: number;
  /** How long the other side may say nothing. */
  readonly silenceMs?: number;
  /** True lets this host be 127.0.0.0/8 or ::1, and nothing else; a redirect to another host may not. */
  readonly allowLoopback?: boolean;
  /** Hosts that may lie in a private network, because the administrator named them. */
  readonly privateHosts?: readonly string[];
  /** Sent to this origin only: whoever is led on to learns nothing of them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** True hands over answers of every status; else anything but 200 is refused. */
  readonly anyStatus?: boolean;
  readonly resolve?: Resolve;
}

export interface Opened {
  /** Where it came from in the end. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Lower case, without parameters; "" where none was said. */
  readonly type: string;
  /** The file name the other side proposes; null where it proposes none. */
  readonly name: string | null;
  /** As sent: never decompressed here, so that nothing small can become large. Fails when it is cut off, too long or too slow. */
  readonly body: Readable;
}

const MOST_REDIRECTS = 3;
const MOST_AT_ONCE = 8;
const SILENCE_MS = 15_000;
/**
 * 80, 443, and every port that needs no privilege but these: HTTP spoken to them can be understood as something else (WHATWG
 * Fetch, "bad port"). Ports below 1024 are other services' own.
 */
const NEVER_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
]);

let open = 0;

/**
 * @throws invalid for an address that is not fetched, and for an answer that is no file
 * @throws limit when the answer is too long or too many are open at once
 */
export async function openUrl(address: string, options: OpenUrl): Promise<Opened> {
  if (open >= MOST_AT_ONCE) {
    throw new CounterseatError("limit", `${MOST_AT_ONCE} addresses are being fetched already.`, {
      fix: "Try again in a minute.",
      retryAfter: 60,
    });
  }
  const deadline = new AbortController();
  let unread: Readable | null = null;
  const timer = setTimeout(() => {
    deadline.abort();
    if (unread?.readableDidRead === false) unread.destroy(); // nobody waits for it, so nobody would end it
  }, options.timeoutMs);
  open += 1;
  let over = false;
  const done = () => {
    if (over) return;
    over = true;
    open -= 1;
    clearTimeout(timer);
  };
  try {
    const { url, response } = await follow(address, options, deadline.signal);
    const body = Readable.from(bounded(response, options.maxBytes, deadline.signal), { objectMode: false });
    unread = body;
    body.once("close", () => {
      response.destroy();
      done();
    });
    const { statusCode: status = 0, headers } = response;
    return { url, status, headers, type: typeOf(response), name: proposedName(response), body };
  } catch (error) {
    deadline.abort(); // whatever is still connected is let go
    done();
    throw error;
  }
}

async function follow(address: string, options: OpenUrl, signal: AbortSignal): Promise<{ url: URL; response: IncomingMessage }> {
  let url = read(address, null);
  const given = url;
  for (let hop = 0; ; hop++) {
    const allowLoopback = options.allowLoopback === true && url.host === given.host;
    const addresses = await resolveTarget(url.hostname, { ...options, allowLoopback }, signal);
    const headers = url.origin === given.origin ? (options.headers ?? {}) : {};
    const response = await ask({ url, addresses, headers, signal, silenceMs: options.silenceMs ?? SILENCE_MS });
    const status = response.statusCode ?? 0;
    const location = [301, 302, 303, 307, 308].includes(status) ? response.headers.location : undefined;
    if (location === undefined) {
      const announced = Number(response.headers["content-length"] ?? 0);
      const wanted = status === 200 || options.anyStatus === true;
      if (wanted && announced <= options.maxBytes) return { url, response };
      response.destroy();
      if (!wanted) throw new CounterseatError("invalid", `The address answered with status ${status} instead of a file.`);
      throw tooLong();
    }
    response.destroy();
    if (hop >= MOST_REDIRECTS) throw new CounterseatError("invalid", `The address led on more than ${MOST_REDIRECTS} times.`);
    url = read(location, url);
  }
}

/** WHATWG parsing writes every spelling of an IPv4 address (decimal, octal, hexadecimal, short) in the one dotted form. */
function read(address: string, from: URL | null): URL {
  let url: URL;
  try {
    url = from === null ? new URL(address) : new URL(address, from);
  } catch {
    throw new CounterseatError("invalid", "This is not a web address.", { fix: "Give it whole, beginning with https://." });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new CounterseatError("invalid", "Only http and https addresses are fetched.");
  }
  if (from?.protocol === "https:" && url.protocol === "http:") {
    throw new CounterseatError("invalid", "The address leads from https on to http, which is not followed.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new CounterseatError("invalid", "Addresses with a user name or password in them are not fetched.", {
      fix: "Ask the other system for a link that needs no password, for example one signed for a short time.",
    });
  }
  const port = url.port === "" ? 443 : Number(url.port); // "" is 80 or 443
  if ((port < 1024 && port !== 80 && port !== 443) || NEVER_PORTS.has(port)) {
    throw new CounterseatError("invalid", `Port ${port} is not fetched from.`, {
      fix: "Use port 80, 443, or one above 1023 that serves web pages.",
    });
  }
  return url;
}

interface Ask {
  readonly url: URL;
  readonly addresses: readonly Address[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
}

function ask({ url, addresses, headers, signal, silenceMs }: Ask): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(signal.aborted ? tooSlow() : unreachable(url));
    const request = (url.protocol === "https:" ? requestTls : requestPlain)(
      url,
      {
        method: "GET",
        agent: false, // a connection of its own: none that was opened for another address is used again
        signal,
        timeout: silenceMs,
        rejectUnauthorized: true, // also where the environment says otherwise
        headers: { accept: "*/*", "user-agent": "Counterseat", ...headers, "accept-encoding": "identity" },
        lookup(_host, wanted, answer) {
          const [first] = addresses;
          if (wanted.all === true) answer(null, [...addresses]);
          else answer(null, first?.address ?? "", first?.family ?? 0);
        },
      },
      resolve,
    );
    request.on("socket", (socket) => {
      socket.on("connect", () => {
        // The second net: whatever way the connection came about, it stands to an address that was looked at.
        if (!addresses.some(({ address }) => sameAddress(address, socket.remoteAddress ?? ""))) request.destroy();
      });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", fail);
    request.end();
  });
}

async function* bounded(response: IncomingMessage, maxBytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const part of response) {
      const chunk = part as Buffer; // no encoding is set on the response
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLong();
      yield chunk;
    }
  } catch (error) {
    if (error instanceof CounterseatError) throw error;
    throw signal.aborted ? tooSlow() : new CounterseatError("invalid", "The answer broke off before its end; nothing of it was kept.");
  }
}

function typeOf(response: IncomingMessage): string {
  return (response.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function proposedName(response: IncomingMessage): string | null {
  const found = /filename="?([^";]+)"?/i.exec(response.headers["content-disposition"] ?? "")?.[1]?.trim();
  return found === undefined || found === "" ? null : found;
}

function unreachable(url: URL): CounterseatError {
  return new CounterseatError("invalid", `The address could not be reached: no answer from ${url.host}.`, {
    fix: "Check the address, that the other system is running, and that a firewall lets this server through.",
  });
}

function tooLong(): CounterseatError {
  return new CounterseatError("limit", "The file is larger than this installation allows.", {
    fix: "Raise COUNTERSEAT_MAX_UPLOAD_MB, or split the file.",
  });
}
