import type { Board } from "./words.ts";

/** Published figures shown as thin lines beside the company's own, never mixed into them. */
export const REFERENCES: Board["references"] = [
  {
    label: "80 believe",
    side: "company",
    value: 80,
    year: 2005,
    n: 362,
    source: "Bain & Company 2005: 80 % of 362 firms believed they delivered a superior experience",
  },
  {
    label: "8 agree",
    side: "customer",
    value: 8,
    year: 2005,
    n: null,
    source: "Bain & Company 2005: 8 % of firms did so in their customers' eyes; number of customers not published",
  },
];
