import { readXmlTree, type XmlTree } from "../formats/read-xml.ts";
import { MODEL_SPACE, PROMISE_SPACE, type BpmnDocument, type BpmnModel, type BpmnNode } from "./bpmn-model.ts";
import { withChoices, type Boundary, type LinedFlow } from "./boundary-choices.ts";

const TASKS = new Set(
  "task userTask manualTask serviceTask scriptTask sendTask receiveTask businessRuleTask callActivity globalTask".split(" "),
);

const KINDS: Readonly<Record<string, BpmnNode["kind"]>> = {
  startEvent: "start",
  endEvent: "end",
  exclusiveGateway: "exclusive",
  // Whichever event comes first decides: one way out is taken, as after an exclusive gateway.
  eventBasedGateway: "exclusive",
  parallelGateway: "parallel",
  inclusiveGateway: "inclusive",
  intermediateCatchEvent: "silent",
  intermediateThrowEvent: "silent",
};

const REFUSED: Readonly<Record<string, string>> = {
  complexGateway: "its rule is free text; draw exclusive, inclusive or parallel gateways",
  adHocSubProcess: "its steps have no order; draw the order, or one task",
  choreographyTask: "choreographies are not read; export the process of one participant",
  subChoreography: "choreographies are not read; export the process of one participant",
};

/** Nodes of a process that are read as several or as a change of another. */
const PARTS = new Set(["subProcess", "transaction", "boundaryEvent"]);

const REPEATS = new Set(["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"]);

export type ReadBpmnOptions = {
  /** Id or name of the process, or name of its pool, where a document holds several. */
  readonly process?: string;
};

type Draft = {
  readonly nodes: BpmnNode[];
  readonly flows: LinedFlow[];
  readonly boundaries: Boundary[];
  readonly promises: [string, number][];
  readonly lanes: [string, string][];
  readonly notes: string[];
  /** Where flows to and from a sub-process really lead. */
  readonly entries: Map<string, string>;
  readonly exits: Map<string, string>;
  readonly known: Set<string>;
};

/**
 * Reads the control flow of a process from BPMN 2.0 XML (ISO/IEC 19510), whatever its namespace prefixes. Tasks of every type are tasks;
 * intermediate events are silent nodes; a plain sub-process (one start, one end, not repeated) is read as its steps; an interrupting
 * boundary event is a choice after its task. What cannot be read without guessing is refused by name.
 * @throws RangeError that names the line and element, and the fix.
 */
export function readBpmnDocument(text: string, options: ReadBpmnOptions = {}): BpmnDocument {
  const root = rootOf(text);
  if (root.name !== "definitions" || !isModel(root)) {
    throw new RangeError(
      `BPMN, line ${root.line}: the root is <${root.name}>, not the <definitions> of BPMN 2.0; export the diagram as BPMN 2.0 XML`,
    );
  }
  const { scope, pool } = chosen(root, options.process);
  const draft: Draft = {
    nodes: [],
    flows: [],
    boundaries: [],
    promises: [],
    lanes: [],
    notes: [],
    entries: new Map(),
    exits: new Map(),
    known: new Set(),
  };
  collect(scope, draft);
  const ids = new Set(draft.nodes.map(({ id }) => id));
  const starts = new Set([...ids, ...draft.boundaries.map(({ id }) => id)]);
  const flows = draft.flows.map((flow) => {
    const from = draft.exits.get(flow.from) ?? flow.from;
    const to = draft.entries.get(flow.to) ?? flow.to;
    const lost = starts.has(from) ? (ids.has(to) ? null : to) : from;
    if (lost !== null) {
      throw new RangeError(
        `BPMN, line ${flow.line}: the flow "${flow.id}" joins "${lost}", which is no step, gateway or event of the process`,
      );
    }
    return { ...flow, from, to };
  });
  for (const kind of ["start", "end"] as const) {
    if (!draft.nodes.some((node) => node.kind === kind)) throw new RangeError(`BPMN: there is no ${kind} event; draw one`);
  }
  return {
    model: withChoices({ nodes: draft.nodes, flows, boundaries: draft.boundaries, notes: draft.notes }),
    name: scope.attributes["name"] ?? "",
    promises: Object.fromEntries(draft.promises),
    whole: promisesOf(scope, scope.attributes["name"] ?? "").at(-1) ?? null,
    lanes: Object.fromEntries(draft.lanes.filter(([id]) => ids.has(id))),
    pool,
    notes: draft.notes,
  };
}

