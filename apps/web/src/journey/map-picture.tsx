import { Handle, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from "@xyflow/react";
import { useMemo, type ReactNode, type RefObject } from "react";
import type { Design, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { count } from "../ui/format.ts";
import { box, type Layout } from "./layout.ts";
import { linesOf, type Line } from "./routing.ts";
import { StepBox } from "./step-box.tsx";
import "@xyflow/react/dist/base.css";

type StepNode = Node<{ drawn: ReactNode }, "step">;
type PathEdge = Edge<{ line: Line; lit: boolean; designed: boolean }, "path">;
const nodeTypes = { step: StepNodeView };
const edgeTypes = { path: PathEdgeView };

/** The map as a picture: boxes over lines. It is drawn at full size and its frame scrolls, so that words stay readable. */
export function MapPicture({
  map,
  layout,
  chosen,
  onSelect,
  drawn,
  design,
}: {
  map: JourneyMap;
  layout: Layout;
  chosen: string | null;
  /** Marked on the map: its steps and paths. */
  design: Design | null;
  onSelect: (id: string) => void;
  /** What leaves as a picture. */
  drawn: RefObject<HTMLDivElement | null>;
}) {
  const nodes = layout.steps.map((placed): StepNode => ({
    id: placed.step.id,
    type: "step",
    position: { x: placed.x, y: placed.y },
    width: box.width,
    height: box.height,
    data: {
      drawn: (
        <StepBox
          step={placed.step}
          stage={null}
          chosen={placed.step.id === chosen}
          onSelect={onSelect}
          designed={design === null ? null : design.allSteps.some(({ id }) => id === placed.step.id)}
        />
      ),
    },
  }));
  const lines = useMemo(() => linesOf(layout, map.paths), [layout, map.paths]);
  const edges = lines.map((line): PathEdge => ({
    id: line.key,
    type: "path",
    source: line.path.from ?? "",
    target: line.path.to ?? "",
    data: {
      line,
      designed: design?.paths.some(({ from, to }) => from === line.path.from && to === line.path.to) === true,
      lit: chosen !== null && (line.path.from === chosen || line.path.to === chosen),
    },
  }));
  const firstLoose = layout.columns.findIndex((column) => !column.named);
  return (
    <div className="mapwrap" role="region" aria-label={t("journey.map.label")} tabIndex={0}>
      <div className="map" dir="ltr" ref={drawn} style={{ width: layout.width, height: layout.height }}>
        {layout.columns.map((column, at) => (
          <div key={column.key} className="stg" style={{ left: column.x, width: column.width }}>
            {/* Columns without a stage are steps of the way, not stages: they share one heading. */}
            <b>{column.named ? column.label : at === firstLoose ? t("journey.no-stage") : ""}</b>
            {column.named && (column.owner === null ? <span className="no">{t("journey.no-owner")}</span> : <span>{column.owner}</span>)}
          </div>
        ))}
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          disableKeyboardA11y
          minZoom={1}
          maxZoom={1}
          proOptions={{ hideAttribution: true }}
        >
          <svg className="arrowhead" aria-hidden="true">
            <defs>
              <marker
                id="arrow"
                viewBox="0 0 8 8"
                refX="6"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 .6 7 4 0 7.4z" fill="var(--cs-customer)" />
              </marker>
            </defs>
          </svg>
        </ReactFlow>
      </div>
    </div>
  );
}

function StepNodeView({ data }: NodeProps<StepNode>) {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="port" />
      {data.drawn}
      <Handle type="source" position={Position.Right} isConnectable={false} className="port" />
    </>
  );
}

/** A pale halo as wide as the crowd, a thin core with an arrow, and the count. Dotted: some of them passed a folded step. */
function PathEdgeView({ data }: EdgeProps<PathEdge>) {
  if (data === undefined) return null;
  const { line, lit, designed } = data;
  return (
    <g className={`path${lit ? " lit" : ""}`}>
      {designed && <path className="designed" d={line.d} />}
      <path className="halo" d={line.d} strokeWidth={line.width} />
      <path className="core" d={line.d} strokeDasharray={line.path.viaHidden > 0 ? "1.5 3.5" : undefined} markerEnd="url(#arrow)" />
      <text className="el" x={line.label.x} y={line.label.y} textAnchor="middle" dominantBaseline="middle">
        {count(line.path.count)}
      </text>
    </g>
  );
}
