import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nextLink } from "./link-header.ts";
import { rest } from "./rest.ts";
import { reachOf, runConformance, type Told } from "./test-connector.ts";

/** Records behind an API with every way of paging there is; its key is asked for. */
const KEY = "right-key-5b1f";
let rows: Told[] = [];
let asked: { url: URL; authorization: string }[] = [];
let before: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://source.test");
  asked.push({ url, authorization: String(request.headers.authorization) });
  if (before?.(request, response) === true) return;
  if (request.headers.authorization !== `Bearer ${KEY}`) return void response.writeHead(401).end("no");
  const number = (name: string, usual: number) => Number(url.searchParams.get(name) ?? usual);
  const since = url.searchParams.get("since");
  const found = rows.filter((row) => since === null || row.changed >= since);
  const size = 3; // whatever is asked for, as many servers do
  const kind = url.pathname.slice(1);
  const from = kind === "page" ? (number("page", 1) - 1) * size : number(kind === "offset" ? "offset" : "after", 0);
  const page = kind === "none" ? found : found.slice(from, from + size);
  const more = from + size < found.length;
  const next = `/${kind}?after=${from + size}${since === null ? "" : `&since=${since}`}`;
  // Ids and amounts as bare numbers, the way many APIs write them.
  const list = `[${page
    .map((row) =>
      JSON.stringify(row)
        .replace(/"id":"(\d+)"/, '"id":$1')
        .replace(/"amount":"([-\d.]+)"/, '"amount":$1'),
    )
    .join(",")}]`;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (kind === "link" && more) headers["link"] = `</first>; rel="first", <${next}>; title="a, b"; rel="next last"`;
  response.writeHead(200, headers);
  if (kind === "link" || kind === "page") return void response.end(list);
  response.end(`{"data":{"items":${list}},"meta":{"cursor":${more ? `"${from + size}"` : "null"},"next":${more ? `"${next}"` : '""'}}}`);
}

/** Whatever is asked for, this is the answer. */
function always(send: (response: ServerResponse) => unknown): void {
  before = (_request, response) => {
    send(response);
    return true;
  };
}

let server: Server;
let origin = "";
beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  rows = [];
  asked = [];
  before = null;
});

const inItems = { records: "data.items" };
const KINDS = {
  none: inItems,
  page: {},
  offset: inItems,
  cursor: { ...inItems, next: "meta.cursor", parameter: "after" },
  next: { ...inItems, next: "meta.next" },
  link: {},
} as const;
type Kind = keyof typeof KINDS;
const reach = { privateHosts: ["127.0.0.1"] };
const settings = (kind: Kind, more: object = {}) => ({
  url: `${origin}/${kind}`,
  headers: `Authorization: Bearer ${KEY}\nX-Also: this`,
  pagination: kind,
  since: "since",
  sinceField: "changed",
  ...KINDS[kind],
  ...more,
});

describe.each(Object.keys(KINDS) as Kind[])("pages by %s", (kind) => {
  runConformance(() =>
    Promise.resolve({
      connector: rest,
      reach,
      settings: settings(kind),
      wrong: { secret: "wrong-key-77aa", settings: settings(kind, { headers: "Authorization: Bearer wrong-key-77aa" }) },
      nowhere: settings(kind, { url: "http://127.0.0.1:1025/" }),
      empty: () => Promise.resolve(),
      add: (more) => Promise.resolve(void rows.push(...more)),
      close: () => Promise.resolve(),
    }),
  );
});

