import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { keepDecision } from "./store.ts";
import { scoreOf, systemsOf } from "./test-systems.ts";
import type { Pair, Resolution } from "./words.ts";

const { files, truth } = systemsOf({ seed: 7, scale: 0.02 });
const names = [...truth.keys()];
let server: TestServer;
let resolution: Resolution;
beforeAll(async () => {
  server = await startTestServer();
  for (const [source, text] of files)
    expect(await server.importFile({ name: `${source}.csv`, text, as: "customers", source })).toMatchObject({ state: "done", refused: 0 });
  // Every name pays once, and again in another month: what hangs on them shows whose rows are whose.
  const paid = names.map(
    (name, i) => `${name},2026-0${1 + (i % 6)}-1${i % 9},${10 + (i % 50)}.50\n${name},2026-0${2 + (i % 6)}-1${i % 9},5.25`,
  );
  await server.importFile({ name: "paid.csv", text: `customer,paid_at,amount\n${paid.join("\n")}\n`, as: "transactions", source: "till" });
  const answer = await server.ask("POST", "/api/v1/identity/resolve", { body: {} });
  expect(answer.status).toBe(200);
  resolution = answer.body as unknown as Resolution;
});
afterAll(() => server.close());

const links = () => server.app.events.links({ world: "own" });
const standsFor = async () => {
  const of = new Map((await links()).map(([told, customer]) => [told, customer]));
  return (name: string) => of.get(name) ?? name;
};
const decide = async (a: string, b: string, verdict: "together" | "apart" | null) => {
  const answer = await server.ask("PUT", "/api/v1/identity/decisions", { body: { a, b, verdict } });
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify({ verdict })]);
};
const identityOf = (name: string) =>
  server.get<{ customer: string; names: string[]; pairs: Pair[]; decisions: object[] }>(
    `/api/v1/customers/${encodeURIComponent(name)}/identity`,
  );
/** Everything that hangs on whose a row is: the rows themselves, the ledger, a timeline. */
const everything = async (...ids: string[]) => {
  const rows = await server.app.events.scan({
    filter: { world: "own" },
    texts: ["customer", "told", "id", "case"],
    numbers: ["time", "amount"],
    words: ["source", "stream"],
  });
  const ledger = await server.ask("GET", "/api/v1/asset/ledger?from=2026-01-01&to=2026-08-01&window=60&source=transactions");
  const timelines = await Promise.all(
    ids.map(async (id) => (await server.ask("GET", `/api/v1/customers/${encodeURIComponent(id)}/timeline`)).text),
  );
  const identities = await Promise.all(
    ids.map(async (id) => (await server.ask("GET", `/api/v1/customers/${encodeURIComponent(id)}/identity`)).text),
  );
  expect(ledger.status).toBe(200);
  return { rows: JSON.stringify(rows), ledger: ledger.text, timelines, identities, links: await links() };
};
/** Two names of different people that are not linked. */
const strangers = async (): Promise<[string, string]> => {
  const of = await standsFor();
  const one = names.find((name) => of(name) === name) ?? "";
  const other = names.find((name) => of(name) === name && truth.get(name) !== truth.get(one)) ?? "";
  return [one, other];
};

