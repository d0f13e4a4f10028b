import { type BpmnDocument, designedPaths, type ProcessTree, readBpmnDocument, readTree, treeOfBpmn, treeText } from "@counterseat/journey";
import type { Company } from "../../company/words.ts";
import { CounterseatError } from "../../platform/errors.ts";
import type { DesignContent, DesignedStep, DesignInput } from "./words.ts";

const MOST_STEPS = 200;

/** What is kept of a design that was drawn or imported. @throws invalid that says what to draw otherwise */
export function contentOf(input: DesignInput, company: Pick<Company, "steps">): DesignContent {
  if (input.bpmn !== undefined) return imported(input.bpmn, input, company);
  const steps = input.steps ?? [];
  if (input.name === undefined) throw invalid("The design has no name.", "Give it one.");
  return {
    name: input.name,
    tree: treeText(treeOfSteps(steps)),
    promises: Object.fromEntries(steps.flatMap(({ step, within }) => (within === null ? [] : [[step, within]]))),
    whole: input.whole ?? null,
    notes: [],
  };
}

function treeOfSteps(steps: readonly DesignedStep[]): ProcessTree {
  const children = steps.map(({ step, optional }): ProcessTree => {
    const own: ProcessTree = { kind: "activity", activity: step };
    return optional ? { kind: "exclusive", children: [{ kind: "silent" }, own] } : own;
  });
  const [only] = children;
  return children.length === 1 && only !== undefined ? only : { kind: "sequence", children };
}

/** The list of steps a tree is, when it is no more than that. */
export function stepsOfTree(tree: ProcessTree, promises: DesignContent["promises"]): DesignedStep[] | null {
  const found: DesignedStep[] = [];
  for (const child of tree.kind === "sequence" ? tree.children : [tree]) {
    const own = child.kind === "exclusive" && child.children.length === 2 ? child.children.find(({ kind }) => kind !== "silent") : child;
    const optional = own !== child;
    if (own?.kind !== "activity" || (optional && child.kind === "exclusive" && !child.children.some(({ kind }) => kind === "silent")))
      return null;
    found.push({ step: own.activity, optional, within: Object.hasOwn(promises, own.activity) ? (promises[own.activity] ?? null) : null });
  }
  return found;
}

function imported(text: string, input: DesignInput, company: Pick<Company, "steps">): DesignContent {
  const document = readDocument(text);
  const tree = treeOfBpmn(document.model);
  if (tree === null)
    throw invalid(
      "The ways of this diagram part and meet crosswise, so it is not made of blocks.",
      "Let every gateway that parts the way meet again in one of its kind, and no flow leave a block from its middle.",
    );
  const notes = [...document.notes];
  const idOf = stepIds(company);
  const named = (label: string): string => {
    const id = idOf.get(label.toLowerCase());
    if (id === undefined && !notes.some((note) => note.startsWith(`"${label}" is none`)))
      notes.push(`"${label}" is none of the company's steps; it is compared with events of that name`);
    return id ?? label;
  };
  const renamed = (node: ProcessTree): ProcessTree =>
    node.kind === "activity"
      ? { kind: "activity", activity: named(node.activity) }
      : "children" in node
        ? { kind: node.kind, children: node.children.map(renamed) }
        : node;
  const drawn = renamed(tree);
  const seen = new Set<string>();
  const count = (node: ProcessTree): void => {
    if ("children" in node) for (const child of node.children) count(child);
    if (node.kind !== "activity") return;
    if (seen.has(node.activity))
      throw invalid(
        `The step "${node.activity}" stands at two places of the diagram.`,
        "Draw each step once: let the branches meet before it, or go back to it by a loop.",
      );
    seen.add(node.activity);
  };
  count(drawn);
  if (seen.size === 0 || seen.size > MOST_STEPS)
    throw invalid(`The diagram has ${seen.size} steps.`, `Give one with 1 to ${MOST_STEPS} steps.`);
  const labels = new Map(document.model.nodes.map(({ id, label }) => [id, label]));
  const name = (input.name ?? document.name).trim().slice(0, 200);
  return {
    name: name === "" ? (document.pool ?? "Designed journey").slice(0, 200) : name,
    tree: treeText(drawn),
    promises: Object.fromEntries(Object.entries(document.promises).map(([id, seconds]) => [named(labels.get(id) ?? ""), seconds])),
    whole: input.whole ?? document.whole,
    notes,
  };
}

function readDocument(text: string): BpmnDocument {
  try {
    return readBpmnDocument(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid(error.message, "Correct the diagram, or export it as BPMN 2.0 XML, and import it again.");
  }
}

/** Steps by what people call them, in lower case: an id stands above another step's label. */
function stepIds({ steps }: Pick<Company, "steps">): ReadonlyMap<string, string> {
  const found = new Map(steps.map(({ id, label }) => [label.trim().toLowerCase(), id]));
  for (const { id } of steps) found.set(id.toLowerCase(), id);
  return found;
}

export function treeOf(content: DesignContent): ProcessTree {
  return readTree(content.tree);
}

/** Neighbours the design allows, its start and end as null. */
export function pathsOf(tree: ProcessTree): { from: string | null; to: string | null }[] {
  const { starts, ends, pairs } = designedPaths(tree);
  return [
    ...starts.map((to) => ({ from: null, to })),
    ...pairs.map(([from, to]) => ({ from, to })),
    ...ends.map((from) => ({ from, to: null })),
  ];
}

function invalid(detail: string, fix: string): CounterseatError {
  return new CounterseatError("invalid", detail, { fix });
}
