import type { Metric } from "../../platform/metric.ts";

const ONE_VOTE =
  "One person has one vote: the last answer they gave in the period. Answers of your own people who are customers are left out.";

/** What each score means; `voice.getScores` answers with their figures. */
export const nps: Metric = {
  id: "voice.nps",
  version: 1,
  title: "Would recommend (NPS)",
  definition: `Of 100 people, how many more would recommend you (9 or 10 of 10) than would not (0 to 6); from −100 to 100. ${ONE_VOTE}`,
  unit: "points",
  higherIs: "better",
  owner: "voice",
};

export const csat: Metric = {
  id: "voice.csat",
  version: 1,
  title: "Satisfied (CSAT)",
  definition: `The share of people who gave one of the two best answers. ${ONE_VOTE}`,
  unit: "share",
  higherIs: "better",
  owner: "voice",
};

export const ces: Metric = {
  id: "voice.ces",
  version: 1,
  title: "Made it easy (CES)",
  definition: `The mean answer to how easy it was, on the scale it was asked on; a higher answer means easier. ${ONE_VOTE}`,
  unit: "points",
  higherIs: "better",
  owner: "voice",
};

export const left: Metric = {
  id: "voice.left",
  version: 1,
  title: "No customer any more",
  definition:
    "Of the people whom the ledger knows as customers in the period, the share who are none when it ends. Who answered early had longer to leave. What people said and what they did stand side by side; that is no proof that the one brought about the other.",
  unit: "share",
  higherIs: "worse",
  owner: "voice",
};

export const worth: Metric = {
  id: "voice.worth",
  version: 2,
  title: "Worth a year",
  definition:
    "What one of these customers is worth a year, as the asset page counts it: what they last paid by subscription, or else what they bought in the period and in the window before it, brought to a year. The mean over all of them, also over those who have left.",
  unit: "currency a year",
  higherIs: "better",
  owner: "voice",
};

export const scores = [nps, csat, ces, left, worth] as const;