describe("five systems with a name each for their customers", () => {
  test("are one list of customers, as they are in truth", async () => {
    const of = await standsFor();
    const { precision, recall } = scoreOf(truth, of);
    expect(precision).toBeGreaterThan(0.98);
    expect(recall).toBeGreaterThan(0.95);
    const { report } = resolution;
    expect(resolution.state).toBe("done");
    expect(report).toMatchObject({ records: names.length, customers: new Set(names.map(of)).size, joined: (await links()).length });
    for (const { source, records, matched } of report?.sources ?? []) {
      const own = [...(files.get(source) ?? "").matchAll(/^"([^"]+)"/gm)].map(([, name = ""]) => name);
      const elsewhere = own.filter((name) => names.some((other) => of(other) === of(name) && !own.includes(other)));
      expect([records, matched]).toEqual([own.length, elsewhere.length]);
    }
    expect(report?.sources.map(({ source }) => source).sort()).toEqual([...files.keys()].sort());
  });

  test("have one timeline, each row with the name it came with", async () => {
    const of = await standsFor();
    const [told, customer] = (await links())[0] ?? ["", ""];
    const rows = await server.app.events.scan({ filter: { world: "own", customer }, texts: ["customer", "told"] });
    const heard = new Set((rows.texts.told ?? []).map((name) => name ?? customer));
    expect(heard).toContain(told);
    expect([...heard].sort()).toEqual(names.filter((name) => of(name) === customer).sort());
    expect(await server.app.events.countBy({ by: [], filter: { world: "own", customer: told } })).toMatchObject([{ n: 0 }]);
  });

  test("are counted once each in the ledger, which says how many names that joins", async () => {
    const of = await standsFor();
    const { rows } = await server.get<{ rows: { closing: { n: number }; merged: number }[] }>("/api/v1/asset/ledger?window=3650");
    const last = rows.at(-1);
    expect(last?.closing.n).toBe(new Set(names.map(of)).size);
    expect((last?.closing.n ?? 0) + (last?.merged ?? 0)).toBe(names.length);
    const statement = await server.get<{ merged: object | null }>("/api/v1/asset/statement?window=3650&period=month");
    expect(statement.merged).not.toBe(null);
  });

  test("say why: the reasons of each pair add up to its evidence, and both records are shown", async () => {
    const [told, customer] = (await links())[0] ?? ["", ""];
    const identity = await identityOf(told);
    expect(identity.customer).toBe(customer);
    expect(identity.names).toContain(told);
    expect(identity.pairs.length).toBeGreaterThan(0);
    for (const { bits, reasons, a, b, probability } of identity.pairs) {
      expect(reasons.reduce((sum, reason) => sum + reason.bits, 0)).toBe(bits);
      expect(probability).toBeCloseTo(1 / (1 + 2 ** -bits), 12);
      expect(Object.keys(a.values).length * Object.keys(b.values).length).toBeGreaterThan(0);
    }
  });

  test("are not held against each other again where nothing has changed", async () => {
    const again = await server.ask("POST", "/api/v1/identity/resolve", { body: {} });
    expect(again.body).toEqual(resolution);
  });
});

describe("what somebody decides", () => {
  test("keeps two apart that were joined, and taken back leaves no trace", async () => {
    const [told, customer] = (await links())[0] ?? ["", ""];
    const before = await everything(told, customer);
    await decide(told, customer, "apart");
    const of = await standsFor();
    expect(of(told)).not.toBe(of(customer));
    expect((await identityOf(told)).decisions).toMatchObject([{ verdict: "apart", by: "Owner" }]);
    await decide(customer, told, null);
    expect(await everything(told, customer)).toEqual(before);
  });

  test("joins two that nothing speaks for, and taken back leaves no trace", async () => {
    const [one, other] = await strangers();
    const before = await everything(one, other);
    await decide(one, other, "together");
    const of = await standsFor();
    expect(of(one)).toBe(of(other));
    const joined = await server.get<{ total: number }>(`/api/v1/customers/${encodeURIComponent(of(one))}/timeline`);
    expect(joined.total).toBeGreaterThan(2);
    await decide(one, other, null);
    expect(await everything(one, other)).toEqual(before);
  });

  test("whatever is decided, decided otherwise and taken back, the links are those of all records held against each other anew", async () => {
    const of = await standsFor();
    const linked = (await links()).filter((_, i) => i % 97 === 0).slice(0, 4);
    const [one, other] = await strangers();
    for (const [told, customer] of linked) await decide(told, customer, "apart");
    await decide(one, other, "together");
    await decide(linked[0]?.[0] ?? "", other, "together");
    await decide(linked[1]?.[0] ?? "", linked[1]?.[1] ?? "", "together");
    const step = await links();
    await server.ask("POST", "/api/v1/identity/resolve", { body: {} });
    expect(await links()).toEqual(step);
    for (const [told, customer] of linked) await decide(told, customer, null);
    await decide(one, other, null);
    await decide(linked[0]?.[0] ?? "", other, null);
    const after = await standsFor();
    expect(names.map(after)).toEqual(names.map(of));
  });

  test("is refused where there is nothing to decide", async () => {
    const asked = (body: object) => server.ask("PUT", "/api/v1/identity/decisions", { body });
    expect((await asked({ a: names[0], b: names[0], verdict: "apart" })).status).toBe(400);
    expect((await asked({ a: names[0], b: "nobody at all", verdict: "apart" })).status).toBe(404);
    expect((await asked({ a: names[0], b: names[1], verdict: null })).status).toBe(404);
  });

  test("follows after a crash that came before the links", async () => {
    const [one, other] = await strangers();
    const pair = one < other ? { a: one, b: other } : { a: other, b: one };
    await server.app.records.transaction((tx) =>
      keepDecision(tx, { world: "own", ...pair, verdict: "together", by: "Owner", at: new Date() }),
    );
    const dir = server.dataDir;
    await server.app.close();
    const reopened = await startTestServer({ dataDir: dir, owner: false });
    const of = new Map((await reopened.app.events.links({ world: "own" })).map(([told, customer]) => [told, customer]));
    expect(of.get(one) ?? one).toBe(of.get(other) ?? other);
    await reopened.close();
  });
});
