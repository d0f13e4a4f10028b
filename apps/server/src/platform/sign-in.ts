import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { App } from "./app.ts";
import type { Auth } from "./auth.ts";
import { type ActorOf, headersOf } from "./callers.ts";
import { CounterseatError, problem, statusOf } from "./errors.ts";
import { refuseUnkeepable } from "./refuse-unkeepable.ts";
import { API } from "./routes.ts";
import { assertSameOrigin } from "./same-origin.ts";
import { JoinInput, SetupInput } from "./setup-input.ts";

/** Ten tries a minute for one account from one address; who goes on trying goes on waiting. */
const TRIES = {
  rateLimit: {
    max: 10,
    timeWindow: "1 minute",
    continueExceeding: true,
    hook: "preHandler",
    keyGenerator: (request: FastifyRequest) => `sign-in ${request.ip} ${emailIn(request.body)}`,
    allowList: [] as string[],
  },
} as const;

/** Signing in, out, and becoming a member: the routes that must work for who is nobody yet. */
export function registerSignIn(
  http: FastifyInstance,
  options: { app: App; auth: () => Promise<Auth>; version: string; actorOf: ActorOf },
): void {
  const { app, auth, version, actorOf } = options;
  http.get(`${API}/me`, async (request) => {
    const actor = await actorOf(request);
    const worlds = new Set((await app.events.countBy({ by: ["world"], filter: {}, use: "upkeep" })).map((c) => c.key[0]));
    return {
      user: actor === null ? null : { id: actor.id, name: actor.name },
      may: actor === null ? [] : actor.may === "everything" ? "everything" : actor.may,
      unit: actor?.unit ?? null,
      setupNeeded: !(await (await auth()).hasOwner()),
      version,
      world: await app.defaultWorld(actor),
      worlds: { own: worlds.has("own"), sample: worlds.has("sample") },
    };
  });

  async function signIn(request: FastifyRequest, reply: FastifyReply, who: { email: string; password: string }) {
    const response = await (
      await auth()
    ).handler(
      new Request(`${originOf(request)}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: originOf(request), host: request.host },
        body: JSON.stringify({ email: who.email.toLowerCase(), password: who.password }),
      }),
    );
    return passOn(response, reply);
  }
  const body = <T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> => {
    assertSameOrigin(request, app.config.baseUrl);
    refuseUnkeepable(request.body);
    return schema.parse(request.body);
  };
  http.post(`${API}/setup`, { config: TRIES }, async (request, reply) => {
    const input = body(request, SetupInput);
    await (await auth()).setUp(input, Date.now());
    return signIn(request, reply, input);
  });
  http.post(`${API}/join`, { config: TRIES }, async (request, reply) => {
    const input = body(request, JoinInput);
    const { email } = await (await auth()).join(input, Date.now());
    return signIn(request, reply, { email, password: input.password });
  });
  // Of the sign-in library only these two are reachable; whatever else it offers is not.
  for (const name of ["sign-in/email", "sign-out"]) {
    http.post(`/api/auth/${name}`, { config: TRIES }, async (request, reply) => {
      assertSameOrigin(request, app.config.baseUrl);
      refuseUnkeepable(request.body);
      const origin = originOf(request);
      const url = `${origin}/api/auth/${name}`;
      const headers = headersOf(request);
      headers.set("origin", origin); // a program sends none; where there was one it was looked at above
      const sent = new Request(url, { method: "POST", headers, body: JSON.stringify(request.body ?? {}) });
      return passOn(await (await auth()).handler(sent), reply);
    });
  }
}

/** `Host` comes from outside: what is no address is refused before the sign-in library reads it as one. */
function originOf({ host }: FastifyRequest): string {
  const origin = `http://${host}`;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || url.username !== "" || url.password !== "" || url.href !== `${url.origin}/`)
    throw new CounterseatError("invalid", "The Host header is no address.", { fix: "Send the name the request goes to, and its port." });
  return origin;
}

function emailIn(body: unknown): string {
  return typeof body === "object" && body !== null && "email" in body && typeof body.email === "string"
    ? body.email.toLowerCase().slice(0, 320)
    : "";
}

async function passOn(response: Response, reply: FastifyReply): Promise<unknown> {
  for (const cookie of response.headers.getSetCookie()) void reply.header("set-cookie", cookie);
  const text = await response.text();
  if (response.ok) return reply.status(response.status).header("content-type", "application/json").send(text);
  const code =
    response.status === 429 ? "limit" : response.status === 401 ? "unauthenticated" : response.status === 403 ? "forbidden" : "invalid";
  const detail = code === "unauthenticated" ? "E-mail or password is wrong." : "This could not be done.";
  return reply
    .status(statusOf(code))
    .header("content-type", "application/problem+json")
    .send(JSON.stringify(problem(code, detail, {})));
}
