import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chunks, type Chunk, exportFiles } from "@counterseat/demo";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type App, open, OPERATOR, readConfig } from "../main.ts";

const OPTIONS = { seed: 7, scale: 0.02 };
const ZONE = "Europe/Luxembourg";
const folder = mkdtempSync(join(tmpdir(), "counterseat-exports-"));
let app: App;
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, string | number | null>>;
let counts: Readonly<Record<string, { readonly clean: number; readonly duplicates: number; readonly refused: number }>> = {};
const clean = new Map<string, Row[]>();
/** Record ids of every system, and whose they are in the clean streams. */
const whose = new Map<string, string>();

beforeAll(async () => {
  app = await open(readConfig({ COUNTERSEAT_LOG_LEVEL: "silent" }, { dataDir: join(folder, "data") }));
  const texts = new Map<string, { text: string; encoding: "utf8" | "latin1" }>();
  const pieces = exportFiles(OPTIONS);
  let next = pieces.next();
  while (next.done !== true) {
    const { file, text, encoding } = next.value;
    texts.set(file, { text: (texts.get(file)?.text ?? "") + text, encoding: encoding === "utf-8" ? "utf8" : "latin1" });
    next = pieces.next();
  }
  counts = next.value;
  for (const [file, { text, encoding }] of texts) writeFileSync(join(folder, file), Buffer.from(text, encoding));
  for (const chunk of chunks(OPTIONS, [
    "events",
    "responses",
    "beliefs",
    "subscriptions",
    "transactions",
    "records",
    "posts",
    "cancelSessions",
  ]))
    clean.set(chunk.stream, [...(clean.get(chunk.stream) ?? []), ...rowsOf(chunk)]);
  for (const row of clean.get("records") ?? []) whose.set(String(row["id"]), String(row["customer"]));
});

function rowsOf(chunk: Chunk): Row[] {
  return Array.from({ length: chunk.length }, (_, i) =>
    Object.fromEntries(
      Object.entries(chunk.columns).map(([name, column]): [string, string | number | null] => {
        if (column instanceof Float64Array) return [name, Number.isNaN(column[i]) ? null : (column[i] ?? null)];
        if (!("dictionary" in column)) return [name, column[i] ?? null];
        return [name, column.dictionary[column.codes[i] ?? -1] ?? null];
      }),
    ),
  );
}

interface Read {
  readonly rows: readonly Row[];
  readonly accepted: number;
  readonly alreadyKnown: number;
  readonly refused: number;
  readonly reasons: readonly string[];
}

const call = (name: string, input: object, file?: string): Promise<unknown> => {
  const op = app.operations.find((one) => one.name === name);
  if (op === undefined) throw new Error(`no operation ${name}`);
  const incoming = file === undefined ? {} : { file: { name: file, stream: createReadStream(join(folder, file)) } };
  return app.call(op, { actor: OPERATOR, world: "own", input, ...incoming });
};

