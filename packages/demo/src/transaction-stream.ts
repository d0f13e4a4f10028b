import { type Calendar, toUtc } from "./calendar.ts";
import type { Chunk, Column } from "./contract.ts";
import { CHUNK_ROWS } from "./event-columns.ts";
import { accountId } from "./identifier.ts";
import type { Life } from "./life.ts";
import type { Person } from "./person.ts";
import { SEGMENTS } from "./segment.ts";
import { CODE } from "./stage.ts";

const TRANSACTION_KINDS = ["invoice", "payment", "credit", "reversal"] as const;
type TransactionKind = (typeof TRANSACTION_KINDS)[number];
const INVOICE = 0;
const PAYMENT = 1;
const CREDIT = 2;
const REVERSAL = 3;

/** One chunk of transactions being filled. */
interface TransactionColumns {
  length: number;
  readonly id: string[];
  readonly customer: string[];
  readonly account: string[];
  readonly invoice: string[];
  readonly time: Float64Array;
  readonly amount: Float64Array;
  readonly kind: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly segment: Int32Array;
}

/** The stream of transactions while it is made. */
interface TransactionStream {
  readonly calendar: Calendar;
  columns: TransactionColumns;
}

export function newTransactionStream(calendar: Calendar): TransactionStream {
  return { calendar, columns: newColumns() };
}

// Which rows an event of billing leaves in the books, and their place among the rows of one invoice.
const BOOKED: ReadonlyMap<number, readonly (readonly [kind: number, place: number, sign: number])[]> = new Map([
  [CODE.invoice_issued, [[INVOICE, 1, 1]]],
  // The bank collects, and takes it back.
  [
    CODE.payment_failed,
    [
      [PAYMENT, 2, 1],
      [REVERSAL, 3, -1],
    ],
  ],
  [CODE.payment_received, [[PAYMENT, 4, 1]]],
  [CODE.invoice_corrected, [[CREDIT, 5, 1]]],
]);

/** One line of a person's books: a local minute of the record, cents, and the service it is for (invoices and credits only). */
export interface Booked {
  readonly id: string;
  readonly invoice: string;
  readonly kind: TransactionKind;
  readonly minute: number;
  readonly cents: number;
  readonly service: { readonly from: number; readonly to: number } | null;
}

/** A person's books in order of time: invoices and payments positive, credits and reversals negative. */
export function booksOf({ rows, bills, calendar }: Life): Booked[] {
  const told: number[] = [];
  for (let row = 0; row < rows.length; row++) if (rows.minute[row] < calendar.minutes && BOOKED.has(rows.activity[row])) told.push(row);
  told.sort((a, b) => rows.minute[a] - rows.minute[b] || a - b);
  return told.flatMap((row) => {
    const invoice = rows.cases[rows.caseRef[row]];
    const bill = bills.get(rows.caseRef[row]) ?? null;
    return (BOOKED.get(rows.activity[row]) ?? []).map(([kind, place, sign]): Booked => ({
      id: `${invoice}-${place}`,
      invoice,
      kind: TRANSACTION_KINDS[kind],
      minute: rows.minute[row],
      cents: sign * rows.amount[row],
      service: kind === INVOICE || kind === CREDIT ? bill : null,
    }));
  });
}

/** The stream of what `booksOf` tells; yields each chunk as it fills. */
export function* transactionsOf(stream: TransactionStream, life: Life, person: Person): Generator<Chunk> {
  const { calendar } = stream;
  const account = accountId(person.index);
  for (const { id, invoice, kind, minute, cents, service } of booksOf(life)) {
    const { columns } = stream;
    const at = columns.length;
    columns.length = at + 1;
    columns.id.push(id);
    columns.customer.push(person.customer);
    columns.account.push(account);
    columns.invoice.push(invoice);
    columns.time[at] = toUtc(calendar, minute);
    columns.amount[at] = cents;
    columns.kind[at] = TRANSACTION_KINDS.indexOf(kind);
    columns.from[at] = service === null ? NaN : toUtc(calendar, service.from);
    columns.to[at] = service === null ? NaN : toUtc(calendar, service.to);
    columns.segment[at] = person.segment;
    if (columns.length < CHUNK_ROWS) continue;
    yield transactionChunk(columns);
    stream.columns = newColumns();
  }
}

/** Rows that are left when every person has been told. */
export function* restOfTransactions(stream: TransactionStream): Generator<Chunk> {
  if (stream.columns.length > 0) yield transactionChunk(stream.columns);
}

function newColumns(): TransactionColumns {
  const codes = (): Int32Array => new Int32Array(CHUNK_ROWS);
  const numbers = (): Float64Array => new Float64Array(CHUNK_ROWS);
  return {
    length: 0,
    id: [],
    customer: [],
    account: [],
    invoice: [],
    time: numbers(),
    amount: numbers(),
    kind: codes(),
    from: numbers(),
    to: numbers(),
    segment: codes(),
  };
}

function transactionChunk(from: TransactionColumns): Chunk {
  const { length } = from;
  const coded = (codes: Int32Array, dictionary: readonly string[]): Column => ({ codes: codes.subarray(0, length), dictionary });
  return {
    stream: "transactions",
    length,
    columns: {
      id: from.id,
      customer: from.customer,
      account: from.account,
      invoice: from.invoice,
      time: from.time.subarray(0, length),
      amount: from.amount.subarray(0, length),
      currency: coded(new Int32Array(length), ["EUR"]),
      kind: coded(from.kind, TRANSACTION_KINDS),
      from: from.from.subarray(0, length),
      to: from.to.subarray(0, length),
      segment: coded(from.segment, SEGMENTS),
    },
  };
}
