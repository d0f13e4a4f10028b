import type { Preset } from "./preset.ts";

/**
 * Stripe, payments: https://support.stripe.com/questions/exporting-a-report-of-all-transactions. Columns are chosen at the export; these
 * are among the usual ones. Amounts are in units of the currency, not in cents as in the API.
 */
export const stripePayments: Preset = {
  name: "Stripe's export of payments",
  kind: "transactions",
  known: ["id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Status"],
  map: {
    id: "id",
    time: "Created date (UTC)",
    amount: "Amount",
    currency: "Currency",
    customer: ["Customer ID", "Customer Email"],
    email: "Customer Email",
    kind: "Status",
    case: "Invoice ID",
  },
};

/**
 * Xero, invoices. Its page on exports could not be looked up: these headers are those of exported files, equal in several of them. One row
 * a line of the invoice, each with the invoice's whole total: what counts is the line's own amount. Bills have the same columns and are
 * told by their type.
 */
export const xeroInvoices: Preset = {
  name: "Xero's export of invoices",
  kind: "transactions",
  known: ["ContactName", "InvoiceNumber", "InvoiceDate", "InvoiceAmountPaid", "InvoiceAmountDue", "LineAmount", "Type"],
  map: {
    customer: "ContactName",
    time: "InvoiceDate",
    amount: "LineAmount",
    quantity: "Quantity",
    currency: "Currency",
    case: "InvoiceNumber",
    kind: "Type",
    email: "EmailAddress",
    address: "POAddressLine1",
    postcode: "POPostalCode",
    city: "POCity",
  },
};
