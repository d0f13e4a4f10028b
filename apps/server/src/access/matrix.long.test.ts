import { afterAll, beforeAll, expect, test } from "vitest";
import { Role } from "../platform/roles.ts";
import { openOperations } from "../main.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import { MATRIX, type Things } from "./test-matrix.ts";
import { DRAWN } from "./test-matrix-parts.ts";
import { type AskAs, type Asked, MEMBER_PASSWORD, signInAs } from "./test-sign-in.ts";

/**
 * Every role, at every operation, for the whole organisation and narrowed to a unit, on a thing of the own unit, of another
 * one, and on a thing that does not exist. The expectations stand in test-matrix.ts, one row an operation.
 */
test("an operation without a row fails the build, and a row without an operation too", () => {
  expect(Object.keys(MATRIX).sort()).toEqual(openOperations.map((op) => op.name).sort());
});

const UNITS = ["north", "south"] as const;
let server: TestServer;
let unique = 0;
const own = (path: string) => `/api/v1${path}${path.includes("?") ? "&" : "?"}world=own`;
const ask = (asked: Asked) => server.ask(asked.method, own(asked.path), asked.body === undefined ? {} : { body: asked.body });
const must = async (asked: Asked) => {
  const answer = await ask(asked);
  if (answer.status !== 200) throw new Error(`${asked.method} ${asked.path}: ${answer.text}`);
  return answer.body;
};
const put = (list: string, id: string, entry: object) => must({ method: "PUT", path: `/company/${list}/${id}`, body: { entry } });
const things = new Map<string, Things>();

beforeAll(async () => {
  server = await startTestServer({ settings: { RATE_PER_MINUTE: "0" } });
  await put("stages", "matrix", { label: "Matrix" });
  await put("units", "matrix", { name: "Matrix" });
  const csv = "case,activity,time,customer\n1,Call,2026-01-01T00:00:00Z,cu-1\n2,Call,not a time,cu-2\n";
  const map = { case: "case", activity: "activity", time: "time", customer: "customer" };
  await server.importFile({ name: "m.csv", text: csv, as: "events", source: "matrix", map });
  const answers = Array.from({ length: 30 }, (_, i) => `cu-${i},${i % 6},0-5,matrix,2026-01-02`).join("\n");
  const answerMap = { customer: "customer", score: "score", scale: "scale", stage: "stage", time: "time" };
  await server.importFile({
    name: "a.csv",
    text: `customer,score,scale,stage,time\n${answers}\n`,
    as: "responses",
    source: "survey",
    map: answerMap,
  });
  const upload = async () =>
    String(
      (await server.upload(own("/uploads"), { name: "u.csv", text: `case,activity,time\n${unique++},A,2026-01-01\n` })).body["upload"],
    );
  const invite = async () =>
    must({ method: "POST", path: "/members/invitations", body: { name: "I", email: `i${unique++}@example.org`, role: "analyst" } });
  for (const unit of UNITS) {
    await put("units", unit, { name: unit });
    await put("units", `${unit}-desk`, { name: "desk", parentId: unit });
    const person = `person-${unit}`;
    await put("people", person, { name: person, unitId: `${unit}-desk` }); // below the unit, not in it
    const body = { cell: { stage: "matrix" }, ownerId: person, title: "T", goalLine: 1, dueOn: "2999-01-01" };
    things.set(unit, {
      action: String((await must({ method: "POST", path: "/actions", body }))["id"]),
      person,
      customer: "cu-1",
      upload,
      finishedImport: async () =>
        (
          await server.importFile({
            name: "f.csv",
            text: csv.replace("Call", `Call ${unique++}`),
            as: "events",
            source: `s${unique++}`,
            map,
          })
        ).id,
      invitation: async () => String((await invite())["id"]),
      member: async () => {
        const email = `m${unique++}@example.org`;
        const invited = await must({ method: "POST", path: "/members/invitations", body: { name: "M", email, role: "analyst" } });
        await server.http.inject({
          method: "POST",
          url: "/api/v1/join",
          remoteAddress: `127.2.${unique >> 8}.${unique & 255}`,
          payload: { token: invited["token"], password: MEMBER_PASSWORD },
        });
        const { members } = await server.get<{ members: { id: string; email: string }[] }>("/api/v1/members");
        return members.find((one) => one.email === email)?.id ?? "";
      },
      key: async () => String((await must({ method: "POST", path: "/keys", body: { name: "k", scopes: ["gap:read"] } }))["id"]),
      deadLetter: () => Promise.resolve(""),
      design: async () => String((await must({ method: "POST", path: "/journey/designs", body: DRAWN }))["id"]),
    });
  }
});
afterAll(() => server.close());

