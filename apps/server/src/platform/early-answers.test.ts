import { Agent, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";

let server: TestServer;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  server = await startTestServer();
  await server.http.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  agent.destroy();
  await server.close();
});

function send(method: string, path: string, type: string, body: Buffer): Promise<{ status: number; type: string; reused: boolean }> {
  const { port } = server.http.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers: { "content-type": type } }, (response) => {
      response.resume().once("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers["content-type"]).split(";")[0] ?? "",
          reused: sent.reusedSocket,
        });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

const form = (edge: string) =>
  Buffer.from(
    `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${"x".repeat(400_000)}\r\n--${edge}--\r\n`,
  );

test("a file that is refused before it was read does not stand in front of the next request on the same connection", async () => {
  const refused = await send("POST", "/api/v1/company/nothing/import", "multipart/form-data; boundary=edge", form("edge"));
  expect([refused.status, refused.type]).toEqual([401, "application/problem+json"]);
  const next = await send("GET", "/livez", "text/plain", Buffer.alloc(0));
  expect(next).toMatchObject({ status: 200, reused: true });
});
