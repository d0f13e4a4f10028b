import type { BpmnModel } from "../bpmn/bpmn-model.ts";
import { netOfBpmn } from "../bpmn/net-of-bpmn.ts";
import { treeOfBpmn } from "../bpmn/tree-of-bpmn.ts";
import type { ProcessTree } from "../discover/process-tree.ts";
import { tracesOf } from "../discover/trace-log.ts";
import type { JourneyLog } from "../journey-log.ts";
import { type Deviation, deviationCounter } from "./deviations.ts";
import { numberedTree } from "./numbered-tree.ts";
import { netOfTree, type PetriNet } from "./petri-net.ts";
import { precision } from "./precision.ts";
import { replayFitness } from "./replay.ts";
import { netJudge, treeJudge, type TraceJudge } from "./trace-judge.ts";
import { treeAutomaton } from "./tree-automaton.ts";

/**
 * How well a log fits a model, all over cases. `exactFit` is the share whose trace is a run of the model. An alignment's fitness of a trace is
 * 1 - its cost / (its events + visible steps of the shortest run); `fittingShare` is the share with cost 0.
 * `search-limit`: some traces' alignments were given up and are not counted; `no-events`.
 */
export type Conformance = {
  readonly exactFit: number | null;
  readonly alignments: { readonly averageFitness: number | null; readonly fittingShare: number | null };
  readonly replay: { readonly fitness: number | null; readonly precision: number | null };
  /** Of cases that do not fit, in how many which step was skipped, extra or moved; most cases first. */
  readonly deviations: readonly Deviation[];
  readonly doubts: readonly ("no-events" | "search-limit" | "no-run")[];
};

/** Each variant once: of cases that went the same way, one is looked at. */
export function conformToTree(log: JourneyLog, tree: ProcessTree): Conformance {
  const numbered = numberedTree(tree);
  const net = netOfTree(tree);
  if (numbered === null) return conformToNet(log, net);
  const automaton = treeAutomaton(numbered);
  return conform(log, treeJudge(numbered, automaton), net, (traces) => precision(traces, traces.names, numbered, automaton));
}

/** A designed journey: exact where it is made of blocks, as nearly all that people draw are, else by search. */
export function conformToBpmn(log: JourneyLog, model: BpmnModel): Conformance {
  const tree = treeOfBpmn(model);
  return tree === null ? conformToNet(log, netOfBpmn(model)) : conformToTree(log, tree);
}

/** For models that are no trees, or have a step twice: by search, which may have to be given up. */
function conformToNet(log: JourneyLog, net: PetriNet): Conformance {
  const judge = netJudge(net);
  const measured = conform(log, judge, net, () => null);
  return judge.shortest === null ? { ...measured, doubts: [...measured.doubts, "no-run"] } : measured;
}

function conform(
  log: JourneyLog,
  judge: TraceJudge,
  net: PetriNet,
  precisionOf: (traces: ReturnType<typeof tracesOf>) => number | null,
): Conformance {
  const traces = tracesOf(log);
  let [cases, fitting, replayed] = [0, 0, 0];
  const counter = deviationCounter();
  const aligned = { cases: 0, fitness: 0, fitting: 0 };
  for (const [t, numbers] of traces.traces.entries()) {
    const count = traces.counts[t];
    const trace = Array.from(numbers, (step) => traces.names[step]);
    const { fits, cost, moves } = judge.trace(trace);
    cases += count;
    if (fits) fitting += count;
    // A trace that is known to fit is not replayed: replay guesses its silent steps and calls some of them unfit.
    replayed += count * (fits ? 1 : replayFitness(net, trace));
    if (cost === null) continue;
    const most = trace.length + (judge.shortest ?? 0);
    aligned.cases += count;
    aligned.fitness += count * (most === 0 ? 1 : 1 - cost / most);
    if (cost === 0) aligned.fitting += count;
    else counter.add(moves(), count);
  }
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    exactFit: share(fitting, cases),
    alignments: { averageFitness: share(aligned.fitness, aligned.cases), fittingShare: share(aligned.fitting, aligned.cases) },
    replay: { fitness: share(replayed, cases), precision: precisionOf(traces) },
    deviations: counter.deviations(),
    doubts: [...(cases === 0 ? (["no-events"] as const) : []), ...(aligned.cases < cases ? (["search-limit"] as const) : [])],
  };
}
