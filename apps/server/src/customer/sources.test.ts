import { afterAll, beforeAll, expect, test } from "vitest";
import type { Signal } from "../platform/signals.ts";
import { slices } from "../slices.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { ImportPreview, Reconciliation } from "./words.ts";

let server: TestServer;
const signals: Signal[] = [];
const watcher = {
  name: "watcher",
  operations: [],
  metrics: [],
  handlers: [
    {
      signal: "customer.import-withdrawn",
      name: "watcher.watch",
      handle: (_tx: unknown, signal: Signal) => {
        signals.push(signal);
        return Promise.resolve();
      },
    },
  ],
};
beforeAll(async () => {
  server = await startTestServer({ slices: [...slices, watcher] });
});
afterAll(() => server.close());

const preview = async (asked: {
  name: string;
  text: string;
  as: string;
  source: string;
  map?: Record<string, string>;
  timezone?: string;
}) => {
  const { name, text, ...rest } = asked;
  const uploaded = await server.upload("/api/v1/uploads", { name, text });
  const answer = await server.ask("POST", "/api/v1/imports/preview", { body: { upload: uploaded.body["upload"], ...rest } });
  return answer.body as unknown as ImportPreview; // checked against its schema on the way out
};
const fieldsOf = ({ columns }: ImportPreview) => Object.fromEntries(columns.map(({ name, field }) => [name, field]));
const reconcile = (source: string) => server.get<Reconciliation>(`/api/v1/sources/${encodeURIComponent(source)}/reconcile?world=own`);
const rows = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join("\n");

const JANUARY = `Kunde;Tag;Netto;Brutto\n${rows(6, (i) => `K${i};0${i + 1}.01.2026;10,5${i};12,4${i}`)}\n`;
const settled = { amount: "Brutto", customer: "Kunde", time: "Tag" };

test("what was settled for a source is proposed at its next file, and marked", async () => {
  const asked = await preview({ name: "january.csv", text: JANUARY, as: "transactions", source: "till" });
  expect(asked.questions.map(({ field }) => field)).toContain("amount");
  expect(asked.asLastTime).toEqual([]);
  await server.importFile({ name: "january.csv", text: JANUARY, as: "transactions", source: "till", map: settled });

  const february = JANUARY.replaceAll(".01.2026", ".02.2026").replace("Netto;Brutto", "Brutto;Netto");
  const again = await preview({ name: "february.csv", text: february, as: "transactions", source: "till" });
  expect(again.questions).toEqual([]);
  expect(again.asLastTime).toEqual(["customer", "time", "amount"]);
  expect(fieldsOf(again)).toEqual({ Kunde: "customer", Tag: "time", Brutto: "amount", Netto: null });
  expect(again.columns.find(({ name }) => name === "Brutto")).toMatchObject({ reason: "as last time", asLastTime: true });
  // Nobody has to say it again, whoever asks.
  expect(await server.importFile({ name: "february.csv", text: february, as: "transactions", source: "till" })).toMatchObject({
    state: "done",
    accepted: 6,
  });
  // Another source, another kind: nothing was settled for them.
  expect((await preview({ name: "f.csv", text: february, as: "transactions", source: "shop" })).asLastTime).toEqual([]);
});

test("a column that is gone is asked again, and another layout altogether is a new file", async () => {
  const renamed = JANUARY.replaceAll(".01.2026", ".03.2026").replace("Brutto", "Zahlbetrag");
  const asked = await preview({ name: "march.csv", text: renamed, as: "transactions", source: "till" });
  expect(asked.questions).toMatchObject([{ code: "changed-column", field: "amount" }]);
  expect(asked.questions[0]?.text).toContain("Brutto");
  expect(asked.questions[0]?.candidates).toContain("Zahlbetrag");
  const answered = { name: "march.csv", text: renamed, as: "transactions", source: "till", map: { amount: "Zahlbetrag" } };
  expect((await preview(answered)).questions).toEqual([]);
  const other = "customer_id,paid_at,amount\na,2026-03-01,5\nb,2026-03-02,6\n";
  const fresh = await preview({ name: "cards.csv", text: other, as: "transactions", source: "till" });
  expect([fresh.asLastTime, fresh.questions]).toEqual([[], []]);
});

