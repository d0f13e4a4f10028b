import { readTwoGroups } from "../grouped-column.ts";
import { isObject, numberList, requiredObject } from "../kernel-arguments.ts";
import type { KernelInput } from "../kernel.ts";
import { countAnswers, refuseBadAnswers, refuseBadScale, scaleText, type AnswerCounts, type Scale } from "../scale.ts";
import { columnNamed, numberIn } from "../text-column.ts";
import { COUNT, NUMBER } from "./schemas.ts";

type Args = KernelInput["args"];

const POINT_COUNTS = {
  description: "answers by point of the scale: a list from its lowest point up, or { point: count }",
  oneOf: [
    { type: "array", items: COUNT },
    { type: "object", additionalProperties: COUNT },
  ],
} as const;

/** One set of answers: counted, as a list, or in a file's column. */
export const ANSWERS = {
  counts: POINT_COUNTS,
  answers: { type: "array", items: NUMBER, description: "the answers themselves" },
  column: { type: "string", description: "column of the file with the answers" },
} as const;

/** One side of a comparison: counted, or as a list. */
export const SIDE = { type: "object", properties: { counts: ANSWERS.counts, answers: ANSWERS.answers } } as const;

/** @param usual the scale that is taken, with a doubt, when none is given */
export function scaleSchema(usual: Scale): Readonly<Record<string, unknown>> {
  return {
    description: `the scale of the answers, such as ${scaleText(usual)}; also [min, max], { min, max } or its highest point. Taken to be ${scaleText(usual)}, with a doubt, when absent`,
    type: ["string", "array", "object", "number"],
  };
}

/** A file that no argument reads is a forgotten column, not something to pass over. @throws RangeError naming what columns there are. */
export function refuseUnnamedColumn(kernel: string, { columns }: KernelInput): void {
  if (columns !== null) throw new RangeError(`${kernel}: "column" must name a column of the file; there are ${columns.names.join(", ")}`);
}

export type ReadAnswers = {
  readonly answers: AnswerCounts;
  /** What goes into the output beside the figures: blank cells, when a file was read. */
  readonly read: { readonly missing?: number };
  readonly doubts: readonly string[];
};

/** Whether the arguments hold answers of any of the three forms, instead of counts by name. */
export function hasAnswers(args: Args): boolean {
  return "counts" in args || "answers" in args || "column" in args;
}

/**
 * Reads one set of answers by `{ counts, scale }`, `{ answers, scale }` or, with a file, `{ column, scale }`.
 * @throws RangeError, naming the argument or the row, when they cannot be read.
 */
export function readAnswers(kernel: string, { columns, args }: KernelInput, usual: Scale): ReadAnswers {
  const { scale, doubts } = readScale(kernel, args, usual);
  if (["counts", "answers", "column"].filter((form) => form in args).length > 1) {
    throw new RangeError(`${kernel}: give one of "counts", "answers" and "column", not several`);
  }
  if (!("column" in args)) return { answers: readSide(kernel, args, scale), read: {}, doubts };
  if (columns === null) throw new RangeError(`${kernel}: the argument "column" needs a file`);
  const cells = columnNamed(kernel, columns, args, "column");
  const answers: number[] = [];
  for (const [row, text] of cells.entries()) {
    const place = { row, column: String(args["column"]) };
    const value = numberIn(kernel, text, place);
    if (value === null) continue;
    // Checked here and not with the rest, so that the message names the row of the file.
    if (!(Number.isInteger(value) && value >= scale.min && value <= scale.max)) {
      throw new RangeError(`${kernel}: row ${row + 1} of column ${place.column} is ${value}, not a point of the scale ${scaleText(scale)}`);
    }
    answers.push(value);
  }
  return { answers: countAnswers(kernel, answers, scale), read: { missing: cells.length - answers.length }, doubts };
}

export type ReadTwoAnswers = {
  readonly a: AnswerCounts;
  readonly b: AnswerCounts;
  readonly read: { readonly groups?: readonly [string, string]; readonly missing?: number };
  readonly doubts: readonly string[];
};

/**
 * Reads two sets of answers by `{ a, b, scale }`, each `{ counts }` or `{ answers }`, or, with a file, `{ column, group, groups?, scale }`.
 * @throws RangeError, naming the argument, when they cannot be read.
 */
export function readTwoAnswers(kernel: string, input: KernelInput, usual: Scale): ReadTwoAnswers {
  const { args } = input;
  const { scale, doubts } = readScale(kernel, args, usual);
  if ("a" in args || "b" in args) {
    const side = (name: string): AnswerCounts => readSide(`${kernel}: "${name}"`, requiredObject(kernel, args, name), scale);
    return { a: side("a"), b: side("b"), read: {}, doubts };
  }
  const { names, a, b, missing } = readTwoGroups(kernel, input);
  return { a: countAnswers(kernel, a, scale), b: countAnswers(kernel, b, scale), read: { groups: names, missing }, doubts };
}

/** `{ counts }` or `{ answers }` on a scale. @throws RangeError when it is neither. */
export function readSide(kernel: string, side: Args, scale: Scale): AnswerCounts {
  const { answers, counts } = side;
  if (answers !== undefined) {
    if (!Array.isArray(answers)) throw new RangeError(`${kernel}: "answers" must be a list of numbers`);
    return countAnswers(kernel, numberList(kernel, "answers", answers), scale);
  }
  if (Array.isArray(counts)) return checked(kernel, { scale, counts: [...numberList(kernel, "counts", counts)] });
  if (!isObject(counts)) {
    throw new RangeError(`${kernel}: "counts" must be a list of counts from the scale's lowest point up, or { point: count }`);
  }
  const list = Array.from({ length: scale.max - scale.min + 1 }, () => 0);
  for (const [point, count] of Object.entries(counts)) {
    const at = Number(point) - scale.min;
    if (!(at in list)) throw new RangeError(`${kernel}: "counts" names ${point}, not a point of the scale ${scaleText(scale)}`);
    if (typeof count !== "number") throw new RangeError(`${kernel}: the count of point ${point} must be a number`);
    list[at] = count;
  }
  return checked(kernel, { scale, counts: list });
}

function checked(kernel: string, answers: AnswerCounts): AnswerCounts {
  refuseBadAnswers(kernel, answers);
  return answers;
}

const WRITTEN = /^(-?\d{1,4})\s*(?:-|–|\.\.|to)\s*(-?\d{1,4})$/;

/** A scale as `1-7`, [1, 7], { min, max } or 7, which has the usual lowest point. @throws RangeError, naming the argument, for anything else. */
export function readScale(kernel: string, args: Args, usual: Scale): { readonly scale: Scale; readonly doubts: readonly string[] } {
  const given = args["scale"];
  if (given === undefined) return { scale: usual, doubts: ["scale-assumed"] };
  const scale = scaleGiven(given, usual);
  if (scale === null) throw new RangeError(`${kernel}: "scale" must be written like ${scaleText(usual)}`);
  refuseBadScale(kernel, scale);
  return { scale, doubts: [] };
}

function scaleGiven(given: unknown, usual: Scale): Scale | null {
  if (typeof given === "number") return { min: usual.min, max: given };
  if (typeof given === "string") {
    const [, min, max] = WRITTEN.exec(given.trim()) ?? [];
    return min === undefined || max === undefined ? null : { min: Number(min), max: Number(max) };
  }
  const [min, max]: readonly unknown[] =
    Array.isArray(given) && given.length === 2 ? given : isObject(given) ? [given["min"], given["max"]] : [];
  return typeof min === "number" && typeof max === "number" ? { min, max } : null;
}
