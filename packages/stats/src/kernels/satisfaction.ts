import { ces, cesDifference } from "../customer-effort-score.ts";
import { csat, csatDifference, csatOfAnswers } from "../customer-satisfaction.ts";
import { choiceArgument, refuseUnknown, requiredCount } from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { SHARE_DIFFERENCE_METHODS, SHARE_TESTS } from "../share-difference.ts";
import { SHARE_METHODS } from "../share-interval.ts";
import { ANSWERS, hasAnswers, readAnswers, readTwoAnswers, refuseUnnamedColumn, scaleSchema, SIDE } from "./read-answers.ts";
import { COMPARISON, CONFIDENCE, confidenceOf, COUNT, FIGURE, FROM_FILE, MISSING, NUMBER_OR_NULL } from "./schemas.ts";

const CSAT_SCALE = { min: 1, max: 5 } as const;
/** CES 2.0. */
const CES_SCALE = { min: 1, max: 7 } as const;
const WELCH = { ...COMPARISON, properties: { ...COMPARISON.properties, standardError: NUMBER_OR_NULL } } as const;
const TWO_SIDES = { a: SIDE, b: SIDE, ...FROM_FILE } as const;

export const csatKernel = {
  name: "stats.csat",
  summary: "Customer satisfaction: the share who gave one of the two best answers, and the mean.",
  source: "E. B. Wilson, JASA 22 (1927), for the interval of the share",
  args: {
    type: "object",
    description: "{ satisfied, n }, or answers on a scale as counts, list or column",
    properties: {
      satisfied: { ...COUNT, description: 'people who gave one of the two best answers; also as "successes" or "k"' },
      n: { ...COUNT, description: "people who answered" },
      ...ANSWERS,
      scale: scaleSchema(CSAT_SCALE),
      confidence: CONFIDENCE,
      method: { enum: SHARE_METHODS, default: "wilson", description: "how the interval of the share is made" },
    },
  },
  output: {
    ...FIGURE,
    properties: {
      ...FIGURE.properties,
      unit: { const: "share" },
      method: { enum: SHARE_METHODS },
      satisfied: COUNT,
      mean: { ...FIGURE, description: "in points of the scale, when answers were given" },
      missing: MISSING,
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.csat";
    const { args } = input;
    refuseUnknown(name, args, [...SATISFIED, "n", "counts", "answers", "column", "scale", "confidence", "method"]);
    const confidence = confidenceOf(name, args);
    const method = choiceArgument(name, args, { name: "method", words: SHARE_METHODS, missing: "wilson" });
    const given = SATISFIED.filter((word) => word in args);
    if (!hasAnswers(args)) {
      if (given.length === 0) refuseUnnamedColumn(name, input);
      if (given.length > 1) throw new RangeError(`${name}: "${given.join('" and "')}" mean the same; give one`);
      const satisfied = requiredCount(name, args, given[0] ?? "satisfied");
      const n = requiredCount(name, args, "n");
      if (satisfied > n) throw new RangeError(`${name}: "${given[0]}" is ${satisfied}, more than "n", ${n}`);
      return csat({ satisfied, n, confidence, method });
    }
    if (given.length > 0 || "n" in args) throw new RangeError(`${name}: give "${given[0] ?? "n"}" or the answers themselves, not both`);
    const { answers, read, doubts } = readAnswers(name, input, CSAT_SCALE);
    const made = csatOfAnswers(answers, { confidence, method });
    return { ...made, doubts: [...made.doubts, ...doubts], ...read };
  },
} satisfies Kernel;

const SATISFIED = ["satisfied", "successes", "k"] as const;

export const csatDifferenceKernel = {
  name: "stats.csat-difference",
  summary: "Difference of two CSAT scores of different people: of the shares satisfied, and of the means.",
  source:
    "R. G. Newcombe (1998) and I. Campbell (2007), or R. A. Fisher (1934) where few are expected, for the shares; B. L. Welch (1947) for the means",
  args: { type: "object", properties: { ...TWO_SIDES, scale: scaleSchema(CSAT_SCALE), confidence: CONFIDENCE } },
  output: {
    ...COMPARISON,
    properties: {
      ...COMPARISON.properties,
      method: { enum: SHARE_DIFFERENCE_METHODS },
      test: { enum: SHARE_TESTS },
      mean: WELCH,
      groups: FROM_FILE.groups,
      missing: MISSING,
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.csat-difference";
    refuseUnknown(name, input.args, ["a", "b", "column", "group", "groups", "scale", "confidence"]);
    const confidence = confidenceOf(name, input.args);
    const { a, b, read, doubts } = readTwoAnswers(name, input, CSAT_SCALE);
    const made = csatDifference({ a, b, confidence });
    return { ...made, doubts: [...made.doubts, ...doubts], ...read };
  },
} satisfies Kernel;

export const cesKernel = {
  name: "stats.ces",
  summary: "Customer Effort Score: the mean on one scale, and the shares who found it easy and hard.",
  source: "M. Dixon, N. Toman & R. DeLisi, The Effortless Experience (2013), CES 2.0; Student's t",
  args: {
    type: "object",
    description: "answers on one scale, as counts, list or column; higher is easier",
    properties: { ...ANSWERS, scale: scaleSchema(CES_SCALE), confidence: CONFIDENCE },
  },
  output: {
    ...FIGURE,
    properties: {
      ...FIGURE.properties,
      method: { const: "student-t" },
      scale: { type: "string" },
      easy: { ...FIGURE, description: "share above the middle of the scale, 5 to 7 of 1 to 7" },
      hard: { ...FIGURE, description: "share below it" },
      missing: MISSING,
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.ces";
    refuseUnknown(name, input.args, ["counts", "answers", "column", "scale", "confidence"]);
    const confidence = confidenceOf(name, input.args);
    if (!hasAnswers(input.args)) refuseUnnamedColumn(name, input);
    const { answers, read, doubts } = readAnswers(name, input, CES_SCALE);
    const made = ces({ answers, confidence });
    return { ...made, doubts: [...made.doubts, ...doubts], ...read };
  },
} satisfies Kernel;

export const cesDifferenceKernel = {
  name: "stats.ces-difference",
  summary: "Difference of two Customer Effort Scores of different people: of the means, and of the shares who found it easy.",
  source: "B. L. Welch (1947) for the means; R. G. Newcombe (1998) and I. Campbell (2007) for the shares",
  args: { type: "object", properties: { ...TWO_SIDES, scale: scaleSchema(CES_SCALE), confidence: CONFIDENCE } },
  output: {
    ...WELCH,
    properties: { ...WELCH.properties, scale: { type: "string" }, easy: COMPARISON, groups: FROM_FILE.groups, missing: MISSING },
  },
  run: (input: KernelInput) => {
    const name = "stats.ces-difference";
    refuseUnknown(name, input.args, ["a", "b", "column", "group", "groups", "scale", "confidence"]);
    const confidence = confidenceOf(name, input.args);
    const { a, b, read, doubts } = readTwoAnswers(name, input, CES_SCALE);
    const made = cesDifference({ a, b, confidence });
    return { ...made, doubts: [...made.doubts, ...doubts], ...read };
  },
} satisfies Kernel;
