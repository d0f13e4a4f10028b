import { describe, expect, test } from "vitest";
import { chunks, company } from "@counterseat/demo";
import { calendarOf, toUtc } from "../src/calendar.ts";
import { monthsOf, staysOfInvoices, staysOfSubscriptions } from "./ledger-of.ts";
import { readers } from "./rows.ts";

const calendar = calendarOf();
const FIRSTS = calendar.monthStart.slice(1, 25).map((day) => toUtc(calendar, day * 1440));
const BOUNDARIES = [...FIRSTS, calendar.end - 1];

const DRAWN = Array.from({ length: 20 }, (_, i): [number, number] => [1000 + i, 0.02]);

describe.each<[number, number]>([[7, 0.1], ...DRAWN])("the books of company %i at scale %d", (seed, scale) => {
  const options = { seed, scale };

  test("tell the same ledger from subscriptions and from invoices, to the cent", () => {
    const subscriptions = monthsOf(staysOfSubscriptions(options), BOUNDARIES);
    expect(monthsOf(staysOfInvoices(options), BOUNDARIES)).toEqual(subscriptions);
    for (const month of subscriptions) {
      expect(month.opening[0] + month.came[0] - month.left[0]).toBe(month.closing[0]);
      expect(month.opening[1] + month.came[1] - month.left[1] + month.grown - month.shrunk).toBe(month.closing[1]);
      expect(month.opening[0]).toBeGreaterThan(200);
    }
  });

  test("have contracts without a gap between their prices, unique ids and a check digit in every account", () => {
    const ids = new Set<string>();
    const wrong: string[] = [];
    let rows = 0;
    const open = new Map<string, number>();
    const { start, end } = company(options);
    for (const chunk of chunks(options, ["subscriptions"])) {
      const [id, contract, version, from, to, account] = readers(chunk, ["id", "contract", "version", "from", "to", "account"]);
      for (let row = 0; row < chunk.length; row++, rows++) {
        ids.add(String(id(row)));
        const [begins, ends] = [Number(from(row)), to(row) === null ? Infinity : Number(to(row))];
        const follows = Number(version(row)) === 1 || open.get(String(contract(row))) === begins;
        const sound =
          begins >= start && begins < end && ends > begins && /^\d{10}$/.test(String(account(row))) && luhn(String(account(row))) === 0;
        if (!follows || !sound) wrong.push(String(id(row)));
        open.set(String(contract(row)), ends);
      }
    }
    expect(wrong).toEqual([]);
    expect(ids.size).toBe(rows);
    expect(rows).toBeGreaterThan(300);
  });
});

function luhn(digits: string): number {
  const odd = [...digits].reverse().map(Number);
  return odd.reduce((sum, digit, i) => sum + (i % 2 === 0 ? digit : Math.floor((2 * digit) / 10) + ((2 * digit) % 10)), 0) % 10;
}

test("every payment and every reversal belongs to an invoice; what was paid is what was billed, less what is not due yet", () => {
  const billed = new Map<string, number>();
  const paid = new Map<string, number>();
  let last = "";
  let lastTime = 0;
  let backwards = 0;
  for (const chunk of chunks({ seed: 7, scale: 0.1 }, ["transactions"])) {
    const [customer, invoice, kind, time, amount] = readers(chunk, ["customer", "invoice", "kind", "time", "amount"]);
    for (let row = 0; row < chunk.length; row++) {
      const who = String(customer(row));
      if (who === last && Number(time(row)) < lastTime) backwards += 1;
      [last, lastTime] = [who, Number(time(row))];
      const books = kind(row) === "invoice" || kind(row) === "credit" ? billed : paid;
      books.set(String(invoice(row)), (books.get(String(invoice(row))) ?? 0) + Number(amount(row)));
    }
  }
  expect(backwards).toBe(0);
  expect([...paid.keys()].filter((invoice) => !billed.has(invoice))).toEqual([]);
  const open = [...billed].filter(([invoice, cents]) => paid.get(invoice) !== cents);
  expect(open.length / billed.size).toBeLessThan(0.05);
  expect(open.filter(([invoice]) => (paid.get(invoice) ?? 0) !== 0)).toEqual([]);
});
