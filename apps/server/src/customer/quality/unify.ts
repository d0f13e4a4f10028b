import type { Scan } from "../../platform/events/contract.ts";

/** How much of a source stands on customers that others know too. Counts, nothing of anybody. */
export interface Unified {
  readonly source: string;
  /** What happened to customers: events, payments, answers. */
  readonly rows: number;
  /** Of them on a customer another source knows too. */
  readonly shared: number;
  /** Of them on nobody: their source did not say whose they are. */
  readonly nobodys: number;
  /** Customers it knows, by rows or by a list of them. */
  readonly customers: number;
  readonly sharedCustomers: number;
}

/** Rows that tell what happened; lists and contracts say how things stand, and make a source know somebody too. */
const HAPPENED: ReadonlySet<string> = new Set(["events", "transactions", "responses"]);

/** @param scan `source` and `stream` as words, `customer` as codes, of everything but what the company says of itself */
export function unify({ length, words, codes }: Pick<Scan, "length" | "words" | "codes">): {
  readonly sources: readonly Unified[];
  readonly customers: { readonly all: number; readonly shared: number };
} {
  const { source, stream } = words;
  const customer = codes.customer;
  if (source === undefined || stream === undefined || customer === undefined) throw new Error("a scan without its columns");
  const knows = customersOf(length, source.codes, customer);
  const happened = new Set([...stream.dictionary.keys()].filter((code) => HAPPENED.has(stream.dictionary[code] ?? "")));
  const counts = source.dictionary.map((name) => ({ source: name, rows: 0, shared: 0, nobodys: 0, customers: 0, sharedCustomers: 0 }));
  for (let i = 0; i < length; i += 1) {
    const mine = counts[source.codes[i] ?? -1];
    if (mine === undefined || !happened.has(stream.codes[i] ?? -1)) continue;
    mine.rows += 1;
    const who = customer[i] ?? -1;
    if (who < 0) mine.nobodys += 1;
    else if (knows.several.has(who)) mine.shared += 1;
  }
  for (const [code, mine] of counts.entries()) {
    const customers = knows.bySource.get(code) ?? new Set<number>();
    mine.customers = customers.size;
    for (const who of customers) if (knows.several.has(who)) mine.sharedCustomers += 1;
  }
  const sources = counts.filter(({ rows, customers }) => rows + customers > 0).sort((a, b) => (a.source < b.source ? -1 : 1));
  return { sources, customers: { all: knows.all, shared: knows.several.size } };
}

function customersOf(length: number, sources: Int32Array, customer: Int32Array) {
  const bySource = new Map<number, Set<number>>();
  for (let i = 0; i < length; i += 1) {
    const [source, who] = [sources[i] ?? -1, customer[i] ?? -1];
    if (who < 0 || source < 0) continue;
    const known = bySource.get(source);
    if (known === undefined) bySource.set(source, new Set([who]));
    else known.add(who);
  }
  const once = new Set<number>();
  const several = new Set<number>();
  for (const known of bySource.values()) for (const who of known) (once.has(who) ? several : once).add(who);
  return { bySource, several, all: once.size };
}
