import type { Metric } from "../platform/metric.ts";

const share = { version: 1, unit: "share", owner: "journey" } as const;

/** What figures about journeys stand on. */
export const metrics: readonly Metric[] = [
  {
    ...share,
    id: "journey.failure-demand",
    title: "Failure demand",
    definition:
      "Of the contacts whose cause the company knows, those it lists as failure demand or as asked once more. A contact is a journey that tells a cause, counted once.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.value-work",
    title: "Value-adding work",
    definition:
      "Minutes of steps that the company calls value, of the minutes of all steps it has classed. An answered contact is waste where its cause is a failure.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.send-back",
    title: "Sent back",
    definition: "Of the journeys that came to a step, those that went from it to another and straight back at least once.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.solved-by-word",
    title: "Solved, by the customer's word",
    definition: "Of the contacts about which a customer was asked whether it was solved and answered, those answered yes.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.not-repeated",
    title: "Not asked once more",
    definition: "Of all contacts, those about which the customer did not come back.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.solved",
    title: "Solved, the first time",
    definition: "Of the contacts about which a customer said whether it was solved: said yes, and did not come back about it.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.promise-kept",
    title: "Promise kept",
    definition:
      "Of the journeys that fell under a promise and whose time is over, those in which it was kept. What is not due yet is counted apart.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.gone",
    title: "Gone within 100 days",
    definition:
      "Of the journeys whose customer had a contract when they began, and that began 100 days or more before the newest event, those whose customer's last contract ended within 100 days.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.gone-ratio",
    unit: "ratio",
    title: "How many times as often gone after a broken promise",
    definition: "The share gone after a broken promise by the share gone after a kept one. An association, not an effect.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.rule-score",
    unit: "points",
    title: "Score under a rule",
    definition:
      "Mean score (0-100) of answered journeys that met the rule minus that of like journeys that did not: those that came to the same step where the rule does not hold, else those with the same cause.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.dark",
    title: "Dark journey",
    definition: "Of all events of a log, those that no customer is known by.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.designed-exactly",
    title: "Exactly as designed",
    definition:
      "Of the journeys that contain the designed journey's first step and came to its last, those that went from there exactly as it was designed.",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.designed-fitness",
    title: "Fit to the design",
    definition:
      "Mean over journeys of 1 - deviations / (steps that happened + steps of the shortest designed way), with as few deviations as possible (Adriansyah 2014).",
    higherIs: "better",
  },
  {
    ...share,
    id: "journey.deviating",
    title: "Otherwise than designed",
    definition: "Of the journeys held against the design, those in which this step was skipped, extra or at another place.",
    higherIs: "worse",
  },
  {
    ...share,
    id: "journey.promised-time-kept",
    title: "Promised time kept",
    definition:
      "Of the journeys for which the promised time is over or the step has happened, those in which it happened in time, counted from the designed step before.",
    higherIs: "better",
  },
];