const callers: { role: Role; unit: string | null }[] = Role.options.flatMap((role) => [
  { role, unit: null },
  { role, unit: "north" },
]);

test.each(callers)("$role, narrowed to $unit", { timeout: 300_000 }, async ({ role, unit }) => {
  const caller: AskAs = await signInAs(server, { role, unitId: unit });
  const unexpected: string[] = [];
  const expected = (what: string, status: number, right: readonly number[], text: string) => {
    if (!right.includes(status)) unexpected.push(`${what}: ${status}, not ${right.join(" or ")}: ${text.slice(0, 160)}`);
  };
  for (const [name, row] of Object.entries(MATRIX)) {
    const may = row.roles.includes(role) && !(unit !== null && row.narrowed === "no");
    const send = (asked: Asked) =>
      row.upload === undefined
        ? caller({ ...asked, path: own(asked.path) })
        : server.upload(own(asked.path), { name: "f.csv", text: row.upload }, { headers: { cookie: caller.cookie }, signedIn: false });
    for (const where of UNITS) {
      const of = things.get(where);
      if (of === undefined) throw new Error(where);
      if (name === "company.removeEntry") await put("channels", "to-remove", { label: "R" });
      const answer = await send(await row.ask(of, `u${unique++}`));
      const foreign = unit !== null && where !== unit && row.narrowed === "own";
      const hidden = row.needsPersonal === true && (role === "manager" || role === "executive");
      const right = !may || hidden ? [403] : foreign ? [403, 404] : (row.allowed ?? [200]);
      expected(`${name} of ${where}`, answer.status, right, answer.text);
      if (name === "accountability.listActions" && may)
        expected(
          `${name} shows ${where}`,
          JSON.stringify(answer.body).includes(of.action) ? 1 : 0,
          [unit === null || where === unit ? 1 : 0],
          answer.text,
        );
    }
    if (row.missing === null) continue;
    const answer = await send(row.missing);
    const unseen = row.needsPersonal === true && (role === "manager" || role === "executive");
    expected(`${name} of nothing`, answer.status, may ? (unseen ? [403, 404] : [404]) : [403], answer.text);
  }
  expect(unexpected).toEqual([]);
  expect((await caller({ method: "GET", path: "/api/v1/account/sessions" })).status).toBe(200); // the session outlived the walk
});

test("nobody without a session, and no key without the scope, gets anything", { timeout: 120_000 }, async () => {
  const key = await must({ method: "POST", path: "/keys", body: { name: "narrow", scopes: ["demo:read"] } });
  const of = things.get("north");
  if (of === undefined) throw new Error("north");
  for (const [name, row] of Object.entries(MATRIX)) {
    const asked = await row.ask(of, `u${unique++}`);
    const as = (headers: Record<string, string>) =>
      server.ask(asked.method, own(asked.path), { ...(asked.body === undefined ? {} : { body: asked.body }), headers, signedIn: false });
    expect([name, (await as({})).status]).toEqual([name, 401]);
    const status = (await as({ authorization: `Bearer ${String(key["key"])}` })).status;
    expect([name, status]).toEqual([name, name === "demo.getState" ? 200 : row.byAddress === true ? 401 : 403]);
  }
});
