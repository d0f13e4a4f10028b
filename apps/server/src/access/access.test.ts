import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditEntry } from "../platform/records/tables.ts";
import { PASSWORD, startTestServer, type TestServer } from "../test-server.ts";
import { MEMBER_PASSWORD, signInAs } from "./test-sign-in.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const members = async () =>
  (await server.get<{ members: { id: string; email: string; role: string; sessions: number }[] }>("/api/v1/members")).members;

describe("members", () => {
  test("an invited person joins once with the link, and may do what the role says", async () => {
    const invited = await server.ask("POST", "/api/v1/members/invitations", {
      body: { name: "Ana", email: "Ana@Example.org", role: "executive" },
    });
    expect([invited.status, invited.body["email"], invited.body["personal"]]).toEqual([200, "ana@example.org", false]);
    const join = (password: string) =>
      server.ask("POST", "/api/v1/join", { body: { token: invited.body["token"], password }, signedIn: false });
    expect((await join("too short")).status).toBe(400);
    expect((await join("ana@example.org!")).status).toBe(400); // her own address is no password
    const joined = await join(MEMBER_PASSWORD);
    expect([joined.status, joined.text]).toEqual([200, expect.any(String)]);
    expect((await join(MEMBER_PASSWORD)).status).toBe(403); // spent
    const cookie = [joined.headers["set-cookie"]]
      .flat()
      .map((line) => String(line).split(";")[0])
      .join("; ");
    expect((await server.ask("GET", "/api/v1/gap/board", { headers: { cookie }, signedIn: false })).status).toBe(200);
    const refused = await server.ask("GET", "/api/v1/members", { headers: { cookie }, signedIn: false });
    expect([refused.status, refused.body["code"]]).toEqual([403, "forbidden"]);
    const me = await server.ask("GET", "/api/v1/me", { headers: { cookie }, signedIn: false });
    expect(me.body["may"]).toContain("gap:read");
    expect(me.body["may"]).not.toContain("pii:read");
  });

  test("the invitation's link is nowhere but in its one answer", async () => {
    const key = { "idempotency-key": "invite-1" };
    const body = { name: "Bo", email: "bo@example.org", role: "analyst" };
    const first = await server.ask("POST", "/api/v1/members/invitations", { body, headers: key });
    const again = await server.ask("POST", "/api/v1/members/invitations", { body, headers: key });
    expect(first.body["token"]).toEqual(expect.any(String));
    expect(again.body).toEqual({ ...first.body, token: null });
    expect((await server.ask("GET", "/api/v1/members")).text).not.toContain(String(first.body["token"]));
  });

  test("a changed role holds at once, since the sessions under the old one end", async () => {
    const ask = await signInAs(server, { role: "analyst" });
    expect((await ask({ method: "GET", path: "/api/v1/sources" })).status).toBe(200);
    const me = (await members()).find((one) => one.role === "analyst" && one.sessions > 0);
    expect((await server.ask("PATCH", `/api/v1/members/${me?.id}`, { body: { role: "executive" } })).status).toBe(200);
    expect((await ask({ method: "GET", path: "/api/v1/sources" })).status).toBe(401);
  });

  test("the last owner stays", async () => {
    const owner = (await members()).find((one) => one.role === "owner");
    expect((await server.ask("DELETE", `/api/v1/members/${owner?.id}`)).status).toBe(409);
    expect((await server.ask("PATCH", `/api/v1/members/${owner?.id}`, { body: { role: "analyst" } })).status).toBe(409);
  });

  test("who is taken away is signed out at once and cannot come back", async () => {
    const ask = await signInAs(server, { role: "manager" });
    const found = (await members()).find((one) => one.role === "manager");
    expect((await server.ask("DELETE", `/api/v1/members/${found?.id}`)).status).toBe(200);
    expect((await ask({ method: "GET", path: "/api/v1/gap/board" })).status).toBe(401);
    const again = await server.ask("POST", "/api/auth/sign-in/email", {
      body: { email: found?.email, password: MEMBER_PASSWORD },
      signedIn: false,
    });
    expect(again.status).toBe(401);
  });
});

describe("keys", () => {
  test("work as bearer and as user name, within their scopes, until they are taken back", async () => {
    const made = await server.ask("POST", "/api/v1/keys", { body: { name: "reader", scopes: ["gap:read"] } });
    const key = String(made.body["key"]);
    const as = (authorization: string, path = "/api/v1/gap/board") =>
      server.ask("GET", path, { headers: { authorization }, signedIn: false });
    expect((await as(`Bearer ${key}`)).status).toBe(200);
    expect((await as(`Basic ${Buffer.from(`${key}:`).toString("base64")}`)).status).toBe(200);
    expect((await as(`Bearer ${key}`, "/api/v1/sources")).status).toBe(403);
    expect((await as(`Bearer ${key}x`)).status).toBe(401);
    expect((await server.ask("GET", "/api/v1/keys")).text).not.toContain(key);
    expect((await server.ask("DELETE", `/api/v1/keys/${String(made.body["id"])}`)).status).toBe(200);
    expect((await as(`Bearer ${key}`)).status).toBe(401);
  });

  test("a key that brings events speaks for a source; one that is too old is refused", async () => {
    expect((await server.ask("POST", "/api/v1/keys", { body: { name: "w", scopes: ["ingest:write"] } })).status).toBe(400);
    const old = await server.ask("POST", "/api/v1/keys", {
      body: { name: "old", scopes: ["gap:read"], expiresAt: "2020-01-01T00:00:00Z" },
    });
    const answer = await server.ask("GET", "/api/v1/gap/board", {
      headers: { authorization: `Bearer ${String(old.body["key"])}` },
      signedIn: false,
    });
    expect(answer.status).toBe(401);
    for (const scope of ["access:write", "account:write", "backup:write"])
      expect((await server.ask("POST", "/api/v1/keys", { body: { name: "no", scopes: [scope] } })).status).toBe(400);
  });
});

