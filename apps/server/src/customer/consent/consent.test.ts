import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { call, recordsOf } from "../../platform/backup/test-installation.ts";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import { createSender } from "../ingest/test-sender.ts";
import type { Receipt } from "../ingest/words.ts";
import type { CustomerConsents, PurposeList } from "./words.ts";

const dataDir = freshDir();
let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer({ dataDir });
  key = (await createSender(server, "shop")).key;
  await server.importFile({
    name: "paid.csv",
    text: `customer,time,amount,currency\n${Array.from({ length: 60 }, (_, i) => `c${i % 20},2026-0${1 + (i % 6)}-05,${10 + i}.00,EUR`).join("\n")}\n`,
    as: "transactions",
    source: "till",
    map: { customer: "customer", time: "time", amount: "amount", currency: "currency" },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = <T>(name: string, input: object = {}) => call<T>(server.app, name, input);
const purposes = () => ask<z.infer<typeof PurposeList>>("customer.listPurposes");
const consents = (id: string) => ask<z.infer<typeof CustomerConsents>>("customer.getConsents", { id });
const statement = async () => JSON.stringify(await ask("asset.getStatement", { basis: "transactions" }));
const rows = async () => (await server.app.events.countBy({ by: [], filter: { world: "own", stream: "transactions" } }))[0]?.n ?? 0;
const tell = (id: string, answer: string, purpose = "analysis") =>
  server.ask("POST", `/api/v1/customers/${id}/consents?world=own`, { body: { purpose, answer, proof: "called us" } });
let sent = 0;
const send = async (batch: object[]): Promise<Receipt> => {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await server.http.inject({ method: "POST", url: "/api/v1/batch", headers, payload: { batch } });
  const receipt = JSON.parse(answer.payload) as Receipt; // checked against its schema on the way out
  if (receipt.position !== null) await server.app.events.applied(receipt.position);
  return receipt;
};
const track = (userId: string, preferences: object | null, more: object = {}) =>
  send([
    {
      type: "track",
      userId,
      event: "Visited",
      messageId: `m${(sent += 1)}`,
      ...(preferences === null ? {} : { context: { consent: { categoryPreferences: preferences } } }),
      ...more,
    },
  ]);
const ANALYSIS = {
  id: "analysis",
  name: "Analysis",
  what: "Seeing where the journey fails customers.",
  basis: "consent",
  byDefault: "allowed",
  uses: ["analysis"],
  toldAs: ["Analytics"],
};
const CONTRACT = { ...ANALYSIS, id: "books", name: "Books", basis: "contract", uses: ["analysis", "matching"], toldAs: [] };
const VOICES = { ...ANALYSIS, id: "voices", name: "Voices", basis: "legitimate-interest", uses: ["voices", "matching"], toldAs: [] };
const put = (body: object[]) => server.ask("PUT", "/api/v1/purposes?world=own", { body: { purposes: body } });

describe("purposes and consents", () => {
  test("while no purpose is set up nothing is refused, and the list says so", async () => {
    expect(await track("c1", { Analytics: false })).toMatchObject({ accepted: 1 });
    const list = await purposes();
    expect([list.purposes, list.leftOut, list.turnedAway]).toEqual([[], [], []]);
    expect(list.proposed.map(({ id }) => id)).toEqual(["analysis", "matching", "voices", "contact"]);
    expect(list.unknown).toEqual([{ name: "Analytics", rows: 1 }]);
    expect(await rows()).toBe(60);
  });

  test("what contradicts itself is refused with the place and the fix", async () => {
    const twice = await put([ANALYSIS, { ...VOICES, toldAs: ["analytics"] }]);
    expect([twice.status, twice.text.includes("purposes.1.toldAs"), twice.text.includes("Leave each name")]).toEqual([400, true, true]);
    expect((await put([{ ...CONTRACT, byDefault: "denied" }])).text).toContain("purposes.0.byDefault");
    expect((await tell("c1", "withdrawn")).text).toContain("Set up purposes first.");
    expect((await server.ask("PUT", "/api/v1/purposes?world=sample", { body: { purposes: [] } })).status).toBe(400);
    expect((await server.ask("GET", "/api/v1/customers/nobody/consents?world=own")).status).toBe(404);
  });

  test("what was answered before counts once a purpose is set up; taken back and given again, the ledger is the same to the byte", async () => {
    const before = await statement();
    expect((await put([ANALYSIS, CONTRACT, VOICES])).status).toBe(200);
    expect(await rows()).toBe(57); // c1 refused above
    expect(await statement()).not.toBe(before);
    expect(await consents("c1")).toMatchObject({
      purposes: [
        { id: "analysis", answer: "denied", allowed: false, told: [{ name: "c1", source: "shop", answer: "denied", by: null }] },
        { id: "books", answer: null, allowed: true },
        { id: "voices", answer: null, allowed: true },
      ],
      leftOut: ["analysis"],
    });
    const given = await tell("c1", "granted");
    expect(given.body).toMatchObject({
      leftOut: [],
      purposes: [{ answer: "granted", told: [{ source: "staff", proof: "called us" }, {}] }, {}, {}],
    });
    expect(await statement()).toBe(before);
    await tell("c1", "withdrawn", "books"); // needed for a contract: noted, and changes nothing
    expect(await statement()).toBe(before);
    expect(await rows()).toBe(60);
  });

  test("figures leave customers out; the list says how many, and hides who could be known", async () => {
    for (let i = 2; i < 9; i += 1) await tell(`c${i}`, "withdrawn");
    const list = await purposes();
    const [analysis] = list.purposes;
    expect(list.leftOut).toMatchObject([{ use: "analysis", customers: { value: 7, doubts: [] } }]);
    expect([analysis?.granted.value, analysis?.granted.doubts]).toEqual([null, ["hidden-small-group"]]); // c1 alone
    expect(analysis?.denied.value).toBeNull(); // 1 − denied − silent would tell
    expect(analysis?.silent.value).toBe(12 / 20);
    expect(await rows()).toBe(39);
    for (let i = 4; i < 9; i += 1) await tell(`c${i}`, "granted");
    expect((await purposes()).leftOut).toMatchObject([{ customers: { value: null, doubts: ["hidden-small-group"] } }]);
  });

  test("the strictest of the latest answers of all names counts, and staff tell all names at once", async () => {
    await track("app-9", { Analytics: true });
    await track("c9", { Analytics: false }, { timestamp: "2026-01-01T00:00:00Z" });
    const joined = await server.ask("PUT", "/api/v1/identity/decisions?world=own", { body: { a: "app-9", b: "c9", verdict: "together" } });
    expect(joined.status).toBe(200);
    expect(await consents("app-9")).toMatchObject({ purposes: [{ answer: "denied" }, {}, {}], leftOut: ["analysis"] });
    expect((await tell("app-9", "granted")).body).toMatchObject({ purposes: [{ answer: "granted" }, {}, {}], leftOut: [] });
  });

  test(
    "of an event that its customer refused nothing is kept, whatever is in it; the answer it tells is",
    { timeout: 60_000 },
    async () => {
      await tell("c3", "denied");
      const looks = async () =>
        Object.entries(await recordsOf(server.app.records)).flatMap(([name, all]) => (all.join("\n").includes("kanari") ? name : []));
      const text = fc.constantFrom("kanari", "kanari@example.org", "of kanari");
      const event = fc.record({
        type: fc.constantFrom("track", "identify", "page", "group"),
        userId: fc.constant("c3"),
        anonymousId: fc.option(fc.constant("kanari-device"), { nil: undefined }),
        event: text,
        name: text,
        groupId: text,
        properties: fc.dictionary(fc.constantFrom("note", "comment", "stage"), text),
        traits: fc.dictionary(fc.constantFrom("email", "name", "plan"), text),
        context: fc.option(fc.constant({ consent: { categoryPreferences: { Functional: true } } }), { nil: undefined }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (batch) => {
          const receipt = await send(batch.map((one) => ({ ...one, messageId: `p${(sent += 1)}` })));
          expect(receipt.refused).toBe(batch.length);
          expect(new Set(receipt.results.map(({ reason }) => reason))).toEqual(new Set(["no-consent"]));
          expect(await looks()).toEqual([]);
        }),
        { numRuns: 15 },
      );
      const scan = await server.app.events.scan({
        filter: { world: "own", customer: "c3" },
        use: "upkeep",
        words: ["stream"],
        texts: ["traits", "respondent"],
      });
      expect(JSON.stringify(scan.texts)).not.toContain("kanari");
      expect((await purposes()).turnedAway).toMatchObject([{ source: "shop", events: expect.any(Number) as number }]);
      // An event that says no for itself is refused too, and its answer holds for what was there before.
      expect(await track("c10", { Analytics: false })).toMatchObject({ refused: 1, results: [{ reason: "no-consent" }] });
      expect((await consents("c10")).leftOut).toEqual(["analysis"]);
      expect(await track("c10", null)).toMatchObject({ refused: 1 });
      // Who agrees again says so with the event itself.
      expect(await track("c10", { Analytics: true })).toMatchObject({ accepted: 1 });
      expect((await consents("c10")).leftOut).toEqual([]);
    },
  );

  test("a preference event is its answers and no row; one without them is refused", async () => {
    const receipt = await track("c11", { Analytics: false, Other: true }, { event: "Segment Consent Preference Updated" });
    expect(receipt).toMatchObject({ accepted: 1, refused: 0 });
    expect(
      (await server.app.events.countBy({ by: ["stream"], filter: { world: "own", customer: "c11", source: "shop" }, use: "upkeep" })).map(
        ({ key, n }) => [key[0], n],
      ),
    ).toEqual([["consents", 2]]);
    expect(await track("c11", null, { event: "Segment Consent Preference Updated" })).toMatchObject({ results: [{ reason: "bad-value" }] });
    expect(await track("c11", { Analytics: "no" })).toMatchObject({ results: [{ reason: "bad-value" }] });
  });

  test("who refused to be matched is with nobody, and comes back with what they were", async () => {
    const people = (name: string) =>
      server.importFile({
        name: `${name}.csv`,
        text: `customer,given,family,email,time\n${name}-1,Ada,King,ada.king@example.org,2026-01-01\n${name}-2,Bob,Hill,bob.hill@example.org,2026-01-01\n`,
        as: "customers",
        source: name,
        map: { customer: "customer", given: "given", family: "family", email: "email", time: "time" },
      });
    await people("crm");
    await people("desk");
    const links = async () => {
      await server.ask("POST", "/api/v1/identity/resolve?world=own", { body: {} });
      return (await server.app.events.links({ world: "own" })).filter(([told]) => /^(?:crm|desk)-/.test(told)).sort();
    };
    const before = await links();
    expect(before).toHaveLength(2);
    await tell("desk-1", "denied", "voices");
    const less = await links();
    expect(less.filter(([told, customer]) => told.endsWith("-1") || customer.endsWith("-1"))).toEqual([]);
    for (const id of ["crm-1", "desk-1"]) await tell(id, "granted", "voices");
    expect(await links()).toEqual(before);
  });

  test("a file tells them, refuses what is no answer, and takes them along when it is undone", async () => {
    const run = await server.importFile({
      name: "consents.csv",
      text: "customer,purpose,consent,date,proof\nc12,Analysis,no,2026-05-01,letter of May\nc13,analytics,Ja,2026-05-01,\nc14,Analysis,perhaps,2026-05-01,\nc15,Analysis,widerrufen,,\n",
      as: "consents",
      source: "paper",
    });
    expect(run).toMatchObject({ state: "done", read: 4, accepted: 3, refused: 1, problems: [{ row: 3, field: "kind" }] });
    expect(await consents("c12")).toMatchObject({
      leftOut: ["analysis"],
      purposes: [{ since: "2026-05-01T00:00:00.000Z", told: [{ proof: "letter of May" }] }, {}, {}],
    });
    expect((await consents("c15")).leftOut).toEqual(["analysis"]);
    const source = await server.get<{ balanced: boolean }>("/api/v1/sources/paper/reconcile?world=own");
    expect(source.balanced).toBe(true);
    expect((await server.ask("POST", `/api/v1/imports/${run.id}/withdraw`)).status).toBe(200);
    expect((await consents("c12")).leftOut).toEqual([]);
  });

  test("they hold after a restart, and in a store that was built again from the log", async () => {
    const now = async () =>
      JSON.stringify([await consents("c3"), (await purposes()).leftOut.map(({ customers }) => customers.value), await statement()]);
    const held = await now();
    await server.close();
    for (const rebuilt of [false, true]) {
      if (rebuilt) rmSync(join(dataDir, "events"), { recursive: true });
      server = await startTestServer({ dataDir, owner: false });
      await server.app.events.applied(server.app.events.stats().lastPosition);
      expect(await now()).toBe(held);
      expect(await track("c3", null)).toMatchObject({ refused: 1 });
      if (!rebuilt) await server.close();
    }
  });
});
