import { chunks, type DemoOptions } from "@counterseat/demo";
import { readers } from "./rows.ts";

/** A price in force: UTC milliseconds, `to` not in it; cents a month. */
export interface Stay {
  readonly customer: string;
  readonly from: number;
  readonly to: number;
  readonly cents: number;
}

/** What subscriptions say. */
export function staysOfSubscriptions(options: DemoOptions): Stay[] {
  const stays: Stay[] = [];
  for (const chunk of chunks(options, ["subscriptions"])) {
    const [customer, from, to, amount] = readers(chunk, ["customer", "from", "to", "amount"]);
    for (let row = 0; row < chunk.length; row++)
      stays.push({
        customer: String(customer(row)),
        from: Number(from(row)),
        to: to(row) === null ? Infinity : Number(to(row)),
        cents: Number(amount(row)),
      });
  }
  return stays;
}

/** What invoices say, less the credits on them: each is for the service of a month or of what was begun of it. */
export function staysOfInvoices(options: DemoOptions): Stay[] {
  const stays = new Map<string, Stay>();
  for (const chunk of chunks(options, ["transactions"])) {
    const [customer, invoice, kind, from, to, amount] = readers(chunk, ["customer", "invoice", "kind", "from", "to", "amount"]);
    for (let row = 0; row < chunk.length; row++) {
      if (kind(row) !== "invoice" && kind(row) !== "credit") continue;
      const key = String(invoice(row));
      const cents = (stays.get(key)?.cents ?? 0) + Number(amount(row));
      stays.set(key, { customer: String(customer(row)), from: Number(from(row)), to: Number(to(row)), cents });
    }
  }
  return [...stays.values()];
}

/** People and cents of one month of a ledger. */
export interface Month {
  readonly opening: readonly [number, number];
  readonly came: readonly [number, number];
  readonly left: readonly [number, number];
  readonly grown: number;
  readonly shrunk: number;
  readonly closing: readonly [number, number];
}

/** A ledger worked out the plain way, boundary by boundary, from who pays what at each. The last boundary is the instant before the end. */
export function monthsOf(stays: readonly Stay[], boundaries: readonly number[]): Month[] {
  const worthAt = boundaries.map((at) => {
    const worth = new Map<string, number>();
    for (const stay of stays) if (stay.from <= at && at < stay.to) worth.set(stay.customer, (worth.get(stay.customer) ?? 0) + stay.cents);
    return worth;
  });
  return worthAt.slice(1).map((now, i) => {
    const before = worthAt[i];
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    const came = [...now].filter(([who]) => !before.has(who)).map(([, cents]) => cents);
    const left = [...before].filter(([who]) => !now.has(who)).map(([, cents]) => cents);
    const changes = [...now].flatMap(([who, cents]) => (before.has(who) ? [cents - (before.get(who) ?? 0)] : []));
    return {
      opening: [before.size, sum(before.values())],
      came: [came.length, sum(came)],
      left: [left.length, sum(left)],
      grown: sum(changes.filter((change) => change > 0)),
      shrunk: -sum(changes.filter((change) => change < 0)),
      closing: [now.size, sum(now.values())],
    };
  });
}
