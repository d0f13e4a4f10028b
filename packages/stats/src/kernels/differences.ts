import { equivalence } from "../equivalence.ts";
import { readTwoGroups } from "../grouped-column.ts";
import {
  choiceArgument,
  isObject,
  numberArgument,
  numberList,
  refuseUnknown,
  requiredCount,
  requiredNumber,
  requiredObject,
} from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { mannWhitney } from "../mann-whitney.ts";
import type { Proportion } from "../proportion.ts";
import { countAnswers } from "../scale.ts";
import { SHARE_DIFFERENCE_METHODS, SHARE_TESTS, shareDifference } from "../share-difference.ts";
import { topTwo } from "../customer-satisfaction.ts";
import { welch, type WelchSide } from "../welch.ts";
import { readScale, scaleSchema } from "./read-answers.ts";
import { COMPARISON, CONFIDENCE, confidenceOf, COUNT, FROM_FILE, INTERVAL, MISSING, NUMBER, NUMBER_OR_NULL } from "./schemas.ts";

type Args = KernelInput["args"];

const MEANS = {
  a: { description: "numbers, or { n, mean, variance }", oneOf: [{ type: "array", items: NUMBER }, { type: "object" }] },
  b: { description: "as a", oneOf: [{ type: "array", items: NUMBER }, { type: "object" }] },
  populationA: { ...COUNT, description: "size of the group a's answers are drawn from, when it is countable" },
  populationB: COUNT,
  confidence: CONFIDENCE,
  ...FROM_FILE,
} as const;
const MEAN_NAMES = Object.keys(MEANS);
const FROM_A_FILE = { groups: FROM_FILE.groups, missing: MISSING } as const;

export const welchKernel = {
  name: "stats.welch",
  summary: "Difference of two means with unequal variances: estimate, interval and test.",
  source: "B. L. Welch, Biometrika 34 (1947); F. E. Satterthwaite, Biometrics Bulletin 2 (1946)",
  args: { type: "object", properties: MEANS },
  output: { ...COMPARISON, properties: { ...COMPARISON.properties, standardError: NUMBER_OR_NULL, ...FROM_A_FILE } },
  run: (input) => {
    const name = "stats.welch";
    refuseUnknown(name, input.args, MEAN_NAMES);
    const { sides, read } = readMeans(name, input);
    return { ...welch(sides), ...read };
  },
} satisfies Kernel;

export const equivalenceKernel = {
  name: "stats.equivalence",
  summary: "Whether two means are alike within a margin: two one-sided tests with unequal variances.",
  source: "D. J. Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15 (1987)",
  args: {
    type: "object",
    properties: { ...MEANS, margin: { type: "number", exclusiveMinimum: 0, description: "differences up to this one count as none" } },
    required: ["margin"],
  },
  output: {
    ...COMPARISON,
    properties: {
      ...COMPARISON.properties,
      standardError: NUMBER_OR_NULL,
      margin: NUMBER,
      equivalenceInterval: { ...INTERVAL, description: "of coverage 2 confidence - 1: within the margin exactly when equivalent" },
      equivalent: { type: ["boolean", "null"] },
      ...FROM_A_FILE,
    },
  },
  run: (input) => {
    const name = "stats.equivalence";
    refuseUnknown(name, input.args, [...MEAN_NAMES, "margin"]);
    const margin = requiredNumber(name, input.args, "margin");
    const { sides, read } = readMeans(name, input);
    return { ...equivalence({ ...sides, margin }), ...read };
  },
} satisfies Kernel;

type Means = {
  readonly sides: {
    readonly a: WelchSide;
    readonly b: WelchSide;
    readonly confidence: number;
    readonly populationA?: number;
    readonly populationB?: number;
  };
  readonly read: { readonly groups?: readonly string[]; readonly missing?: number };
};

function readMeans(kernel: string, input: KernelInput): Means {
  const { args } = input;
  const options = {
    confidence: confidenceOf(kernel, args),
    ...("populationA" in args ? { populationA: requiredCount(kernel, args, "populationA") } : {}),
    ...("populationB" in args ? { populationB: requiredCount(kernel, args, "populationB") } : {}),
  };
  if ("a" in args || "b" in args) {
    return { sides: { a: meanSide(kernel, args, "a"), b: meanSide(kernel, args, "b"), ...options }, read: {} };
  }
  const { names, a, b, missing } = readTwoGroups(kernel, input);
  return { sides: { a, b, ...options }, read: { groups: names, missing } };
}

function meanSide(kernel: string, args: Args, name: string): WelchSide {
  const value = args[name];
  if (Array.isArray(value)) return numberList(kernel, name, value);
  if (!isObject(value)) throw new RangeError(`${kernel}: "${name}" must be a list of numbers or { n, mean, variance }`);
  const orNull = (field: string): number | null => (value[field] === null ? null : numberArgument(kernel, value, field, null));
  return { n: requiredNumber(kernel, value, "n"), mean: orNull("mean"), variance: orNull("variance") };
}

const SHARE = { type: "object", properties: { successes: { ...COUNT, description: 'also as "k"' }, n: COUNT }, required: ["n"] } as const;

