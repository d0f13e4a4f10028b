import type { Metric } from "../../platform/metric.ts";

/** The definition every line of the customer asset ledger stands on; its figures are answered by `asset.getLedger`. */
export const ledger: Metric = {
  id: "asset.ledger",
  version: 1,
  title: "Customer asset ledger",
  definition:
    "Opening + new + returned − lost = closing, in people; with + grown − shrunk in money. A customer is who has a subscription in force at that instant, or who bought within the window before it. Everybody is in exactly one line.",
  unit: "customers",
  higherIs: "better",
  owner: "asset",
};
