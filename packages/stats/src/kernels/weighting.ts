import { choiceArgument, isObject, numberList, refuseUnknown, requiredCount, requiredNumber, requiredObject } from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { moments, type Moments } from "../moments.ts";
import { npsCounts, npsMoments } from "../nps-counts.ts";
import { postStratify, type Stratum } from "../post-stratify.ts";
import { rake } from "../rake.ts";
import { countAnswers } from "../scale.ts";
import { columnNamed, columnOf, numberIn } from "../text-column.ts";
import { weightedMean } from "../weighted-mean.ts";
import { CONFIDENCE, confidenceOf, COUNT, INTERVAL, MISSING, NAMES, NUMBER, NUMBER_OR_NULL } from "./schemas.ts";

type Args = KernelInput["args"];

const SCORES = ["mean", "nps"] as const;
const SCORE = {
  enum: SCORES,
  default: "mean",
  description: "what the answers of the column become: their mean, or an NPS on 0-10",
} as const;
const WEIGHTED = {
  estimate: NUMBER_OR_NULL,
  interval: INTERVAL,
  standardError: NUMBER_OR_NULL,
  unweighted: NUMBER_OR_NULL,
  n: COUNT,
  designEffect: NUMBER_OR_NULL,
  effectiveN: NUMBER_OR_NULL,
  missing: MISSING,
  doubts: NAMES,
} as const;

export const postStratifyKernel = {
  name: "stats.post-stratify",
  summary: "A mean or NPS with each group counting by its people instead of its answers.",
  source: "L. Kish, Survey Sampling (1965)",
  args: {
    type: "object",
    description: "strata, or with a file { column, group, populations }",
    properties: {
      strata: {
        type: "object",
        description: "{ name: { population, promoters, passives, detractors } } or { name: { population, n, mean, variance } }",
        additionalProperties: { type: "object", properties: { population: COUNT }, required: ["population"] },
      },
      column: { type: "string", description: "column with the answers" },
      group: { type: "string", description: "column with the group of each row" },
      populations: { type: "object", additionalProperties: COUNT, description: "people in each group" },
      score: SCORE,
      confidence: CONFIDENCE,
    },
  },
  output: { type: "object", properties: { ...WEIGHTED, weights: { type: "object", additionalProperties: NUMBER } } },
  run: (input: KernelInput) => {
    const name = "stats.post-stratify";
    const { args } = input;
    refuseUnknown(name, args, ["strata", "column", "group", "populations", "score", "confidence"]);
    const confidence = confidenceOf(name, args);
    const { strata, read } = "strata" in args ? { strata: strataGiven(name, args), read: {} } : strataInFile(name, input);
    const { weights, ...made } = postStratify({ strata: strata.map(({ stratum }) => stratum), confidence });
    return { ...made, weights: Object.fromEntries(strata.map((one, i) => [one.name, weights[i]])), ...read };
  },
} satisfies Kernel;

type NamedStratum = { readonly name: string; readonly stratum: Stratum };

function strataGiven(kernel: string, args: Args): readonly NamedStratum[] {
  const given = requiredObject(kernel, args, "strata");
  return Object.keys(given).map((name) => {
    const one = requiredObject(kernel, given, name);
    const place = `${kernel}: stratum "${name}"`;
    const population = requiredCount(place, one, "population");
    if ("promoters" in one) {
      refuseUnknown(place, one, ["population", "promoters", "passives", "detractors"]);
      const [promoters, passives, detractors] = ["promoters", "passives", "detractors"].map((group) => requiredCount(place, one, group));
      return fitting(place, { name, stratum: { population, answers: npsMoments({ promoters, passives, detractors }) } });
    }
    refuseUnknown(place, one, ["population", "n", "mean", "variance"]);
    const n = requiredCount(place, one, "n");
    const mean = n === 0 ? null : requiredNumber(place, one, "mean");
    const variance = n < 2 ? null : requiredNumber(place, one, "variance");
    if (variance !== null && variance < 0) throw new RangeError(`${place}: "variance" must be at least 0, got ${variance}`);
    return fitting(place, { name, stratum: { population, answers: { n, mean, variance } } });
  });
}

function fitting(place: string, one: NamedStratum): NamedStratum {
  const { population, answers } = one.stratum;
  if (population < answers.n) throw new RangeError(`${place}: "population" is ${population}, less than its ${answers.n} answers`);
  return one;
}