/** The control flow of {@link readBpmnDocument} alone. */
export function readBpmn(text: string, options: ReadBpmnOptions = {}): BpmnModel {
  return readBpmnDocument(text, options).model;
}

function rootOf(text: string): XmlTree {
  try {
    return readXmlTree(text);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`BPMN, ${error.message}`, { cause: error }) : error;
  }
}

function isModel({ space }: XmlTree): boolean {
  return space === MODEL_SPACE || space === "";
}

function isFlowNode({ name }: XmlTree): boolean {
  return TASKS.has(name) || KINDS[name] !== undefined || REFUSED[name] !== undefined || PARTS.has(name);
}

function chosen(root: XmlTree, wanted: string | undefined): { scope: XmlTree; pool: string | null } {
  const participants = root.children.filter((child) => child.name === "collaboration").flatMap(({ children }) => children);
  const all = root.children
    .filter((child) => child.name === "process" && isModel(child))
    .map((scope) => {
      const id = scope.attributes["id"];
      const participant = participants.find(
        ({ name, attributes }) => name === "participant" && attributes["processRef"]?.replace(/^.*:/, "") === id,
      );
      return { scope, pool: participant?.attributes["name"] ?? null };
    });
  const names = ({ scope, pool }: { scope: XmlTree; pool: string | null }): (string | null | undefined)[] => [
    scope.attributes["id"],
    scope.attributes["name"],
    pool,
  ];
  // A pool drawn closed has a process without anything in it.
  const drawn = all.filter(({ scope }) => scope.children.some(isFlowNode));
  const fitting = wanted === undefined ? drawn : all.filter((one) => names(one).includes(wanted));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const list = drawn.map(({ scope, pool }) => `"${pool ?? scope.attributes["name"] ?? scope.attributes["id"] ?? ""}"`).join(", ");
  if (wanted !== undefined) throw new RangeError(`BPMN: ${fitting.length} processes are called "${wanted}"; there are ${list}`);
  if (drawn.length === 0) throw new RangeError(`BPMN, line ${root.line}: the document holds no process with steps`);
  throw new RangeError(`BPMN: the document holds ${drawn.length} processes, ${list}; name one: { process: … }`);
}

function collect(scope: XmlTree, draft: Draft): void {
  for (const element of scope.children) {
    if (!isModel(element)) continue;
    const { name, attributes, line } = element;
    const label = attributes["name"]?.trim() ?? "";
    const shown = label === "" ? (attributes["id"] ?? "") : label;
    const refusal = REFUSED[name];
    if (refusal !== undefined) throw new RangeError(`BPMN, line ${line}: ${name} "${shown}" cannot be read: ${refusal}`);
    const kind = TASKS.has(name) ? "task" : KINDS[name];
    if (kind !== undefined) {
      const id = newId(element, draft);
      draft.nodes.push({ id, kind, label });
      if (kind === "task" && label === "")
        throw new RangeError(`BPMN, line ${line}: the task "${id}" has no name, so no step of a journey can be it`);
      if (kind === "task") taskOf(element, id, shown, draft);
      else if (has(element, "linkEventDefinition"))
        throw new RangeError(`BPMN, line ${line}: link event "${shown}" cannot be read: draw the flow through`);
      else if (has(element, "terminateEventDefinition"))
        draft.notes.push(`"${shown}" ends everything at once; it is read as an ordinary end`);
    } else if (name === "sequenceFlow") {
      const id = attributes["id"] === undefined ? unnamed(draft) : newId(element, draft);
      draft.flows.push({
        id,
        from: reference(element, "sourceRef"),
        to: reference(element, "targetRef"),
        label,
        line,
      });
    } else if (name === "boundaryEvent") {
      const interrupts = attributes["cancelActivity"] !== "false";
      draft.boundaries.push({ id: newId(element, draft), label, at: reference(element, "attachedToRef"), interrupts, line });
    } else if (name === "subProcess" || name === "transaction") subProcess(element, shown, draft);
    else if (name === "laneSet") lanes(element, draft);
  }
}

