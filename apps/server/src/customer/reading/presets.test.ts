import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PRESETS } from "./presets/index.ts";
import { propose } from "./propose.ts";
import { readBatches } from "./read-batches.ts";

const folder = mkdtempSync(join(tmpdir(), "counterseat-presets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whole headers of each system's export, as published, with rows made up here. `first`: what the first row has to become. */
const FILES: readonly { preset: string; csv: string; first: object; rows: number; refused?: number }[] = [
  {
    preset: "HubSpot's export of contacts",
    csv: `Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Lifecycle Stage,Contact owner,City
101,Ana,Lima,ana@example.org,+49 30 1,NEW,2024-03-12 09:14,Customer,Bo Berg,Lyon
102,Per,Olsen,per@example.org,,OPEN,2024-03-13 10:00,Lead,Bo Berg,Oslo
`,
    first: {
      customer: "101",
      given: "Ana",
      family: "Lima",
      email: "ana@example.org",
      time: Date.UTC(2024, 2, 12, 9, 14),
      segment: "Customer",
    },
    rows: 2,
  },
  {
    preset: "Stripe's export of payments",
    csv: `id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Fee,Status,Description,Customer ID,Customer Email,Invoice ID
ch_1,2026-06-05 20:38:34,3125.00,0.00,usd,true,2900.10,90.93,Paid,Subscription,cus_1,ana@example.org,in_1
ch_2,2026-06-05 20:39:34,19.90,19.90,eur,true,19.90,0.93,Refunded,Subscription,cus_2,per@example.org,in_2
`,
    first: {
      id: "ch_1",
      customer: "cus_1",
      amount: 3125,
      currency: "USD",
      time: Date.UTC(2026, 5, 5, 20, 38, 34),
      case: "in_1",
      email: "ana@example.org",
    },
    rows: 2,
  },
  {
    preset: "Salesforce's export of contacts",
    csv: `ID,ISDELETED,MASTERRECORDID,ACCOUNTID,LASTNAME,FIRSTNAME,SALUTATION,NAME,MAILINGSTREET,MAILINGCITY,MAILINGSTATE,MAILINGPOSTALCODE,MAILINGCOUNTRY,PHONE,FAX,MOBILEPHONE,EMAIL,TITLE,BIRTHDATE,CREATEDDATE
003A1,false,,001A1,Lima,Ana,Ms,Ana Lima,1 Main St,Lyon,,69001,FR,+33 1,,+33 6,ana@example.org,Head,1984-05-11,2024-03-12T09:14:00.000Z
003A2,false,,001A2,Olsen,Per,Mr,Per Olsen,2 Main St,Oslo,,0150,NO,,,+47 4,per@example.org,,,2024-03-13T10:00:00.000Z
`,
    first: {
      customer: "003A1",
      given: "Ana",
      family: "Lima",
      email: "ana@example.org",
      phone: "+33 1",
      birth: "1984-05-11",
      postcode: "69001",
      time: Date.UTC(2024, 2, 12, 9, 14),
    },
    rows: 2,
  },
  {
    preset: "Xero's export of invoices",
    csv: `ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,InvoiceNumber,Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,Type,Sent,Status
Lima Ltd,ana@example.org,1 Main St,,,,Lyon,,69001,FR,INV-1,,31/08/2026,14/09/2026,,29.90,0.00,29.90,0.00,,Line one,2,9.95,,19.90,200,None,0.00,,,,,EUR,Sales invoice,Sent,Paid
Lima Ltd,ana@example.org,1 Main St,,,,Lyon,,69001,FR,INV-1,,31/08/2026,14/09/2026,,29.90,0.00,29.90,0.00,,Line two,1,10.00,,10.00,200,None,0.00,,,,,EUR,Sales invoice,Sent,Paid
`,
    first: {
      customer: "Lima Ltd",
      amount: 19.9,
      quantity: 2,
      currency: "EUR",
      case: "INV-1",
      kind: "Sales invoice",
      time: Date.UTC(2026, 7, 31),
      city: "Lyon",
    },
    rows: 2,
  },
  {
    preset: "Zendesk's export of tickets",
    csv: `Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score
1,4711,Ana Lima,9001,,ana@example.org,example.org,Ana Lima,Bo,Billing,Invoice wrong,billing,Solved,Normal,Mail,Problem,2026-02-01 10:00,2026-02-02 10:00,2026-02-01 10:05,,,2026-02-01 10:05,2026-02-02 10:00,24,Good
1,4712,Per Olsen,9002,,per@example.org,example.org,Per Olsen,Bo,Delivery,Late,late,Open,High,Chat,Incident,2026-02-03 11:00,2026-02-03 11:00,2026-02-03 11:05,,,2026-02-03 11:05,,,Unoffered
`,
    first: {
      case: "4711",
      customer: "9001",
      activity: "Problem",
      channel: "Mail",
      unit: "Billing",
      resource: "Bo",
      time: Date.UTC(2026, 1, 1, 10),
    },
    rows: 2,
  },
  {
    preset: "Freshdesk's export of tickets",
    csv: `Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Product,Full name,Contact ID
31,Broken,Closed,High,Phone,Incident,Bo,Service,2026-02-01 10:00:00,2026-02-03 10:00:00,2026-02-02 10:00:00,2026-02-02 11:00:00,2026-02-02 11:00:00,2026-02-01 11:00:00,00:10,01:00:00,24:00:00,2,3,Within SLA,Within SLA,,,,Ana Lima,77
32,Question,Open,Low,Email,Question,Bo,Service,2026-02-02 10:00:00,2026-02-04 10:00:00,,,2026-02-02 10:00:00,,00:00,,,0,1,,,,,,Per Olsen,78
`,
    first: { case: "31", customer: "77", activity: "Incident", channel: "Phone", time: Date.UTC(2026, 1, 1, 10), name: "Ana Lima" },
    rows: 2,
  },
  {
    preset: "Jira's export of requests",
    csv: `Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Assignee,Assignee Id,Reporter,Reporter Id,Creator,Created,Updated,Resolved
No line,SD-1,10001,Service Request,Done,SD,Desk,Medium,Bo,a1,Ana Lima,r1,Ana Lima,12/Mar/24 9:00 AM,13/Mar/24 9:00 AM,13/Mar/24 9:00 AM
No signal,SD-2,10002,Incident,Open,SD,Desk,High,Bo,a1,Per Olsen,r2,Per Olsen,14/Mar/24 2:30 PM,14/Mar/24 2:30 PM,
`,
    first: { case: "SD-1", customer: "r1", activity: "Service Request", resource: "a1", time: Date.UTC(2024, 2, 12, 9) },
    rows: 2,
  },
  {
    preset: "Shopify's export of customers",
    csv: `Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
6001,Ana,Lima,ana@example.org,yes,,1 Main St,,Lyon,,FR,69001,,+33 1,no,99.50,3,,no,
6002,Per,Olsen,per@example.org,no,,2 Main St,,Oslo,,NO,0150,,+47 1,no,0.00,0,,no,
`,
    first: {
      customer: "6001",
      given: "Ana",
      family: "Lima",
      email: "ana@example.org",
      phone: "+33 1",
      postcode: "69001",
      city: "Lyon",
      address: "1 Main St",
    },
    rows: 2,
  },
  {
    preset: "Shopify's export of orders",
    csv: `Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing City,Billing Zip,Billing Country,Billing Phone,Payment Method,Refunded Amount,Id,Source
#1001,ana@example.org,paid,2025-10-07 09:50:26 +0200,fulfilled,2025-10-08 14:21:21 +0200,yes,EUR,53.91,0.00,0.00,53.91,,0.00,Post,2025-10-07 09:50:26 +0200,3,Mask,17.97,,m1,true,true,fulfilled,Ana Lima,1 Main St,1 Main St,Lyon,69001,FR,+33 1,card,0.00,7410,web
#1001,ana@example.org,,,,,,,,,,,,,,2025-10-07 09:50:26 +0200,1,Soap,0.00,,s1,true,true,fulfilled,,,,,,,,,,,
`,
    first: {
      customer: "ana@example.org",
      amount: 53.91,
      currency: "EUR",
      case: "#1001",
      time: Date.UTC(2025, 9, 7, 7, 50, 26),
      email: "ana@example.org",
    },
    rows: 1,
    refused: 1,
  },
  {
    preset: "Magento's export of customers",
    csv: `"ID","Name","Email","Group","Phone","ZIP","Country","State/Province","Customer Since","Web Site","Confirmed email"
"5","Ana Lima","ana@example.org","General","346","69001","France","","2026-01-05 10:00:00","Main Website","Confirmation Not Required"
"6","Per Olsen","per@example.org","Wholesale","","0150","Norway","","2026-01-06 10:00:00","Main Website","Confirmation Not Required"
`,
    first: {
      customer: "5",
      name: "Ana Lima",
      email: "ana@example.org",
      segment: "General",
      postcode: "69001",
      time: Date.UTC(2026, 0, 5, 10),
    },
    rows: 2,
  },
];

test("every preset has its file here", () => {
  expect(FILES.map((one) => one.preset).sort()).toEqual(PRESETS.map((one) => one.name).sort());
});

/** The same table with its columns turned round. */
const turned = (csv: string) =>
  csv
    .split("\n")
    .map((line) => (line.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? []).reverse().join(","))
    .join("\n");

describe.each(FILES)("$preset", ({ preset, csv, first, rows, refused = 0 }) => {
  const kind = PRESETS.find((one) => one.name === preset)?.kind ?? "events";
  let n = 0;
  const lay = (text: string) => {
    const path = join(folder, `${preset.replaceAll(/\W/g, "-")}-${n++}.csv`);
    writeFileSync(path, text);
    return { path, name: "export.csv", kind };
  };

  test.each([
    ["as it is", csv],
    ["with its columns in another order", turned(csv)],
  ])("%s maps itself without a question", async (_how, text) => {
    const file = lay(text);
    const { plan, questions, columns } = await propose(file);
    expect(questions).toEqual([]);
    expect(columns.filter(({ reason }) => reason === `as in ${preset}`).length).toBeGreaterThanOrEqual(4);
    let read = 0;
    let without = 0;
    for await (const batch of readBatches({ path: file.path, plan, batchSize: 100 })) {
      read += batch.length;
      without += batch.refused.length;
      const at = Object.fromEntries(Object.keys(first).map((field) => [field, batch.columns[field as keyof typeof batch.columns]?.[0]]));
      expect(at).toEqual(first);
    }
    expect([read, without]).toEqual([rows, refused]);
  });

  test("a file that lacks one of its headers is not taken for it", async () => {
    const known = PRESETS.find((one) => one.name === preset)?.known[1] ?? "";
    const head = csv.slice(0, csv.indexOf("\n"));
    const renamed = head.replace(new RegExp(`(^|,|")${known.replaceAll(/[()]/g, "\\$&")}(?=,|"|$)`, "i"), "$1something else");
    expect(renamed).not.toBe(head);
    const { columns } = await propose(lay(renamed + csv.slice(head.length)));
    expect(columns.filter(({ reason }) => reason.includes(preset))).toEqual([]);
  });

  test("what a person says stands above it, and what it knows is not settled for the source", async () => {
    const other = csv.slice(0, csv.indexOf("\n")).split(",")[0]?.replaceAll('"', "") ?? "";
    const field = kind === "events" ? "comment" : "kind";
    const { columns, settled } = await propose({ ...lay(csv), map: { [field]: other } });
    expect(columns.find(({ name }) => name === other)).toMatchObject({ field, reason: "as you said" });
    expect(settled.columns).toEqual({ [field]: other });
  });
});
