import type { Calls } from "./api-types.ts";
import { routes } from "./routes.generated.ts";
import { chosenWorld } from "./session/world.ts";

export type CallName = keyof Calls & keyof typeof routes;
export type Input<K extends CallName> = Calls[K]["input"];
export type Output<K extends CallName> = Calls[K]["output"];

/** An RFC 9457 body: `code` is one of the seven, `fix` says what to do. */
export type Problem = {
  title: string;
  status: number;
  code: string;
  detail: string;
  fix: string | null;
  errors: { path: string; message: string }[];
};

/**
 * Calls one operation; throws a `Problem`. Path parameters leave the input, the rest is the query or the JSON body. The
 * world the viewer chose goes along in the query of every call.
 */
export async function call<K extends CallName>(
  name: K,
  input: Input<K>,
  more: { file?: File; etag?: string | undefined } = {},
): Promise<Output<K>> {
  const { file, etag } = more;
  const [method, pattern] = routes[name];
  const rest: Record<string, unknown> = { ...input };
  const path = pattern.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });
  const world = { world: chosenWorld() };
  if (method === "GET") return send<Output<K>>(`${path}${query({ ...rest, ...world })}`, { method });
  // Sent again under the same key, a change is made once; with an ETag it is made only to what the viewer saw.
  const headers = { "idempotency-key": randomKey(), ...(etag === undefined ? {} : { "if-match": etag }) };
  if (file !== undefined) {
    const form = new FormData();
    form.append("file", file);
    return persist<Output<K>>(`${path}${query({ ...rest, ...world })}`, { method, headers, body: form });
  }
  if (method === "DELETE") return persist<Output<K>>(`${path}${query({ ...rest, ...world })}`, { method, headers });
  const { headers: type, ...sent } = json(method, rest);
  return persist<Output<K>>(`${path}${query(world)}`, { ...sent, headers: { ...type, ...headers } });
}

const AGAIN_AFTER_MS = 1000;

/** A change that did not arrive, or that a store could not take for a moment, is sent once more. */
async function persist<T>(url: string, init: RequestInit): Promise<T> {
  try {
    return await send<T>(url, init);
  } catch (error) {
    if (!isProblem(error) || (error.status !== 0 && error.status !== 503)) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    return send<T>(url, init);
  }
}

/** Random enough to be met once; `crypto.randomUUID` is only there on https and localhost. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Signing in and out, and becoming a member, stand outside the table of operations. */
export async function post(
  path: "/api/auth/sign-in/email" | "/api/auth/sign-out" | "/api/v1/join",
  body: Record<string, string>,
): Promise<unknown> {
  return send(path, json("POST", body));
}

export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

function json(method: string, body: unknown): { method: string; headers: Record<string, string>; body: string } {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function query(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

async function send<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, credentials: "same-origin" }).catch(() => {
    throw unreachable();
  });
  const text = await response.text();
  const body = read(text);
  if (!response.ok) throw problem(response.status, body);
  return body as T;
}

function read(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problem(status: number, body: unknown): Problem {
  const said = typeof body === "object" && body !== null ? (body as Partial<Problem> & { message?: string }) : {};
  return {
    title: said.title ?? "",
    status,
    code: said.code ?? (status === 401 ? "unauthenticated" : status === 429 ? "limit" : status >= 500 ? "internal" : "invalid"),
    detail: said.detail ?? said.message ?? "",
    fix: said.fix ?? null,
    errors: said.errors ?? [],
  };
}

function unreachable(): Problem {
  return { title: "", status: 0, code: "unreachable", detail: "", fix: null, errors: [] };
}
