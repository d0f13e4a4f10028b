/** What of BPMN 2.0 a journey needs: where it begins and ends, its steps, and how ways part and meet. */
export type BpmnNode = {
  readonly id: string;
  readonly kind: "start" | "end" | "task" | "exclusive" | "parallel" | "inclusive" | "silent";
  /** The step's name; often empty for other nodes. */
  readonly label: string;
};

export type BpmnFlow = { readonly id: string; readonly from: string; readonly to: string; readonly label: string };

export type BpmnModel = { readonly nodes: readonly BpmnNode[]; readonly flows: readonly BpmnFlow[] };

/** Where a node is drawn: its middle and its size, in pixels. */
export type BpmnShape = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type BpmnLayout = {
  readonly shapes: Readonly<Record<string, BpmnShape>>;
  /** Corners of a flow's line by its id, ends included; a flow without an entry is a straight line. */
  readonly lines: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>>;
};

/** A drawn process and what its document says beside the control flow. Keys are ids of nodes. */
export type BpmnDocument = {
  readonly model: BpmnModel;
  readonly name: string;
  /** Seconds promised for a step: `<promise seconds="86400"/>` of our own namespace among its extensions. */
  readonly promises: Readonly<Record<string, number>>;
  /** Seconds promised for the whole, the same among the extensions of the process; null when there is none. */
  readonly whole: number | null;
  /** The lane of a node, the innermost; nodes in no lane are absent. */
  readonly lanes: Readonly<Record<string, string>>;
  /** The pool of the process; null when it has none. */
  readonly pool: string | null;
  /** What was read as something simpler, one sentence each. */
  readonly notes: readonly string[];
};

export const MODEL_SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL";
export const PROMISE_SPACE = "urn:counterseat:bpmn:1";
