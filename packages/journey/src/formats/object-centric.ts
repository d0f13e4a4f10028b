import type { TextColumns } from "@counterseat/stats";
import { compareNames } from "../name-order.ts";
import type { ObjectCentricLog, OcelEvent } from "./ocel-log.ts";

/** The directly-follows graph of the objects of one type. */
export type ObjectTypeGraph = {
  readonly type: string;
  /** Objects of the type with at least one event. */
  readonly objects: number;
  /** Different events about such an object. */
  readonly events: number;
  /** How often some object went from the one step to the other, most frequent first, then by names. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly count: number }[];
  /** Step -> objects whose first (last) step it is. */
  readonly starts: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
};

/**
 * The object-centric directly-follows multigraph: for each object type the steps its objects take, one after the other. Events of an object
 * are ordered by time, then as in the file; an event counts once for an object, however many qualifiers join them.
 * Source: Berti & van der Aalst, "OC-PM: analyzing object-centric event logs and process models", STTT 25 (2023).
 */
export function objectCentricGraph(log: ObjectCentricLog): ObjectTypeGraph[] {
  const lives = livesOf(log);
  return log.objectTypes.map(({ name: type }) => {
    const edges = new Map<string, Map<string, number>>();
    const starts = new Map<string, number>();
    const ends = new Map<string, number>();
    const seen = new Set<OcelEvent>();
    let objects = 0;
    for (const object of log.objects) {
      const life = object.type === type ? lives.get(object.id) : undefined;
      const first = life?.[0];
      const last = life?.at(-1);
      if (life === undefined || first === undefined || last === undefined) continue;
      objects += 1;
      count(starts, first.type);
      count(ends, last.type);
      for (const [place, event] of life.entries()) {
        seen.add(event);
        const next = life[place + 1];
        if (next === undefined) continue;
        const out = edges.get(event.type) ?? new Map<string, number>();
        edges.set(event.type, out);
        count(out, next.type);
      }
    }
    const list = [...edges].flatMap(([from, out]) => Array.from(out, ([to, n]) => ({ from, to, count: n })));
    list.sort((x, y) => y.count - x.count || compareNames(x.from, y.from) || compareNames(x.to, y.to));
    return { type, objects, events: seen.size, edges: list, starts: ranked(starts), ends: ranked(ends) };
  });
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function ranked(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([x, n], [y, m]) => m - n || compareNames(x, y)));
}

/** Object -> its events in order, each once. */
function livesOf(log: ObjectCentricLog): Map<string, OcelEvent[]> {
  const events = new Map(log.events.map((event, place) => [event.id, { event, place }]));
  const lives = new Map<string, Map<OcelEvent, number>>();
  for (const { event: id, object } of log.eventObjects) {
    const found = events.get(id);
    if (found === undefined) continue;
    const life = lives.get(object) ?? new Map<OcelEvent, number>();
    lives.set(object, life);
    life.set(found.event, found.place);
  }
  const ordered = (life: ReadonlyMap<OcelEvent, number>): OcelEvent[] => {
    return [...life].sort(([x, p], [y, q]) => x.time - y.time || p - q).map(([event]) => event);
  };
  return new Map([...lives].map(([object, life]) => [object, ordered(life)]));
}

/** A log with the objects of one type as its cases. */
export type FlatLog = {
  /** `case:concept:name` (the object), `concept:name`, `time:timestamp`, `event:id`, `qualifier`, and the attributes of the events. */
  readonly columns: TextColumns;
  /** Rows beyond the first of an event: it is about several objects of the type, and so counted for each. */
  readonly repeated: number;
  /** Events about no object of the type; they are not in the columns. */
  readonly unrelated: number;
};

const OWN = ["case:concept:name", "concept:name", "time:timestamp", "event:id", "qualifier"] as const;

/**
 * Chooses the objects of a type as cases, ready for `columnsFromText`. What a single case notion cannot show is counted (the repeated and
 * unrelated events of van der Aalst, "Object-centric process mining: dealing with divergence and convergence in event data", SEFM 2019).
 * @throws RangeError when the log has no such type.
 */
export function flattened(log: ObjectCentricLog, objectType: string): FlatLog {
  if (!log.objectTypes.some(({ name }) => name === objectType)) {
    throw new RangeError(`there is no object type "${objectType}"; there are ${log.objectTypes.map(({ name }) => `"${name}"`).join(", ")}`);
  }
  const wanted = new Set(log.objects.filter(({ type }) => type === objectType).map(({ id }) => id));
  const related = new Map<string, Map<string, string[]>>();
  for (const { event, object, qualifier } of log.eventObjects) {
    if (!wanted.has(object)) continue;
    const objects = related.get(event) ?? new Map<string, string[]>();
    related.set(event, objects);
    objects.set(object, [...(objects.get(object) ?? []), qualifier]);
  }
  const more = new Set(
    [...log.eventTypes, ...log.events]
      .flatMap(({ attributes }) => attributes.map(({ name }) => name))
      .filter((name) => !OWN.some((own) => own === name)),
  );
  const names = [...OWN, ...more];
  const columns = new Map<string, string[]>(names.map((name) => [name, []]));
  let repeated = 0;
  let unrelated = 0;
  for (const event of log.events) {
    const objects = related.get(event.id);
    if (objects === undefined) unrelated += 1;
    else repeated += objects.size - 1;
    for (const [object, qualifiers] of objects ?? []) {
      const cells = new Map(event.attributes.map(({ name, value }) => [name, value]));
      const own = [object, event.type, timeText(event.time), event.id, qualifiers.filter((one) => one !== "").join(", ")];
      for (const [place, name] of OWN.entries()) cells.set(name, own[place]);
      for (const name of names) columns.get(name)?.push(cells.get(name) ?? "");
    }
  }
  return { columns: { names, columns: Object.fromEntries(columns) }, repeated, unrelated };
}

/** Finer than a millisecond only plain milliseconds say it. */
function timeText(time: number): string {
  return Number.isInteger(time) ? new Date(time).toISOString() : String(time);
}
