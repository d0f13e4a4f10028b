import type { PetriNet, Transition } from "./petri-net.ts";

/** Tokens by place, one character each: equal markings are equal texts, and a text is its own key. */
export type Marking = string;

export function firstMarking({ places }: PetriNet): Marking {
  return String.fromCharCode(1) + "\u0000".repeat(places - 1);
}

export function isFinal(marking: Marking): boolean {
  for (let p = 0; p < marking.length; p += 1) if (marking.charCodeAt(p) !== 0) return false;
  return true;
}

export function isEnabled(marking: Marking, { from }: Transition): boolean {
  return from.every((place) => marking.charCodeAt(place) > 0);
}

/** @returns the marking after the transition, or null when a place would hold more tokens than any sensible journey has side by side */
export function fired(marking: Marking, { from, to }: Transition): Marking | null {
  const tokens = Array.from(marking, (token) => token.charCodeAt(0));
  for (const place of from) tokens[place] -= 1;
  for (const place of to) {
    tokens[place] += 1;
    if (tokens[place] > MOST_TOKENS) return null;
  }
  return String.fromCharCode(...tokens);
}

const MOST_TOKENS = 64;

/** Above this many states a search gives up and says so. */
const SEARCH_LIMIT = 400_000;

/** Moves of an alignment: both, an event left out of the trace, a visible step put in. Silent steps are not told. */
export type Move = { readonly kind: "both" | "log" | "model"; readonly label: string };

export type NetAlignment = { readonly cost: number; readonly moves: readonly Move[] };

type State = { readonly marking: Marking; readonly at: number; readonly before: State | null; readonly move: Move | null };

/**
 * An optimal alignment of a trace with any net, by search of the states (marking, events read) in order of cost; states of equal cost are taken deepest
 * first. Without a trace it is the shortest run.
 * @returns null when more than {@link SEARCH_LIMIT} states would have to be looked at, or the net cannot end
 * @see A. Adriansyah, Aligning observed and modeled behavior (2014), chapter 4
 */
export function alignNet(net: PetriNet, trace: readonly string[]): NetAlignment | null {
  const byCost: State[][] = [[{ marking: firstMarking(net), at: 0, before: null, move: null }]];
  const done = new Set<string>();
  const alone = silentAlone(net);
  for (let cost = 0; cost < byCost.length; cost += 1) {
    const open = byCost[cost];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const key = `${state.at} ${state.marking}`;
      if (done.has(key)) continue;
      done.add(key);
      if (done.size > SEARCH_LIMIT) return null;
      if (state.at === trace.length && isFinal(state.marking)) return { cost, moves: movesTo(state) };
      const forced = net.transitions.find((one) => alone.has(one) && isEnabled(state.marking, one));
      if (forced !== undefined) {
        const marking = fired(state.marking, forced);
        if (marking !== null) open.push({ marking, at: state.at, before: state, move: null });
        continue;
      }
      const dearer = (byCost[cost + 1] ??= []);
      const event = trace[state.at];
      if (event !== undefined) dearer.push({ ...state, at: state.at + 1, before: state, move: { kind: "log", label: event } });
      for (const transition of net.transitions) {
        if (!isEnabled(state.marking, transition)) continue;
        const marking = fired(state.marking, transition);
        if (marking === null) continue;
        const { label } = transition;
        if (label === null) open.push({ marking, at: state.at, before: state, move: null });
        else {
          dearer.push({ marking, at: state.at, before: state, move: { kind: "model", label } });
          if (label === event) open.push({ marking, at: state.at + 1, before: state, move: { kind: "both", label } });
        }
      }
    }
  }
  return null;
}

/**
 * Silent steps that no other transition can take a token from: once enabled they stay so and take nothing from anything else, so they may be taken at once
 * and the orders in which they could be taken need not be told apart.
 */
function silentAlone({ places, transitions }: PetriNet): Set<Transition> {
  const takers = new Int32Array(places);
  for (const { from } of transitions) for (const place of from) takers[place] += 1;
  return new Set(transitions.filter(({ label, from }) => label === null && from.length > 0 && from.every((place) => takers[place] === 1)));
}

function movesTo(state: State): Move[] {
  const moves: Move[] = [];
  for (let at: State | null = state; at !== null; at = at.before) if (at.move !== null) moves.push(at.move);
  return moves.reverse();
}
