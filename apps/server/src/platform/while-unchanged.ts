import type { Events } from "./events/client.ts";

/** Answers kept at a time; the oldest goes first. */
const KEPT = 64;

/** Keeps what `make` found as long as the event side stays as it is: boards and pages ask the same again and again. */
export function whileUnchanged<T>(): (events: Pick<Events, "version">, key: string, make: () => Promise<T>) => Promise<T> {
  let version = -1;
  let kept = new Map<string, Promise<T>>();
  return (events, key, make) => {
    if (events.version !== version) {
      version = events.version;
      kept = new Map();
    }
    const known = kept.get(key);
    if (known !== undefined) return known;
    const into = kept;
    const made = make();
    into.set(key, made);
    made.catch(() => into.delete(key)); // a failure is no answer to keep
    const oldest = into.keys().next().value;
    if (into.size > KEPT && oldest !== undefined) into.delete(oldest);
    return made;
  };
}
