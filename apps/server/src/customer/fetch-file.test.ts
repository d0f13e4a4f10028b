import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OPERATOR } from "../platform/app.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import { fetchFile, fetchInto } from "./fetch-file.ts";
import { addUpload } from "./store.ts";

const CSV = "case,activity,time\nc1,Order,2026-01-02T08:00:00Z\nc2,Order,2026-01-03T08:00:00Z\n";
let server: TestServer;
let site: Server;
let hits = 0;
let port = 0;

beforeAll(async () => {
  server = await startTestServer();
  site = createServer((request, response) => {
    hits += 1;
    const path = new URL(request.url ?? "/", "http://site").pathname;
    if (path === "/page") response.setHeader("content-type", "text/html; charset=utf-8").end("<h1>Sign in</h1>");
    else if (path === "/broken") {
      response.writeHead(200, { "content-length": "100" }).write(CSV);
      response.socket?.end();
    } else if (path === "/named") response.setHeader("content-disposition", 'attachment; filename="..\\\\..\\\\etc/orders.csv"').end(CSV);
    else if (path === "/long") response.end("x".repeat(2 * 1024 * 1024));
    else response.setHeader("content-type", "text/csv").end(CSV);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  port = (site.address() as AddressInfo).port;
});
afterAll(async () => {
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
  await server.close();
});

/** As the operation does it, but that this machine's own address may be reached. */
async function fetchHere(path: string, more: { maxUploadBytes?: number } = {}) {
  const ctx = { ...server.app.workContext(OPERATOR, "own"), ...more };
  const brought = await fetchInto(ctx, `http://127.0.0.1:${port}${path}`, { allowLoopback: true });
  await server.app.records.transaction((tx) => addUpload(tx, brought));
  return { upload: brought.id, name: brought.name, bytes: brought.bytes };
}
const kept = () => {
  try {
    return readdirSync(join(server.dataDir, "uploads")).length;
  } catch {
    return 0;
  }
};

test("a file at a web address becomes an upload that can be previewed", async () => {
  const found = await fetchHere("/exports/January%20orders.csv?signature=secret");
  expect(found).toMatchObject({ name: "January orders.csv", bytes: CSV.length });
  const preview = await server.ask("POST", "/api/v1/imports/preview", { body: { upload: found.upload, as: "events" } });
  expect([preview.status, preview.text]).toEqual([200, expect.stringContaining("Order")]);
});

test("its name is the last part of what is proposed, and holds no sign a screen does not show", async () => {
  expect((await fetchHere("/named")).name).toBe("orders.csv");
  expect((await fetchHere("/%E2%80%AEevil/")).name).toBe("file");
  expect((await fetchHere("/or%07ders.csv")).name).toBe("orders.csv");
  expect((await fetchHere("/100%")).name).toBe("100%");
});

test("nothing is kept of a web page, a file that breaks off, or one that is too long", async () => {
  const before = kept();
  await expect(fetchHere("/page")).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("web page") });
  await expect(fetchHere("/broken")).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("broke off") });
  await expect(fetchHere("/long", { maxUploadBytes: 1024 * 1024 })).rejects.toMatchObject({ code: "limit" });
  expect(kept()).toBe(before);
});

test("the operation itself reaches nothing of this machine", async () => {
  const before = hits;
  for (const url of [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
    `http://2130706433:${port}/`,
  ])
    await expect(server.app.call(fetchFile, { actor: OPERATOR, world: "own", input: { url } })).rejects.toMatchObject({ code: "invalid" });
  expect(hits).toBe(before);
});