/** Imports a file as a person would: what the proposal leaves open is settled by the map, nothing else. */
async function read(file: string, as: string, map: Readonly<Record<string, string>>): Promise<Read> {
  const { upload } = (await call("customer.upload", {}, file)) as { upload: string };
  const { id } = (await call("customer.startImport", { upload, as, source: file, map, timezone: ZONE })) as { id: string };
  const run = await vi.waitUntil(
    async () => {
      const found = (await call("customer.getImport", { id })) as {
        state: string;
        accepted: number;
        alreadyKnown: number;
        refused: number;
        problems: { reason: string }[];
      };
      return found.state === "waiting" || found.state === "reading" ? null : found;
    },
    { timeout: 60_000, interval: 20 },
  );
  const words = ["activity", "channel", "resource", "unit", "kind", "scale", "stage"] as const;
  const texts = ["id", "case", "customer", "respondent", "comment"] as const;
  const numbers = ["time", "start", "end", "amount", "score"] as const;
  const scan = await app.events.scan({ filter: { world: "own", source: file }, words, texts, numbers });
  const rows = Array.from({ length: scan.length }, (_, i): Row => ({
    ...Object.fromEntries(words.map((name) => [name, scan.words[name]?.dictionary[scan.words[name].codes[i] ?? -1] ?? null])),
    ...Object.fromEntries(texts.map((name) => [name, scan.texts[name]?.[i] ?? null])),
    ...Object.fromEntries(numbers.map((name) => [name, numberOrNull(scan.numbers[name]?.[i])])),
  }));
  return { rows, ...run, reasons: run.problems.map(({ reason }) => reason) };
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Day in the company's zone. */
const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const dayOf = (time: Row[string] | undefined): string | null => (typeof time === "number" ? day.format(time) : null);
const customerOf = (id: Row[string] | undefined): string | null =>
  id === null || id === undefined ? null : (whose.get(String(id)) ?? "nobody");
const pick = (rows: readonly Row[], of: (row: Row) => Row): Row[] => rows.map(of);
const sorted = (rows: Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** What a file says, and what the clean stream says, are the same rows. */
function expectSame(file: string, found: Read, { told, meant }: { told: Row[]; meant: Row[] }): void {
  expect({ clean: found.accepted, duplicates: found.alreadyKnown, refused: found.refused }, file).toEqual(counts[file]);
  expect(sorted(told), file).toEqual(sorted(meant));
}

describe("each export, less what is refused and told twice, is the clean stream", () => {
  test.each([
    [
      "shop_orders.csv",
      "shop",
      {
        case: "Bestellnummer",
        customer: "Kundennummer",
        time: "Zeitpunkt",
        activity: "Vorgang",
        id: "Vorgangsnummer",
        channel: "Kanal",
        resource: "Verkäufer",
        kind: "-",
        amount: "-",
      },
    ],
    [
      "field_jobs.tsv",
      "field",
      {
        case: "Bestellung",
        customer: "Kunde",
        time: "Zeit",
        activity: "Tätigkeit",
        id: "Eintrag",
        resource: "Techniker",
        unit: "Trupp",
        channel: "-",
        kind: "-",
      },
    ],
  ] as const)("%s: steps of orders", async (file, system, map) => {
    const found = await read(file, "events", map);
    const of = (row: Row): Row => ({
      id: row["id"] ?? null,
      time: row["time"] ?? null,
      activity: row["activity"] ?? null,
      case: row["case"] ?? null,
      resource: row["resource"] ?? null,
    });
    const events = (clean.get("events") ?? []).filter((row) => row["system"] === system && row["customer"] !== null);
    expectSame(file, found, { told: pick(found.rows, of), meant: pick(events, of) });
    const people = new Map(events.map((row) => [row["id"], row["customer"]]));
    for (const row of found.rows) if (row["customer"] !== null) expect(customerOf(row["customer"])).toBe(people.get(row["id"] ?? null));
  });

  test("shop_web.jsonl: clicks of nobody in particular", async () => {
    const map = { case: "properties.session", time: "timestamp", activity: "event", id: "messageId", customer: "-", kind: "-" };
    const found = await read("shop_web.jsonl", "events", map);
    const of = (row: Row): Row => ({
      id: row["id"] ?? null,
      time: row["time"] ?? null,
      activity: row["activity"] ?? null,
      case: row["case"] ?? null,
    });
    const events = (clean.get("events") ?? []).filter((row) => row["customer"] === null);
    expectSame("shop_web.jsonl", found, { told: pick(found.rows, of), meant: pick(events, of) });
  });

  test("desk_tickets.json: one ticket for each contact; those closed before they were opened are refused", async () => {
    const map = {
      case: "ticket",
      time: "opened",
      start: "opened",
      end: "closed",
      activity: "cause",
      customer: "person.id",
      channel: "channel",
      unit: "team",
      resource: "agent",
      id: "-",
    };
    const found = await read("desk_tickets.json", "events", map);
    expect(new Set(found.reasons)).toEqual(new Set(["it ends before it starts"]));
    const opened = (clean.get("events") ?? []).filter((row) => row["activity"] === "contact_opened");
    expect(found.accepted + found.refused).toBe(opened.length);
    const contacts = new Map(opened.map((row) => [row["case"], row]));
    for (const row of found.rows) {
      const contact = contacts.get(row["case"] ?? null);
      expect([row["time"], row["activity"], row["channel"], row["unit"]]).toEqual([
        contact?.["time"],
        contact?.["cause"],
        contact?.["channel"],
        contact?.["unit"],
      ]);
      expect(customerOf(row["customer"])).toBe(contact?.["customer"]);
    }
  });

  test("crm_contacts.csv: every contact, twice those who are there twice", async () => {
    const map = { customer: "contact_id", segment: "segment", time: "customer_since" };
    const found = await read("crm_contacts.csv", "customers", map);
    const contacts = (clean.get("records") ?? []).filter((row) => row["system"] === "crm");
    const told = pick(found.rows, (row) => ({ id: row["customer"] ?? null }));
    expectSame("crm_contacts.csv", found, { told, meant: pick(contacts, (row) => ({ id: row["id"] ?? null })) });
  });

  test.each([
    [
      "billing_invoices.csv",
      ["invoice", "credit"],
      { customer: "Konto", time: "Datum", amount: "Betrag", case: "Rechnung", id: "Beleg", kind: "Art", currency: "Währung" },
    ],
    [
      "billing_payments.csv",
      ["payment", "reversal"],
      {
        customer: "account",
        time: "posting_date",
        amount: "amount",
        case: "invoice",
        id: "payment_id",
        kind: "type",
        currency: "currency",
      },
    ],
  ] as const)("%s: the books to the cent and the day", async (file, kinds, map) => {
    const found = await read(file, "transactions", map);
    const meant = (clean.get("transactions") ?? []).filter((row) => kinds.some((kind) => kind === row["kind"]));
    const told = pick(found.rows, (row) => ({
      id: row["id"] ?? null,
      customer: customerOf(row["customer"]),
      day: dayOf(row["time"]),
      cents: row["amount"] ?? null,
      case: row["case"] ?? null,
    }));
    const of = (row: Row): Row => ({
      id: row["id"] ?? null,
      customer: row["customer"] ?? null,
      day: dayOf(row["time"]),
      cents: row["amount"] ?? null,
      case: row["invoice"] ?? null,
    });
    expectSame(file, found, { told, meant: pick(meant, of) });
  });

  test("billing_subscriptions.csv: every price a contract had, ends on the first day without", async () => {
    const map = {
      customer: "Konto",
      start: "Beginn",
      end: "Ende",
      amount: "Preis",
      case: "Vertrag",
      id: "Zeile",
      kind: "Tarif",
      currency: "Währung",
    };
    const found = await read("billing_subscriptions.csv", "subscriptions", map);
    const of = (row: Row, [customer, start, end, amount, contract, plan]: readonly Row[string][]): Row => ({
      id: row["id"] ?? null,
      customer: customer ?? null,
      start: start ?? null,
      end: end ?? null,
      amount: amount ?? null,
      contract: contract ?? null,
      plan: plan ?? null,
    });
    const told = pick(found.rows, (row) =>
      of(row, [
        customerOf(row["customer"]),
        dayOf(row["start"]),
        dayOf(row["end"]),
        row["amount"] ?? null,
        row["case"] ?? null,
        row["kind"] ?? null,
      ]),
    );
    const meant = pick(clean.get("subscriptions") ?? [], (row) => {
      const end = row["to"];
      const without = typeof end === "number" ? dayOf(end - 1 + 86_400_000) : null;
      return of(row, [
        row["customer"] ?? null,
        dayOf(row["from"]),
        without,
        row["amount"] ?? null,
        row["contract"] ?? null,
        row["plan"] ?? null,
      ]);
    });
    expectSame("billing_subscriptions.csv", found, { told, meant });
  });

  test("survey_answers.csv: every score on its own scale; reasons and test rows are refused", async () => {
    const map = {
      customer: "customer_id",
      time: "answered_at",
      score: "score",
      scale: "scale",
      comment: "comment",
      stage: "stage",
      id: "answer_id",
      kind: "question",
      case: "reference",
      unit: "team",
      segment: "segment",
    };
    const found = await read("survey_answers.csv", "responses", map);
    const spaces = (text: Row[string] | undefined): string | null => (typeof text === "string" ? text.replaceAll(/\s+/g, " ") : null);
    const of = (row: Row): Row => ({
      id: row["id"] ?? null,
      customer: row["customer"] ?? null,
      time: row["time"] ?? null,
      score: row["score"] ?? null,
      scale: row["scale"] ?? null,
      stage: row["stage"] ?? null,
      comment: spaces(row["comment"]),
    });
    const scored = (clean.get("responses") ?? []).filter((row) => row["score"] !== null);
    expectSame("survey_answers.csv", found, { told: pick(found.rows, of), meant: pick(scored, of) });
  });

  test("reviews.jsonl, mirror.csv: stars and beliefs; a score beyond its scale is refused", async () => {
    const reviews = await read("reviews.jsonl", "responses", {
      respondent: "author",
      time: "postedAt",
      score: "stars",
      scale: "scale",
      comment: "text",
      id: "id",
    });
    const of = (row: Row, at: string, score: string, comment: string): Row => ({
      id: row["id"] ?? null,
      at: row[at] ?? null,
      score: row[score] ?? null,
      comment: row[comment] ?? null,
    });
    expectSame("reviews.jsonl", reviews, {
      told: pick(reviews.rows, (row) => of(row, "time", "score", "comment")),
      meant: pick(clean.get("posts") ?? [], (row) => of(row, "at", "stars", "text")),
    });
    const mirror = await read("mirror.csv", "beliefs", {
      respondent: "respondent",
      role: "role",
      unit: "unit",
      stage: "stage",
      score: "score",
      scale: "scale",
      time: "answeredAt",
    });
    expect(mirror.reasons).toEqual(["11 on a 0-10 scale"]);
    const stages = new Set((clean.get("beliefs") ?? []).map((row) => row["stage"]));
    const known = mirror.rows.filter((row) => stages.has(row["stage"] ?? null));
    const said = (row: Row): Row => ({
      who: row["respondent"] ?? null,
      stage: row["stage"] ?? null,
      score: row["score"] ?? null,
      time: row["time"] ?? null,
    });
    expect(sorted(pick(known, said))).toEqual(sorted(pick(clean.get("beliefs") ?? [], said)));
    expect(mirror.accepted - known.length).toBe(1); // the stage that nobody has
  });

  test("cancel_sessions.jsonl: every cancellation that somebody asked for", async () => {
    const map = {
      case: "id",
      customer: "customer",
      time: "requestedAt",
      end: "confirmedAt",
      activity: "channel",
      channel: "channel",
      kind: "-",
      id: "-",
    };
    const found = await read("cancel_sessions.jsonl", "events", map);
    const told = pick(found.rows, (row) => ({
      id: row["case"] ?? null,
      at: row["time"] ?? null,
      channel: row["channel"] ?? null,
    }));
    const meant = pick(clean.get("cancelSessions") ?? [], (row) => ({
      id: row["id"] ?? null,
      at: row["requestedAt"] ?? null,
      channel: row["channel"] ?? null,
    }));
    expectSame("cancel_sessions.jsonl", found, { told, meant });
  });
});