test("the file's own evidence stands above last time: an order of days the dates contradict is asked", async () => {
  const file = (day: (i: number) => string) => `customer,date,amount\n${rows(4, (i) => `c${i},${day(i)},5.00`)}\n`;
  const open = file((i) => `0${i + 1}/0${i + 2}/2026`);
  const first = await preview({ name: "a.csv", text: open, as: "transactions", source: "cards" });
  expect(first.questions.map(({ code }) => code)).toEqual(["ambiguous-date-order"]);
  const map = { dateOrder: "mdy" };
  const zone = { timezone: "America/New_York" };
  const uploaded = await server.upload("/api/v1/uploads", { name: "a.csv", text: open });
  const started = await server.ask("POST", "/api/v1/imports", {
    body: { upload: uploaded.body["upload"], as: "transactions", source: "cards", map, ...zone },
  });
  expect([started.status, started.body["asLastTime"]]).toEqual([200, []]);
  const next = await preview({ name: "b.csv", text: open.replaceAll("2026", "2025"), as: "transactions", source: "cards" });
  expect([next.questions, next.dateOrder, next.timezone]).toEqual([[], "mdy", "America/New_York"]);
  expect([...next.asLastTime].sort()).toEqual(["dateOrder", "timezone"]);
  expect(next.rows[0]?.["time"]).toBe("2025-01-02T05:00:00.000Z");
  const contrary = await preview({ name: "c.csv", text: file((i) => `${20 + i}/02/2026`), as: "transactions", source: "cards" });
  expect(contrary.questions).toMatchObject([{ code: "ambiguous-date-order", candidates: ["dmy", "mdy"] }]);
  expect(contrary.questions[0]?.text).toContain("Last time");
  const agreeing = await preview({ name: "d.csv", text: file((i) => `02/${20 + i}/2026`), as: "transactions", source: "cards" });
  expect([agreeing.questions, agreeing.dateOrder]).toEqual([[], "mdy"]);
});

const LEDGER = [
  "id,customer,time,amount,currency",
  "1,ada,2026-01-01,10.10,EUR",
  "2,bob,2026-01-02,20.20,EUR",
  "3,eve,2026-01-03,500,JPY",
  "4,,2026-01-04,7.77,EUR",
  "5,zoe,2026-02-30,1.005,KWD",
  "6,kim,2026-01-06,plenty,EUR",
  "7,lou,2026-01-07,-0.30,EUR",
];
const NEWER = ["id,customer,time,amount,currency", ...LEDGER.slice(1, 3), "8,ada,2026-01-08,0.10,EUR"];

