import type { Events } from "./events/client.ts";

/** Answers kept at a time; the oldest goes first. */
const KEPT = 64;

/** Keeps what `make` found as long as the event side stays as it is: boards and pages ask the same again and again. */
export function whileUnchanged<T>(): (events: Pick<Events, "version">, key: string, make: () => Promise<T>) => Promise<T> {
  // By event side, so that two installations in one process never answer for one another.
  const sides = new WeakMap<object, { version: number; answers: Map<string, Promise<T>> }>();
  return (events, key, make) => {
    const known = sides.get(events);
    const side = known?.version === events.version ? known : { version: events.version, answers: new Map<string, Promise<T>>() };
    sides.set(events, side);
    const { answers } = side;
    const found = answers.get(key);
    if (found !== undefined) return found;
    const made = make();
    answers.set(key, made);
    made.catch(() => answers.delete(key)); // a failure is no answer to keep
    const oldest = answers.keys().next().value;
    if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest);
    return made;
  };
}
