import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { createSender } from "../ingest/test-sender.ts";
import type { Timeline } from "../words.ts";
import type { z } from "zod";

interface Relations {
  readonly account: { id: string; name: string | null } | null;
  readonly people: { total: number; first: { id: string; name: string | null }[] };
  readonly chain: { id: string }[];
  readonly through: { total: number; first: { id: string }[] };
}

let server: TestServer;
const relationsOf = (id: string) => server.get<Relations>(`/api/v1/customers/${encodeURIComponent(id)}/relations`);
const timelineOf = (id: string) => server.get<z.infer<typeof Timeline>>(`/api/v1/customers/${encodeURIComponent(id)}/timeline`);
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
const resolve = () => server.ask("POST", "/api/v1/identity/resolve", { body: {} });
beforeAll(async () => {
  server = await startTestServer();
  const crm = [
    "contact_id,first_name,last_name,email,account_id,reseller",
    "P1,Ada,King,ada@acme.example,ACME,",
    "P2,Bo,Reed,bo@acme.example,ACME,",
    "ACME,,,office@acme.example,,DEALER",
    "DEALER,,,office@dealer.example,,GROSS",
    "GROSS,,,office@gross.example,,DEALER", // a chain that comes back to itself
  ];
  const shop = ["customer_id,name,email", "u-1,Ada B. King,ada@acme.example", "u-9,Office of Acme,office@acme.example"];
  await server.importFile({ name: "crm.csv", text: `${crm.join("\n")}\n`, as: "customers", source: "crm" });
  await server.importFile({ name: "shop.csv", text: `${shop.join("\n")}\n`, as: "customers", source: "shop" });
  expect((await resolve()).status).toBe(200);
});
afterAll(() => server.close());

describe("accounts and the people in them", () => {
  test("are found from either side, by any name", async () => {
    expect((await relationsOf("P1")).account).toEqual({ id: "ACME", name: "Office of Acme" });
    const acme = await relationsOf("ACME");
    expect(acme.account).toBe(null);
    expect(acme.people).toEqual({
      total: 2,
      first: [
        { id: "P1", name: "Ada King" },
        { id: "P2", name: "Bo Reed" },
      ],
    });
    expect(await relationsOf("u-1")).toEqual(await relationsOf("P1"));
  });

  test("come from events too, also where nothing else is known of the account", async () => {
    const sender = await createSender(server, "app");
    const { position } = await sender.send("/group", { userId: "v-1", groupId: "NEWCO", messageId: "g1", traits: { plan: "team" } });
    await server.app.events.applied(position ?? 0);
    expect((await relationsOf("v-1")).account).toEqual({ id: "NEWCO", name: null });
    expect(ids((await relationsOf("NEWCO")).people.first)).toEqual(["v-1"]);
    expect(await timelineOf("NEWCO")).toMatchObject({ id: "NEWCO", total: 0, knownAs: [] });
    expect((await server.ask("GET", "/api/v1/customers/NOBODY/relations")).status).toBe(404);
    expect((await server.ask("GET", "/api/v1/customers/NOBODY/timeline")).status).toBe(404);
  });

  test("a chain of customers is followed to its end, and ends where it comes back to itself", async () => {
    const acme = await relationsOf("ACME");
    expect(ids(acme.chain)).toEqual(["DEALER", "GROSS"]);
    const dealer = await relationsOf("DEALER");
    expect(ids(dealer.chain)).toEqual(["GROSS"]);
    expect(dealer.through).toMatchObject({ total: 2 });
    expect(ids(dealer.through.first)).toEqual(["ACME", "GROSS"]);
  });
});

describe("the order in which sources are believed", () => {
  const put = (body: object) => server.ask("PUT", "/api/v1/identity/trust", { body });
  const emailOf = async (id: string) => (await timelineOf(id)).best.find(({ line }) => line === "name")?.source;

  test("says what stands on the page, and what a customer is called", async () => {
    await resolve(); // the events of before came with a source of their own
    expect(await server.get("/api/v1/identity/trust")).toEqual({ sources: ["crm", "shop", "app"], believed: {} });
    expect([await emailOf("u-1"), (await timelineOf("u-1")).id]).toEqual(["crm", "P1"]);
    expect((await put({ sources: ["crm", "shop", "app"], believed: { name: "shop" } })).status).toBe(200);
    expect([await emailOf("u-1"), (await timelineOf("u-1")).id]).toEqual(["shop", "P1"]);
    expect((await put({ sources: ["shop", "crm", "app"], believed: {} })).status).toBe(200);
    expect([await emailOf("P1"), (await timelineOf("P1")).id]).toEqual(["shop", "u-1"]);
    expect((await relationsOf("P2")).account?.id).toBe("u-9"); // the account is called otherwise now too
    expect((await put({ sources: ["crm", "shop", "app"], believed: {} })).status).toBe(200);
    expect((await timelineOf("u-1")).id).toBe("P1");
  });

  test("is refused where it names too few, too many or others", async () => {
    for (const sources of [["crm"], ["crm", "shop", "app", "till"], ["crm", "crm", "app"]])
      expect((await put({ sources, believed: {} })).status).toBe(400);
    const answer = await put({ sources: ["crm", "shop", "app"], believed: { email: "till" } });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("believed.email")]);
    expect((await put({ sources: ["crm", "shop", "app"], believed: { shoe: "crm" } })).status).toBe(400);
  });
});
