import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isLoopback, isPublicAddress } from "./addresses.ts";
import { CounterseatError } from "./errors.ts";
import { type OpenUrl, openUrl, type Resolve } from "./outbound.ts";

const shared = process.env["COUNTERSEAT_SHARED"] ?? fileURLToPath(new URL("../../../../../shared", import.meta.url));
const vectorsPath = join(shared, "golden", "identity", "merge_and_ssrf_vectors.json");
const required = process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1";
const vectors = (
  existsSync(vectorsPath) || required ? JSON.parse(readFileSync(vectorsPath, "utf8")) : { ssrf_block: [], ssrf_allow: [] }
) as { ssrf_block: string[]; ssrf_allow: string[] };
if (vectors.ssrf_block.length === 0)
  process.stdout.write(`No shared vectors at ${vectorsPath}: only the own list of addresses is tested.\n`);

/** Own addresses that must not be reached, beside the shared ones; each as it may stand in an address line. */
const BLOCKED = [
  ["127.1", "short loopback"],
  ["127.0.1", "short loopback"],
  ["0x7f000001", "hexadecimal loopback"],
  ["0x7f.1", "hexadecimal short loopback"],
  ["017700000001", "octal loopback"],
  ["0177.0.0x0.1", "mixed loopback"],
  ["00000177.0.0.1", "padded octal loopback"],
  ["127.0.0.1.", "trailing dot"],
  ["１２７.０.０.１", "full-width digits"],
  ["127。0。0。1", "ideographic dots"],
  ["①②⑦.0.0.1", "circled digits"],
  ["%31%32%37.0.0.1", "percent-encoded"],
  ["3232235521", "decimal 192.168.0.1"],
  ["0xa9fea9fe", "hexadecimal metadata"],
  ["0251.0376.0251.0376", "octal metadata"],
  ["169.254.170.2", "container metadata"],
  ["100.100.100.200", "metadata in carrier-grade NAT"],
  ["192.0.0.192", "metadata in protocol assignments"],
  ["168.63.129.16", "cloud agent"],
  ["100.64.0.1", "carrier-grade NAT"],
  ["100.127.255.255", "carrier-grade NAT, last"],
  ["198.18.0.1", "benchmark"],
  ["198.19.255.255", "benchmark, last"],
  ["192.0.2.1", "documentation"],
  ["198.51.100.1", "documentation"],
  ["203.0.113.1", "documentation"],
  ["192.88.99.1", "6to4 relay"],
  ["224.0.0.1", "multicast"],
  ["239.255.255.250", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["10.255.255.255", "private"],
  ["192.168.255.255", "private"],
  ["0.1.2.3", "this network"],
  ["[0:0:0:0:0:0:0:1]", "loopback written out"],
  ["[::127.0.0.1]", "IPv4-compatible"],
  ["[::a00:1]", "IPv4-compatible"],
  ["[::808:808]", "IPv4-compatible, even of a public address"],
  ["[::ffff:10.0.0.1]", "mapped private"],
  ["[::ffff:0:7f00:1]", "translated"],
  ["[64:ff9b::127.0.0.1]", "NAT64 of loopback"],
  ["[64:ff9b::a9fe:a9fe]", "NAT64 of metadata"],
  ["[64:ff9b:1::1]", "local NAT64"],
  ["[2002:7f00:1::1]", "6to4 of loopback"],
  ["[2002:808:808::1]", "6to4 at all"],
  ["[2001:0:7f00:1::]", "Teredo"],
  ["[2001:db8::1]", "documentation"],
  ["[3fff::1]", "documentation"],
  ["[2001:2::1]", "benchmark"],
  ["[2001:20::1]", "ORCHID"],
  ["[2606:4700::5efe:a00:1]", "ISATAP of a private address"],
  ["[2606:4700::200:5efe:7f00:1]", "ISATAP of loopback"],
  ["[fd00:ec2::254]", "metadata"],
  ["[febf::1]", "link-local, last"],
  ["[fec0::1]", "site-local"],
  ["[ff02::1]", "multicast"],
  ["[100::1]", "discard"],
  ["[5f00::1]", "segment routing"],
  ["[4000::1]", "unassigned"],
] as const;
const ALLOWED = ["1.1.1.1", "100.63.255.255", "100.128.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "192.0.1.1"];
const ALLOWED_6 = ["2606:4700:4700::1111", "2a00:1450:4001:82f::200e", "2001:200::1", "64:ff9b::808:808", "::ffff:1.1.1.1"];

/** As it may stand between `http://` and the port. */
const inUrl = (host: string) => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
/** A header carries bytes: other signs are written as browsers read them there. */
const latin1 = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, (sign) => encodeURIComponent(sign));
const literal = (host: string) => new URL(`http://${inUrl(host)}/`).hostname.replace(/^\[(.*)\]$/, "$1");

let trap: { port: number; hits: number; servers: Server[] };
let site: { port: number; server: Server; requests: IncomingMessage[] };
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** The trap listens wherever a spelling of loopback could lead: whoever gets past the guard is counted. */
beforeAll(async () => {
  const hit = (_request: IncomingMessage, response: ServerResponse) => {
    trap.hits += 1;
    response.end("reached");
  };
  const first = createServer(hit);
  const port = await listen(first, "127.0.0.1", 0);
  const servers = [first];
  for (const host of ["127.255.255.254", "::1"]) {
    const another = createServer(hit);
    await listen(another, host, port).then(
      () => servers.push(another),
      () => undefined, // a machine without IPv6 cannot be reached by it either
    );
  }
  trap = { port, hits: 0, servers };
  const server = createServer((request, response) => {
    site.requests.push(request);
    answer(request, response);
  });
  site = { port: await listen(server, "127.0.0.1", 0), server, requests: [] };
});
afterAll(async () => {
  for (const server of [...trap.servers, site.server]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
beforeEach(() => {
  trap.hits = 0;
  site.requests = [];
  answer = (_request, response) => response.end("file");
});

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

const bounds = { maxBytes: 10_000, timeoutMs: 10_000 };
const never: Resolve = (host) => Promise.reject(new Error(`${host} was looked up`));

async function refusal(url: string, options: Partial<OpenUrl> = {}): Promise<CounterseatError> {
  try {
    const opened = await openUrl(url, { ...bounds, resolve: never, ...options });
    await buffer(opened.body);
  } catch (error) {
    if (error instanceof CounterseatError) return error;
    throw error;
  }
  throw new Error(`${url} was fetched`);
}

describe("an address that is not public", () => {
  const all: readonly (readonly [string, string])[] = [...vectors.ssrf_block.map((host) => [host, "shared vector"] as const), ...BLOCKED];

  it("comes in at least 60 spellings", () => expect(BLOCKED.length).toBeGreaterThanOrEqual(vectors.ssrf_block.length > 0 ? 40 : 59));

  it.each(all)("%s (%s) is never reached", async (host) => {
    const error = await refusal(`http://${inUrl(host)}:${trap.port}/`);
    expect(error.message).toMatch(/private network|not a web address/);
    expect(trap.hits).toBe(0);
  });

  it.each(all)("%s (%s) is never reached by a redirect", async (host) => {
    answer = (_request, response) => response.writeHead(302, { location: latin1(`http://${inUrl(host)}:${trap.port}/`) }).end();
    await refusal(`http://site.example:${site.port}/`, local);
    expect(site.requests.length).toBe(1);
    expect(trap.hits).toBe(0);
  });

  it.each(all.filter(([host]) => URL.canParse(`http://${inUrl(host)}/`)))("%s (%s) is never reached by a name", async (host) => {
    const resolve: Resolve = () => Promise.resolve([{ address: literal(host), family: literal(host).includes(":") ? 6 : 4 }]);
    await refusal(`http://name.example:${trap.port}/`, { resolve });
    expect(trap.hits).toBe(0);
  });
});

describe("the classifier lets public addresses pass", () => {
  it.each([...vectors.ssrf_allow, ...ALLOWED, ...ALLOWED_6])("%s", (host) => {
    expect(isPublicAddress(literal(host))).toBe(true);
    expect(isLoopback(literal(host))).toBe(false);
  });
  it.each(["", "name.example", "fe80::1%eth0", "2606:4700::1%eth0", "1.2.3", "1.2.3.4.5", "[::1]"])(
    "and %j is no address at all",
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );
});

function only(...addresses: string[]): Resolve {
  return () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
}
const local: OpenUrl = { ...bounds, allowLoopback: true, resolve: only("127.0.0.1") };

describe("a name", () => {
  it("that answers with a private address beside a public one is refused whole", async () => {
    for (const addresses of [
      ["127.0.0.1", "10.0.0.1"],
      ["8.8.8.8", "127.0.0.1"],
      ["8.8.8.8", "::1"],
    ])
      await refusal(`http://name.example:${trap.port}/`, { resolve: only(...addresses), allowLoopback: addresses[0] === "127.0.0.1" });
    expect(trap.hits).toBe(0);
  });

  it("that leads nowhere and one that leads inside are told apart by nobody", async () => {
    const nowhere = await refusal("http://name.example/", { resolve: never });
    const inside = await refusal("http://name.example/", { resolve: only("10.0.0.1") });
    const empty = await refusal("http://name.example/", { resolve: only() });
    expect([inside.message, inside.fix, inside.code]).toEqual([nowhere.message, nowhere.fix, nowhere.code]);
    expect(empty.message).toBe(nowhere.message);
  });

  it("that answers differently the second time (DNS rebinding) is asked once, and connected to what was looked at", async () => {
    // The first answer leads to the site, every later one to the trap's other loopback address on the same port.
    const other = createServer((_request, response) => {
      trap.hits += 1;
      response.end("rebound");
    });
    await listen(other, "127.255.255.254", site.port);
    let asked = 0;
    const resolve: Resolve = (host) => only(asked++ === 0 ? "127.0.0.1" : "127.255.255.254")(host);
    try {
      const opened = await openUrl(`http://rebind.example:${site.port}/`, { ...local, resolve });
      expect((await buffer(opened.body)).toString()).toBe("file");
    } finally {
      other.closeAllConnections();
      await new Promise((done) => other.close(done));
    }
    expect([asked, trap.hits, site.requests.length]).toEqual([1, 0, 1]);
    expect(site.requests[0]?.headers.host).toBe(`rebind.example:${site.port}`);
  });

  it("that rebinds between two redirects is looked at again, and refused", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/again" }).end();
    let asked = 0;
    const resolve: Resolve = (host) => only(asked++ === 0 ? "127.0.0.1" : "169.254.169.254")(host);
    await refusal(`http://rebind.example:${site.port}/`, { ...local, resolve });
    expect([asked, site.requests.length]).toEqual([2, 1]);
  });

  it("the real resolver knows to be this machine is refused", async () => {
    for (const host of ["localhost", "LOCALHOST", "localhost."])
      expect(
        await openUrl(`http://${host}:${trap.port}/`, bounds).then(
          () => "fetched",
          (error: unknown) => (error instanceof CounterseatError ? error.code : error),
        ),
      ).toBe("invalid");
    expect(trap.hits).toBe(0);
  });
});

describe("an address line", () => {
  it.each([
    ["ftp://site.example/", "Only http"],
    ["file:///etc/passwd", "Only http"],
    ["gopher://127.0.0.1:6379/_INFO", "Only http"],
    ["data:text/csv,a,b", "Only http"],
    ["javascript:alert(1)", "Only http"],
    ["unix:/run/docker.sock", "Only http"],
    ["//site.example/", "not a web address"],
    ["site.example", "not a web address"],
    ["http://", "not a web address"],
    ["http://[::1%25lo]/", "not a web address"],
    ["http://256.256.256.256/", "not a web address"],
    ["http://user@site.example/", "password"],
    ["http://user:secret@site.example/", "password"],
    ["http://8.8.8.8@127.0.0.1/", "password"],
    ["http://site.example:22/", "Port 22"],
    ["http://site.example:25/", "Port 25"],
    ["https://site.example:0/", "Port 0"],
    ["http://site.example:6379/", "Port 6379"],
    ["http://site.example:11211/", "Port 11211"],
    ["http://127.0.0.1:80\\@site.example/", "private network"],
    ["http://127.0.0.1#@site.example/", "private network"],
    ["http:127.0.0.1", "private network"],
    ["http:/\t/127.0.0.1", "private network"],
  ])("%j is refused: %s", async (url, word) => {
    expect((await refusal(url)).message).toContain(word);
  });
  it("is never repeated in the refusal with its password", async () => {
    const { message, fix } = await refusal("http://user:secret@site.example/");
    expect(`${message} ${fix}`).not.toContain("secret");
  });
});

describe("redirects", () => {
  it("are followed three times, with neither cookie nor anything else of ours going along", async () => {
    answer = (request, response) => {
      const hop = Number(request.url?.slice(1) ?? "0");
      if (hop === 3) response.setHeader("content-disposition", 'attachment; filename="../orders.csv"').end("a,b\n");
      else response.writeHead([301, 307, 308][hop] ?? 302, { location: `/${hop + 1}`, "set-cookie": "session=1" }).end("moved");
    };
    const opened = await openUrl(`http://site.example:${site.port}/0`, local);
    expect((await buffer(opened.body)).toString()).toBe("a,b\n");
    expect(opened.url.pathname).toBe("/3");
    expect(opened.name).toBe("../orders.csv");
    for (const request of site.requests) {
      const { host: _host, connection: _connection, ...sent } = request.headers;
      expect(sent).toEqual({ accept: "*/*", "accept-encoding": "identity", "user-agent": "Counterseat" });
    }
  });
  it("are given up after three", async () => {
    answer = (request, response) => response.writeHead(302, { location: `${request.url}x` }).end();
    expect((await refusal(`http://site.example:${site.port}/`, local)).message).toContain("more than 3 times");
    expect(site.requests.length).toBe(4);
  });
  it("to another kind of address, or with a password, are not followed", async () => {
    for (const location of ["file:///etc/passwd", "http://user:pw@site.example/", "http://site.example:22/", "http://["]) {
      answer = (_request, response) => response.writeHead(302, { location }).end();
      await refusal(`http://site.example:${site.port}/`, local);
    }
    expect(site.requests.length).toBe(4);
  });
});

describe("an answer", () => {
  it("that says it is too long is not read", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-length": "10001" }).write("x");
    expect((await refusal(`http://site.example:${site.port}/`, local)).code).toBe("limit");
  });
  it("that grows too long without saying so is cut off there", async () => {
    let closed: Promise<unknown> = Promise.resolve("never opened");
    answer = (_request, response) => {
      closed = new Promise((resolve) => response.once("close", () => resolve("closed")));
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(1000)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect((await refusal(`http://site.example:${site.port}/`, local)).code).toBe("limit");
    expect(await closed).toBe("closed"); // the connection is gone, so nobody goes on writing
  });
  it("of exactly the longest length is whole", async () => {
    answer = (_request, response) => response.end("x".repeat(10_000));
    const opened = await openUrl(`http://site.example:${site.port}/`, local);
    expect((await buffer(opened.body)).length).toBe(10_000);
  });
  it("that breaks off is refused", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "9000" });
      response.write("half");
      void setTimeout(50).then(() => response.destroy());
    };
    expect((await refusal(`http://site.example:${site.port}/`, local)).message).toContain("broke off");
  });
  it("that is silent, or drips, is given up", async () => {
    answer = () => undefined;
    expect((await refusal(`http://site.example:${site.port}/`, { ...local, silenceMs: 200 })).message).toContain("could not be reached");
    answer = (_request, response) => void response.write("x");
    expect((await refusal(`http://site.example:${site.port}/`, { ...local, silenceMs: 200 })).message).toContain("broke off");
    answer = (_request, response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    };
    expect((await refusal(`http://site.example:${site.port}/`, { ...local, timeoutMs: 400 })).message).toContain("too long");
  });
  it("while the name is looked up for ever is given up", async () => {
    const resolve: Resolve = () => new Promise(() => undefined);
    expect((await refusal("http://site.example/", { resolve, timeoutMs: 200 })).message).toContain("too long");
  });
  it("with another status than 200 is no file", async () => {
    for (const status of [204, 206, 304, 401, 404, 500]) {
      answer = (_request, response) => response.writeHead(status).end();
      expect((await refusal(`http://site.example:${site.port}/`, local)).message).toContain(`status ${status}`);
    }
  });
  it("is handed on as it was sent, compressed or not", async () => {
    const bytes = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "Text/CSV; charset=x" }).end(bytes);
    const opened = await openUrl(`http://site.example:${site.port}/`, local);
    expect(opened.type).toBe("text/csv");
    expect(await buffer(opened.body)).toEqual(bytes);
  });
  it("over https from somebody who cannot prove the name is refused", async () => {
    expect((await refusal(`https://site.example:${site.port}/`, local)).message).toContain("could not be reached");
  });
});

it("more than eight at once are refused, and each that ends makes room again", async () => {
  const held = await Promise.all(Array.from({ length: 8 }, () => openUrl(`http://site.example:${site.port}/`, local)));
  expect((await refusal(`http://site.example:${site.port}/`, local)).code).toBe("limit");
  for (const opened of held) expect((await buffer(opened.body)).toString()).toBe("file");
  const again = await openUrl(`http://site.example:${site.port}/`, local);
  expect((await buffer(again.body)).toString()).toBe("file");
});

it("an answer nobody reads is let go when its time is over", async () => {
  const held = await Promise.all(
    Array.from({ length: 8 }, () => openUrl(`http://site.example:${site.port}/`, { ...local, timeoutMs: 300 })),
  );
  await setTimeout(600);
  expect(held.every((opened) => opened.body.destroyed)).toBe(true);
  const again = await openUrl(`http://site.example:${site.port}/`, local);
  expect((await buffer(again.body)).toString()).toBe("file");
});
