import { isObject, numberArgument, numberList, refuseUnknown, requiredNumber, requiredObject } from "./kernel-arguments.ts";
import type { Kernel, KernelInput } from "./kernel.ts";
import { nps } from "./net-promoter-score.ts";
import { newcombe, type Proportion } from "./proportion.ts";
import { suppress } from "./suppress.ts";
import { readTwoGroups } from "./two-groups.ts";
import { welch, type WelchSide } from "./welch.ts";

const NUMBER = { type: "number" } as const;
const COUNT = { type: "integer", minimum: 0 } as const;
const NUMBER_OR_NULL = { type: ["number", "null"] } as const;
const INTERVAL = { type: ["array", "null"], items: NUMBER, minItems: 2, maxItems: 2 } as const;
const NAMES = { type: "array", items: { type: "string" } } as const;
const CONFIDENCE = { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.95 } as const;
const COMPARISON = {
  type: "object",
  properties: {
    estimate: NUMBER_OR_NULL,
    interval: INTERVAL,
    statistic: NUMBER_OR_NULL,
    df: NUMBER_OR_NULL,
    p: NUMBER_OR_NULL,
    doubts: NAMES,
  },
} as const;
const FROM_FILE = {
  column: { type: "string", description: "column with the answers" },
  group: { type: "string", description: "column with the group of each row" },
  groups: { ...NAMES, minItems: 2, maxItems: 2, description: "the two groups, first minus second; needed when there are more than two" },
} as const;

const welchKernel = {
  name: "stats.welch",
  summary: "Difference of two means with unequal variances: estimate, interval and test.",
  source: "B. L. Welch, Biometrika 34 (1947); F. E. Satterthwaite, Biometrics Bulletin 2 (1946)",
  args: {
    type: "object",
    properties: {
      a: { description: "numbers, or { n, mean, variance }", oneOf: [{ type: "array", items: NUMBER }, { type: "object" }] },
      b: { description: "as a", oneOf: [{ type: "array", items: NUMBER }, { type: "object" }] },
      populationA: { ...COUNT, description: "size of the group a's answers are drawn from, when it is countable" },
      populationB: COUNT,
      confidence: CONFIDENCE,
      ...FROM_FILE,
    },
  },
  output: { ...COMPARISON, properties: { ...COMPARISON.properties, standardError: NUMBER_OR_NULL } },
  run: (input) => {
    const name = "stats.welch";
    const { args } = input;
    refuseUnknown(name, args, ["a", "b", "populationA", "populationB", "confidence", "column", "group", "groups"]);
    const options: { confidence: number; populationA?: number; populationB?: number } = {
      confidence: numberArgument(name, args, "confidence", 0.95),
    };
    if (args["populationA"] !== undefined) options.populationA = requiredNumber(name, args, "populationA");
    if (args["populationB"] !== undefined) options.populationB = requiredNumber(name, args, "populationB");
    if (args["a"] !== undefined || args["b"] !== undefined) {
      return welch({ a: welchSide(name, args, "a"), b: welchSide(name, args, "b"), ...options });
    }
    const { names, a, b, missing } = readTwoGroups(name, input);
    return { ...welch({ a, b, ...options }), groups: names, missing };
  },
} satisfies Kernel;

function welchSide(kernel: string, args: Readonly<Record<string, unknown>>, name: string): WelchSide {
  const value = args[name];
  if (Array.isArray(value)) return numberList(kernel, name, value);
  if (!isObject(value)) throw new RangeError(`${kernel}: "${name}" must be a list of numbers or { n, mean, variance }`);
  const orNull = (field: string): number | null => (value[field] === null ? null : numberArgument(kernel, value, field, null));
  return { n: requiredNumber(kernel, value, "n"), mean: orNull("mean"), variance: orNull("variance") };
}

