import type { JourneyModel, ModelEdge } from "../model.ts";

const FORMAT = "counterseat.journey.model";
const VERSION = 1;
const COUNTS = ["events", "cases", "variants"] as const;
const NUMBERS = ["count", "mean", "median", "p90", "min", "max", "sum"] as const;

/** A model as JSON that `readModelJson` gives back to the last digit. */
export function writeModelJson(model: JourneyModel): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...model })}\n`;
}

/** @throws RangeError when the text is no model that `writeModelJson` wrote; it names the place. */
export function readModelJson(text: string): JourneyModel {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new RangeError(`the JSON of the model is broken: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const { format, version, ...model } = fieldsOf(document, "the document");
  if (format !== FORMAT || version !== VERSION) throw new RangeError(`the JSON is no "${FORMAT}" of version ${VERSION}`);
  for (const name of COUNTS) checkNumber(model[name], name);
  checkTexts(model["activities"], "activities");
  for (const name of ["starts", "ends"]) {
    for (const [step, count] of Object.entries(fieldsOf(model[name], name))) checkNumber(count, `${name}["${step}"]`);
  }
  for (const [i, one] of listOf(model["edges"], "edges").entries()) {
    const edge = fieldsOf(one, `edges[${i}]`);
    checkTexts([edge["from"], edge["to"]], `edges[${i}]`);
    for (const name of NUMBERS satisfies readonly (keyof ModelEdge)[]) checkNumber(edge[name], `edges[${i}].${name}`);
  }
  for (const [i, one] of listOf(model["topVariants"], "topVariants").entries()) {
    const variant = fieldsOf(one, `topVariants[${i}]`);
    checkTexts(variant["activities"], `topVariants[${i}].activities`);
    checkNumber(variant["count"], `topVariants[${i}].count`);
  }
  return model as unknown as JourneyModel;
}

function fieldsOf(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RangeError(`the model's ${place} is no JSON object`);
  return value as Record<string, unknown>;
}

function listOf(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`the model's ${place} is no list`);
  return value;
}

function checkTexts(value: unknown, place: string): void {
  if (listOf(value, place).some((one) => typeof one !== "string")) throw new RangeError(`the model's ${place} holds what is no text`);
}

function checkNumber(value: unknown, place: string): void {
  if (typeof value !== "number") throw new RangeError(`the model's ${place} is no number`);
}
