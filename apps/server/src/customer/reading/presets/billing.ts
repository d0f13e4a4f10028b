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
