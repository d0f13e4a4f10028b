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