function taskOf(element: XmlTree, id: string, shown: string, draft: Draft): void {
  if (element.children.some(({ name }) => REPEATS.has(name))) draft.notes.push(`"${shown}" is marked as repeated; it is read as one step`);
  for (const seconds of promisesOf(element, shown)) draft.promises.push([id, seconds]);
}

function promisesOf(element: XmlTree, shown: string): number[] {
  const extensions = element.children.filter(({ name }) => name === "extensionElements").flatMap(({ children }) => children);
  return extensions
    .filter(({ space, name }) => space === PROMISE_SPACE && name === "promise")
    .map(({ attributes, line }) => {
      const seconds = Number(attributes["seconds"] === "" ? Number.NaN : attributes["seconds"]);
      if (seconds >= 0 && seconds < Infinity) return seconds;
      throw new RangeError(`BPMN, line ${line}: the promise of "${shown}" needs seconds, 0 or more`);
    });
}

function subProcess(element: XmlTree, shown: string, draft: Draft): void {
  const { line, attributes } = element;
  const id = newId(element, draft);
  const refuse = (why: string): RangeError =>
    new RangeError(`BPMN, line ${line}: sub-process "${shown}" cannot be read as its steps: ${why}`);
  if (attributes["triggeredByEvent"] === "true") throw refuse("an event starts it at any time; draw it as a process of its own");
  const first = draft.nodes.length;
  const inner = element.children.filter(isFlowNode);
  if (inner.length === 0) {
    draft.nodes.push({ id, kind: "task", label: attributes["name"]?.trim() ?? "" });
    taskOf(element, id, shown, draft);
    return;
  }
  if (element.children.some(({ name }) => REPEATS.has(name))) throw refuse("it is repeated; draw the loop");
  const own = new Set(inner.map(({ attributes: { id: one } }) => one));
  collect(element, draft);
  const events = draft.nodes.slice(first).filter((node) => own.has(node.id) && (node.kind === "start" || node.kind === "end"));
  const starts = events.filter(({ kind }) => kind === "start");
  const ends = events.filter(({ kind }) => kind === "end");
  if (starts.length !== 1 || ends.length !== 1) {
    throw refuse(`it has ${starts.length} start and ${ends.length} end events; draw exactly one of each`);
  }
  draft.entries.set(id, starts[0].id);
  draft.exits.set(id, ends[0].id);
  for (const [place, node] of draft.nodes.entries()) if (events.includes(node)) draft.nodes[place] = { ...node, kind: "silent" };
  draft.notes.push(`sub-process "${shown}" is read as its steps`);
}

function lanes(set: XmlTree, draft: Draft): void {
  for (const lane of set.children.filter(({ name }) => name === "lane")) {
    const label = lane.attributes["name"] ?? lane.attributes["id"] ?? "";
    for (const child of lane.children) {
      if (child.name === "flowNodeRef") draft.lanes.push([child.text.trim(), label]);
      // A lane inside a lane comes later in the list, and so wins.
      else if (child.name === "childLaneSet") lanes(child, draft);
    }
  }
}

function has(element: XmlTree, name: string): boolean {
  return element.children.some((child) => child.name === name);
}

function newId({ name, attributes, line }: XmlTree, draft: Draft): string {
  const id = attributes["id"] ?? "";
  if (id === "") throw new RangeError(`BPMN, line ${line}: a ${name} has no id`);
  if (draft.known.has(id)) throw new RangeError(`BPMN, line ${line}: two nodes have the id "${id}"`);
  draft.known.add(id);
  return id;
}

/** Flows need no id in BPMN; here everything has one. */
function unnamed({ known, flows }: Draft): string {
  let number = flows.length + 1;
  while (known.has(`flow-${number}`)) number += 1;
  known.add(`flow-${number}`);
  return `flow-${number}`;
}

function reference({ name, attributes, line }: XmlTree, attribute: string): string {
  const id = attributes[attribute] ?? "";
  if (id === "") throw new RangeError(`BPMN, line ${line}: ${name} "${attributes["id"] ?? ""}" has no ${attribute}`);
  return id;
}
