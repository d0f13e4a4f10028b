import {
  createIdGraph,
  type Id,
  type IdGraph,
  type IdRules,
  type KindRule,
  type Observation,
  USUAL_SURVIVORSHIP,
} from "@counterseat/identity";

export const KINDS: Readonly<Record<string, KindRule>> = {
  user: { priority: 1, limit: 1, identifying: true },
  user_id: { priority: 1, limit: 1, identifying: true },
  email: { priority: 2, limit: 5, persons: 5 },
  anon: { priority: 3, limit: 5, shared: true },
};
export const RULES: IdRules = { kinds: KINDS, other: { priority: 4, limit: 5 }, survivorship: USUAL_SURVIVORSHIP };
export const NOON = Date.UTC(2026, 10, 23, 12);

export function id(text: string): Id {
  const colon = text.indexOf(":");
  return colon < 0 ? { kind: "other", value: text } : { kind: text.slice(0, colon), value: text.slice(colon + 1) };
}

export const text = ({ kind, value }: Id) => (kind === "other" ? value : `${kind}:${value}`);

/** Writes a log, one entry a position and a minute. */
function writing(graph: IdGraph) {
  let position = 0;
  const next = () => ({ position: (position += 1), at: NOON + position * 60_000 });
  return {
    graph,
    see(verb: Observation["verb"], ids: readonly string[], properties?: Readonly<Record<string, unknown>>, at?: number) {
      const place = next();
      graph.observe({ ...place, at: at ?? place.at, verb, ids: ids.map(id), ...(properties === undefined ? {} : { properties }) });
      return at ?? place.at;
    },
    split: (from: string, ids: readonly string[]) => graph.observe({ ...next(), verb: "split", from: id(from), ids: ids.map(id) }),
    cut: (a: string, b: string) => graph.observe({ ...next(), verb: "split", edge: [id(a), id(b)] }),
    join: (a: string, b: string) => graph.observe({ ...next(), verb: "join", ids: [id(a), id(b)] }),
    apart: (a: string, b: string) => graph.observe({ ...next(), verb: "apart", ids: [id(a), id(b)] }),
    who: (of: string, at?: number) =>
      graph.personOf(id(of).kind, id(of).value, at) ?? { id: null, ids: [], properties: {}, version: 0, createdAt: 0, isIdentified: false },
    ids: () => graph.persons().map((person) => person.ids.map(text)),
    warned: () => graph.warnings().map(({ code }) => code),
    edge(a: string, b: string) {
      const found = graph.edges().find(({ ids }) => [a, b].every((one) => ids.some((other) => text(other) === one)));
      return found === undefined ? null : { state: found.state, reason: found.reason };
    },
  };
}

export const start = (rules: IdRules = RULES) => writing(createIdGraph(rules));