test("a source reconciles to the cent: read is refused, known and kept, and what was kept is there", async () => {
  await server.importFile({ name: "ledger.csv", text: LEDGER.join("\n"), as: "transactions", source: "bank" });
  await server.importFile({ name: "newer.csv", text: NEWER.join("\n"), as: "transactions", source: "bank" });
  const told = await reconcile("bank");
  expect(told.balanced).toBe(true);
  expect(told.rows).toEqual({
    read: 10,
    refused: 3,
    alreadyKnown: 2,
    notKept: 0,
    kept: 5,
    withdrawn: 0,
    erased: 0,
    expired: 0,
    now: 5,
    difference: 0,
  });
  const eur = { currency: "EUR", digits: 2, notKept: 0, withdrawn: 0, erased: 0, expired: 0, difference: 0 };
  expect(told.money).toEqual([
    { ...eur, read: 6817, refused: 777, alreadyKnown: 3030, kept: 3010, now: 3010 },
    {
      currency: "JPY",
      digits: 0,
      read: 500,
      refused: 0,
      alreadyKnown: 0,
      notKept: 0,
      kept: 500,
      withdrawn: 0,
      erased: 0,
      expired: 0,
      now: 500,
      difference: 0,
    },
    {
      currency: "KWD",
      digits: 3,
      read: 1005,
      refused: 1005,
      alreadyKnown: 0,
      notKept: 0,
      kept: 0,
      withdrawn: 0,
      erased: 0,
      expired: 0,
      now: 0,
      difference: 0,
    },
  ]);
  const [newer, ledger] = told.imports;
  expect([ledger?.file, ledger?.unreadable, ledger?.reason, newer?.rows.alreadyKnown]).toEqual(["ledger.csv", 1, null, 2]);
  for (const { rows: of, money } of told.imports)
    for (const line of [of, ...money]) expect(line.read).toBe(line.refused + line.alreadyKnown + line.notKept + line.kept);
  // The same file again is known whole, with its money.
  await server.importFile({ name: "again.csv", text: LEDGER.join("\n"), as: "transactions", source: "bank" });
  const twice = await reconcile("bank");
  expect(twice.balanced).toBe(true);
  expect(twice.imports[0]?.rows).toMatchObject({ read: 7, refused: 3, alreadyKnown: 4, kept: 0, now: 0 });
  expect(twice.imports[0]?.money.find(({ currency }) => currency === "EUR")).toMatchObject({
    read: 3777,
    refused: 777,
    alreadyKnown: 3000,
    kept: 0,
  });
});

test("rows that went another way show as a difference, with its reason", async () => {
  await server.importFile({ name: "a.csv", text: NEWER.join("\n"), as: "transactions", source: "lossy" });
  await server.app.records.transaction(async (tx) => {
    const { emitter } = await import("../platform/signals.ts");
    const settings = { import: "somebody", filter: { source: "lossy", customer: "bob" } };
    await emitter(tx, "own")("log.append", { type: "withdraw", source: "lossy", keyId: null, settings, path: null });
  });
  await server.app.signals.deliverWaiting();
  await server.app.events.applied(server.app.signals.position);
  const told = await reconcile("lossy");
  expect(told.balanced).toBe(false);
  expect(told.imports[0]).toMatchObject({ rows: { kept: 3, now: 2, difference: 1 }, money: [{ currency: "EUR", difference: 2020 }] });
  expect(told.imports[0]?.reason).toContain("1 rows");
  expect((await server.ask("GET", "/api/v1/sources/nothing/reconcile?world=own")).body["code"]).toBe("not-found");
});

test("undo takes the rows and their money out, says so once with the cells they spoke of, and figures follow", async () => {
  const answers = `customer,score,scale,time,stage,channel\n${rows(12, (i) => `w${i},${i % 11},0-10,2026-03-0${1 + (i % 9)},repair,phone`)}\n`;
  const run = await server.importFile({ name: "answers.csv", text: answers, as: "responses", source: "survey" });
  const known = async () => (await server.get<{ total: number }>("/api/v1/customers?world=own&search=w1")).total;
  expect(await known()).toBe(3);
  const undone = await server.ask("POST", `/api/v1/imports/${run.id}/withdraw`);
  expect(undone.body["state"]).toBe("withdrawn");
  expect(await known()).toBe(0);
  await server.app.signals.deliverWaiting();
  expect(signals.map(({ name, world, payload }) => ({ name, world, payload }))).toEqual([
    {
      name: "customer.import-withdrawn",
      world: "own",
      payload: {
        world: "own",
        importId: run.id,
        sourceId: "survey",
        kind: "responses",
        cells: [{ stage: "repair", channel: "phone", segment: null, rows: 12 }],
      },
    },
  ]);
  const told = await reconcile("survey");
  expect([told.balanced, told.rows.kept, told.rows.withdrawn, told.rows.now]).toEqual([true, 12, 12, 0]);
  expect(told.imports[0]?.withdrawnAt).toMatch(/^\d{4}-/);

  const bank = (await reconcile("bank")).imports.find(({ file }) => file === "ledger.csv");
  await server.ask("POST", `/api/v1/imports/${bank?.id}/withdraw`);
  const after = await reconcile("bank");
  expect(after.balanced).toBe(true);
  expect(after.money.find(({ currency }) => currency === "EUR")).toMatchObject({ kept: 3010, withdrawn: 3000, now: 10, difference: 0 });
});

