import { describe, expect, test } from "vitest";
import { chunks, company } from "@counterseat/demo";
import { readers } from "./rows.ts";

const OPTIONS = { seed: 7, scale: 0.1 };

interface Step {
  readonly activity: string;
  readonly time: number;
}

const ids = new Set<string>();
const cases = new Map<string, Step[]>();
const firstOfCustomer = new Map<string, string>();
let rows = 0;
let backwards = 0;
let outside = 0;
let lastCustomer = "";
let lastTime = 0;
const { start, end } = company(OPTIONS);
for (const chunk of chunks(OPTIONS, ["events"])) {
  const [id, time, activity, caseId, customer] = readers(chunk, ["id", "time", "activity", "case", "customer"]);
  for (let row = 0; row < chunk.length; row++) {
    rows += 1;
    ids.add(String(id(row)));
    const who = String(customer(row));
    const at = Number(time(row));
    if (who === lastCustomer && who !== "null" && at < lastTime) backwards += 1;
    if (at < start || at >= end) outside += 1;
    if (!firstOfCustomer.has(who)) firstOfCustomer.set(who, String(activity(row)));
    lastCustomer = who;
    lastTime = at;
    const key = caseId(row);
    if (key === null) continue;
    const steps = cases.get(String(key)) ?? [];
    cases.set(String(key), steps);
    steps.push({ activity: String(activity(row)), time: at });
  }
}

function ordered(steps: readonly Step[], path: readonly string[]): boolean {
  const places = path.map((activity) => steps.findIndex((step) => step.activity === activity)).filter((place) => place >= 0);
  return places.every((place, i) => i === 0 || place > places[i - 1]);
}

describe("events", () => {
  test("have unique ids, lie inside the record and are in order of time within a person", () => {
    expect(ids.size).toBe(rows);
    expect([backwards, outside]).toEqual([0, 0]);
  });

  test("of an order follow the designed journey and no arrival is billed before being installed", () => {
    const designed =
      "order_placed order_confirmed handed_to_field appointment_offered appointment_booked appointment_confirmed technician_dispatched technician_arrived install_done line_tested first_online".split(
        " ",
      );
    let orders = 0;
    for (const [id, steps] of cases) {
      if (!id.startsWith("O-")) continue;
      orders += 1;
      expect(ordered(steps, designed), id).toBe(true);
    }
    expect(orders).toBeGreaterThan(700);
    for (const [who, first] of firstOfCustomer)
      if (who !== "null") expect(["first_online", "returned", "service_ended"]).not.toContain(first);
  });

  test("of a ticket open once, are solved before they are closed and close at most once", () => {
    let tickets = 0;
    for (const [id, steps] of cases) {
      if (!id.startsWith("T-")) continue;
      tickets += 1;
      const count = (activity: string): number => steps.filter((step) => step.activity === activity).length;
      expect(steps[0].activity, id).toBe("contact_opened");
      expect(count("contact_opened")).toBe(1);
      expect(count("ticket_closed")).toBeLessThanOrEqual(1);
      expect(
        ordered(steps, [
          "contact_opened",
          "contact_answered",
          "ticket_created",
          "transferred",
          "diagnosis_done",
          "repair_done",
          "ticket_solved",
          "ticket_closed",
        ]),
        id,
      ).toBe(true);
    }
    expect(tickets).toBeGreaterThan(5000);
  });

  test("of a month of billing add up to the payment to the cent", () => {
    let checked = 0;
    for (const chunk of chunks({ seed: 7, scale: 0.02 }, ["events"])) {
      const [caseId, activity, amount] = readers(chunk, ["case", "activity", "amount"]);
      const billed = new Map<string, number>();
      const paid = new Map<string, number>();
      for (let row = 0; row < chunk.length; row++) {
        const key = String(caseId(row));
        const what = activity(row);
        if (what === "invoice_issued" || what === "invoice_corrected") billed.set(key, (billed.get(key) ?? 0) + Number(amount(row)));
        if (what === "payment_received") paid.set(key, Number(amount(row)));
      }
      for (const [key, cents] of paid) {
        if (billed.get(key) === cents) checked += 1;
      }
      expect(checked / paid.size).toBeGreaterThan(0.998);
    }
  });
});
