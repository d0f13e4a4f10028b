import type { FigureRow } from "./story-truths.ts";

interface Figures {
  readonly scale1: readonly FigureRow[];
  readonly scale01: readonly FigureRow[];
}

const only = (...scale1: FigureRow[]): Figures => ({ scale1, scale01: [] });
const same = (...scale1: FigureRow[]): Figures => ({ scale1, scale01: scale1 });

/** Expected figures of each truth: [figure, unit, mean, low, high, tolerance]. */
export const STORY_FIGURES: Readonly<Record<string, Figures>> = {
  T01: {
    scale1: [
      ["leaders believe of installation", "points", 81.9, null, null, null],
      ["customers say of installation", "points", 50.2, 49.5, 51.1, null],
      ["gap", "points", 31.7, 30.8, 32.4, 2.5],
    ],
    scale01: [["gap", "points", 31.2, 28.5, 33.8, 6]],
  },
  T02: {
    scale1: [
      ["installations with a return", "percent", 30.9, 30.4, 31.6, 2],
      ["median order to online with a return", "days", 13.8, null, null, null],
      ["median order to online without", "days", 8.2, null, null, null],
      ["lost when it happens", "days", 5.8, null, null, null],
    ],
    scale01: [["installations with a return", "percent", 30.9, 28.8, 32.8, 5]],
  },
  T03: {
    scale1: [
      ["monthly loss of H1000 home workers before", "percent", 2.84, null, null, null],
      ["monthly loss of H1000 home workers after", "percent", 7.59, null, null, null],
      ["ratio", "ratio", 2.69, 2.25, 3.08, 0.7],
      ["ratio of other plans", "ratio", 0.96, 0.9, 1.05, null],
      ["extra leavers", "people", 265, 196, 315, null],
    ],
    scale01: [
      ["ratio", "ratio", 2.75, 2.11, 3.53, null],
      ["extra leavers", "people", 24, 13, 41, null],
    ],
  },
  T04: {
    scale1: [
      ["monthly retention year 1", "percent", 97.27, null, null, null],
      ["monthly retention year 2", "percent", 97.3, null, null, null],
      ["difference", "points", 0.03, -0.07, 0.13, null],
      ["monthly revenue", "percent", -11.9, -13.3, -10.4, 2.5],
      ["customers at the start", "people", 12_016, null, null, 360],
      ["customers at the end", "people", 12_279, null, null, 368],
      ["lost", "people", 7807, null, null, 234],
      ["new", "people", 7816, null, null, 234],
      ["returned", "people", 255, null, null, 25],
      ["monthly revenue a customer at the start", "EUR", 53.57, null, null, 0.8],
      ["monthly revenue a customer at the end", "EUR", 46.18, null, null, 0.8],
      ["swap", "ratio", 0.653, 0.647, 0.657, null],
    ],
    scale01: [
      ["difference", "points", 0.06, -0.25, 0.36, null],
      ["monthly revenue", "percent", -11.9, -15.6, -7.1, 6],
    ],
  },
  T05: {
    scale1: [
      ["skipped via partner", "percent", 43.2, 41.8, 44.5, null],
      ["skipped elsewhere", "percent", 9, 8.4, 9.5, null],
      ["share of skips via partner", "percent", 65.8, 64.2, 68, null],
      ["first window missed, difference when skipped", "points", 24.9, 22.6, 26.9, null],
    ],
    scale01: [
      ["skipped via partner", "percent", 43.1, null, null, null],
      ["skipped elsewhere", "percent", 9.3, null, null, null],
      ["share of skips via partner", "percent", 64.5, 57.9, 71.9, null],
    ],
  },
  T06: {
    scale1: [
      ["invited after a ticket, Beacon", "percent", 21.8, null, null, null],
      ["invited after a ticket, others", "percent", 40, null, null, null],
      ["contact edits, Beacon", "percent", 9.9, null, null, null],
      ["contact edits, others", "percent", 0.58, null, null, null],
      ["mean score, Beacon", "points of 10", 8.79, null, null, null],
      ["mean score, others", "points of 10", 6.96, null, null, null],
      ["asked for a high score, Beacon", "percent", 45, null, null, null],
    ],
    scale01: [
      ["invited after a ticket, Beacon", "percent", 22, null, null, null],
      ["invited after a ticket, others", "percent", 40.1, null, null, null],
      ["mean score, Beacon", "points of 10", 8.78, null, null, null],
      ["mean score, others", "points of 10", 6.97, null, null, null],
    ],
  },
  T07: {
    scale1: [
      ["failure demand", "percent", 58.3, 58, 58.6, 1.5],
      ["caused by Network", "percent", 41.4, null, null, 1.5],
      ["caused by Customer Care", "percent", 23.1, null, null, 1.5],
      ["caused by Billing", "percent", 15.8, null, null, 1.5],
      ["caused by Field Operations", "percent", 15.5, null, null, 1.5],
      ["caused by Marketing", "percent", 4.2, null, null, 1.5],
    ],
    scale01: [["failure demand", "percent", 58.3, 57.1, 59.2, 3]],
  },
  T08: only(["front line's mean distance", "points", 1.9, 1.4, 2.4, null], ["leaders' mean distance", "points", 8.6, null, null, null]),
  T09: {
    scale1: [["gap at billing", "points", 0.2, -0.2, 0.7, null]],
    scale01: [["gap at billing", "points", -0.1, -1.9, 1.2, null]],
  },
  T10: {
    scale1: [
      ["importance of speed", "share", 0.426, 0.397, 0.455, 0.05],
      ["importance of reliability", "share", 0.145, null, null, null],
      ["importance of value", "share", 0.085, 0.069, 0.099, null],
      ["explained", "share", 0.57, null, null, null],
    ],
    scale01: [["importance of speed", "share", 0.42, 0.326, 0.502, null]],
  },
  T11: {
    scale1: [
      ["window kept", "percent", 65.3, 64.5, 66.4, 2],
      ["online within 14 days", "percent", 77.3, null, null, 2],
      ["fault fixed in 48 hours", "percent", 80.1, null, null, 2],
      ["solved at first contact", "percent", 86, null, null, 2],
      ["bill right", "percent", 98.9, null, null, 2],
      ["price change announced", "percent", 100, null, null, 2],
    ],
    scale01: [["window kept", "percent", 65.1, 62.4, 67.6, 4]],
  },
  T12: {
    scale1: [
      ["expectation gap of home workers", "points", 27.2, 25.6, 28.5, null],
      ["expectation gap of others", "points", 9.4, 8.8, 10.3, null],
      ["difference", "points", 17.8, 15.8, 19.4, 3],
    ],
    scale01: [["difference", "points", 18.8, 11.9, 23.6, null]],
  },
  T13: {
    scale1: [
      ["settled without asking up, Drift", "percent", 36, 33.9, 37.8, null],
      ["settled without asking up, others", "percent", 73.8, 73.1, 74.9, null],
    ],
    scale01: [["settled without asking up, Drift", "percent", 36.2, 31.2, 43.9, null]],
  },
  T14: {
    scale1: [
      ["median wait at the Credit Desk", "days", 2.93, 2.84, 3.04, 0.3],
      ["share of all waiting", "percent", 93.7, 93.3, 94.1, null],
    ],
    scale01: [["median wait at the Credit Desk", "days", 2.86, 2.63, 3.08, 0.3]],
  },
  T15: {
    scale1: [["difference of differences", "points", -18.7, -24.1, -13.8, 7]],
    scale01: [["difference of differences", "points", -14.7, -27.5, 3.1, null]],
  },
  T16: {
    scale1: [
      ["naive change", "percent", -21, -27, -17, null],
      ["honest change", "percent", 4, -4, 13, null],
    ],
    scale01: [
      ["naive change", "percent", -46, -59, -31, null],
      ["honest change", "percent", 8, -24, 61, null],
    ],
  },
  T17: {
    scale1: [
      ["share of texts before", "percent", 1.7, 1.3, 2.2, null],
      ["share of texts after", "percent", 11.9, 10.4, 13.9, null],
      ["ratio", "ratio", 7, 5.4, 8.5, null],
    ],
    scale01: [
      ["share of texts before", "percent", 1.9, null, null, null],
      ["share of texts after", "percent", 12.8, 7, 19.7, null],
    ],
  },
  T18: {
    scale1: [
      ["records", "records", 84_900, 84_660, 85_130, null],
      ["true pairs", "pairs", 148_200, null, null, 1482],
    ],
    scale01: [
      ["records", "records", 8490, null, null, null],
      ["true pairs", "pairs", 14_800, null, null, null],
    ],
  },
  T19: {
    scale1: [
      ["faults, months 14-16 to 18-20", "percent", -41, -43, -38, null],
      ["same months year on year", "ratio", 1.01, 0.97, 1.06, null],
    ],
    scale01: [
      ["faults, months 14-16 to 18-20", "percent", -42, -50, -35, null],
      ["same months year on year", "ratio", 1.01, 0.76, 1.33, null],
    ],
  },
  T20: same(["persons", "people", 9, 9, 9, 0], ["answers", "answers", 3, 3, 3, 0]),
  T21: {
    scale1: [
      ["median wait for the Line Desk", "days", 1.24, 1.21, 1.27, null],
      ["unpicked after 7 days", "percent", 11.3, 10.8, 12, 1],
    ],
    scale01: [["unpicked after 7 days", "percent", 11.5, 9.6, 13.8, null]],
  },
  T22: same(["mean readiness where starters matter", "share", 0.3, 0.26, 0.34, 0.01]),
  T23: {
    scale1: [
      ["bad installations", "share", 0.433, null, null, null],
      ["first-year loss, bad", "percent", 40.3, null, null, null],
      ["first-year loss, good", "percent", 24.3, null, null, null],
      ["adjusted difference", "points", 16, 13.5, 18.6, 3.5],
      ["pays back in year", "year", 4, 4, 4, 0],
    ],
    scale01: [["adjusted difference", "points", 15.6, 7.5, 23.8, null]],
  },
  T24: {
    scale1: [
      ["reason given", "percent", 40.9, 39.6, 42, null],
      ["said: renew", "percent", 45.6, null, null, 3],
      ["true: install", "percent", 7.5, null, null, 3],
      ["true: support", "percent", 5, null, null, 3],
      ["better offer said, broke at install or repair", "percent", 17.5, 15.5, 19.1, null],
    ],
    scale01: [["better offer said, broke at install or repair", "percent", 17.4, 9.8, 25.6, null]],
  },
  T25: {
    scale1: [["change of the loop share", "points", -0.5, -2.3, 1.2, null]],
    scale01: [["change of the loop share", "points", -0.7, -5.8, 3.1, null]],
  },
  T26: same(["hostage index online", "index", 2.8, 2.8, 2.9, 1], ["hostage index by phone or shop", "index", 62.4, 62.1, 62.7, 1]),
  T27: {
    scale1: [
      ["gone after a slow repair", "percent", 23.5, 22.1, 25.4, null],
      ["gone after a fast repair", "percent", 9.8, 9.3, 10.2, null],
      ["ratio", "ratio", 2.41, 2.2, 2.61, null],
      ["net promoter score", "points", -16.7, -20.3, -14.8, null],
    ],
    scale01: [["ratio", "ratio", 2.35, 1.63, 2.81, null]],
  },
  T28: only(
    ["value-adding, all", "percent", 55.8, null, null, 1],
    ["value-adding, Network", "percent", 74.5, null, null, 1],
    ["value-adding, Field Operations", "percent", 63.5, null, null, 1],
    ["value-adding, Customer Care", "percent", 34.8, null, null, 1],
    ["value-adding, Sales", "percent", 31.2, null, null, 1],
    ["waste", "percent", 26.5, null, null, null],
  ),
  T29: {
    scale1: [
      ["installed who answered", "percent", 18.7, null, null, null],
      ["mean of all", "points", 53.5, null, null, null],
      ["mean of answers", "points", 50.2, null, null, null],
      ["difference", "points", -3.3, null, null, 1],
    ],
    scale01: [
      ["mean of all", "points", 53.6, null, null, null],
      ["mean of answers", "points", 50.6, null, null, null],
    ],
  },
  T30: only(
    ["acted on and confirmed, customers", "percent", 36.7, 35.5, 38.5, null],
    ["acted on and confirmed, staff", "percent", 22, null, null, null],
    ["acted on and confirmed, partners", "percent", 11, 7, 16, null],
  ),
  T31: {
    scale1: [["say-do gap of keeping the time", "points", 32, null, null, 3]],
    scale01: [["say-do gap of keeping the time", "points", 31, null, null, 7]],
  },
  T32: same(
    ["competency index", "points", 56.3, 54.5, 57.6, null],
    ["importance-effectiveness gap, visibility", "points", 62, 51, 75, null],
  ),
  T33: {
    scale1: [
      ["predicted extra leavers", "people", 60, null, null, null],
      ["found extra leavers", "people", 265, 196, 315, null],
    ],
    scale01: [
      ["predicted extra leavers", "people", 6, null, null, null],
      ["found extra leavers", "people", 24, 13, 41, null],
    ],
  },
  T34: {
    scale1: [
      ["unlinked events", "percent", 4.7, null, null, null],
      ["revenue of the top fifth", "percent", 41.9, 41.6, 42.2, null],
      ["gold customers", "percent", 16.1, null, null, null],
    ],
    scale01: [
      ["unlinked events", "percent", 4.8, null, null, null],
      ["revenue of the top fifth", "percent", 42, null, null, null],
    ],
  },
  T35: same(["orphan leaves", "metrics", 1, 1, 1, 0], ["forums held on date", "percent", 61, null, null, null]),
};
