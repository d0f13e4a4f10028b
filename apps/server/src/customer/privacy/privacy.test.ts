import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { fill, findCanaries, PERSON, PHONE } from "./test-person.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await fill(server, true);
});
afterAll(() => server.close());

describe("what is held about one customer", () => {
  test("comes from every source, with what the columns mean, what was refused, and nothing of anybody else", async () => {
    const answer = await server.ask("GET", `/api/v1/customers/${PERSON}/export?world=own`);
    expect(answer.status).toBe(200);
    const told = JSON.parse(answer.text) as {
      definitions: Record<string, string>;
      knownAs: { values: object }[];
      rows: Record<string, unknown>[];
      refusedEvents: object[];
    };
    expect(new Set(told.rows.map((row) => row["source"]))).toEqual(new Set(["crm", "till", "survey", "shop"]));
    expect(told.rows.filter((row) => row["stream"] === "transactions").map((row) => [row["time"], row["amount"], row["currency"]])).toEqual(
      [
        ["2026-01-05T00:00:00.000Z", 12.5, "EUR"],
        ["2026-02-05T00:00:00.000Z", 20.25, "EUR"],
      ],
    );
    expect(told.knownAs.map(({ values }) => values)).toEqual([
      expect.objectContaining({ given: "Kanarina", email: "Kanari.Vogel@example.org", phone: PHONE, contract: "KANARI-C-77" }),
      { email: "kanari.second@example.org", name: "Kanari van Kanari" }, // by events
    ]);
    expect(told.refusedEvents).toHaveLength(1);
    expect(answer.text).not.toContain("customer-1");
    expect(told.definitions["amount"]).toContain("decimal");
    const csv = await server.ask("GET", `/api/v1/customers/${PERSON}/export?world=own&format=csv`);
    expect(csv.text.trim().split("\n")).toHaveLength(told.rows.length + 1);
    expect((await server.ask("GET", "/api/v1/customers/nobody/export?world=own")).status).toBe(404);
  });

  test("leaves a row in the audit trail that says whose only as a pseudonym", async () => {
    const { rows } = await server.app.records.executor.executeSql(
      "SELECT operation, subject FROM audit_entry WHERE operation = 'customer.exportSubject'",
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => String(row["subject"]).startsWith("person-"))).toBe(true);
  });
});

describe("forgetting a customer", () => {
  const erase = (id: string, confirm: string, more = "") =>
    server.ask("POST", `/api/v1/customers/${id}/erase?world=own${more}`, { body: { confirm, reason: "request" } });

  test("is refused without the right confirmation, for nobody, and in the sample", async () => {
    const wrong = await erase(PERSON, "somebody else");
    expect([wrong.status, wrong.text.includes("confirmation")]).toEqual([400, true]);
    expect((await erase("nobody", "nobody")).status).toBe(404);
    const sample = await server.ask("POST", `/api/v1/customers/${PERSON}/erase?world=sample`, {
      body: { confirm: PERSON, reason: "request" },
    });
    expect(sample.status).toBe(400);
    expect((await findCanaries(server)).length).toBeGreaterThan(10); // nothing has gone
  });

  test("leaves the mail and telephone of a household to whom else they belong", async () => {
    await server.importFile({
      name: "household.csv",
      text: "customer,given,family,email,time\nh-spouse-1,Ann,Shared,home@example.org,2026-01-01\nh-spouse-2,Ben,Shared,home@example.org,2026-01-01\n",
      as: "customers",
      source: "homes",
      map: { customer: "customer", given: "given", family: "family", email: "email", time: "time" },
    });
    expect((await server.get<{ shared: number }>("/api/v1/customers/h-spouse-1/erase?world=own")).shared).toBe(1);
    expect((await erase("h-spouse-1", "h-spouse-1")).body["state"]).toBe("done");
    const [left] = await server.app.events.people({ world: "own", told: ["h-spouse-2"] });
    expect(left?.values).toMatchObject({ given: "Ben", email: "home@example.org" });
    const again = await server.importFile({
      name: "household-2.csv",
      text: "customer,given,family,email,time\nh-spouse-1,Ann,Shared,home@example.org,2026-05-01\nh-spouse-2,Ben,Shared,home@example.org,2026-05-01\n",
      as: "customers",
      source: "homes",
      map: { customer: "customer", given: "given", family: "family", email: "email", time: "time" },
    });
    expect(again).toMatchObject({ accepted: 1, refused: 1 });
  });
});
