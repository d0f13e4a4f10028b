import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CounterseatError, problem } from "./errors.ts";

/** What stands in the built page where its nonce comes; `apps/web/vite.config.ts` writes it there. */
const NONCE_PLACE = "__counterseat_nonce__";

/** What an answer that is no page may do in a browser that opens it all the same: nothing. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * Everything a browser could lend to a page is off but writing to the clipboard, which copying a key or a link needs.
 * Only names Chromium knows are listed: it prints a warning for every other.
 */
const PERMISSIONS = [
  ...[
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "cross-origin-isolated",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "keyboard-map",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
  ].map((name) => `${name}=()`),
  "clipboard-write=(self)",
].join(", ");

/**
 * The policy of the page with this nonce: only scripts that carry it, and what those load, may run; no markup is made from text but
 * through the policy of `apps/web/src/ui/trusted-types.ts`. Why so: docs/decisions/2026-11-22-csp.md.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

/**
 * Puts the security headers on every answer of this server, and serves the built pages from `webDir` (null: none).
 * `secure` says that people come by https: then the browser is told to come by nothing else.
 *
 * @throws internal when the pages were built without a place for the nonce
 */
export async function servePages(http: FastifyInstance, options: { webDir: string | null; secure: boolean }): Promise<void> {
  const { webDir, secure } = options;
  const page = webDir === null ? null : readPage(webDir);

  // The first hook of all, so that refusals of later ones carry the headers too. Pages and files put their own over it.
  http.addHook("onRequest", (_request, reply, done) => {
    void reply.headers({
      "content-security-policy": NO_PAGE,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": PERMISSIONS,
      ...(secure ? { "strict-transport-security": "max-age=31536000" } : {}),
    });
    done();
  });

  const sendPage = (write: (nonce: string) => string, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString("base64");
    return reply.header("content-security-policy", pagePolicy(nonce)).header("content-type", "text/html; charset=utf-8").send(write(nonce));
  };

  if (webDir !== null && page !== null) {
    await http.register(fastifyStatic, {
      root: webDir,
      wildcard: false,
      index: false,
      // As a file the page would go out with the place instead of a nonce, and with another policy.
      globIgnore: ["index.html"],
      // Only what the build named by its content never changes under its name.
      cacheControl: false,
      setHeaders: (reply, path) => {
        const named = path.startsWith(join(webDir, "assets/"));
        void reply.header("cache-control", named ? "public, max-age=31536000, immutable" : "public, max-age=3600");
      },
    });
    http.get("/", (_request, reply) => sendPage(page, reply));
  }
  http.setNotFoundHandler((request, reply) => {
    if (page !== null && wantsPage(request)) return sendPage(page, reply);
    return reply
      .status(404)
      .header("content-type", "application/problem+json")
      .send(JSON.stringify(problem("not-found", "There is nothing at this address.", {})));
  });
}

/** The browser's own navigations get the page at any address; what lies at that address is the page's to say. */
function wantsPage(request: FastifyRequest): boolean {
  return request.method === "GET" && !request.url.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html");
}

/** The built page, ready to be given a nonce. */
function readPage(webDir: string): (nonce: string) => string {
  const file = join(webDir, "index.html");
  const parts = existsSync(file) ? readFileSync(file, "utf8").split(NONCE_PLACE) : [];
  if (parts.length < 2) {
    throw new CounterseatError("internal", "The pages are not built, or built without a place for their nonce.", {
      fix: "Run npm run build, then start again.",
    });
  }
  return (nonce) => parts.join(nonce);
}
