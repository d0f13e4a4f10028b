import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditEntry } from "./records/tables.ts";
import { startTestServer, type TestServer } from "../test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { RATE_PER_MINUTE: "0" } });
  await server.ask("PUT", "/api/v1/company/stages/install?world=own", { body: { entry: { label: "Install" } } });
  await server.ask("PUT", "/api/v1/company/people/ana?world=own", { body: { entry: { name: "Ana" } } });
});
afterAll(() => server.close());

const action = (title: string) => ({ cell: { stage: "install" }, ownerId: "ana", title, goalLine: 5, dueOn: "2999-01-01" });
const create = (title: string, key: string) =>
  server.ask("POST", "/api/v1/actions?world=own", { body: action(title), headers: { "idempotency-key": key } });
const titles = async () =>
  (await server.get<{ actions: { title: string }[] }>("/api/v1/actions?world=own")).actions.map((one) => one.title);

describe("an Idempotency-Key", () => {
  test("same key and body: one effect, the same answer, one audit row", async () => {
    const audits = async () =>
      (await server.app.records.db.select().from(auditEntry)).filter((row) => row.operation === "accountability.createAction").length;
    const before = await audits();
    const [first, second] = [await create("one", "k-1"), await create("one", "k-1")];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect((await titles()).filter((title) => title === "one").length).toBe(1);
    expect(await audits()).toBe(before + 1);
  });

  test("fifty at the same time are one", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => create("parallel", "k-2")));
    expect(new Set(answers.map((one) => one.text)).size).toBe(1);
    expect(answers.every((one) => one.status === 200)).toBe(true);
    expect((await titles()).filter((title) => title === "parallel").length).toBe(1);
  });

  test("another body, another operation or another world under it is refused with 422", async () => {
    await create("first", "k-3");
    const other = await create("second", "k-3");
    expect([other.status, other.body["code"]]).toEqual([422, "invalid"]);
    const elsewhere = await server.ask("PUT", "/api/v1/company/stages/x?world=own", {
      body: { entry: { label: "X" } },
      headers: { "idempotency-key": "k-3" },
    });
    expect(elsewhere.status).toBe(422);
    expect(await titles()).not.toContain("second");
  });

  test("what was refused is not kept: mended, the same key goes through", async () => {
    const bad = await server.ask("POST", "/api/v1/actions?world=own", {
      body: { ...action("bad"), goalLine: 999 },
      headers: { "idempotency-key": "k-4" },
    });
    expect(bad.status).toBe(400);
    expect((await create("good", "k-4")).status).toBe(200);
  });

  test("the same file comes again to the same upload; another file under the key is refused", async () => {
    const send = (text: string) => server.upload("/api/v1/uploads", { name: "a.csv", text }, { headers: { "idempotency-key": "k-5" } });
    const [first, again, other] = [await send("a,b\n1,2\n"), await send("a,b\n1,2\n"), await send("a,b\n3,4\n")];
    expect([first.status, again.status, other.status]).toEqual([200, 200, 422]);
    expect(again.body).toEqual(first.body);
  });

  test("keys of two callers do not meet, and a key that is none is refused", async () => {
    const made = await server.ask("POST", "/api/v1/keys", { body: { name: "p", scopes: ["accountability:write"] } });
    await create("mine", "k-6");
    const theirs = await server.ask("POST", "/api/v1/actions?world=own", {
      body: action("theirs"),
      headers: { "idempotency-key": "k-6", authorization: `Bearer ${String(made.body["key"])}` },
      signedIn: false,
    });
    expect(theirs.status).toBe(200);
    for (const key of ["", "x".repeat(256), "a b"]) expect((await create("none", key)).status).toBe(400);
  });
});

describe("ETags", () => {
  test("a change that was not seen is not overwritten", async () => {
    const company = async () => (await server.get<{ etags: Record<string, string> }>("/api/v1/company?world=own")).etags;
    const seen = (await company())["people/ana"] ?? "";
    const put = (name: string, ifMatch: string) =>
      server.ask("PUT", "/api/v1/company/people/ana?world=own", { body: { entry: { name } }, headers: { "if-match": ifMatch } });
    const mine = await put("Ana B", seen);
    expect(mine.status).toBe(200);
    const lost = await put("Ana C", seen);
    expect([lost.status, lost.body["code"]]).toEqual([412, "conflict"]);
    expect((await company())["people/ana"]).toBe(mine.headers["etag"]);
    expect((await put("Ana D", String(mine.headers["etag"]))).status).toBe(200);
    // Two at once that saw the same: one wins.
    const now = (await company())["people/ana"] ?? "";
    const both = await Promise.all([put("Ana E", now), put("Ana F", now)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
    expect((await put("Ana G", "*")).status).toBe(200);
    const absent = await server.ask("PUT", "/api/v1/company/people/nobody?world=own", {
      body: { entry: { name: "N" } },
      headers: { "if-match": "*" },
    });
    expect(absent.status).toBe(412);
  });

  test("actions carry theirs", async () => {
    const made = await create("tagged", "k-7");
    const patch = (note: string, ifMatch: unknown) =>
      server.ask("PATCH", `/api/v1/actions/${String(made.body["id"])}?world=own`, {
        body: { note },
        headers: { "if-match": String(ifMatch) },
      });
    const first = await patch("a", made.body["etag"]);
    expect(first.status).toBe(200);
    expect((await patch("b", made.body["etag"])).status).toBe(412);
    expect((await patch("c", first.body["etag"])).status).toBe(200);
  });

  test("what has not changed is not sent again", async () => {
    const first = await server.ask("GET", "/api/v1/company?world=own");
    const again = await server.ask("GET", "/api/v1/company?world=own", { headers: { "if-none-match": String(first.headers["etag"]) } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });
});
