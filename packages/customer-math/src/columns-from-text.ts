import type { TextColumns } from "@counterseat/stats";
import type { Subscriptions } from "./ledger-of-subscriptions.ts";
import type { Transactions } from "./ledger-of-transactions.ts";
import { readTime } from "./read-time.ts";
import { civilTimes } from "./zone.ts";

export type LedgerRole = "customer" | "time" | "amount" | "start" | "end";

/** Columns named for a role, and the zone that times with an offset are moved to (those without are taken as they stand). */
export type LedgerRoles = Partial<Readonly<Record<LedgerRole, string>>> & { readonly timezone?: string };

/** Usual headers, best first; compared by letters and digits alone. */
const USUAL: Readonly<Record<LedgerRole, readonly string[]>> = {
  customer: ["customer_id", "customer", "customer number", "account_id", "account", "client_id", "client", "user_id", "user", "id"],
  time: ["time", "timestamp", "date", "transaction date", "purchase date", "order date", "invoice date", "datetime"],
  amount: ["amount", "value", "revenue", "dollar_value", "monthly", "monthly price", "price", "total", "sales"],
  start: ["start", "from", "start date", "valid from"],
  end: ["end", "to", "end date", "valid to"],
};

/** `unit`: whole steps per unit of currency in the amounts, 100 for cents. Times are civil, so the columns are to be read in UTC. */
export type TextTransactions = { readonly transactions: Transactions; readonly names: readonly string[]; readonly unit: number };
export type TextSubscriptions = { readonly subscriptions: Subscriptions; readonly names: readonly string[]; readonly unit: number };

/**
 * Reads purchases out of text columns. Roles that are not named are guessed from usual headers.
 * @throws RangeError that names the column, or the first bad row (1-based, header not counted) and what is wrong with it.
 */
export function transactionsFromText(text: TextColumns, roles: LedgerRoles): TextTransactions {
  const { codes, names } = customersOf(text, roles);
  const time = timesOf(text, "time", roles);
  const { amount, unit } = amountsOf(text, roles);
  return { transactions: { customer: codes, customers: names.length, time, amount }, names, unit };
}

/** Reads subscriptions; an empty end runs on. @throws RangeError as `transactionsFromText`. */
export function subscriptionsFromText(text: TextColumns, roles: LedgerRoles): TextSubscriptions {
  const { codes, names } = customersOf(text, roles);
  const from = timesOf(text, "start", roles);
  const to = timesOf(text, "end", roles);
  const { amount, unit } = amountsOf(text, roles);
  return { subscriptions: { customer: codes, customers: names.length, from, to, monthly: amount }, names, unit };
}

function customersOf(text: TextColumns, roles: LedgerRoles): { codes: Int32Array; names: string[] } {
  const known = new Map<string, number>();
  const names: string[] = [];
  const codes = Int32Array.from(columnOf(text, "customer", roles), (value, row) => {
    const name = value.trim();
    if (name === "") throw new RangeError(`row ${row + 1}: the customer is empty`);
    const code = known.get(name);
    if (code !== undefined) return code;
    known.set(name, names.length);
    return names.push(name) - 1;
  });
  return { codes, names };
}

function timesOf(text: TextColumns, role: "time" | "start" | "end", roles: LedgerRoles): Float64Array {
  const column = columnOf(text, role, roles);
  const civil = new Float64Array(column.length);
  const instants = new Float64Array(column.length);
  const declared: number[] = [];
  for (let row = 0; row < column.length; row += 1) {
    if (role === "end" && column[row].trim() === "") {
      civil[row] = Infinity;
      continue;
    }
    const read = readTime(column[row]);
    if (read === null)
      throw new RangeError(`row ${row + 1}: "${column[row]}" is no time; write 2026-11-23, with 14:50 or an offset behind it if you like`);
    civil[row] = read.millis;
    if (read.offset === null) continue;
    instants[row] = read.millis - read.offset;
    declared.push(row);
  }
  // Reading the zone also tells whether there is such a zone.
  const moved = civilTimes(
    Float64Array.from(declared, (row) => instants[row]),
    roles.timezone ?? "UTC",
  );
  for (const [i, row] of declared.entries()) civil[row] = moved[i];
  return civil;
}

const DECIMAL = /^[+-]?\d+(?:\.(\d+))?$/;

/** Amounts in the smallest unit the column uses: cents at least, millionths at most. */
function amountsOf(text: TextColumns, roles: LedgerRoles): { amount: Float64Array; unit: number } {
  const column = columnOf(text, "amount", roles);
  let decimals = 2;
  for (let row = 0; row < column.length; row += 1) {
    const match = DECIMAL.exec(column[row].trim());
    if (match === null)
      throw new RangeError(
        `row ${row + 1}: the amount is "${column[row]}"; write it with a decimal point and nothing else, such as 1234.50`,
      );
    decimals = Math.max(decimals, Math.min(6, match[1]?.length ?? 0));
  }
  const unit = 10 ** decimals;
  return { amount: Float64Array.from(column, (value) => Math.round(Number(value) * unit) + 0), unit };
}

function columnOf(text: TextColumns, role: LedgerRole, roles: LedgerRoles): readonly string[] {
  const name = roles[role] ?? guess(text.names, role);
  if (name === null) throw new RangeError(`no column looks like the ${role}; name it: { "${role}": one of ${text.names.join(", ")} }`);
  const values = Object.hasOwn(text.columns, name) ? text.columns[name] : undefined;
  if (values === undefined) throw new RangeError(`there is no column "${name}" for the ${role}; there are ${text.names.join(", ")}`);
  return values;
}

function guess(names: readonly string[], role: LedgerRole): string | null {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  for (const usual of USUAL[role]) {
    const found = names.find((name) => plain(name) === plain(usual));
    if (found !== undefined) return found;
  }
  return null;
}
