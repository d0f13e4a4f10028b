import { expect, it } from "vitest";
import type { Board } from "../api-types.ts";
import { fromSlots, sentenceParts } from "./sentence.ts";

const slots: Board["slots"] = {
  says: "gap",
  believed: 82.6,
  experienced: 54.2,
  stage: "install",
  stageLabel: "install",
  owned: false,
  ownerName: null,
  atStake: null,
  stages: { all: 3, fine: 1, open: 1 },
  more: null,
};

it.each([
  [{}, "You believe 83, customers say 54: the largest gap is install; nobody owns it yet."],
  [{ owned: true, ownerName: "Ann Owner" }, "You believe 83, customers say 54: the largest gap is install; Ann Owner owns it."],
  [
    { atStake: { value: 31_200, unit: "EUR/year" } },
    "You believe 83, customers say 54: the largest gap is install; €31K a year at stake; nobody owns it yet.",
  ],
  [
    { says: "better", believed: 40, experienced: 70 },
    "You believe 40, customers say 70: you are better than you believe at install; nobody owns it yet.",
  ],
  [
    { says: "no-gap" },
    "No gap: what you believe and what customers say agree within 5 points at 1 of 3 stages. One stage is not known yet.",
  ],
  [
    { says: "no-gap", stages: { all: 3, fine: 3, open: 0 } },
    "No gap: what you believe and what customers say agree within 5 points at all 3 stages.",
  ],
  [
    { says: "not-known-yet", more: 40 },
    "Not known yet: the answers so far cannot tell a gap from no gap. About 40 more customer answers would settle install.",
  ],
  [{ says: "hidden" }, "Too few people answered to show anything here."],
] as const)("%j says the sentence of the server", (change, sentence) => {
  expect(fromSlots({ ...slots, ...change })).toBe(sentence);
});

it("marks each figure by the seat it belongs to, and no other number", () => {
  const parts = sentenceParts({
    sentence: "You believe 82, customers say 50: the largest gap is plan 82; EUR 50 k a year at stake.",
    slots,
  });
  expect(parts.filter((part) => part.side !== null)).toEqual([]); // 83 and 54 are not in it
  const marked = sentenceParts({ sentence: "You believe 83, customers say 54: the largest gap is plan 83.", slots });
  expect(marked.map((part) => `${part.side ?? "-"}:${part.text}`)).toEqual([
    "-:You believe ",
    "company:83",
    "-:, customers say ",
    "customer:54",
    "-:: the largest gap is plan 83.",
  ]);
});
