import { choiceArgument, numberArgument, refuseUnknown, requiredCount, requiredNumber, requiredObject } from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { nps } from "../net-promoter-score.ts";
import { npsCounts, type NpsCounts } from "../nps-counts.ts";
import { NPS_DIFFERENCE_METHODS, npsDifference } from "../nps-difference.ts";
import { NPS_METHODS } from "../nps-interval.ts";
import { npsSampleSize, npsSampleSizeForDifference } from "../nps-sample-size.ts";
import { ANSWERS, hasAnswers, readAnswers, readSide, readTwoAnswers, refuseUnnamedColumn, scaleSchema } from "./read-answers.ts";
import { COMPARISON, CONFIDENCE, confidenceOf, COUNT, FIGURE, FROM_FILE, MISSING, NUMBER, NUMBER_OR_NULL } from "./schemas.ts";

/** The question was made for this scale, and the score is defined on no other. */
const SCALE = { min: 0, max: 10 } as const;
const GROUPS = { promoters: COUNT, passives: COUNT, detractors: COUNT } as const;
const GROUP_NAMES = ["promoters", "passives", "detractors"] as const;

export const npsKernel = {
  name: "stats.nps",
  summary: "Net Promoter Score with an interval that holds for small and unanimous samples.",
  source: "B. Rocks, The American Statistician 70 (2016), adjusted Wald",
  args: {
    type: "object",
    description: "{ promoters, passives, detractors }, or answers on 0-10 as counts, list or column",
    properties: {
      ...GROUPS,
      ...ANSWERS,
      scale: scaleSchema(SCALE),
      confidence: CONFIDENCE,
      method: { enum: NPS_METHODS, default: "adjusted-wald", description: "how the interval is made" },
    },
  },
  output: {
    ...FIGURE,
    properties: { ...FIGURE.properties, unit: { const: "points" }, method: { enum: NPS_METHODS }, ...GROUPS, missing: MISSING },
  },
  run: (input: KernelInput) => {
    const name = "stats.nps";
    const { args } = input;
    refuseUnknown(name, args, [...GROUP_NAMES, "counts", "answers", "column", "scale", "confidence", "method"]);
    const confidence = confidenceOf(name, args);
    const method = choiceArgument(name, args, { name: "method", words: NPS_METHODS, missing: "adjusted-wald" });
    if (!hasAnswers(args)) {
      if (!GROUP_NAMES.some((group) => group in args)) refuseUnnamedColumn(name, input);
      return nps({ ...groupCounts(name, args), confidence, method });
    }
    for (const group of GROUP_NAMES) {
      if (group in args) throw new RangeError(`${name}: give "${group}" or the answers themselves, not both`);
    }
    const { answers, read, doubts } = readAnswers(name, input, SCALE);
    const groups = npsCounts(answers);
    const made = nps({ ...groups, confidence, method });
    return { ...made, doubts: [...made.doubts, ...doubts], ...groups, ...read };
  },
} satisfies Kernel;

function groupCounts(kernel: string, args: KernelInput["args"]): NpsCounts {
  return {
    promoters: requiredCount(kernel, args, "promoters"),
    passives: requiredCount(kernel, args, "passives"),
    detractors: requiredCount(kernel, args, "detractors"),
  };
}

const SIDE = { type: "object", description: "{ promoters, passives, detractors }, or { counts } or { answers } on 0-10" } as const;

export const npsDifferenceKernel = {
  name: "stats.nps-difference",
  summary: "Difference of two Net Promoter Scores of different people: estimate, interval and test.",
  source: "B. Rocks, The American Statistician 70 (2016); J. Lewis & J. Sauro (2021), adjusted Wald on each side",
  args: {
    type: "object",
    properties: {
      a: { ...SIDE, properties: { ...GROUPS, counts: ANSWERS.counts, answers: ANSWERS.answers } },
      b: { ...SIDE, description: "as a" },
      ...FROM_FILE,
      scale: scaleSchema(SCALE),
      confidence: CONFIDENCE,
      method: { enum: NPS_DIFFERENCE_METHODS, default: "adjusted-wald" },
    },
  },
  output: {
    ...COMPARISON,
    properties: {
      ...COMPARISON.properties,
      standardError: NUMBER_OR_NULL,
      observed: { ...NUMBER_OR_NULL, description: "the plain difference of the two scores" },
      method: { enum: NPS_DIFFERENCE_METHODS },
      groups: FROM_FILE.groups,
      missing: MISSING,
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.nps-difference";
    const { args } = input;
    refuseUnknown(name, args, ["a", "b", "column", "group", "groups", "scale", "confidence", "method"]);
    const confidence = confidenceOf(name, args);
    const method = choiceArgument(name, args, { name: "method", words: NPS_DIFFERENCE_METHODS, missing: "adjusted-wald" });
    if ("a" in args || "b" in args) return npsDifference({ a: side(name, args, "a"), b: side(name, args, "b"), confidence, method });
    const { a, b, read, doubts } = readTwoAnswers(name, input, SCALE);
    const made = npsDifference({ a: npsCounts(a), b: npsCounts(b), confidence, method });
    return { ...made, doubts: [...made.doubts, ...doubts], ...read };
  },
} satisfies Kernel;

function side(kernel: string, args: KernelInput["args"], name: string): NpsCounts {
  const given = requiredObject(kernel, args, name);
  const place = `${kernel}: "${name}"`;
  refuseUnknown(place, given, [...GROUP_NAMES, "counts", "answers"]);
  return "counts" in given || "answers" in given ? npsCounts(readSide(place, given, SCALE)) : groupCounts(place, given);
}

export const npsSampleSizeKernel = {
  name: "stats.nps-sample-size",
  summary: "How many answers a Net Promoter Score needs for a margin, or each of two for a difference to be found.",
  source: "J. Lewis & J. Sauro, Sample sizes for NPS confidence intervals (2021)",
  args: {
    type: "object",
    description: "one of margin and difference",
    properties: {
      margin: { ...NUMBER, description: "points to either side that the interval may reach" },
      difference: { ...NUMBER, description: "points between two groups that are to be found" },
      power: { type: "number", minimum: 0.5, exclusiveMaximum: 1, default: 0.8, description: "chance of finding it; with difference only" },
      variance: {
        type: "number",
        exclusiveMinimum: 0,
        maximum: 1,
        default: 1,
        description: "of one answer on -1, 0, 1: p + d - (p - d)^2 for shares p of promoters and d of detractors",
      },
      confidence: CONFIDENCE,
    },
  },
  output: {
    type: "object",
    properties: {
      n: { ...NUMBER, description: "what the formula gives" },
      answers: { type: "integer", minimum: 1, description: "answers to collect, in each group when there are two" },
      groups: { enum: [1, 2] },
    },
  },
  run: ({ args }: KernelInput) => {
    const name = "stats.nps-sample-size";
    refuseUnknown(name, args, ["margin", "difference", "power", "variance", "confidence"]);
    const confidence = confidenceOf(name, args);
    const variance = numberArgument(name, args, "variance", 1);
    if ("difference" in args) {
      if ("margin" in args) throw new RangeError(`${name}: give one of "margin" and "difference", not both`);
      const power = numberArgument(name, args, "power", 0.8);
      return {
        ...npsSampleSizeForDifference({ difference: requiredNumber(name, args, "difference"), variance, confidence, power }),
        groups: 2,
      };
    }
    if ("power" in args) throw new RangeError(`${name}: "power" belongs to "difference"`);
    return { ...npsSampleSize({ margin: requiredNumber(name, args, "margin"), variance, confidence }), groups: 1 };
  },
} satisfies Kernel;
