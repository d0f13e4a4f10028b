import { ADJUSTMENTS, adjustPValues } from "../adjust-p-values.ts";
import { readGroups } from "../grouped-column.ts";
import { choiceArgument, isObject, numberArgument, numberList, refuseUnknown } from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { kruskal, type SeveralGroupsTest } from "../kruskal.ts";
import { columnNamed, numberIn } from "../text-column.ts";
import { welchAnova } from "../welch-anova.ts";
import { COMPARISON, FROM_FILE, MISSING, NAMES, NUMBER, NUMBER_OR_NULL } from "./schemas.ts";

const GROUPS = {
  column: FROM_FILE.column,
  group: FROM_FILE.group,
  groups: {
    description: "{ name: [numbers] }; with a file, the names of the groups to compare, all when absent",
    oneOf: [
      { type: "object", additionalProperties: { type: "array", items: NUMBER } },
      { ...NAMES, minItems: 2 },
    ],
  },
} as const;
const OUTPUT = {
  ...COMPARISON,
  properties: {
    ...COMPARISON.properties,
    estimate: { ...NUMBER_OR_NULL, description: "share of the spread that lies between the groups" },
    interval: { type: "null" },
    df: { type: ["number", "array", "null"], items: NUMBER, description: "[between, within] for an F" },
    groups: { type: "object", additionalProperties: { type: "integer" }, description: "answers in each group" },
    missing: MISSING,
  },
} as const;

export const kruskalKernel = {
  name: "stats.kruskal",
  summary: "Whether several groups answer alike, by ranks.",
  source: "W. H. Kruskal & W. A. Wallis, JASA 47 (1952), corrected for ties",
  args: { type: "object", properties: GROUPS },
  output: OUTPUT,
  run: (input: KernelInput) => compare("stats.kruskal", input, kruskal),
} satisfies Kernel;

export const welchAnovaKernel = {
  name: "stats.welch-anova",
  summary: "Whether several groups have the same mean, with unequal variances.",
  source: "B. L. Welch, Biometrika 38 (1951)",
  args: { type: "object", properties: GROUPS },
  output: OUTPUT,
  run: (input: KernelInput) => compare("stats.welch-anova", input, welchAnova),
} satisfies Kernel;

function compare(name: string, input: KernelInput, test: (groups: readonly Float64Array[]) => SeveralGroupsTest): unknown {
  const { args } = input;
  refuseUnknown(name, args, ["column", "group", "groups"]);
  const given = args["groups"];
  const lists = Array.isArray(given) && Array.isArray(given[0]) ? Object.fromEntries(given.map((one, i) => [String(i + 1), one])) : given;
  const { names, groups, read } = isObject(lists) ? listed(name, lists) : inFile(name, input);
  const sizes = Object.fromEntries(names.map((group, i) => [group, groups[i].length]));
  return { ...test(groups), groups: sizes, ...read };
}

type Read = { readonly names: readonly string[]; readonly groups: readonly Float64Array[]; readonly read: { readonly missing?: number } };

function listed(kernel: string, given: KernelInput["args"]): Read {
  const groups = Object.entries(given).map(([name, values]) => {
    if (!Array.isArray(values)) throw new RangeError(`${kernel}: "groups"."${name}" must be a list of numbers`);
    return numberList(kernel, name, values);
  });
  return { names: Object.keys(given), groups, read: {} };
}

function inFile(kernel: string, input: KernelInput): Read {
  const { names, groups, missing } = readGroups(kernel, input);
  return { names, groups, read: { missing } };
}

const P_VALUES = { type: "array", items: NUMBER_OR_NULL } as const;

export const fdrKernel = {
  name: "stats.fdr",
  summary: "p values made fit for being looked at together, and which of them are finds.",
  source: "Y. Benjamini & Y. Hochberg, JRSS B 57 (1995); S. Holm, Scandinavian Journal of Statistics 6 (1979)",
  args: {
    type: "object",
    properties: {
      p: { ...P_VALUES, description: "p values; null where no test could be made" },
      column: { type: "string", description: "column of the file with the p values, instead of p" },
      method: { enum: ADJUSTMENTS, default: "benjamini-hochberg" },
      level: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.05, description: "also as alpha" },
    },
  },
  output: {
    type: "object",
    properties: {
      method: { enum: ADJUSTMENTS },
      level: NUMBER,
      tests: { type: "integer" },
      p: P_VALUES,
      adjusted: P_VALUES,
      reject: { type: "array", items: { type: ["boolean", "null"] }, description: "whether the adjusted p is at most the level" },
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.fdr";
    const { args } = input;
    refuseUnknown(name, args, ["p", "column", "method", "level", "alpha"]);
    if ("level" in args && "alpha" in args) throw new RangeError(`${name}: "level" and "alpha" mean the same; give one`);
    const level = numberArgument(name, args, "alpha" in args ? "alpha" : "level", 0.05);
    if (!(level > 0 && level < 1)) throw new RangeError(`${name}: "level" must lie between 0 and 1, got ${level}`);
    const method = choiceArgument(name, args, { name: "method", words: ADJUSTMENTS, missing: "benjamini-hochberg" });
    const p = pValues(name, input);
    const adjusted = adjustPValues(p, method);
    const reject = adjusted.map((value) => (value === null ? null : value <= level));
    return { method, level, tests: p.filter((value) => value !== null).length, p, adjusted, reject };
  },
} satisfies Kernel;

function pValues(kernel: string, { columns, args }: KernelInput): (number | null)[] {
  const given = args["p"];
  if (given !== undefined) {
    if (!Array.isArray(given)) throw new RangeError(`${kernel}: "p" must be a list of p values`);
    const entries: readonly unknown[] = given;
    return entries.map((value, i) => {
      if (value === null) return null;
      if (!(typeof value === "number" && value >= 0 && value <= 1)) throw new RangeError(`${kernel}: "p"[${i}] must lie in 0..1`);
      return value;
    });
  }
  if (columns === null) throw new RangeError(`${kernel}: "p" is required, or a file with "column"`);
  return columnNamed(kernel, columns, args, "column").map((text, row) => {
    const value = numberIn(kernel, text, { row, column: String(args["column"]) });
    if (value !== null && !(value >= 0 && value <= 1)) {
      throw new RangeError(`${kernel}: row ${row + 1} of column ${String(args["column"])} is ${value}, not in 0..1`);
    }
    return value;
  });
}
