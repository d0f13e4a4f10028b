import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { BpmnFlow, BpmnModel, BpmnNode } from "./bpmn-model.ts";

/** Elements of a process by their name without prefix; every kind of task is a step, other events in the middle are passed in silence. */
const KINDS: Readonly<Record<string, BpmnNode["kind"]>> = {
  startEvent: "start",
  endEvent: "end",
  task: "task",
  userTask: "task",
  serviceTask: "task",
  manualTask: "task",
  sendTask: "task",
  receiveTask: "task",
  scriptTask: "task",
  businessRuleTask: "task",
  callActivity: "task",
  exclusiveGateway: "exclusive",
  eventBasedGateway: "exclusive",
  parallelGateway: "parallel",
  inclusiveGateway: "inclusive",
  intermediateThrowEvent: "silent",
  intermediateCatchEvent: "silent",
};
/** What changes which runs there are, and is not read: better refused than read as something else. */
const UNREAD = new Set(["subProcess", "adHocSubProcess", "transaction", "boundaryEvent", "complexGateway"]);
const DEEPEST = 100;
const MOST_NODES = 20_000;

/**
 * The steps and flows of a BPMN 2.0 file; the diagram is not read. Processes of several pools are read as one model.
 * @throws RangeError that names the line, for XML that is broken or has a DOCTYPE, elements that are not understood, flows that lead nowhere, and models
 * without a beginning or an end
 */
export function readBpmn(xml: string): BpmnModel {
  const nodes: BpmnNode[] = [];
  const flows: (BpmnFlow & { readonly line: number })[] = [];
  const parser = new SaxesParser({ xmlns: false });
  const wrong = (what: string) => new RangeError(`BPMN, line ${parser.line}: ${what}`);
  let depth = 0;
  let sequences = 0;
  parser.on("doctype", () => {
    throw wrong("a DOCTYPE is never read; export the model again without one");
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    depth += 1;
    if (depth > DEEPEST) throw wrong(`nested deeper than ${DEEPEST} levels`);
    const name = tag.name.slice(tag.name.indexOf(":") + 1);
    const { id = "", name: label = "", sourceRef: from = "", targetRef: to = "" } = tag.attributes;
    if (UNREAD.has(name)) throw wrong(`<${name}> "${label || id}" is not read; draw what is in it into the process itself`);
    if (name === "sequenceFlow") flows.push({ id: id || `flow-${++sequences}`, from, to, label, line: parser.line });
    const kind = KINDS[name];
    if (kind === undefined) return;
    if (id === "") throw wrong(`<${name}> "${label}" has no id`);
    if (kind === "task" && label.trim() === "") throw wrong(`the task "${id}" has no name, so no step of a journey can be it`);
    nodes.push({ id, kind, label: label.trim() });
    if (nodes.length > MOST_NODES) throw wrong(`more than ${MOST_NODES} nodes`);
  });
  parser.on("closetag", () => {
    depth -= 1;
  });
  try {
    parser.write(xml.replace(/^\uFEFF/, "")).close();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw wrong(error instanceof Error ? error.message.replace(/^\d+:\d+: /, "") : String(error));
  }
  const ids = new Set(nodes.map((node) => node.id));
  if (ids.size !== nodes.length) throw new RangeError(`BPMN: two nodes have the id "${firstTwice(nodes.map((node) => node.id))}"`);
  for (const { id, from, to, line } of flows) {
    const lost = [from, to].find((end) => !ids.has(end));
    if (lost !== undefined)
      throw new RangeError(`BPMN, line ${line}: the flow "${id}" joins "${lost}", which is no step, gateway or event of the process`);
  }
  for (const kind of ["start", "end"] as const)
    if (!nodes.some((node) => node.kind === kind)) throw new RangeError(`BPMN: there is no ${kind} event; draw one`);
  return { nodes, flows: flows.map(({ id, from, to, label }) => ({ id, from, to, label })) };
}

function firstTwice(ids: readonly string[]): string {
  return ids.find((id, at) => ids.indexOf(id) !== at) ?? "";
}
