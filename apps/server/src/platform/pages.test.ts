import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastify, type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CounterseatError, toProblem } from "./errors.ts";
import { pagePolicy, servePages } from "./pages.ts";

const PAGE = `<meta property="csp-nonce" nonce="__counterseat_nonce__"><script nonce="__counterseat_nonce__" src="/assets/a.js"></script>`;
const CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const NAVIGATION = { accept: "text/html,application/xhtml+xml" };

async function serverOf(webDir: string | null, secure = false): Promise<FastifyInstance> {
  const http = fastify();
  http.setErrorHandler((error, _request, reply) => {
    const found = toProblem(error);
    return reply.status(found.status).send(JSON.stringify(found));
  });
  await servePages(http, { webDir, secure });
  http.get("/api/v1/fine", () => ({ fine: true }));
  http.get("/api/v1/broken", () => Promise.reject(new Error("broken")));
  http.get("/api/v1/refused", { onRequest: () => Promise.reject(new CounterseatError("limit", "Too many tries.")) }, () => ({}));
  await http.ready();
  return http;
}

describe("with pages", () => {
  const webDir = mkdtempSync(join(tmpdir(), "counterseat-pages-"));
  let http: FastifyInstance;
  beforeAll(async () => {
    mkdirSync(join(webDir, "assets"));
    writeFileSync(join(webDir, "index.html"), PAGE);
    writeFileSync(join(webDir, ".built-from"), "a hash");
    writeFileSync(join(webDir, "favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    writeFileSync(join(webDir, "assets", "a.js"), "1;");
    http = await serverOf(webDir);
  });
  afterAll(async () => {
    await http.close();
    rmSync(webDir, { recursive: true });
  });

  test("every page has a nonce of its own, the same in its policy and everywhere in its markup", async () => {
    const seen = new Set<string>();
    for (const url of ["/", "/customers/a%2Fb", "/index.html", "/?next=%2F", "/sign-in"]) {
      const answer = await http.inject({ url, headers: NAVIGATION });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.headers["cache-control"]).toBe("no-store");
      const nonce = /nonce="([^"]+)"/.exec(answer.body)?.[1] ?? "";
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      expect(answer.body).toBe(PAGE.replaceAll("__counterseat_nonce__", nonce));
      expect(answer.headers["content-security-policy"]).toBe(pagePolicy(nonce));
      seen.add(nonce);
    }
    expect(seen.size).toBe(5);
  });

  test("the policy allows nothing unsafe, and no other site for anything", () => {
    const policy = pagePolicy("R");
    expect(policy).not.toMatch(/unsafe|https?:|\*|'self' 'strict|report-sample/);
    const directives = new Map(policy.split("; ").map((line) => [line.split(" ")[0], line.split(" ").slice(1).join(" ")]));
    expect(Object.fromEntries(directives)).toEqual({
      "default-src": "'none'",
      "script-src": "'nonce-R' 'strict-dynamic'",
      "style-src": "'self' 'nonce-R'",
      "img-src": "'self' data: blob:",
      "font-src": "'self'",
      "connect-src": "'self'",
      "worker-src": "'self'",
      "form-action": "'self'",
      "base-uri": "'none'",
      "object-src": "'none'",
      "frame-ancestors": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "default",
    });
  });

  test("answers, refusals and failures that are no page may do nothing in a browser, and are kept nowhere", async () => {
    for (const [url, status] of [
      ["/api/v1/fine", 200],
      ["/api/v1/broken", 500],
      ["/api/v1/refused", 429],
      ["/api/v1/nothing", 404],
      ["/nothing", 404],
    ] as const) {
      const answer = await http.inject({ url, headers: url.startsWith("/api/") ? NAVIGATION : { accept: "*/*" } });
      expect([url, answer.statusCode]).toEqual([url, status]);
      expect(answer.headers).toMatchObject({
        "content-security-policy": CLOSED,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(answer.headers["permissions-policy"]).toMatch(/camera=\(\).*microphone=\(\)/);
      expect(answer.headers["strict-transport-security"]).toBeUndefined();
      expect(answer.headers["x-powered-by"]).toBeUndefined();
    }
  });

  test("only what is named by its content is kept for long, and an SVG opened by itself may run nothing", async () => {
    const script = await http.inject("/assets/a.js");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(script.headers["content-type"]).toMatch(/javascript/);
    const icon = await http.inject("/favicon.svg");
    expect(icon.headers["cache-control"]).toBe("public, max-age=3600");
    for (const answer of [script, icon]) {
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-security-policy"]).toBe(CLOSED);
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  test("what is no part of the pages is not served, whatever the path says", async () => {
    for (const url of [
      "/.built-from",
      "/assets/../.built-from",
      "/%2e%2e/package.json",
      "/assets/%2e%2e/%2e%2e/package.json",
      "/assets/",
    ]) {
      const answer = await http.inject({ url, headers: { accept: "*/*" } });
      expect([url, answer.statusCode]).toEqual([url, 404]);
    }
  });
});

test("by https the browser is told to come by nothing else", async () => {
  const http = await serverOf(null, true);
  const answer = await http.inject("/api/v1/fine");
  expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
  await http.close();
});

test("without pages every other address is nothing, also for a browser", async () => {
  const http = await serverOf(null);
  const answer = await http.inject({ url: "/", headers: NAVIGATION });
  expect(answer.statusCode).toBe(404);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "not-found" });
  await http.close();
});

test("pages without a place for the nonce stop the start: they would be served with a policy that refuses them", async () => {
  const webDir = mkdtempSync(join(tmpdir(), "counterseat-pages-"));
  await expect(serverOf(webDir)).rejects.toMatchObject({ code: "internal", fix: expect.stringContaining("npm run build") });
  writeFileSync(join(webDir, "index.html"), "<script src=/assets/a.js></script>");
  await expect(serverOf(webDir)).rejects.toMatchObject({ code: "internal" });
  rmSync(webDir, { recursive: true });
});
