import { chunks, truths } from "@counterseat/demo";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import type { JourneyMap } from "../words.ts";
import type { Design, DesignHistory, Deviations } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { RATE_PER_MINUTE: "0" } });
  const days = [
    "o1 Order 01",
    "o1 Pay 02",
    "o1 Send 03",
    "o2 Order 03",
    "o2 Call 04",
    "o2 Send 20",
    "o3 Look 05",
    "o3 Order 06",
    "o4 Call 07",
  ];
  const rows = days.map((line) => line.split(" ")).map(([kase, step, day]) => `${kase},${kase},${step},2026-03-${day}T08:00:00Z,web`);
  const map = { case: "case", customer: "customer", activity: "activity", time: "time", channel: "channel" };
  await server.importFile({
    name: "shop.csv",
    text: ["case,customer,activity,time,channel", ...rows].join("\n"),
    as: "events",
    source: "shop",
    map,
  });
  await server.ask("PUT", "/api/v1/company/steps/Pay?world=own", { body: { entry: { label: "Paid for" } } });
});
afterAll(() => server.close());

const ask = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object, headers?: Record<string, string>) =>
  server.ask(method, `/api/v1/journey/${path}${path.includes("?") ? "&" : "?"}world=own`, {
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
const day = 86_400;
const drawn = {
  name: "Order",
  steps: [{ step: "Order" }, { step: "Pay", within: day }, { step: "Send", within: 2 * day }],
  whole: 5 * day,
};

test("a journey is drawn, changed, taken away and had back; every version stays, and nobody overwrites what they did not see", async () => {
  const made = (await ask("POST", "designs", drawn)).body as unknown as Design;
  expect(made).toMatchObject({ name: "Order", version: 1, whole: 5 * day, removed: false, notes: [] });
  expect(made.steps?.map(({ step, label, known, within }) => [step, label, known, within])).toEqual([
    ["Order", "Order", false, null],
    ["Pay", "Paid for", true, day],
    ["Send", "Send", false, 2 * day],
  ]);
  const changed = await ask("PUT", `designs/${made.id}`, { ...drawn, name: "Order 2" }, { "if-match": made.etag });
  expect(changed.body).toMatchObject({ version: 2, name: "Order 2" });
  expect((await ask("PUT", `designs/${made.id}`, drawn, { "if-match": made.etag })).status).toBe(412);
  expect((await ask("DELETE", `designs/${made.id}`)).status).toBe(200);
  expect((await ask("GET", "designs")).body).toMatchObject({ designs: [], removed: [{ id: made.id }] });
  expect((await ask("GET", `deviations?design=${made.id}`)).status).toBe(404);
  expect((await ask("POST", `designs/${made.id}/restore`, { version: 9 })).body).toMatchObject({ code: "invalid" });
  expect((await ask("POST", `designs/${made.id}/restore`, { version: 1 })).body).toMatchObject({
    version: 4,
    name: "Order",
    removed: false,
  });
  const { versions } = (await ask("GET", `designs/${made.id}`)).body as unknown as DesignHistory;
  expect(versions.map(({ version, name, removed }) => [version, name, removed])).toEqual([
    [4, "Order", false],
    [3, "Order 2", true],
    [2, "Order 2", false],
    [1, "Order", false],
  ]);
  expect((await ask("POST", "designs", { ...drawn, steps: [{ step: "Pay" }, { step: "Pay" }] })).body).toMatchObject({
    detail: expect.stringContaining("a step stands in it twice") as string,
  });
  expect((await ask("POST", "designs", { name: "Neither" })).status).toBe(400);
});

test("deviations, what is unfinished, and promised times are told; steps the design does not know are extra", async () => {
  const made = (await ask("POST", "designs", drawn)).body as unknown as Design;
  const found = (await ask("GET", `deviations?design=${made.id}&log=shop`)).body as unknown as Deviations;
  expect(found).toMatchObject({
    log: "shop",
    cases: 4,
    begun: 3,
    compared: 2,
    begins: [{ id: "Order", label: "Order" }],
    unfinished: [{ id: "Order", cases: 1 }],
    earlier: [],
    exact: { value: 0.5, n: 2, metric: "journey.designed-exactly@1" },
    doubts: [],
  });
  expect(
    found.deviations.map(({ kind, step, cases, designed, after, filters }) => [kind, step.label, cases, designed, after?.id, filters]),
  ).toEqual([
    [
      "extra",
      "Call",
      1,
      false,
      "Order",
      [
        { kind: "has-step", step: "Order" },
        { kind: "has-step", step: "Call" },
      ],
    ],
    [
      "skipped",
      "Paid for",
      1,
      true,
      "Order",
      [
        { kind: "has-step", step: "Send" },
        { kind: "has-step", step: "Pay", not: true },
      ],
    ],
  ]);
  // Pay in o1 came in time; in o3 it is due since long; o2 passed it by. Send: a day in o1, sixteen in o2.
  expect(found.promises.map(({ step, kept, late, open }) => [step?.id ?? null, kept.n, kept.value, late, open])).toEqual([
    ["Pay", 2, 0.5, 1, 0],
    ["Send", 2, 0.5, 1, 0],
    [null, 3, 1 / 3, 2, 0],
  ]);
  for (const { filters, cases } of found.deviations) {
    const where = encodeURIComponent(JSON.stringify(filters));
    expect((await server.get<JourneyMap>(`/api/v1/journey/map?world=own&log=shop&where=${where}`)).totals.cases).toBe(cases);
  }
  const only = encodeURIComponent(JSON.stringify([{ kind: "has-step", step: "Call" }]));
  expect((await ask("GET", `deviations?design=${made.id}&log=shop&where=${only}`)).body).toMatchObject({ cases: 2, begun: 1, compared: 1 });
  const nowhere = (await ask("POST", "designs", { name: "Elsewhere", steps: [{ step: "Never" }] })).body as unknown as Design;
  expect((await ask("GET", `deviations?design=${nowhere.id}&log=shop`)).body).toMatchObject({
    begun: 0,
    exact: { value: null, doubts: ["no-journeys"] },
    doubts: ["no-such-journeys"],
  });
});

test("a design goes out as BPMN and comes in again the same; what is simplified is said, what cannot be read is refused with the fix", async () => {
  const made = (await ask("POST", "designs", { ...drawn, steps: [...drawn.steps, { step: "Thank", optional: true }] }))
    .body as unknown as Design;
  const file = await ask("GET", `designs/${made.id}/bpmn`);
  expect(file.headers["content-disposition"]).toBe(`attachment; filename="${made.id}.bpmn"`);
  expect(file.text).toContain('name="Paid for"');
  const again = (await ask("POST", "designs", { bpmn: file.text })).body as unknown as Design;
  expect([again.name, again.tree, again.whole, again.steps]).toEqual([made.name, made.tree, made.whole, made.steps]);
  expect(again.notes.filter((note) => note.includes("none of the company's steps"))).toHaveLength(3);
  const refused = async (bpmn: string) => (await ask("POST", "designs", { bpmn })).body;
  expect(await refused("<no")).toMatchObject({ code: "invalid", fix: expect.any(String) as string });
  expect(await refused(file.text.replace('name="Paid for"', 'name="Send"'))).toMatchObject({
    code: "invalid",
    detail: 'The step "Send" stands at two places of the diagram.',
  });
});

/** Waits until the sample of this seed is there. */
async function load(seed: number, scale: number): Promise<void> {
  const asked = await server.ask("POST", "/api/v1/demo", { body: { seed, scale } });
  if (asked.status !== 200) throw new Error(asked.text);
  await vi.waitUntil(
    async () => {
      const state = await server.get<{ loading: object | null; loaded: boolean; seed: number | null }>("/api/v1/demo");
      return state.loading === null && state.loaded && state.seed === seed;
    },
    { timeout: 60_000, interval: 50 },
  );
}
const ofSample = () => server.get<Deviations>("/api/v1/journey/deviations?design=order&world=sample");

/** Counted from the rows alone: orders that came online, and of them those without a confirmed appointment, by the channel of the order. */
function counted(seed: number, scale: number) {
  const cases = new Map<string, { channel: string | null; confirmed: boolean; online: boolean }>();
  for (const { columns, length } of chunks({ seed, scale }, ["events"])) {
    const text = (name: string, row: number): string | null => {
      const column = columns[name];
      if (column === undefined || column instanceof Float64Array) return null;
      return "dictionary" in column ? (column.dictionary[column.codes[row] ?? -1] ?? null) : (column[row] ?? null);
    };
    for (let row = 0; row < length; row += 1) {
      const [id, step] = [text("case", row), text("activity", row)];
      if (id === null) continue;
      const known = cases.get(id) ?? { channel: null, confirmed: false, online: false };
      if (step === "order_placed") cases.set(id, { ...known, channel: text("channel", row) });
      if (step === "appointment_confirmed") cases.set(id, { ...known, confirmed: true });
      if (step === "first_online") cases.set(id, { ...known, online: true });
    }
  }
  const online = [...cases.values()].filter((one) => one.channel !== null && one.online);
  return { online: online.length, skipped: online.filter(({ confirmed }) => !confirmed) };
}

test.each([3, 58, 311, 640, 902, 1004, 1006, 1008, 1011, 1022])(
  "the sample's order of seed %i: who skips the confirmation, in how many journeys, and through which channel",
  { timeout: 60_000 },
  async (seed) => {
    const scale = 0.06;
    await load(seed, scale);
    const found = await ofSample();
    const { online, skipped } = counted(seed, scale);
    expect(found.compared).toBe(online);
    expect(found.design).toMatchObject({ id: "order", name: "Order to online" });
    const skip = found.deviations.filter(({ kind }) => kind === "skipped");
    expect(skip.map(({ step, cases }) => [step.id, cases])).toEqual([["appointment_confirmed", skipped.length]]);
    expect(skip[0]?.after?.id).toBe("appointment_booked");
    for (const { id, cases } of skip[0]?.channels ?? []) expect(cases).toBe(skipped.filter(({ channel }) => channel === id).length);
    const truth = truths({ seed, scale }).skip;
    expect([seed, skip[0]?.odd?.id ?? null]).toEqual([seed, truth?.channel ?? null]);
    expect(truth?.step ?? "appointment_confirmed").toBe(skip[0]?.step.id);
    // What the design does not know is extra, and what lies before it is told apart.
    expect(found.deviations.filter(({ designed }) => !designed).map(({ kind }) => kind)).not.toContain("skipped");
    expect(found.earlier.map(({ id }) => id)).toContain("visit_site");
    expect(found.begun).toBe(found.compared + found.unfinished.reduce((sum, { cases }) => sum + cases, 0));
  },
);

test("the sample's design goes with the sample", async () => {
  await server.ask("DELETE", "/api/v1/demo");
  expect((await server.ask("GET", "/api/v1/journey/designs?world=sample")).body).toMatchObject({ designs: [], removed: [] });
});
