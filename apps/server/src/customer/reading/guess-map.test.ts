import { afterAll, describe, expect, it } from "vitest";
import type { Field, ImportKind } from "./contract.ts";
import { propose } from "./propose.ts";
import { openFolder } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

/** Header with the field of each column (or none), and rows; small files as different systems would write them. */
interface Fixture {
  name: string;
  kind: ImportKind;
  text: string;
  fields: readonly (Field | null)[];
}

const rows = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${make(index)}\n`).join("");
const day = (index: number): string => String((index % 28) + 1).padStart(2, "0");

const FIXTURES: readonly Fixture[] = [
  {
    name: "English event log of a ticket system",
    kind: "events",
    text: `Ticket ID,Status,Created At,Assignee,Priority,Channel\n${rows(30, (i) => `T-${i >> 1},${["Open", "Closed"][i % 2]},2024-01-${day(i)} 10:00,Ann ${i % 3},P${i % 4},web`)}`,
    fields: ["case", "activity", "time", "resource", null, "channel"],
  },
  {
    name: "Disco export with start and complete timestamps",
    kind: "events",
    text: `Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Variant\n${rows(30, (i) => `${i >> 2},Step ${i % 4},R${i % 5},2024/01/${day(i)} 10:00:00.000,2024/01/${day(i)} 11:00:00.000,Variant 1`)}`,
    fields: ["case", "activity", "resource", "start", "time", null],
  },
  {
    name: "log with start and end only",
    kind: "events",
    text: `order_id,activity,start_time,end_time\n${rows(30, (i) => `${i >> 2},Step ${i % 4},2024-01-${day(i)} 10:00,2024-01-${day(i)} 11:00`)}`,
    fields: ["case", "activity", "start", "end"],
  },
  {
    name: "German event log",
    kind: "events",
    text: `Vorgangsnummer;Tätigkeit;Zeitstempel;Sachbearbeiter;Abteilung;Kunde\n${rows(30, (i) => `V${i >> 1};Schritt ${i % 6};${day(i)}.01.2024 08:15;Müller ${i % 3};Technik;K${i >> 1}`)}`,
    fields: ["case", "activity", "time", "resource", "unit", "customer"],
  },
  {
    name: "French event log",
    kind: "events",
    text: `N° dossier;Activité;Horodatage;Utilisateur;Service\n${rows(30, (i) => `D${i >> 1};Étape ${i % 6};${day(i)}/01/2024 08:15;Luc ${i % 3};Technique`)}`,
    fields: ["case", "activity", "time", "resource", "unit"],
  },
  {
    name: "web events with epochs and message ids",
    kind: "events",
    text: `messageId,userId,event,timestamp\n${rows(30, (i) => `m${i},u${i % 7},page ${i % 3},${1_700_000_000_000 + i * 1000}`)}`,
    fields: ["id", "customer", "activity", "time"],
  },
  {
    name: "id that comes back is the case",
    kind: "events",
    text: `id,action,ts\n${rows(30, (i) => `${i >> 1},step ${i % 4},2024-01-${day(i)}T10:00:00Z`)}`,
    fields: ["case", "activity", "time"],
  },
  {
    name: "customer column of a few groups beside a case",
    kind: "events",
    text: `case_id,activity,timestamp,customer\n${rows(60, (i) => `${i >> 1},step ${i % 4},2024-01-${day(i)},Value ${i % 3}`)}`,
    fields: ["case", "activity", "time", null],
  },
  {
    name: "English shop orders",
    kind: "transactions",
    text: `Order No,Customer ID,Order Date,Total,Currency,Items\n${rows(30, (i) => `${1000 + i},C${i % 9},01/${day(i)}/2024,"$1,2${i % 9}0.50",USD,${i % 4}`)}`,
    fields: ["case", "customer", "time", "amount", "currency", "quantity"],
  },
  {
    name: "German invoices",
    kind: "transactions",
    text: `Kundennummer;Rechnungsnummer;Rechnungsdatum;Betrag;Währung\n${rows(30, (i) => `00${i % 9};R${i};${day(i)}.01.24;1.2${i % 9}0,50;EUR`)}`,
    fields: ["customer", "case", "time", "amount", "currency"],
  },
  {
    name: "French orders",
    kind: "transactions",
    text: `N° client;Date de commande;Montant TTC;Quantité;Canal de vente\n${rows(30, (i) => `${i % 9};${day(i)}/01/2024;1 2${i % 9}0,50;${i % 3};boutique`)}`,
    fields: ["customer", "time", "amount", "quantity", "channel"],
  },
  {
    name: "card payments with their own ids",
    kind: "transactions",
    text: `transaction_id,account,paid_at,amount,type\n${rows(30, (i) => `tx${i},A${i % 9},01/${day(i)}/2024 13:00,${i}.99,sale`)}`,
    fields: ["id", "customer", "time", "amount", "kind"],
  },
  {
    name: "orders without a header",
    kind: "transactions",
    text: rows(30, (i) => `K${i % 9}|2024-01-${day(i)}|${i}.75`),
    fields: ["customer", "time", "amount"],
  },
  {
    name: "unnamed customer column that is the only candidate",
    kind: "transactions",
    text: `Ref X;Datum;Umsatz\n${rows(30, (i) => `Q${i % 9};2024-01-${day(i)};${i},75`)}`,
    fields: ["customer", "time", "amount"],
  },
  {
    name: "subscriptions of a billing system",
    kind: "subscriptions",
    text: `subscription_id,customer_id,plan,mrr,currency,started_at,canceled_at\n${rows(30, (i) => `s${i >> 1},c${i % 9},pro,${i}.50,EUR,2024-01-${day(i)},${i % 3 === 0 ? `2024-03-${day(i)}` : ""}`)}`,
    fields: ["case", "customer", "kind", "amount", "currency", "start", "end"],
  },
  {
    name: "German contracts",
    kind: "subscriptions",
    text: `Vertragsnummer;Kundennummer;Tarif;Monatspreis;Gültig von;Gültig bis\n${rows(30, (i) => `V${i >> 1};00${i % 9};M;${i},50;${day(i)}.01.24;${i % 3 === 0 ? `${day(i)}.03.24` : ""}`)}`,
    fields: ["case", "customer", "kind", "amount", "start", "end"],
  },
  {
    name: "a list of customers",
    kind: "customers",
    text: `id,name,customer segment,customer since\n${rows(30, (i) => `K${i},Name ${i},gold,2024-01-${day(i)}`)}`,
    fields: ["customer", null, "segment", "time"],
  },
  {
    name: "NPS survey",
    kind: "responses",
    text: `response_id,customer_id,submitted_at,touchpoint,nps,verbatim\n${rows(30, (i) => `r${i},c${i % 9},2024-01-${day(i)}T10:00:00Z,install,${i % 11},"good, ${i}"`)}`,
    fields: ["id", "customer", "time", "stage", "score", "comment"],
  },
  {
    name: "German survey with a scale of its own",
    kind: "responses",
    text: `Kundennummer\tDatum\tBewertung\tSkala\tKommentar\tKanal\n${rows(30, (i) => `${i % 9}\t${day(i)}.01.2024\t${(i % 5) + 1}\t1-5\tganz gut ${i}\tTelefon`)}`,
    fields: ["customer", "time", "score", "scale", "comment", "channel"],
  },
  {
    name: "French survey",
    kind: "responses",
    text: `Client;Date de réponse;Note;Commentaire;Étape\n${rows(30, (i) => `${i % 9};${day(i)}/01/2024;${i % 11};très bien ${i};installation`)}`,
    fields: ["customer", "time", "score", "comment", "stage"],
  },
  {
    name: "survey without a time",
    kind: "responses",
    text: `Score,Stage,Text\n${rows(30, (i) => `${i % 11},support,text ${i}`)}`,
    fields: ["score", "stage", "comment"],
  },
  {
    name: "what employees believe",
    kind: "beliefs",
    text: `Respondent,Role,Stage,Rating,Comment\n${rows(30, (i) => `p${i},leader,install,${i % 11},well ${i}`)}`,
    fields: ["respondent", "role", "stage", "score", "comment"],
  },
  {
    name: "what employees believe, in German",
    kind: "beliefs",
    text: `Teilnehmer;Funktion;Abteilung;Phase;Einschätzung Zufriedenheit\n${rows(30, (i) => `p${i};Leitung;Vertrieb;Kauf;${i % 11}`)}`,
    fields: ["respondent", "role", "unit", "stage", "score"],
  },
  {
    name: "scores alone",
    kind: "beliefs",
    text: `gruppe;wert\n${rows(30, (i) => `${["Leitung", "Front"][i % 2]};${i % 11}`)}`,
    fields: ["role", "score"],
  },
];

describe("guessing what the columns are", () => {
  const wrong: string[] = [];
  let columns = 0;

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))("%s", async (name, fixture) => {
    const path = folder.write("fixture.csv", fixture.text);
    const proposal = await propose({ path, name, kind: fixture.kind });
    columns += fixture.fields.length;
    for (const [index, field] of fixture.fields.entries()) {
      const found = proposal.columns[index]?.field ?? null;
      if (found !== field) wrong.push(`${name}: column ${index + 1} is ${found}, not ${field}`);
    }
    expect(proposal.questions).toEqual([]);
    expect(proposal.problems).toEqual([]);
  });

  it("gets at least nine columns in ten right", () => {
    if (wrong.length > 0) process.stdout.write(`${wrong.join("\n")}\n`);
    expect(wrong.length).toBeLessThanOrEqual(columns * 0.1);
  });
});

describe("what a person is asked", () => {
  const ask = async (kind: ImportKind, text: string, map: Record<string, string> = {}) =>
    propose({ path: folder.write("ask.csv", text), name: "ask.csv", kind, map });

  it("asks for the column nobody named, and takes the answer", async () => {
    const text = `a,b,c\n${rows(10, (i) => `x${i},y${i},2024-01-${day(i)}`)}`;
    const { questions } = await ask("events", text);
    expect(questions.map(({ code, field }) => [code, field])).toEqual([
      ["unmapped-required", "activity"],
      ["unmapped-required", "case"],
    ]);
    expect(questions[0]).toMatchObject({ candidates: ["a", "b"], settle: "--map activity=a" });
    expect((await ask("events", text, { activity: "B", case: "1" })).plan.map).toMatchObject({
      activity: { column: "b", position: 2 },
      case: { column: "a", position: 1 },
    });
  });

  it("asks which of two dates it is", async () => {
    const text = `case_id,activity,first seen date,last seen date\n${rows(10, (i) => `${i % 3},a,2024-01-${day(i)},2024-02-${day(i)}`)}`;
    const { questions } = await ask("events", text);
    expect(questions).toMatchObject([{ code: "ambiguous-field", field: "time", settle: '--map time="first seen date"' }]);
    expect((await ask("events", text, { time: "last seen date" })).questions).toEqual([]);
  });

  it("asks whether day or month comes first, and takes dateOrder", async () => {
    const text = "customer,date,amount\n1,03/04/2024,5\n2,05/06/2024,6\n";
    expect((await ask("transactions", text)).questions).toMatchObject([{ code: "ambiguous-date-order", settle: "--map dateOrder=dmy" }]);
    const { questions, plan, previewRows } = await ask("transactions", text, { dateOrder: "mdy" });
    expect([questions, plan.dateOrder, previewRows[0]?.["time"]]).toEqual([[], "mdy", "2024-03-04T00:00:00.000Z"]);
  });

  it("looks at the whole file before it asks about the order", async () => {
    const text = `customer,date,amount\n${rows(6000, () => "1,03/04/2024,5")}2,04/13/2024,6\n`;
    const { questions, plan } = await ask("transactions", text);
    expect([questions, plan.dateOrder]).toEqual([[], "mdy"]);
  });

  it("lets map win, leave out, and give a scale; and names what is not there", async () => {
    const text = "nps,customer\n3,a\n4,b\n";
    expect((await ask("responses", text)).plan.scale).toBe("0-10");
    const { plan } = await ask("responses", text, { scale: "1-5", customer: "-" });
    expect([plan.scale, plan.map.customer]).toEqual(["1-5", undefined]);
    await expect(ask("responses", text, { score: "missing" })).rejects.toMatchObject({ code: "unknown-column" });
    await expect(ask("responses", text, { colour: "nps" })).rejects.toMatchObject({ code: "unknown-field" });
    await expect(ask("responses", text, { dateOrder: "ddmm" })).rejects.toMatchObject({ code: "unknown-setting" });
  });
});