function strataInFile(kernel: string, input: KernelInput): { readonly strata: readonly NamedStratum[]; readonly read: object } {
  const { columns, args } = input;
  if (columns === null) throw new RangeError(`${kernel}: give "strata", or a file with { column, group, populations }`);
  const populations = requiredObject(kernel, args, "populations");
  columnNamed(kernel, columns, args, "column");
  const labels = columnNamed(kernel, columns, args, "group");
  const { scores, missing } = readScores(kernel, input, labels.length);
  const groups = new Map(Object.keys(populations).map((name): [string, number[]] => [name, []]));
  for (const [row, value] of scores.entries()) {
    if (value === null) continue;
    const group = groups.get(labels[row]);
    if (group === undefined)
      throw new RangeError(`${kernel}: "populations" has no number for the group "${labels[row]}" of row ${row + 1}`);
    group.push(value);
  }
  const strata = [...groups].map(([name, values]) => {
    const stratum = { population: requiredCount(`${kernel}: "populations"`, populations, name), answers: moments(values) };
    return fitting(`${kernel}: group "${name}"`, { name, stratum });
  });
  return { strata, read: { missing } };
}

/** Answers of a column as numbers whose mean is the score; null where an answer is missing. */
function readScores(kernel: string, { columns, args }: KernelInput, rows: number): { scores: (number | null)[]; missing: number } {
  const score = choiceArgument(kernel, args, { name: "score", words: SCORES, missing: "mean" });
  if (columns === null || !("column" in args)) return { scores: Array.from({ length: rows }, () => 0), missing: 0 };
  const column = String(args["column"]);
  const scores = columnNamed(kernel, columns, args, "column").map((text, row) => {
    const value = numberIn(kernel, text, { row, column });
    if (value === null || score === "mean") return value;
    return npsMoments(npsCounts(countAnswers(`${kernel}: row ${row + 1}`, [value], { min: 0, max: 10 }))).mean;
  });
  return { scores, missing: scores.filter((value) => value === null).length };
}

export const rakeKernel = {
  name: "stats.rake",
  summary: "Weights that bring answers to known shares on several margins at once, and the weighted score.",
  source: "W. E. Deming & F. F. Stephan, Annals of Mathematical Statistics 11 (1940)",
  args: {
    type: "object",
    description: "{ table, margins: [[rows], [columns]] }, or with a file { margins: { column: { level: share } } }",
    properties: {
      table: { type: "array", items: { type: "array", items: COUNT }, description: "answers by row and column" },
      margins: { type: ["array", "object"], description: "shares or numbers of people of each level" },
      column: { type: "string", description: "column of the file with the answers, for a weighted score; no answers, no weight" },
      score: SCORE,
      cap: { type: "array", items: NUMBER, minItems: 2, maxItems: 2, description: "least and greatest weight, such as [0.3, 3]" },
      confidence: CONFIDENCE,
    },
    required: ["margins"],
  },
  output: {
    type: "object",
    properties: {
      ...WEIGHTED,
      weights: {
        type: ["array", "null"],
        description: "by row and column of the table, or by row of the file (null where the answer is missing)",
      },
      iterations: COUNT,
      maxError: NUMBER_OR_NULL,
    },
  },
  run: (input: KernelInput) => {
    const name = "stats.rake";
    const { args } = input;
    refuseUnknown(name, args, ["table", "margins", "column", "score", "cap", "confidence"]);
    const confidence = confidenceOf(name, args);
    const cap = readCap(name, args);
    return "table" in args ? rakeTable(name, args, cap) : rakeFile(name, input, { ...cap, confidence });
  },
} satisfies Kernel;

type Cap = { readonly cap?: readonly [number, number] };

function readCap(kernel: string, args: Args): Cap {
  const given = args["cap"];
  if (given === undefined) return {};
  const ends = Array.isArray(given) ? numberList(kernel, "cap", given) : [];
  if (ends.length !== 2) throw new RangeError(`${kernel}: "cap" must be [least, greatest], such as [0.3, 3]`);
  return { cap: [ends[0], ends[1]] };
}