describe("what servers do", () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ id: String(i), changed: `2026-01-01T00:00:0${i % 10}Z`, amount: "1", name: "n" }));
  async function read(over: object = {}, kind: Kind = "next", more: object = {}): Promise<string[]> {
    for await (const piece of rest.read(reachOf({ ...reach, ...more }), rest.settings.parse(settings(kind, over)), null))
      return (await text(piece.bytes)).trim().split("\n");
    return [];
  }

  test("429 is waited out as the server says, 503 by a wait that doubles", async () => {
    rows = many(2);
    const waits: number[] = [];
    const answers: [number, Record<string, string>][] = [
      [429, { "retry-after": "7" }],
      [503, {}],
      [500, {}],
    ];
    before = (_request, response) => {
      const next = answers.shift();
      if (next !== undefined) response.writeHead(...next).end();
      return next !== undefined;
    };
    expect(await read({}, "next", { wait: (ms: number) => Promise.resolve(void waits.push(ms)) })).toHaveLength(2);
    expect(waits).toEqual([7000, 2000, 4000]);
  });

  test("who asks for an hour's patience is left alone until then", async () => {
    always((response) => response.writeHead(429, { "retry-after": "3600" }).end());
    await expect(read()).rejects.toMatchObject({ code: "limit", retryAfter: 3600 });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["broken JSON", '{"data":{"items":[{"id":1}'],
    ["a page to sign in", "<!doctype html><p>Sign in"],
    ["bytes that are no text", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["no list", '{"data":{"items":{"id":1}}}'],
    ["numbers in the list", '{"data":{"items":[1,2]}}'],
  ])("%s is no answer", async (_what, body) => {
    always((response) => response.writeHead(200).end(body));
    await expect(read()).rejects.toMatchObject({ code: "invalid", fix: expect.any(String) as string });
  });

  test("an answer cut off in the middle keeps nothing", async () => {
    rows = many(6);
    before = (request, response) => {
      if (!request.url?.includes("after")) return false;
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"data":{"items":[');
      setImmediate(() => response.destroy());
      return true;
    };
    await expect(read()).rejects.toMatchObject({ code: "invalid" });
  });

  test("a redirect into the inside is not followed, and one elsewhere does not learn the key", async () => {
    always((response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end());
    await expect(read()).rejects.toMatchObject({ code: "invalid" });
    const heard: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      heard.push(request.headers.authorization, request.headers["x-also"] as string | undefined);
      response.end('{"data":{"items":[]}}');
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    always((response) => response.writeHead(302, { location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` }).end());
    expect(await read()).toEqual([]);
    expect(heard).toEqual([undefined, undefined]);
    await new Promise((resolve) => other.close(resolve));
  });

  test("a next page on another server is not asked", async () => {
    always((response) => response.end('{"data":{"items":[{"id":1,"changed":"1"}]},"meta":{"next":"http://127.0.0.1:1/"}}'));
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining("another server") as string });
  });

  test("pages that go in a circle, and more pages than allowed, end", async () => {
    always((response) => response.end('{"data":{"items":[{"id":1,"changed":"1"}]},"meta":{"next":"/next"}}'));
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining("circle") as string });
    before = null;
    rows = many(9);
    await expect(read({ mostPages: 2 })).rejects.toMatchObject({ code: "limit" });
  });

  test("more bytes than a file may have keep nothing", async () => {
    rows = many(9);
    await expect(read({}, "next", { maxBytes: 400 })).rejects.toMatchObject({ code: "limit" });
  });

  test("a private host nobody named is refused before anything is sent", async () => {
    await expect(read({}, "next", { privateHosts: [] })).rejects.toMatchObject({
      fix: expect.stringContaining("COUNTERSEAT_PRIVATE_HOSTS") as string,
    });
    // Looked up once: a name that answers with the inside the second time is not asked a second time.
    let looked = 0;
    const resolve = () => Promise.resolve([{ address: looked++ === 0 ? "169.254.169.254" : "127.0.0.1", family: 4 }]);
    await expect(read({ url: "http://inside.test:8080/" }, "next", { privateHosts: ["inside.test"], resolve })).rejects.toMatchObject({
      code: "invalid",
    });
    expect([looked, asked.length]).toEqual([1, 0]);
  });

  test.each(["Authorization Bearer x", "Host: elsewhere", "Transfer-Encoding: chunked", "X: a\u0000b"])(
    "the header %j is refused",
    async (headers) => {
      await expect(read({ headers })).rejects.toMatchObject({ code: "invalid" });
      expect(asked).toEqual([]);
    },
  );
});

test.each([
  ['<https://a/2>; rel="next"', "https://a/2"],
  ["<https://a/2>; rel=next", "https://a/2"],
  ['<https://a/1>; rel="prev", <https://a/3>; rel="next"', "https://a/3"],
  ['<https://a/?q=a,b;c>; title="x; rel=next"; rel="next"', "https://a/?q=a,b;c"],
  ['<https://a/1>; title="rel=next"', null],
  ['<https://a/1>; rel="nextish"', null],
  [undefined, null],
])("the next link of %j is %j", (header, next) => {
  expect(nextLink(header)).toBe(next);
});
