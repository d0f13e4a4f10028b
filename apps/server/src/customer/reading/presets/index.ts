import type { ColumnProfile } from "../column-profile.ts";
import type { Field, ImportKind } from "../contract.ts";
import { FIELDS } from "../fields.ts";
import { stripePayments, xeroInvoices } from "./billing.ts";
import { hubspotContacts, salesforceContacts } from "./crm.ts";
import { freshdeskTickets, jiraRequests, zendeskTickets } from "./help-desk.ts";
import type { Preset } from "./preset.ts";
import { magentoCustomers, shopifyCustomers, shopifyOrders } from "./shop.ts";

export const PRESETS: readonly Preset[] = [
  hubspotContacts,
  salesforceContacts,
  stripePayments,
  xeroInvoices,
  zendeskTickets,
  freshdeskTickets,
  jiraRequests,
  shopifyCustomers,
  shopifyOrders,
  magentoCustomers,
];

export interface Recognised {
  readonly name: string;
  readonly columns: ReadonlyMap<Field, ColumnProfile>;
}

const plain = (name: string) => name.trim().toLowerCase();

/** The system whose export this is, by its headers, with the columns of its fields; null where it is none that is known. */
export const recognise = (kind: ImportKind, columns: readonly ColumnProfile[]): Recognised | null => {
  const byName = new Map<string, ColumnProfile>();
  for (const column of columns) if (!byName.has(plain(column.name))) byName.set(plain(column.name), column);
  const preset = PRESETS.find((one) => one.kind === kind && one.known.every((name) => byName.has(plain(name))));
  if (preset === undefined) return null;
  const found = new Map<Field, ColumnProfile>();
  for (const { field } of FIELDS[kind]) {
    const names = [preset.map[field] ?? []].flat();
    const column = names.map((name) => byName.get(plain(name))).find((one) => one !== undefined);
    if (column !== undefined) found.set(field, column);
  }
  return { name: preset.name, columns: found };
};
