import type { Metric } from "../../platform/metric.ts";

/** The definition of what a gap costs; `gap/price.ts` is its arithmetic. */
export const price: Metric = {
  id: "gap.price",
  version: 1,
  title: "At stake",
  definition:
    "What the customers who passed this stage in the period (the newest twelve months unless another is chosen) are worth a year, times the share who are not content here (below 65 of 100) of the customers who answered, beyond the share of leaders who expected that. It is the money that sits on the gap: with customers you believe content who say they are not. It does not say that they will leave.",
  unit: "currency a year",
  higherIs: "worse",
  owner: "gap",
};
