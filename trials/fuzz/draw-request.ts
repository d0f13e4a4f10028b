import fc from "fast-check";
import { drawJson, type Mood } from "./draw-json.ts";
import { type Body, drawUpload } from "./draw-upload.ts";
import { howOften } from "./how-often.ts";
import { hostileJson, hostileText } from "./hostile-text.ts";
import type { Described, Description } from "./read-description.ts";

export const CALLERS = ["owner", "operator", "nobody", "stranger", "key"] as const;
export type Caller = (typeof CALLERS)[number];

/** A request before its places are filled: what is drawn from a seed, printed with a failure and made smaller. */
export interface Drawn {
  /** The operation it is for; `platform`, `nothing` or `wire` where it is for none. */
  readonly id: string;
  readonly caller: Caller;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Body | null;
  /** Sent so often at the same moment. */
  readonly times: number;
  /** Sent byte by byte as it stands, in place of everything above: what is no sound HTTP. */
  readonly wire?: string;
}

/** The whole sample takes long to load, and is what is loaded when nothing is said: so it is always said. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  "demo.load": [
    '{"seed":1,"scale":0.01}',
    '{"seed":2,"scale":0.02,"x":1}',
    '{"scale":-1}',
    '{"scale":1e999}',
    '{"seed":"x","scale":0.01}',
    '{"scale":null}',
    "{",
  ],
};
/** Operations that reach beyond the data directory when they go well are only asked by who may not, or with what cannot work. */
const NEVER_FITTING = new Set(["backup.create"]);

export function drawRequests(description: Description): fc.Arbitrary<Drawn> {
  const operations = description.operations.flatMap((operation) => {
    const { fitting, hostile } = howOften(operation);
    return [
      { weight: fitting, arbitrary: forOperation(operation, description, "fitting") },
      { weight: hostile, arbitrary: forOperation(operation, description, "hostile") },
    ];
  });
  return fc.oneof(
    ...operations,
    { weight: 5000, arbitrary: forPlatform() },
    { weight: 5000, arbitrary: forNothing(description) },
    { weight: 750, arbitrary: brokenWire() },
  );
}

function forOperation(operation: Described, description: Description, asked: Mood): fc.Arbitrary<Drawn> {
  const mood = NEVER_FITTING.has(operation.id) ? "hostile" : asked;
  const drawing = { description, group: operation.group, mood };
  const inPath = operation.parameters.filter((one) => one.in === "path");
  const inQuery = operation.parameters.filter((one) => one.in === "query");
  const segments = inPath.map((one) => value(plain(drawJson(one.schema, { ...drawing, mood: "fitting" }, one.name)), mood));
  const pairs = inQuery.map((one) => {
    const there = value(plain(drawJson(one.schema, { ...drawing, mood: "fitting" }, one.name)), mood).map((text) => [
      `${one.name}=${text}`,
    ]);
    const absent = fc.constant<string[]>([]);
    return one.required && mood === "fitting" ? there : fc.oneof({ weight: 3, arbitrary: absent }, { weight: 1, arbitrary: there });
  });
  const taken = new Set(description.operations.filter(({ path }) => path === operation.path).map(({ method }) => method));
  return fc
    .record({
      segments: fc.tuple(...segments),
      pairs: fc.tuple(...pairs),
      strange: mood === "fitting" ? fc.constant("") : strangeQuery(),
      headers: conditions(mood),
      method: mood === "fitting" ? fc.constant(operation.method) : methodNear(operation.method, taken),
      body: bodyOf(operation, description, mood),
      caller: callerOf(operation, mood),
      times: fc.oneof({ weight: 60, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 8 }) }),
    })
    .map(({ segments: filled, pairs: query, strange, ...rest }): Drawn => {
      let at = 0;
      const path = operation.path.replaceAll(/\{\w+\}/g, () => filled[at++] ?? "");
      const questions = [...query.flat(), ...(strange === "" ? [] : [strange])].join("&");
      return { id: operation.id, ...rest, target: questions === "" ? path : `${path}?${questions}` };
    });
}