const differenceKernel = {
  name: "stats.proportion-difference",
  summary: "Difference of two shares of people: estimate, interval and test.",
  source: "R. G. Newcombe, Statistics in Medicine 17 (1998), method 10; I. Campbell, Statistics in Medicine 26 (2007)",
  args: {
    type: "object",
    properties: {
      a: { type: "object", properties: { successes: COUNT, n: COUNT }, required: ["successes", "n"] },
      b: { type: "object", properties: { successes: COUNT, n: COUNT }, required: ["successes", "n"] },
      confidence: CONFIDENCE,
      ...FROM_FILE,
      atLeast: { ...NUMBER, description: "an answer of this much or more is a success" },
    },
  },
  output: COMPARISON,
  run: (input) => {
    const name = "stats.proportion-difference";
    const { args } = input;
    refuseUnknown(name, args, ["a", "b", "confidence", "column", "group", "groups", "atLeast"]);
    const confidence = numberArgument(name, args, "confidence", 0.95);
    if (args["a"] !== undefined || args["b"] !== undefined) {
      return newcombe({ a: proportion(name, args, "a"), b: proportion(name, args, "b"), confidence });
    }
    const { names, a, b, missing } = readTwoGroups(name, input);
    const atLeast = requiredNumber(name, args, "atLeast");
    const share = (side: Float64Array): Proportion => ({ successes: side.filter((value) => value >= atLeast).length, n: side.length });
    return { ...newcombe({ a: share(a), b: share(b), confidence }), groups: names, missing };
  },
} satisfies Kernel;

function proportion(kernel: string, args: Readonly<Record<string, unknown>>, name: string): Proportion {
  const side = requiredObject(kernel, args, name);
  return { successes: requiredNumber(kernel, side, "successes"), n: requiredNumber(kernel, side, "n") };
}

const npsKernel = {
  name: "stats.nps",
  summary: "Net Promoter Score with an interval that holds for small and unanimous samples.",
  source: "B. Rocks, The American Statistician 70 (2016), adjusted Wald",
  args: {
    type: "object",
    properties: { promoters: COUNT, passives: COUNT, detractors: COUNT, confidence: CONFIDENCE },
    required: ["promoters", "passives", "detractors"],
  },
  output: {
    type: "object",
    properties: {
      value: NUMBER_OR_NULL,
      unit: { const: "points" },
      n: COUNT,
      interval: INTERVAL,
      method: { const: "adjusted-wald" },
      doubts: NAMES,
    },
  },
  run: ({ args }) => {
    const name = "stats.nps";
    refuseUnknown(name, args, ["promoters", "passives", "detractors", "confidence"]);
    return nps({
      promoters: requiredNumber(name, args, "promoters"),
      passives: requiredNumber(name, args, "passives"),
      detractors: requiredNumber(name, args, "detractors"),
      confidence: numberArgument(name, args, "confidence", 0.95),
    });
  },
} satisfies Kernel;

const suppressKernel = {
  name: "stats.suppress",
  summary: "Which cells of a published table to hide so that no group below k can be worked out.",
  source: "L. H. Cox, JASA 75 (1980), complementary suppression in one dimension",
  args: {
    type: "object",
    properties: {
      cells: { type: "object", additionalProperties: COUNT },
      k: { type: "integer", minimum: 1 },
      totalPublished: { type: "boolean", default: true },
    },
    required: ["cells", "k"],
  },
  output: { type: "object", properties: { primary: NAMES, complementary: NAMES, hideTotal: { type: "boolean" } } },
  run: ({ args }: KernelInput) => {
    const name = "stats.suppress";
    refuseUnknown(name, args, ["cells", "k", "totalPublished"]);
    const given = requiredObject(name, args, "cells");
    const cells = Object.fromEntries(Object.keys(given).map((cell) => [cell, requiredNumber(name, given, cell)]));
    const totalPublished = args["totalPublished"] ?? true;
    if (typeof totalPublished !== "boolean") throw new RangeError(`${name}: "totalPublished" must be true or false`);
    return suppress({ cells, k: requiredNumber(name, args, "k"), totalPublished });
  },
} satisfies Kernel;

/** The kernels of this package, as `compute --list` shows them. */
export const kernels: readonly Kernel[] = [welchKernel, differenceKernel, npsKernel, suppressKernel];
