import type { FigureRow } from "./story-truths.ts";

/** A stream of the story, what it serves, what happens in it, and its figures: means and ranges over the seeds 1 to 20 at scale 1. */
export const FINDINGS: readonly (readonly [stream: string, serves: string, mechanism: string, figures: readonly FigureRow[]])[] = [
  [
    "referrals",
    "A10",
    "arrivals name a customer who sent them; the well disposed do more often, and who was sent stays longer",
    [
      ["arrivals who were sent", "percent", 8.95, 8.43, 9.57, null],
      ["mean goodwill of who sent them", "standard deviations", 0.77, 0.7, 0.85, null],
    ],
  ],
  [
    "alternatives",
    "A9",
    "who finds the price too high, and home workers after the rise, look at other providers",
    [
      ["looked at another provider", "percent", 18.7, 17.5, 20.4, null],
      ["home workers who went to SeaFibre", "percent", 74.8, 72.7, 79.2, null],
      ["others who went to SeaFibre", "percent", 50.2, 48.6, 51.7, null],
    ],
  ],
  [
    "subscriptions",
    "A7",
    "promotions and smaller plans come in where old tariffs go out",
    [
      ["a new customer pays a month", "EUR", 32.83, 32.41, 33.06, null],
      ["a lost contract paid a month", "EUR", 49.96, 49.59, 50.35, null],
    ],
  ],
  ["acquisitionCosts", "A8", "what an order costs by channel", [["an order by a partner shop", "EUR", 148, 148, 148, 0]]],
  [
    "policies",
    "S7",
    "the second signature makes nearly all of the waiting for approvals",
    [["waiting caused by Q1", "percent", 93.5, 93, 94.3, null]],
  ],
  ["unitGoals", "R11", "two pairs of goals pull against each other", [["pairs in conflict", "pairs", 2, 2, 2, 0]]],
  [
    "agendas",
    "R12",
    "leaders speak of sales",
    [
      ["customers' share of the minutes", "percent", 21.7, 21.4, 22, null],
      ["customers' weight on the scorecard", "percent", 15, 15, 15, 0],
      ["decisions with a word on customers", "decisions", 2, 2, 2, 0],
    ],
  ],
  [
    "lineOfSight",
    "C12",
    "who can name what they do, the customer figure it moves, and what is in it for them",
    [
      ["managers", "percent", 53.1, 30.3, 80, null],
      ["front line", "percent", 32.4, 27.4, 38.9, null],
      ["Drift", "percent", 15.4, 0, 40, null],
    ],
  ],
  [
    "initiatives",
    "R10",
    "tactics without a cell, three on the same one, less than half funded",
    [
      ["for no cell", "initiatives", 7, 7, 7, 0],
      ["overlapping on installation", "initiatives", 3, 3, 3, 0],
      ["funded", "percent", 46.2, 46.2, 46.2, 0],
    ],
  ],
  [
    "texts",
    "V6",
    "who was helped in a friendly way thanks the team by name",
    [["friendly ticket comments that name a team", "percent", 40, null, null, 6]],
  ],
];