function callerOf(operation: Described, mood: Mood): fc.Arbitrary<Caller> {
  // The owner's session has to last: what ends sessions or takes roles away is asked by the others.
  const owner = operation.group === "access" && operation.method !== "GET" ? 0 : 60;
  const operator = NEVER_FITTING.has(operation.id) ? 0 : 40;
  return fc.oneof(
    { weight: owner, arbitrary: fc.constant<Caller>("owner") },
    { weight: operator, arbitrary: fc.constant<Caller>("operator") },
    { weight: mood === "fitting" ? 0 : 4, arbitrary: fc.constant<Caller>("nobody") },
    { weight: mood === "fitting" ? 0 : 3, arbitrary: fc.constant<Caller>("stranger") },
    // Events come by a key that is bound to their source.
    { weight: operation.permission === "ingest:write" ? 200 : 3, arbitrary: fc.constant<Caller>("key") },
  );
}

function bodyOf(operation: Described, description: Description, mood: Mood): fc.Arbitrary<Body | null> {
  const [type, schema] = Object.entries(operation.body)[0] ?? [];
  if (type === undefined || schema === undefined) {
    const none = fc.constant<Body | null>(null);
    return mood === "fitting" ? none : fc.oneof({ weight: 8, arbitrary: none }, { weight: 1, arbitrary: anyBody() });
  }
  if (type.startsWith("multipart/")) return drawUpload(mood);
  const said = SAID[operation.id];
  if (said !== undefined) return fc.constantFrom(...said).map((text) => body(type, text));
  const json = drawJson(schema, { description, group: operation.group, mood });
  const whole = fc.tuple(json, fc.boolean()).map(([text, chunked]): Body => ({ type, text, coding: "utf8", chunked }));
  if (mood === "fitting") return whole;
  const damaged = fc.tuple(json, fc.constantFrom(...DAMAGES)).map(([text, damage]): Body => damage(text, type));
  return fc.oneof({ weight: 10, arbitrary: whole }, { weight: 3, arbitrary: damaged }, { weight: 1, arbitrary: anyBody() });
}

const body = (type: string | null, text: string, coding: Body["coding"] = "utf8"): Body => ({ type, text, coding, chunked: false });
const DAMAGES: readonly ((text: string, type: string) => Body)[] = [
  (text, type) => body(type, text.slice(0, Math.max(1, text.length - 3))),
  (text, type) => body(type, `${text}x`),
  (text, type) => body(type, `${text}${text}`),
  (text, type) => body(type, `\ufeff${text}`),
  (text, type) => body(type, `[${text}]`),
  (text, type) => body(type, JSON.stringify(text)),
  (text, type) => body(type, text.replaceAll('"', "'")),
  (text, type) => body(type, text.replace(":", ": \xff\xfe,"), "latin1"),
  (_text, type) => body(type, ""),
  (text) => body(null, text),
  (text) => body("text/plain", text),
  (text) => body("application/x-www-form-urlencoded", text),
  (text) => body("application/xml", text),
  (text) => body("application/json; charset=utf-16", text),
  (text) => body("APPLICATION/JSON", text),
  (text) => body("application/cloudevents+json", text),
  (text) => body("application/json;;=", text),
  (text) => body("multipart/form-data", text),
];

function anyBody(): fc.Arbitrary<Body> {
  return fc
    .tuple(
      fc.constantFrom("application/json", "text/plain", "application/octet-stream", "", "x", "multipart/form-data; boundary=x"),
      hostileText(),
    )
    .map(([type, text]) => body(type, text));
}

