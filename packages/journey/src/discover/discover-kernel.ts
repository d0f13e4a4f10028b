import type { Kernel } from "@counterseat/stats";
import { drawTree } from "../bpmn/draw-tree.ts";
import { writeBpmn } from "../bpmn/write-bpmn.ts";
import { COLUMN_ARGS, logOfColumns, noiseOf } from "../log-of-columns.ts";
import { discoverTree } from "./inductive-miner.ts";
import { treeText } from "./process-tree.ts";

const NAME = "journey.discover";

export type DiscoverOutput = {
  /** In text notation, as `->( 'a', X( 'b', tau ) )`. */
  readonly tree: string;
  /** BPMN 2.0 XML of the same model, with its diagram. */
  readonly bpmn: string;
};

export const discoverKernel = {
  name: NAME,
  summary: "A sound model of the journey, as a process tree and as BPMN: every trace fits it when noise is 0.",
  source: "S. Leemans, D. Fahland, W. van der Aalst, inductive miner (2013) and infrequent (2014)",
  args: {
    type: "object",
    properties: {
      ...COLUMN_ARGS,
      noise: {
        type: "number",
        minimum: 0,
        maximum: 1,
        default: 0,
        description: "ways on from a step up to this share of its strongest are left out",
      },
    },
  },
  output: { type: "object", properties: { tree: { type: "string" }, bpmn: { type: "string" } } },
  run: (input): DiscoverOutput => {
    const { log } = logOfColumns(NAME, input, ["noise"]);
    const tree = discoverTree(log, noiseOf(NAME, input));
    const { model, layout } = drawTree(tree);
    return { tree: treeText(tree), bpmn: writeBpmn(model, layout) };
  },
} satisfies Kernel;
