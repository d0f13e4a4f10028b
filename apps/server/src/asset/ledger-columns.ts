import type { Scan } from "../platform/events/contract.ts";
import type { ReadContext } from "../platform/operation.ts";
import type { Ledger } from "./words.ts";

export type Basis = Ledger["basis"];

/** Per row who it is of, as a code below `customers`. */
export interface Who {
  readonly customer: Int32Array;
  readonly customers: number;
}

/** Rows of one basis in one currency, customers as codes. `amount` in minor units; `end` NaN while it runs. */
export interface LedgerColumns extends Who {
  /** The same rows by the names their sources tell; null where every name stands for itself. */
  readonly told: Who | null;
  readonly time: Float64Array;
  readonly end: Float64Array;
  readonly amount: Float64Array;
}
export interface ReadLedger {
  readonly columns: LedgerColumns;
  readonly currency: string;
  readonly leftOut: Ledger["leftOut"];
  readonly asOf: number | null;
  /** Who is behind a code; empty unless asked for. */
  readonly names: ReadonlyMap<number, string>;
}

/**
 * The rows a ledger is made of. Money is never added up over currencies: the organisation's own counts, or the one that most rows
 * are in where none is in that; the rest is counted as left out.
 */
export async function readLedger(
  ctx: ReadContext,
  asked: { basis: Basis; currency: string; segment: string | null; names?: boolean },
): Promise<ReadLedger> {
  const scan = await ctx.events.scan({
    filter: { world: ctx.world, stream: asked.segment === null ? asked.basis : [asked.basis, "customers"] },
    numbers: ["time", "end", "amount"],
    words: ["stream", "source", "currency", "segment", "kind"],
    codes: ["customer", "case", "told"],
    ...(asked.names === true ? { texts: ["customer"] as const } : {}),
    order: "ordinal",
  });
  const inBasis = rowsOf(scan, asked.basis);
  const kept = asked.basis === "subscriptions" ? newestStates(scan, inBasis) : inBasis;
  const currency = mostUsed(scan, kept, asked.currency);
  const members = asked.segment === null ? null : membersOf(scan, asked.segment);
  const [time, end, amount] = [column(scan, "time"), column(scan, "end"), column(scan, "amount")];
  const customerOf = scan.codes.customer ?? new Int32Array();
  const count = { "another-currency": 0, "no-customer": 0, "no-time-or-price": 0 };
  const rows: number[] = [];
  let customers = 0;
  let asOf: number | null = null;
  for (const row of kept) {
    const who = customerOf[row] ?? -1;
    if (who < 0) count["no-customer"] += 1;
    else if (wordAt(scan, "currency", row, asked.currency) !== currency) count["another-currency"] += 1;
    else if (Number.isNaN(time[row] ?? Number.NaN) || Number.isNaN(amount[row] ?? Number.NaN)) count["no-time-or-price"] += 1;
    else if (members === null || members.has(who)) {
      rows.push(row);
      customers = Math.max(customers, who + 1);
      asOf = Math.max(asOf ?? Number.NEGATIVE_INFINITY, time[row] ?? 0);
    }
  }
  const leftOut = (["another-currency", "no-customer", "no-time-or-price"] as const)
    .filter((reason) => count[reason] > 0)
    .map((reason) => ({ reason, rows: count[reason] }));
  const columns: LedgerColumns = {
    customer: Int32Array.from(rows, (row) => customerOf[row] ?? -1),
    customers,
    told: asTold(scan, rows, customers),
    time: Float64Array.from(rows, (row) => time[row] ?? Number.NaN),
    end: Float64Array.from(rows, (row) => end[row] ?? Number.NaN),
    amount: Float64Array.from(rows, (row) => amount[row] ?? Number.NaN),
  };
  const names = new Map<number, string>();
  for (const row of asked.names === true ? rows : []) names.set(customerOf[row] ?? -1, scan.texts.customer?.[row] ?? "");
  return { columns, currency, leftOut, asOf, names };
}

/** Names that were told stand behind the customers: those who go by a name of their own are that name. */
function asTold({ codes }: Scan, rows: readonly number[], customers: number): Who | null {
  const [customer, told] = [codes.customer ?? new Int32Array(), codes.told ?? new Int32Array()];
  const names = rows.reduce((most, row) => Math.max(most, (told[row] ?? -1) + 1), 0);
  if (names === 0) return null;
  const codeOf = (row: number) => ((told[row] ?? -1) < 0 ? (customer[row] ?? -1) : customers + (told[row] ?? 0));
  return { customer: Int32Array.from(rows, codeOf), customers: customers + names };
}

function column(scan: Scan, name: "time" | "end" | "amount"): Float64Array {
  return scan.numbers[name] ?? new Float64Array();
}

function wordAt(scan: Scan, name: "currency" | "segment" | "stream", row: number, absent: string): string {
  const words = scan.words[name];
  const code = words?.codes[row] ?? -1;
  return code < 0 ? absent : (words?.dictionary[code] ?? absent);
}

function rowsOf(scan: Scan, stream: string): number[] {
  const wanted = scan.words.stream?.dictionary.indexOf(stream) ?? -1;
  const rows: number[] = [];
  for (let row = 0; row < scan.length; row += 1) if (scan.words.stream?.codes[row] === wanted) rows.push(row);
  return rows;
}

/** A newer export tells a price again, by now with its end perhaps: of one contract, plan and start the newest row counts. */
export function newestStates(scan: Scan, rows: readonly number[]): number[] {
  const newest = new Map<string, number>();
  for (const row of rows) {
    const place = [
      scan.words.source?.codes[row] ?? -1,
      scan.codes.customer?.[row] ?? -1,
      scan.codes.case?.[row] ?? -1,
      scan.words.kind?.codes[row] ?? -1,
      scan.numbers.time?.[row] ?? Number.NaN,
    ];
    newest.set(place.join(" "), row);
  }
  return [...newest.values()];
}

function mostUsed(scan: Scan, rows: readonly number[], own: string): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const currency = wordAt(scan, "currency", row, own);
    counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  if (counts.has(own) || counts.size === 0) return own;
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? own;
}

/** Customers whose newest known segment it is; what a list of customers says comes before what their rows say. */
function membersOf(scan: Scan, segment: string): ReadonlySet<number> {
  const told = new Map<number, { segment: string; listed: boolean }>();
  for (let row = 0; row < scan.length; row += 1) {
    const who = scan.codes.customer?.[row] ?? -1;
    const named = wordAt(scan, "segment", row, "");
    if (who < 0 || named === "") continue;
    const listed = wordAt(scan, "stream", row, "") === "customers";
    if (listed || told.get(who)?.listed !== true) told.set(who, { segment: named, listed });
  }
  return new Set([...told].filter(([, one]) => one.segment === segment).map(([who]) => who));
}