/** Text for a path segment or a query value, escaped; when hostile, now and then as nobody may write it. */
function value(fitting: fc.Arbitrary<string>, mood: Mood): fc.Arbitrary<string> {
  const escaped = fitting.map(escape);
  if (mood === "fitting") return escaped;
  return fc.oneof(
    { weight: 6, arbitrary: escaped },
    { weight: 3, arbitrary: hostileText().map(escape) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "%",
        "%ZZ",
        "%c0%80",
        "%ff",
        "%00",
        "..",
        "%2e%2e%2f%2e%2e",
        "..%5c",
        ";",
        "a/b",
        "//",
        "%25",
        "+",
        "~big(700)",
      ),
    },
  );
}

function strangeQuery(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.constantFrom("world=own", "world=sample", "world=preview") },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "world=",
        "world=nowhere",
        "world=own&world=sample",
        "world[]=own",
        "world[__proto__]=x",
        "__proto__=x",
        "constructor=x",
        "after=0",
        "after=-1",
        "after=x",
        "&&&==",
        "?",
        "a=%",
        "limit=99999999",
        "id=x",
      ),
    },
    { weight: 1, arbitrary: fc.tuple(hostileText(), hostileText()).map(([name, text]) => `${escape(name)}=${escape(text)}`) },
  );
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND", "TRACE"] as const;
/** Mostly its own, else one that nothing else at this address answers to. */
function methodNear(method: string, taken: ReadonlySet<string> = new Set()): fc.Arbitrary<string> {
  const others = METHODS.filter((one) => !taken.has(one));
  return fc.oneof({ weight: 20, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

function conditions(mood: Mood): fc.Arbitrary<(readonly [string, string])[]> {
  const none = fc.constant<(readonly [string, string])[]>([]);
  const usual = fc.constantFrom<(readonly [string, string])[]>(
    [["if-none-match", "~id(etag_1)"]],
    [["if-match", "~id(etag_2)"]],
    [["idempotency-key", "key-~id(id_1)"]],
    [["accept", "text/html"]],
  );
  if (mood === "fitting") return fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: usual });
  const key = fc.nat({ max: 50 }).map((n): (readonly [string, string])[] => [["idempotency-key", `key ${n}`]]);
  const odd = fc.array(
    fc.oneof(
      fc.constantFrom<readonly [string, string]>(
        ["if-match", "*"],
        ["if-match", '"x"'],
        ["if-match", "W/"],
        ["if-none-match", "*"],
        ["if-none-match", '"a", W/"b"'],
        ["idempotency-key", ""],
        ["idempotency-key", "~big(300)"],
        ["idempotency-key", "k\u00e9\u00ff"],
        ["origin", "http://evil.example"],
        ["origin", "null"],
        ["sec-fetch-site", "cross-site"],
        ["host", "evil.example"],
        ["host", "a@b:99999"],
        ["host", ""],
        ["cookie", "a=b; counterseat.session_token=x.y; =; ;;"],
        ["cookie", "counterseat.session_data=~big(2000)"],
        ["authorization", "Bearer x"],
        ["authorization", "Bearer cseat_x"],
        ["authorization", "Basic ====="],
        ["authorization", "Digest"],
        ["accept", "*/*;q=x"],
        ["accept-encoding", "gzip, br, zstd"],
        ["content-encoding", "gzip"],
        ["content-type", "text/html"],
        ["range", "bytes=0-0,5-1"],
        ["x-forwarded-for", "1.1.1.1, ::1, x"],
        ["x-forwarded-proto", "gopher"],
        ["x-http-method-override", "DELETE"],
        ["expect", "100-continue"],
        ["connection", "upgrade"],
        ["upgrade", "websocket"],
        ["x-big", "~big(9000)"],
        ["x-request-id", "\u00ff\u0080"],
      ),
      fc.tuple(
        fc.constantFrom("x-a", "user-agent", "referer", "accept-language", "if-match", "idempotency-key"),
        fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
      ),
    ),
    { minLength: 1, maxLength: 3 },
  );
  return fc.oneof(
    { weight: 12, arbitrary: none },
    { weight: 2, arbitrary: key },
    { weight: 2, arbitrary: usual },
    { weight: 2, arbitrary: odd },
  );
}

/** Routes beside the operations: health, pages, signing in. */
function forPlatform(): fc.Arbitrary<Drawn> {
  const looks = fc.constantFrom(
    "/livez",
    "/readyz",
    "/healthz",
    "/version",
    "/metrics",
    "/api/openapi.json",
    "/api/v1/me",
    "/",
    "/index.html",
    "/assets/app-1.js",
    "/gaps",
    "/setup?token=x",
  );
  const looked = fc.tuple(looks, methodNear("GET"), conditions("hostile"), fc.constantFrom<Caller>("owner", "operator", "nobody"));
  const said = fc.constantFrom(
    "/api/v1/setup",
    "/api/v1/join",
    "/api/auth/sign-in/email",
    "/api/auth/sign-out",
    "/api/auth/update-user",
    "/api/auth/get-session",
  );
  const json = fc
    .array(
      fc.tuple(
        fc.constantFrom("email", "password", "token", "name", "__proto__"),
        fc.oneof(hostileJson(), fc.constant('"owner@example.org"')),
      ),
      { maxLength: 4 },
    )
    .map((entries) => `{${entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: looked.map(([target, method, headers, caller]): Drawn => ({
        id: "platform",
        caller,
        method,
        target,
        headers,
        body: null,
        times: 1,
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(said, json, conditions("hostile")).map(([target, text, headers]): Drawn => ({
        id: "platform",
        caller: "nobody",
        method: "POST",
        target,
        headers,
        body: body("application/json", text),
        times: 1,
      })),
    },
  );
}

/** Addresses at which there is nothing, and ways out of the folder of the pages. */
function forNothing(description: Description): fc.Arbitrary<Drawn> {
  const start = fc.constantFrom(
    "/",
    "/api/",
    "/api/v1/",
    "/assets/",
    "/assets/../",
    ...description.operations.slice(0, 10).map(({ path }) => `${path}/`),
  );
  const rest = fc.oneof(
    fc.constantFrom(
      "..%2f..%2f..%2fetc%2fpasswd",
      "../../../etc/passwd",
      "%2e%2e/%2e%2e/etc/passwd",
      "%00",
      "\\..\\x",
      "{id}",
      "index.html%00.js",
      "~big(3000)",
    ),
    hostileText().map(escape),
  );
  return fc
    .tuple(start, rest, methodNear("GET"), conditions("hostile"), fc.constantFrom<Caller>("owner", "operator", "nobody"))
    .map(([first, second, method, headers, caller]): Drawn => ({
      id: "nothing",
      caller,
      method,
      target: first + second,
      headers,
      body: null,
      times: 1,
    }));
}

const WIRE = [
  "GET /api/v1/company HTTP/1.1\r\n\r\n",
  "GET /api/v1/company HTTP/3.0\r\nhost: x\r\n\r\n",
  "GET /api/v1/company HTTP/1.0\r\n\r\n",
  "GET  /  HTTP/1.1\r\nhost: x\r\n\r\n",
  "GARBAGE\r\n\r\n",
  "BREW / HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET /\u0000 HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET /\u00ff HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET http://evil.example/api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nbad name: 1\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nx: a\u0000b\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\nx: ~big(20000)\r\n\r\n",
  "GET /~big(20000) HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  "POST /api/v1/actions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n{}GET / HTTP/1.1\r\n\r\n",
] as const;
function brokenWire(): fc.Arbitrary<Drawn> {
  const none = { id: "wire", caller: "nobody", method: "GET", target: "/", headers: [], body: null, times: 1 } as const;
  return fc.constantFrom(...WIRE).map((wire): Drawn => ({ ...none, method: /^\w+/.exec(wire)?.[0] ?? "GET", wire }));
}

/** A scalar of JSON as the text a URL carries. */
function plain(json: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return json.map((text) => (text.startsWith('"') ? String(JSON.parse(text)) : text));
}

/** Half a surrogate pair has no bytes in UTF-8, and so no escape. */
function escape(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
