import type { Ready } from "./start-child.ts";

export const OWNER = { name: "Owner", email: "owner@example.org", password: "correct horse 7 battery" } as const;

/** Makes the first owner by the link printed at the start; the session's cookies. */
export async function makeOwner(ready: Ready): Promise<string> {
  const token = new URL(ready.setupUrl ?? "http://none").searchParams.get("token");
  return cookiesOf(await send(`${ready.url}/api/v1/setup`, { token, ...OWNER }));
}

export async function signIn(url: string): Promise<string> {
  return cookiesOf(await send(`${url}/api/auth/sign-in/email`, { email: OWNER.email, password: OWNER.password }));
}

function send(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function cookiesOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`the owner could not sign in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .join("; ");
}
