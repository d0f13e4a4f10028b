import type { Role } from "../platform/roles.ts";
import type { Answer, TestServer } from "../test-server.ts";

export const MEMBER_PASSWORD = "seat by the window 9";
let addresses = 0;

export interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface AskAs {
  (asked: Asked): Promise<Answer>;
  /** The session, for requests a test sends by other means. */
  readonly cookie: string;
}

/** For tests: somebody with this role, invited, joined and signed in the way people are; asks as they would. */
export async function signInAs(
  server: TestServer,
  who: { role: Role; unitId?: string | null; personal?: boolean; name?: string },
): Promise<AskAs> {
  const n = addresses++;
  const email = `${who.role}-${n}@example.org`;
  const invited = await server.ask("POST", "/api/v1/members/invitations", {
    body: {
      name: who.name ?? `${who.role} ${n}`,
      email,
      role: who.role,
      unitId: who.unitId ?? null,
      ...(who.personal === undefined ? {} : { personal: who.personal }),
    },
  });
  if (invited.status !== 200) throw new Error(invited.text);
  const joined = await server.http.inject({
    method: "POST",
    url: "/api/v1/join",
    remoteAddress: `127.1.${n >> 8}.${n & 255}`,
    payload: { token: invited.body["token"], password: MEMBER_PASSWORD },
  });
  if (joined.statusCode !== 200) throw new Error(joined.payload);
  const cookie = [joined.headers["set-cookie"]]
    .flat()
    .map((line) => String(line).split(";")[0])
    .join("; ");
  const ask = ({ method, path, body, headers }: Asked) =>
    server.ask(method, path, { ...(body === undefined ? {} : { body }), headers: { cookie, ...headers }, signedIn: false });
  return Object.assign(ask, { cookie });
}
