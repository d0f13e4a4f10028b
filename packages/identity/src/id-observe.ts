import { evidence, makeLive, unmake } from "./id-edges.ts";
import { guard, type NamedId } from "./id-guard.ts";
import { keyOf, type Observation } from "./id-log.ts";
import { ruleOf } from "./id-rules.ts";
import { isIllegalId } from "./illegal-ids.ts";
import { type IdNode, type IdState, isIdentified, keep, newNode, nodeAt, obstacle, unite, warn } from "./id-state.ts";

/**
 * Takes a record for evidence. Its strongest id is whose record it is; every other id joins that person unless something stands between them, the
 * stronger ones first, and an id that cannot is demoted: it stays where it was (Segment's flat matching, the demotion where the conflict is).
 */
export function observe(state: IdState, { at, verb, ids, source, properties }: Observation): void {
  const legal = legalIds(state, ids);
  guard(state, legal);
  const [strongest, ...others] = legal.filter(({ key }) => !state.quarantined.has(key));
  if (strongest === undefined) return;
  const known = nodeAt(state, strongest.key, at);
  const main = known ?? newNode(state, strongest.id, at);
  if (known === null) keep(state, main);
  const named = [main.key];
  let changed = known === null;
  for (const other of others) {
    const { node, isNew } = sessionFor(state, main, other, at);
    const between = node.group === main.group ? null : obstacle(state, main.group, node.group);
    if (between === null) {
      if (isNew) keep(state, node);
      makeLive(state, evidence(state, main, node, verb), "same-record");
      changed ||= node.group !== main.group;
      unite(state, main.group, node.group);
      named.push(node.key);
      continue;
    }
    const edge = evidence(state, main, node, verb);
    if (edge.state !== "cut") unmake(state, edge, "refused", between.reason);
    if (between.reason === "kept-apart") warn(state, "kept_apart", [strongest.id, other.id]);
    else {
      const both = verb !== "track" && isIdentified(state, main.group) && isIdentified(state, node.group);
      warn(state, both ? "cannot_merge_already_identified" : "id_demoted", [strongest.id, other.id], between.kind);
    }
  }
  if (changed) main.group.version += 1;
  main.from = Math.min(main.from, at);
  if (properties === undefined || Object.keys(properties).length === 0) return;
  main.records.push({ position: state.position, ordinal: state.ordinals, at, source: source ?? null, values: properties, nodes: named });
}

/** What can be somebody's, each id once, the strongest first and otherwise as the record has it. */
function legalIds(state: IdState, ids: Observation["ids"]): NamedId[] {
  const found = new Map<string, NamedId>();
  for (const { kind, value } of ids) {
    const id = { kind, value };
    if (isIllegalId(value)) warn(state, "cannot_merge_with_illegal_distinct_id", [id]);
    else found.set(keyOf(id), { id, key: keyOf(id) });
  }
  return [...found.values()].sort((a, b) => ruleOf(state.rules, a.id.kind).priority - ruleOf(state.rules, b.id.kind).priority);
}

/** The node an id stands for beside a person: of a device in the hands of another identified person, a new session that begins now. */
function sessionFor(state: IdState, main: IdNode, { id, key }: NamedId, at: number): { node: IdNode; isNew: boolean } {
  const node = nodeAt(state, key, at);
  if (node === null) return { node: newNode(state, id, at), isNew: true };
  const shared = ruleOf(state.rules, id.kind).shared === true;
  const passedOn = shared && node.group !== main.group && isIdentified(state, main.group) && isIdentified(state, node.group);
  return passedOn ? { node: newNode(state, id, at), isNew: true } : { node, isNew: false };
}