describe("one's own account", () => {
  test("sessions are listed and ended at once; a new password ends the others", async () => {
    const signIn = () =>
      server.ask("POST", "/api/auth/sign-in/email", { body: { email: "owner@example.org", password: PASSWORD }, signedIn: false });
    const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) =>
      [answer.headers["set-cookie"]]
        .flat()
        .map((line) => String(line).split(";")[0])
        .join("; ");
    const other = cookieOf(await signIn());
    const third = cookieOf(await signIn());
    const seen = (cookie: string) => server.ask("GET", "/api/v1/account/sessions", { headers: { cookie }, signedIn: false });
    const list = (await seen(other)).body["sessions"] as { id: string; current: boolean }[];
    expect(list.length).toBeGreaterThanOrEqual(3);
    const mine = list.find((one) => one.current);
    expect((await server.ask("DELETE", `/api/v1/account/sessions/${mine?.id}`)).status).toBe(200);
    expect((await seen(other)).status).toBe(401);
    const wrong = await server.ask("POST", "/api/v1/account/password", {
      body: { current: "not this one", password: "another long one 7" },
    });
    expect(wrong.status).toBe(400);
    const weak = await server.ask("POST", "/api/v1/account/password", { body: { current: PASSWORD, password: "aaaaaaaaaaaaaa" } });
    expect(weak.status).toBe(400);
    expect((await seen(third)).status).toBe(200);
    const changed = await server.ask("POST", "/api/v1/account/password", { body: { current: PASSWORD, password: "another long one 7" } });
    expect([changed.status, Number(changed.body["ended"]) >= 1]).toEqual([200, true]);
    expect((await seen(third)).status).toBe(401);
    expect((await server.ask("GET", "/api/v1/account/sessions")).status).toBe(200); // this one stays
    expect((await signIn()).status).toBe(401);
    const back = await server.ask("POST", "/api/v1/account/password", { body: { current: "another long one 7", password: PASSWORD } });
    expect(back.status).toBe(200);
  });

  test("the session's cookie is for this host, this site, and no script", async () => {
    const answer = await server.ask("POST", "/api/auth/sign-in/email", {
      body: { email: "owner@example.org", password: PASSWORD },
      signedIn: false,
    });
    expect(String(answer.headers["set-cookie"])).toMatch(/^counterseat\.session_token=[^;]{32,};.*HttpOnly;.*SameSite=Lax/i);
  });
});

describe("the audit trail", () => {
  test("a changed, removed or added row and a cut-off end show; untouched it verifies", async () => {
    await server.ask("PUT", "/api/v1/company/stages/a?world=own", { body: { entry: { label: "A" } } });
    await server.ask("PUT", "/api/v1/company/stages/b?world=own", { body: { entry: { label: "B" } } });
    const verify = async () => await server.get<{ whole: boolean; rows: number; brokenAt: number | null }>("/api/v1/audit/verify");
    expect(await verify()).toMatchObject({ whole: true, brokenAt: null });
    const sql = (text: string) => server.app.records.executor.executeSql(text);
    await expect(sql("UPDATE audit_entry SET actor = 'x' WHERE seq = 3")).rejects.toThrow();
    await expect(sql("DELETE FROM audit_entry WHERE seq = 3")).rejects.toThrow();
    const rows = await server.app.records.db.select().from(auditEntry);
    const last = Math.max(...rows.map((row) => row.seq));
    // Somebody who owns the database can take the trigger away; the chain still tells.
    await sql("ALTER TABLE audit_entry DISABLE TRIGGER USER");
    const attempts: [string, string, number][] = [
      [
        "UPDATE audit_entry SET subject = 'y' WHERE seq = 4",
        "UPDATE audit_entry SET subject = (SELECT subject FROM audit_copy WHERE seq = 4) WHERE seq = 4",
        4,
      ],
      [
        "UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = 5",
        "UPDATE audit_entry SET at = at - interval '1 second' WHERE seq = 5",
        5,
      ],
      ["DELETE FROM audit_entry WHERE seq = 4", "INSERT INTO audit_entry SELECT * FROM audit_copy WHERE seq = 4", 5],
      [`DELETE FROM audit_entry WHERE seq = ${last}`, `INSERT INTO audit_entry SELECT * FROM audit_copy WHERE seq = ${last}`, last],
    ];
    await sql("CREATE TEMP TABLE audit_copy AS SELECT * FROM audit_entry");
    for (const [harm, mend, at] of attempts) {
      await sql(harm);
      expect([harm, await verify()]).toEqual([harm, expect.objectContaining({ whole: false, brokenAt: at })]);
      await sql(mend);
      expect([mend, await verify()]).toEqual([mend, expect.objectContaining({ whole: true })]);
    }
    await sql("ALTER TABLE audit_entry ENABLE TRIGGER USER");
  });

  test("looking at personal data leaves a row, with the person as a pseudonym", async () => {
    await server.importFile({
      name: "own.csv",
      text: "case,activity,time,customer\n1,Call,2026-01-01T00:00:00Z,ida@example.org\n",
      as: "events",
      source: "crm",
    });
    await server.ask("GET", "/api/v1/customers/ida@example.org/timeline?world=own");
    const { rows } = await server.get<{ rows: { operation: string; subject: string | null }[] }>(
      "/api/v1/audit?operation=customer.getTimeline",
    );
    expect(rows[0]).toMatchObject({ operation: "customer.getTimeline", subject: expect.stringMatching(/^person-[0-9a-f]{12}$/) });
  });
});
