import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTcp } from "./outbound-tcp.ts";
import { type Address, resolveTarget } from "./target.ts";

const answers = (...addresses: string[]) => {
  const asked: string[] = [];
  const resolve = (host: string): Promise<Address[]> => {
    asked.push(host);
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
  };
  return { asked, resolve };
};
const never = new AbortController().signal;

describe("a host in a private network", () => {
  test.each(["10.1.2.3", "172.31.0.1", "192.168.7.7", "127.0.0.1", "100.64.0.1", "fd12::1", "::1", "::ffff:10.0.0.1"])(
    "is reached at %s where the administrator named it, and only under that name",
    async (address) => {
      const { resolve } = answers(address);
      const named = { privateHosts: ["db.internal"], resolve };
      expect(await resolveTarget("DB.internal", named, never)).toEqual([expect.objectContaining({ address })]);
      await expect(resolveTarget("other.internal", named, never)).rejects.toMatchObject({
        code: "invalid",
        fix: expect.stringContaining("COUNTERSEAT_PRIVATE_HOSTS") as string,
      });
      await expect(resolveTarget("db.internal", { privateHosts: [], resolve }, never)).rejects.toMatchObject({ code: "invalid" });
    },
  );

  test.each([
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "fe80::1",
    "fd00:ec2::254",
    "224.0.0.1",
  ])("is not reached at %s, whoever names it", async (address) => {
    for (const host of ["db.internal", address])
      await expect(resolveTarget(host, { privateHosts: [host], ...answers(address) }, never)).rejects.toMatchObject({ code: "invalid" });
  });

  test("is refused as a whole when one of its addresses is", async () => {
    const { resolve } = answers("10.0.0.1", "169.254.169.254");
    await expect(resolveTarget("db.internal", { privateHosts: ["db.internal"], resolve }, never)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("a connection that is not HTTP", () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer((socket) => socket.on("error", () => undefined).end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test("goes to the address that was looked at, and the name is asked once", async () => {
    const { asked, resolve } = answers("127.0.0.1");
    const socket = await openTcp({ host: "db.internal", port, timeoutMs: 5000 }, { privateHosts: ["db.internal"], resolve });
    expect([socket.remoteAddress, asked]).toEqual(["127.0.0.1", ["db.internal"]]);
    socket.destroy();
  });

  test("tries every address, and says where nobody answers", async () => {
    const { resolve } = answers("127.0.0.2", "127.0.0.1");
    const socket = await openTcp({ host: "db.internal", port, timeoutMs: 5000 }, { privateHosts: ["db.internal"], resolve });
    expect(socket.remoteAddress).toBe("127.0.0.1"); // nobody listens at the first
    socket.destroy();
    await expect(openTcp({ host: "127.0.0.1", port: 1, timeoutMs: 5000 }, { privateHosts: ["127.0.0.1"] })).rejects.toMatchObject({
      message: expect.stringContaining("127.0.0.1, port 1") as string,
    });
  });

  test("is not begun to a private address nobody named", async () => {
    let came = 0;
    server.on("connection", () => (came += 1));
    await expect(openTcp({ host: "127.0.0.1", port, timeoutMs: 5000 }, { privateHosts: [] })).rejects.toMatchObject({ code: "invalid" });
    expect(came).toBe(0);
  });
});
