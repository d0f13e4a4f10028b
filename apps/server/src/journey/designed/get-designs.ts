import { drawTree, writeBpmn } from "@counterseat/journey";
import { z } from "zod";
import { readList } from "../../company/index.ts";
import { notFound } from "../../platform/errors.ts";
import { Download, read, type ReadContext } from "../../platform/operation.ts";
import { treeOf } from "./design-content.ts";
import { findDesign, listDesignRows, listVersions } from "./store.ts";
import { toDesign } from "./to-design.ts";
import { Design, DesignHistory, DesignId } from "./words.ts";

export const listDesigns = read({
  name: "journey.listDesigns",
  method: "GET",
  path: "/journey/designs",
  summary: "Journeys as they were meant, by name; those taken away are told apart",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({}),
  output: z.object({ designs: z.array(Design), removed: z.array(Design) }),
  async run(ctx) {
    const steps = await readList(ctx.db, ctx.world, "steps");
    const all = (await listDesignRows(ctx.db, ctx.world)).map((row) => toDesign(row, { steps }));
    return { designs: all.filter(({ removed }) => !removed), removed: all.filter(({ removed }) => removed) };
  },
});

export const getDesign = read({
  name: "journey.getDesign",
  method: "GET",
  path: "/journey/designs/{id}",
  summary: "A designed journey, taken away or not, with all its versions",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({ id: DesignId }),
  output: DesignHistory,
  async run(ctx, input) {
    const versions = await listVersions(ctx.db, ctx.world, input.id);
    const [newest] = versions;
    if (newest === undefined) throw notFound("This designed journey");
    return {
      ...toDesign(newest, { steps: await readList(ctx.db, ctx.world, "steps") }),
      versions: versions.map(({ version, content, removed, by, changedAt }) => ({
        version,
        name: content.name,
        removed,
        by,
        changedAt: changedAt.toISOString(),
      })),
    };
  },
});

export const exportDesign = read({
  name: "journey.exportDesign",
  method: "GET",
  path: "/journey/designs/{id}/bpmn",
  summary: "A designed journey as a BPMN 2.0 file with its diagram and promised times",
  permission: "journey:read",
  reach: "organisation",
  carrier: "download",
  files: ["application/xml"],
  input: z.object({ id: DesignId }),
  output: Download,
  async run(ctx, input) {
    const { content } = await presentDesign(ctx, input.id);
    const labels = new Map((await readList(ctx.db, ctx.world, "steps")).map((step) => [step.id, step.label]));
    // Tasks are called what people call the step, where no other step has that name.
    const calls = [...labels.values()].map((label) => label.trim().toLowerCase());
    const called = (id: string) => {
      const label = labels.get(id) ?? id;
      const own = label.trim().toLowerCase();
      return calls.filter((one) => one === own).length > 1 || (labels.has(label) && label !== id) ? id : label;
    };
    const { model, layout } = drawTree(treeOf(content));
    const promises = model.nodes.flatMap(({ id, kind, label }) =>
      kind === "task" && Object.hasOwn(content.promises, label) ? [[id, content.promises[label] ?? 0] as const] : [],
    );
    const nodes = model.nodes.map((node) => (node.kind === "task" ? { ...node, label: called(node.label) } : node));
    const text = writeBpmn({ ...model, nodes }, layout, {
      name: content.name,
      promises: Object.fromEntries(promises),
      whole: content.whole,
    });
    return { name: `${input.id}.bpmn`, type: "application/xml; charset=utf-8", text };
  },
});

/** A design that holds now. @throws not-found where it does not exist, or was taken away */
export async function presentDesign(ctx: ReadContext, id: string) {
  const row = await findDesign(ctx.db, ctx.world, id);
  if (row === null || row.removed) throw notFound("This designed journey");
  return row;
}
