import { designedPaths } from "@counterseat/journey";
import type { Company } from "../../company/words.ts";
import { etagOf } from "../../platform/etag.ts";
import { pathsOf, stepsOfTree, treeOf } from "./design-content.ts";
import type { DesignRow } from "./store.ts";
import type { Design } from "./words.ts";

export function toDesign(row: DesignRow, company: Pick<Company, "steps">): Design {
  const { content } = row;
  const labels = new Map(company.steps.map((step) => [step.id, step.label]));
  const tree = treeOf(content);
  const labelled = (id: string) => ({ id, label: labels.get(id) ?? id });
  const design = {
    id: row.id,
    name: content.name,
    version: row.version,
    steps:
      stepsOfTree(tree, content.promises)?.map((one) => ({
        ...one,
        label: labels.get(one.step) ?? one.step,
        known: labels.has(one.step),
      })) ?? null,
    tree: content.tree,
    allSteps: designedPaths(tree).steps.map(labelled),
    paths: pathsOf(tree),
    whole: content.whole,
    notes: [...content.notes],
    by: row.by,
    changedAt: row.changedAt.toISOString(),
    removed: row.removed,
  };
  return { ...design, etag: etagOf({ version: row.version, content: row.content, removed: row.removed }) };
}
