import { createIdGraph, type Id, type IdRules, USUAL_ID_RULES } from "@counterseat/identity";
import type { Beside, Link } from "../../platform/events/contract.ts";
import { groupBy } from "../ingest/group-by.ts";
import type { Decided } from "./customers-of.ts";
import type { RuledReason } from "./rules.ts";

/** What live events say of ids: which stood beside a user's, turn by turn, and which an alias called the same. */
export interface ToldIds {
  readonly beside: readonly Beside[];
  readonly aliases: readonly Beside[];
}
export interface IdPair {
  readonly source: string;
  readonly a: string;
  readonly b: string;
  readonly bits: number;
  readonly reasons: readonly RuledReason[];
}
export interface ByIds {
  /** What joins, what is to be asked, and turns of a device, which do neither. */
  readonly pairs: readonly IdPair[];
  /** Names that are a device's or came before another, and so are never what a customer is called. */
  readonly devices: ReadonlySet<string>;
  /** Devices that passed from hand to hand: who had each, and since when (UTC ms). */
  readonly turns: readonly (readonly [device: string, user: string, since: number])[];
}

/** One record that names both is as good as certain: one mistake in a thousand million. */
const TOGETHER = 30;
/** As likely one person as two: for somebody to decide. */
const EVEN = 0;
const RULES: IdRules = USUAL_ID_RULES;

/**
 * Ids as the rules for them make persons (`createIdGraph`: priorities, limits, devices by their turns). By the time of what happened, not by when it
 * came, so that the outcome is the same in whatever order events arrive.
 */
export function byIds({ beside, aliases }: ToldIds): ByIds {
  const users = new Set([...beside, ...aliases].map(({ name }) => name));
  const anonymous = new Set(beside.map((turn) => turn.beside));
  const kindOf = (value: string) => (users.has(value) ? "user_id" : anonymous.has(value) ? "anonymous_id" : "previous_id");
  const idOf = (value: string): Id => ({ kind: kindOf(value), value });
  const sourceOf = new Map<string, string>();
  const graph = createIdGraph(RULES);
  const told = [
    ...beside.map((turn) => ({ ...turn, verb: "identify" as const })),
    ...aliases.map((turn) => ({ ...turn, verb: "alias" as const })),
  ];
  told.sort((x, y) => x.first - y.first || compareText(x.beside, y.beside) || compareText(x.name, y.name) || compareText(x.verb, y.verb));
  told.forEach(({ verb, source, name, beside: other, first }, position) => {
    for (const id of [name, other]) if (!sourceOf.has(id)) sourceOf.set(id, source);
    if (name !== other) graph.observe({ position, at: first, verb, ids: [idOf(name), idOf(other)] });
  });

  const persons = graph.persons();
  const hands = new Map<string, number>();
  for (const { ids } of persons) for (const { value } of ids) hands.set(value, (hands.get(value) ?? 0) + 1);
  const pairs: IdPair[] = [];
  const turns: [string, string, number][] = [];
  const pair = (a: string, b: string, bits: number, rule: RuledReason[1]) =>
    pairs.push({ source: sourceOf.get(b) ?? "", a, b, bits, reasons: [[null, rule, bits]] });
  for (const { ids } of persons) {
    const main = ids.find(({ kind }) => kind === "user_id") ?? ids[0];
    if (main === undefined) continue;
    for (const { value, from } of ids) {
      if (value === main.value) continue;
      if (hands.get(value) === 1) pair(main.value, value, TOGETHER, "told-together");
      else {
        pair(main.value, value, EVEN, "device-turn");
        turns.push([value, main.value, from]);
      }
    }
  }
  for (const { code, ids } of graph.warnings()) {
    const [a, b] = ids;
    if (code === "cannot_merge_already_identified" && a !== undefined && b !== undefined && users.has(b.value))
      pair(a.value, b.value, EVEN, "told-one");
  }
  return { pairs, devices: new Set([...sourceOf.keys()].filter((name) => !users.has(name))), turns };
}

/** Whom names stand for, and devices that passed from hand to hand since when; those that stand for themselves are left out. */
export function linksOf(customers: ReadonlyMap<string, string>, turns: ByIds["turns"], decided: readonly Decided[]): Link[] {
  const links: Link[] = [...customers].filter(([told, customer]) => told !== customer);
  const apart = new Set(decided.filter(({ verdict }) => verdict === "apart").flatMap(({ a, b }) => [`${a}\u0000${b}`, `${b}\u0000${a}`]));
  const byDevice = groupBy(turns, ([device]) => device);
  for (const [device, own] of byDevice) {
    // Somebody said whose it is, at all times.
    if ((customers.get(device) ?? device) !== device) continue;
    const stands = own
      .map(([, user, since]) => [device, apart.has(`${device}\u0000${user}`) ? device : (customers.get(user) ?? user), since] as const)
      .sort((x, y) => x[2] - y[2]);
    const hands = stands.filter(([, customer], i) => i === 0 || customer !== stands[i - 1]?.[1]);
    if (hands.length > 1) links.push(...hands);
    else links.push(...hands.filter(([, customer]) => customer !== device).map(([, customer]) => [device, customer] as const));
  }
  return links;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
