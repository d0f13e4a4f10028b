import { afterAll, describe, expect, it } from "vitest";
import type { Field, ImportKind } from "./contract.ts";
import { propose } from "./propose.ts";
import { openFolder } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

const rows = (count: number, make: (i: number) => string): string => Array.from({ length: count }, (_, i) => make(i)).join("\n");
const day = (i: number): string => String((i % 28) + 1).padStart(2, "0");

/** Exports of well-known systems: the field of each column from left to right, and what has to be asked. */
const FILES: readonly { name: string; kind: ImportKind; text: string; fields: readonly (Field | null)[]; asks?: readonly string[] }[] = [
  {
    name: "a shop with unit prices only",
    kind: "transactions",
    text: `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${rows(40, (i) => `5363${i},8512${i % 7}A,WHITE HANGING,${(i % 6) + 1},12/${day(i)}/2010 8:26,${(i % 5) + 0.55},178${50 + (i % 5)},United Kingdom`)}`,
    fields: ["case", null, null, "quantity", "time", null, "customer", null],
    asks: ["amount"],
  },
  {
    name: "a price that may be that of one piece",
    kind: "transactions",
    text: `customer,date,price,qty\n${rows(30, (i) => `c${i % 8},2026-01-${day(i)},1.50,${(i % 3) + 1}`)}`,
    fields: ["customer", "time", "amount", "quantity"],
    asks: ["amount"],
  },
  {
    name: "a bank's statement with two days",
    kind: "transactions",
    text: `Buchungstag;Valuta;Empfänger;Kundennummer;Verwendungszweck;Betrag;Währung;Saldo\n${rows(30, (i) => `${day(i)}.01.2026;${day(i + 1)}.01.2026;Frau X;K${i % 9};Re ${i};1.2${i % 10}0,00-;EUR;5.000,00`)}`,
    fields: [null, "time", null, "customer", null, "amount", "currency", null],
    asks: ["time"],
  },
  {
    name: "settings of the report above the table, its end below",
    kind: "transactions",
    text: `Report:,Sales by customer\nPeriod:,01/01/2026 - 31/03/2026\nCurrency:,GBP\n\nCustomer Ref,Sale Date,Store,Net Sales\n${rows(30, (i) => `C${i % 8},${day(i)}/01/2026,Leeds,"1,2${i % 10}0.50"`)}\n,,Grand Total,"37,000.00"\nEnd of report`,
    fields: ["customer", "time", "unit", "amount"],
  },
  {
    name: "units under the names",
    kind: "transactions",
    text: `Kundennr;Datum;Betrag;Menge\n;(TT.MM.JJJJ);(EUR);(Stk)\n${rows(30, (i) => `K${i % 8};${day(i)}.01.2026;${i},50;${(i % 3) + 1}`)}`,
    fields: ["customer", "time", "amount", "quantity"],
  },
  {
    name: "a repeated group above every name",
    kind: "transactions",
    text: `Order,Order,Customer,Customer,Payment,Payment\nNo,Date,ID,Name,Amount,Currency\n${rows(30, (i) => `O${i},2026-01-${day(i)},C${i % 8},Ann,${i}.50,EUR`)}`,
    fields: ["case", "time", "customer", "name", "amount", "currency"],
  },
  {
    name: "one name twice with other amounts",
    kind: "transactions",
    text: `Customer,Date,Amount,Amount,Status\n${rows(30, (i) => `C${i % 8},2026-01-${day(i)},${i}.50,${i * 2}.25,ok`)}`,
    fields: ["customer", "time", "amount", null, null],
    asks: ["amount"],
  },
  {
    name: "one name twice with the same values, which is nothing to ask",
    kind: "transactions",
    text: `Customer,Date,Amount,Amount\n${rows(30, (i) => `C${i % 8},2026-01-${day(i)},${i}.50,${i}.50`)}`,
    fields: ["customer", "time", "amount", null],
  },
  {
    name: "days of two systems in one column",
    kind: "transactions",
    text: `Customer,Date,Amount\n${rows(30, (i) => `C${i % 8},${i % 2 ? `${13 + (i % 10)}/02/2026` : `02/${13 + (i % 10)}/2026`},${i}.50`)}`,
    fields: ["customer", "time", "amount"],
    asks: ["dateOrder"],
  },
  {
    name: "a form with its questions as headers",
    kind: "responses",
    text: `#,How likely are you to recommend us to a friend? (0-10),What is the main reason for your score?,customer_id,Start Date (UTC),Submit Date (UTC)\n${rows(30, (i) => `ab${i}x,${i % 11},"because, ${i}",C${i % 12},2026-02-${day(i)} 10:00:00,2026-02-${day(i)} 10:03:00`)}`,
    fields: [null, "score", "comment", "customer", null, "time"],
  },
  {
    name: "scores that bring their scale",
    kind: "responses",
    text: `Date,Customer,Rating,Text\n${rows(30, (i) => `2026-03-${day(i)},c${i % 7},${i % 2 ? `${(i % 5) + 1}/5` : `${i % 11}/10`},hello ${i}`)}`,
    fields: ["time", "customer", "score", "comment"],
  },
  {
    name: "scores of a scale nobody named: all of them in its lower half",
    kind: "responses",
    text: `Date,Customer,Score\n${rows(30, (i) => `2026-03-${day(i)},c${i % 7},${i % 21}`)}`,
    fields: ["time", "customer", "score"],
    asks: ["scale"],
  },
  {
    name: "Spanish customers, whose birthday is theirs and no time of the row",
    kind: "customers",
    text: `Código;Nombre;Correo electrónico;Fecha de nacimiento;Fecha de alta;Segmento\n${rows(30, (i) => `CL${i};Ana;a${i}@x.example;${day(i)}/05/1980;${day(i)}/05/2020;Oro`)}`,
    fields: ["customer", "given", "email", "birth", "time", "segment"],
  },
  {
    name: "French contracts",
    kind: "subscriptions",
    text: `N° contrat;N° client;Formule;Montant mensuel (€);Date de début;Date de fin\n${rows(30, (i) => `A${i};${i % 8};Plus;${i},50;${day(i)}/01/2025;${i % 3 ? "" : `${day(i)}/06/2025`}`)}`,
    fields: ["case", "customer", "kind", "amount", "start", "end"],
  },
  {
    name: "a few words that come back are what happened, whatever the header says",
    kind: "events",
    text: `Vorgangsnummer;Bestellnummer;Kundennummer;Zeitpunkt;Vorgang\n${rows(60, (i) => `E-${i};B-${i >> 2};K${i >> 3};${day(i)}.02.2026 10:00;${["bestellt", "verpackt", "geliefert", "bezahlt"][i % 4]}`)}`,
    fields: [null, "case", "customer", "time", "activity"],
  },
];

describe("exports of other systems", () => {
  it.each(FILES.map((file) => [file.name, file] as const))("%s", async (name, { kind, text, fields, asks = [] }) => {
    const { columns, questions } = await propose({ path: folder.write("other.csv", text), name, kind });
    expect(columns.map(({ field }) => field)).toEqual(fields);
    expect(questions.map(({ code, field }) => (code === "ambiguous-date-order" ? "dateOrder" : field))).toEqual(asks);
  });

  it("reads what is left where the cents stood, and knows a currency by its sign, code or word", async () => {
    const text = `customer;date;amount;currency\na;31.01.2026;12.-;Fr.\nb;31.01.2026;1'250.–;chf\nc;31.01.2026;7.50-;Euro\n`;
    const { previewRows } = await propose({ path: folder.write("cents.csv", text), name: "cents", kind: "transactions" });
    expect(previewRows.map((row) => [row["amount"], row["currency"]])).toEqual([
      [12, "CHF"],
      [1250, "CHF"],
      [-7.5, "EUR"],
    ]);
  });
});
