import { GROUP_MINIMUM } from "../../platform/small-groups.ts";
import { isEnumeration, type Observation, observe, type Rows, type Seen, type SeenProperty, typeOfAll } from "./observe.ts";
import type { Change, PropertyType } from "./words.ts";

/**
 * An event that would have come on this many days since, and did not come at all, is gone: at a steady rate that happens by chance once
 * in twenty (Poisson, e^-3). Days count, since what comes by the hundred comes once. Less is too little to say so.
 */
const EXPECTED_TO_MISS = 3;

export interface DriftInput {
  readonly before: Rows;
  readonly after: Rows;
  /** How much longer the time since is than the time that was looked at before. */
  readonly spanRatio: number;
}
export interface Drift {
  readonly before: Looked;
  readonly after: Looked;
  readonly changes: Change[];
}
type Looked = Pick<Observation, "rows" | "from" | "to">;

/** Runs in the computing thread: how a source speaks since a date, held against how it spoke before. */
export function findDrift(input: DriftInput): Drift {
  const before = observe(input.before);
  const after = observe(input.after);
  const changes = before.rows === 0 ? [] : changesOf(before, after, input.spanRatio);
  return { before: lookedOf(before), after: lookedOf(after), changes: changes.sort(byFrequency) };
}

function changesOf(before: Observation, after: Observation, spanRatio: number): Change[] {
  const found: Change[] = [];
  for (const [event, now] of after.events) {
    const then = before.events.get(event);
    if (then === undefined) {
      found.push(change("new-event", event, now));
      continue;
    }
    for (const [property, is] of now.properties) {
      const was = then.properties.get(property);
      if (was === undefined) found.push({ ...change("new-property", event, is), property, is: typeOfAll(is) });
      else found.push(...within({ event, property, was, is }));
    }
    for (const [property, was] of then.properties) {
      // As often as its event comes now, it would have come too.
      const expected = (was.n / then.n) * now.n;
      if (!now.properties.has(property) && expected >= EXPECTED_TO_MISS)
        found.push({ ...change("gone-property", event, was), property, was: typeOfAll(was), expected });
    }
  }
  for (const [event, then] of before.events) {
    const expected = then.n * spanRatio;
    if (!after.events.has(event) && then.days.size * spanRatio >= EXPECTED_TO_MISS)
      found.push({ ...change("gone-event", event, then), expected });
  }
  return found;
}

/** What is new in a property that came before too: a type, or values of what has only a few. */
function within({ event, property, was, is }: { event: string; property: string; was: SeenProperty; is: SeenProperty }): Change[] {
  const found: Change[] = [];
  for (const [type, seen] of is.types) {
    if (!was.types.has(type) && !isWordly(type, was))
      found.push({ ...change("type-changed", event, seen), property, was: typeOfAll(was), is: type });
  }
  if (!isEnumeration(was) || is.values === null) return found;
  const hidden: Seen = { n: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (const [value, seen] of is.values) {
    if (was.values.has(value)) continue;
    if (seen.customers.size >= GROUP_MINIMUM) found.push({ ...change("new-value", event, seen), property, value });
    else {
      hidden.n += seen.n;
      hidden.first = Math.min(hidden.first, seen.first);
      hidden.last = Math.max(hidden.last, seen.last);
    }
  }
  if (hidden.n > 0) found.push({ ...change("new-value", event, hidden), property });
  return found;
}

function byFrequency(x: Change, y: Change): number {
  return y.n - x.n || (nameOf(x) < nameOf(y) ? -1 : 1);
}
const nameOf = ({ event, property, kind, value }: Change) => JSON.stringify([event, property, kind, value]);

/** A word that reads like a date now and then is no other type. */
function isWordly(type: PropertyType, was: SeenProperty): boolean {
  return (type === "time" && was.types.has("word")) || (type === "word" && was.types.has("word"));
}

function change(kind: Change["kind"], event: string, { n, first, last }: Seen): Change {
  const [from, to] = [new Date(first).toISOString(), new Date(last).toISOString()];
  return { kind, event, property: null, value: null, was: null, is: null, n, expected: null, first: from, last: to };
}

function lookedOf({ rows, from, to }: Observation): Looked {
  return { rows, from, to };
}
