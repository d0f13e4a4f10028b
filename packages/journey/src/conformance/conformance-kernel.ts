import type { Kernel } from "@counterseat/stats";
import { readBpmn } from "../bpmn/read-bpmn.ts";
import { discoverTree } from "../discover/inductive-miner.ts";
import { readTree } from "../discover/process-tree.ts";
import { COLUMN_ARGS, logOfColumns, noiseOf } from "../log-of-columns.ts";
import { conformToBpmn, conformToTree, type Conformance } from "./conform.ts";

const NAME = "journey.conformance";
const MODELS = ["noise", "tree", "bpmn"] as const;

const SHARE = { type: ["number", "null"], minimum: 0, maximum: 1 } as const;
const shares = (...names: readonly string[]) => ({ type: "object", properties: Object.fromEntries(names.map((name) => [name, SHARE])) });

export const conformanceKernel = {
  name: NAME,
  summary: "How well what happened fits a model: the one discovered at a level of noise, a process tree, or a designed journey in BPMN.",
  source:
    "A. Adriansyah, Aligning observed and modeled behavior (2014); A. Rozinat, W. van der Aalst (2008) for replay; J. Muñoz-Gama, J. Carmona (2010) for precision",
  args: {
    type: "object",
    properties: {
      ...COLUMN_ARGS,
      noise: { type: "number", minimum: 0, maximum: 1, description: "fit to the model discovered at this noise; 0 when no model is given" },
      tree: { type: "string", description: "a process tree in text notation" },
      bpmn: {
        type: "string",
        contentMediaType: "application/xml",
        description: "the text of a BPMN 2.0 file; on the command line also its name",
      },
    },
  },
  output: {
    type: "object",
    properties: {
      exactFit: SHARE,
      alignments: shares("averageFitness", "fittingShare"),
      replay: shares("fitness", "precision"),
      deviations: {
        type: "array",
        items: {
          type: "object",
          properties: {
            kind: { enum: ["skipped", "extra", "moved"] },
            step: { type: "string" },
            cases: { type: "integer" },
            times: { type: "integer" },
            after: { type: ["string", "null"], description: "the step after which most of them lie; null is the beginning" },
            before: { type: ["string", "null"], description: "the step before which most of them lie; null is the end" },
          },
        },
      },
      doubts: { type: "array", items: { type: "string" } },
    },
  },
  run: (input): Conformance => {
    const { log } = logOfColumns(NAME, input, MODELS);
    const { tree, bpmn } = input.args;
    if (MODELS.filter((model) => input.args[model] !== undefined).length > 1)
      throw new RangeError(`${NAME}: give one of "noise", "tree" and "bpmn"`);
    if (bpmn !== undefined) return conformToBpmn(log, readBpmn(textOf("bpmn", bpmn)));
    return conformToTree(log, tree === undefined ? discoverTree(log, noiseOf(NAME, input)) : readTree(textOf("tree", tree)));
  },
} satisfies Kernel;

function textOf(name: string, value: unknown): string {
  if (typeof value !== "string") throw new RangeError(`${NAME}: "${name}" must be a text`);
  return value;
}