export const proportionDifferenceKernel = {
  name: "stats.proportion-difference",
  summary: "Difference of two shares of people: estimate, interval and test.",
  source: "R. G. Newcombe, Statistics in Medicine 17 (1998), method 10; I. Campbell, Statistics in Medicine 26 (2007)",
  args: {
    type: "object",
    properties: {
      a: SHARE,
      b: SHARE,
      confidence: CONFIDENCE,
      method: { enum: SHARE_DIFFERENCE_METHODS, default: "newcombe", description: "how the interval is made" },
      test: { enum: SHARE_TESTS, default: "n-1", description: "how the p value is made" },
      ...FROM_FILE,
      atLeast: { ...NUMBER, description: "an answer of this much or more is a success" },
      scale: {
        ...scaleSchema({ min: 1, max: 5 }),
        description: "instead of atLeast: one of the two best answers of this scale is a success",
      },
    },
  },
  output: {
    ...COMPARISON,
    properties: { ...COMPARISON.properties, method: { enum: SHARE_DIFFERENCE_METHODS }, test: { enum: SHARE_TESTS }, ...FROM_A_FILE },
  },
  run: (input) => {
    const name = "stats.proportion-difference";
    const { args } = input;
    refuseUnknown(name, args, ["a", "b", "confidence", "method", "test", "column", "group", "groups", "atLeast", "scale"]);
    const options = {
      confidence: confidenceOf(name, args),
      method: choiceArgument(name, args, { name: "method", words: SHARE_DIFFERENCE_METHODS, missing: "newcombe" }),
      test: choiceArgument(name, args, { name: "test", words: SHARE_TESTS, missing: "n-1" }),
    };
    if ("a" in args || "b" in args) return shareDifference({ a: proportion(name, args, "a"), b: proportion(name, args, "b"), ...options });
    const { names, a, b, missing } = readTwoGroups(name, input);
    const share = successesBy(name, args);
    return { ...shareDifference({ a: share(a), b: share(b), ...options }), groups: names, missing };
  },
} satisfies Kernel;

function successesBy(kernel: string, args: Args): (side: Float64Array) => Proportion {
  if ("scale" in args) {
    if ("atLeast" in args) throw new RangeError(`${kernel}: give one of "atLeast" and "scale", not both`);
    const { scale } = readScale(kernel, args, { min: 1, max: 5 });
    return (side) => {
      const { satisfied, n } = topTwo(countAnswers(kernel, side, scale));
      return { successes: satisfied, n };
    };
  }
  const atLeast = numberArgument(kernel, args, "atLeast", null);
  if (atLeast === null) throw new RangeError(`${kernel}: "atLeast" or "scale" is required, to say which answers are a success`);
  return (side) => ({ successes: side.filter((value) => value >= atLeast).length, n: side.length });
}

function proportion(kernel: string, args: Args, name: string): Proportion {
  const side = requiredObject(kernel, args, name);
  const place = `${kernel}: "${name}"`;
  refuseUnknown(place, side, ["successes", "k", "n"]);
  const successes = requiredCount(place, side, "k" in side && !("successes" in side) ? "k" : "successes");
  const n = requiredCount(place, side, "n");
  if (successes > n) throw new RangeError(`${place}: ${successes} of ${n} is not a share of people`);
  return { successes, n };
}

export const mannWhitneyKernel = {
  name: "stats.mann-whitney",
  summary: "Chance that somebody of one group answers higher than somebody of another, with its interval and the rank test.",
  source: "H. B. Mann & D. R. Whitney (1947), corrected for ties; interval by E. Brunner & U. Munzel, Biometrical Journal 42 (2000)",
  args: {
    type: "object",
    properties: {
      a: { type: "array", items: NUMBER },
      b: { type: "array", items: NUMBER },
      confidence: CONFIDENCE,
      continuity: { type: "boolean", default: true, description: "half a step towards the mean before the normal approximation" },
      ...FROM_FILE,
    },
  },
  output: {
    ...COMPARISON,
    properties: { ...COMPARISON.properties, standardError: NUMBER_OR_NULL, ...FROM_A_FILE },
  },
  run: (input) => {
    const name = "stats.mann-whitney";
    const { args } = input;
    refuseUnknown(name, args, ["a", "b", "confidence", "continuity", "column", "group", "groups"]);
    const continuity = args["continuity"] ?? true;
    if (typeof continuity !== "boolean") throw new RangeError(`${name}: "continuity" must be true or false`);
    const options = { confidence: confidenceOf(name, args), continuity };
    if ("a" in args || "b" in args) return mannWhitney({ a: list(name, args, "a"), b: list(name, args, "b"), ...options });
    const { names, a, b, missing } = readTwoGroups(name, input);
    return { ...mannWhitney({ a, b, ...options }), groups: names, missing };
  },
} satisfies Kernel;

function list(kernel: string, args: Args, name: string): Float64Array {
  const value = args[name];
  if (!Array.isArray(value)) throw new RangeError(`${kernel}: "${name}" must be a list of numbers`);
  return numberList(kernel, name, value);
}
