import { firstMarking, fired, isEnabled, isFinal, type Marking } from "./marking-search.ts";
import type { PetriNet, Transition } from "./petri-net.ts";

/** Above this many markings a way through silent steps is taken to be none; replay is a measure that guesses anyway. */
const SILENT_LIMIT = 3000;

/**
 * Token replay of one trace: 1 when it runs through, less for every token that had to be put in and every one left behind. Before a step, the shortest
 * way of silent steps that enables it is taken; a step no net knows is passed over. It may call a fitting trace unfit (a silent step taken early
 * can be the wrong one): the language itself is exact, and this is for comparison with other tools.
 * @see A. Rozinat, W. van der Aalst, Conformance checking of processes based on monitoring real behavior (2008)
 */
export function replayFitness(net: PetriNet, trace: readonly string[]): number {
  // The environment puts the first token in and takes the last out.
  let [produced, consumed, missing] = [1, 0, 0];
  let marking: Marking = firstMarking(net);
  const fire = (transition: Transition): void => {
    marking = fired(marking, transition) ?? marking;
    consumed += transition.from.length;
    produced += transition.to.length;
  };
  for (const label of trace) {
    const named = net.transitions.filter((transition) => transition.label === label);
    const [wanted] = named;
    if (wanted === undefined) continue;
    const way = silentWay(net, marking, (reached) => named.some((one) => isEnabled(reached, one)));
    for (const transition of way ?? []) fire(transition);
    const enabled = named.find((one) => isEnabled(marking, one));
    if (enabled === undefined) {
      const lacking = wanted.from.filter((place) => marking.charCodeAt(place) === 0);
      missing += lacking.length;
      marking = filled(marking, lacking);
    }
    fire(enabled ?? wanted);
  }
  for (const transition of silentWay(net, marking, isFinal) ?? []) fire(transition);
  const remaining = Array.from(marking).reduce((sum, token) => sum + token.charCodeAt(0), 0);
  return (1 - missing / Math.max(1, consumed)) / 2 + (1 - remaining / produced) / 2;
}

function filled(marking: Marking, places: readonly number[]): Marking {
  const tokens = Array.from(marking, (token) => token.charCodeAt(0));
  for (const place of places) tokens[place] += 1;
  return String.fromCharCode(...tokens);
}

type Reached = { readonly marking: Marking; readonly before: Reached | null; readonly by: Transition | null };

/** The shortest way of silent steps to a marking that is wanted; null when there is none. */
function silentWay(net: PetriNet, from: Marking, wanted: (marking: Marking) => boolean): Transition[] | null {
  const known = new Set([from]);
  const open: Reached[] = [{ marking: from, before: null, by: null }];
  for (const at of open) {
    if (wanted(at.marking)) return wayTo(at);
    if (known.size > SILENT_LIMIT) return null;
    for (const transition of net.transitions) {
      if (transition.label !== null || !isEnabled(at.marking, transition)) continue;
      const marking = fired(at.marking, transition);
      if (marking === null || known.has(marking)) continue;
      known.add(marking);
      open.push({ marking, before: at, by: transition });
    }
  }
  return null;
}

function wayTo(reached: Reached): Transition[] {
  const way: Transition[] = [];
  for (let at: Reached | null = reached; at !== null; at = at.before) if (at.by !== null) way.push(at.by);
  return way.reverse();
}