test("what an undone file had told can be told again by a file that was read before", async () => {
  const bring = (name: string, ...days: number[]) =>
    server.importFile({
      name,
      text: ["id,customer,time,amount,currency", ...days.map((day) => `x${day},ada,2026-02-0${day},1.00,EUR`)].join("\n"),
      as: "transactions",
      source: "shelf",
    });
  const first = await bring("first.csv", 1, 2);
  await bring("second.csv", 2, 3);
  await server.ask("POST", `/api/v1/imports/${first.id}/withdraw`);
  expect(await bring("second-again.csv", 2, 3)).toMatchObject({ accepted: 1, alreadyKnown: 1 });
  expect((await server.app.events.countBy({ by: ["source"], filter: { world: "own", source: "shelf" } }))[0]?.n).toBe(2);
});

test("a result told once more changes nothing of an import that was undone", async () => {
  const { ImportId } = await import("../platform/ids.ts");
  const { finishImport, findImport } = await import("./store.ts");
  const run = await server.importFile({ name: "undone.csv", text: NEWER.join("\n"), as: "transactions", source: "undone" });
  await server.ask("POST", `/api/v1/imports/${run.id}/withdraw`);
  const id = ImportId.parse(run.id);
  const told = await server.app.events.result(id);
  if (told === null) throw new Error("the event side has forgotten the import");
  await server.app.records.transaction((tx) => finishImport(tx, id, told, null));
  expect((await findImport(server.app.records.db, id))?.state).toBe("withdrawn");
});

test("what was paid does not change with the organisation's currency", async () => {
  await server.importFile({
    name: "old.csv",
    text: "id,customer,time,amount\n1,ida,2026-01-05,40.00\n",
    as: "transactions",
    source: "old",
  });
  const held = () => server.app.events.countBy({ by: ["currency"], filter: { world: "own", source: "old" }, amounts: true });
  expect(await held()).toMatchObject([{ key: ["EUR"], amount: 4000 }]);
});

test("what a file says of who its customers are stands on their page, each system's own, and goes with the import", async () => {
  const contacts = [
    "customer_id,given_name,family_name,e-mail,phone,birth date,street,postcode,city",
    "P1,Ada,King,ada@old.example,+999 005 772 156,1980-04-03,Quay 1,70100,Old Basin",
    "P1,Ada,King,ada@new.example,,1980-04-03,Quay 1,70100,Old Basin",
  ];
  const first = await server.importFile({ name: "contacts.csv", text: contacts.join("\n"), as: "customers", source: "crm2" });
  const tickets = ["ticket,customer,person.name,created_at,status", "T1,P1,Ada K.,2026-05-01,open"].join("\n");
  await server.importFile({
    name: "tickets.csv",
    text: tickets,
    as: "events",
    source: "desk2",
    map: { time: "created_at", activity: "status" },
  });
  const page = () => server.get<{ knownAs: unknown[] }>("/api/v1/customers/P1/timeline?world=own");
  const desk = { source: "desk2", told: "P1", values: { name: "Ada K." } };
  expect((await page()).knownAs).toEqual([
    {
      source: "crm2",
      told: "P1",
      values: {
        given: "Ada",
        family: "King",
        email: "ada@new.example",
        phone: "+999 005 772 156",
        birth: "1980-04-03",
        address: "Quay 1",
        postcode: "70100",
        city: "Old Basin",
      },
    },
    desk,
  ]);
  await server.ask("POST", `/api/v1/imports/${first.id}/withdraw`);
  expect((await page()).knownAs).toEqual([desk]);
});