function rakeTable(kernel: string, args: Args, cap: Cap): unknown {
  if ("column" in args) throw new RangeError(`${kernel}: give "table" or "column", not both`);
  const margins = args["margins"];
  const table = rowsOfNumbers(kernel, args, "table");
  if (!Array.isArray(margins) || margins.length !== 2) throw new RangeError(`${kernel}: "margins" of a table must be [[rows], [columns]]`);
  const [rows, columns] = rowsOfNumbers(kernel, args, "margins");
  if (table.length !== rows.length || table.some((row) => row.length !== columns.length)) {
    throw new RangeError(`${kernel}: "table" must have ${rows.length} rows of ${columns.length} counts, as "margins" says`);
  }
  const cells = table.flatMap((row, r) => row.map((n, c) => ({ n, levels: [r, c] })));
  const { weights, ...made } = rake({ cells, margins: [rows, columns], ...cap });
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  const byRow = weights === null ? null : table.map((row, r) => row.map((_, c) => weights[r * columns.length + c]));
  return { estimate: null, interval: null, standardError: null, unweighted: null, n, ...made, weights: byRow };
}

function rowsOfNumbers(kernel: string, args: Args, name: string): number[][] {
  const given = args[name];
  if (!Array.isArray(given)) throw new RangeError(`${kernel}: "${name}" must be a list of lists of numbers`);
  const rows: readonly unknown[] = given;
  return rows.map((row, i) => {
    if (!Array.isArray(row)) throw new RangeError(`${kernel}: "${name}"[${i}] must be a list of numbers`);
    return [...numberList(kernel, `${name}"["${i}`, row)];
  });
}

function rakeFile(kernel: string, input: KernelInput, options: Cap & { readonly confidence: number }): unknown {
  const { columns, args } = input;
  if (columns === null) throw new RangeError(`${kernel}: give "table", or a file with "margins" by column`);
  const given = args["margins"];
  if (!isObject(given)) throw new RangeError(`${kernel}: "margins" must be { column: { level: share } }`);
  const margins = Object.keys(given).map((column) => {
    const targets = requiredObject(`${kernel}: "margins"`, given, column);
    const levels = Object.keys(targets);
    const shares = levels.map((level) => requiredNumber(`${kernel}: "margins"."${column}"`, targets, level));
    return { column, levels: new Map(levels.map((level, i) => [level, i])), shares, cells: columnOf(kernel, columns, column) };
  });
  const rows = margins[0]?.cells.length ?? 0;
  const { scores, missing } = readScores(kernel, input, rows);
  // Rows alike on every margin share a weight, so they are one cell, however long the file is.
  const cells = new Map<string, { readonly levels: readonly number[]; readonly values: number[] }>();
  const cellOf = scores.map((value, row) => {
    if (value === null) return null;
    const levels = margins.map((margin) => {
      const level = margin.levels.get(margin.cells[row]);
      if (level === undefined) {
        throw new RangeError(`${kernel}: "margins"."${margin.column}" has no share for "${margin.cells[row]}" of row ${row + 1}`);
      }
      return level;
    });
    const key = levels.join();
    const cell = cells.get(key) ?? { levels, values: [] };
    cell.values.push(value);
    cells.set(key, cell);
    return key;
  });
  const list = [...cells.values()];
  const { cap, confidence } = options;
  const { weights, doubts, ...made } = rake({
    cells: list.map(({ levels, values }) => ({ n: values.length, levels })),
    margins: margins.map(({ shares }) => shares),
    ...(cap === undefined ? {} : { cap }),
  });
  const place = new Map([...cells.keys()].map((key, i) => [key, i]));
  const weightOf = (key: string | null): number | null => (key === null || weights === null ? null : weights[place.get(key) ?? 0]);
  const answers = list.map(({ values }): Moments => moments(values));
  const score =
    weights === null || !("column" in args)
      ? null
      : weightedMean({ groups: answers.map((one, i) => ({ answers: one, weight: weights[i] })), confidence });
  return {
    estimate: score?.estimate ?? null,
    interval: score?.interval ?? null,
    standardError: score?.standardError ?? null,
    unweighted: "column" in args ? moments(list.flatMap(({ values }) => values)).mean : null,
    n: answers.reduce((sum, one) => sum + one.n, 0),
    ...made,
    doubts: [...doubts, ...(score?.doubts ?? [])],
    weights: weights === null ? null : cellOf.map(weightOf),
    missing,
  };
}
