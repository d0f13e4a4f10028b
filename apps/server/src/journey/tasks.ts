import { type JourneyColumns, type JourneyLog, map, model, prepare } from "@counterseat/journey";

/** Prepared logs kept in the computing thread, the one used last at the end. */
const KEPT = 3;
const logs = new Map<string, JourneyLog>();

export interface LogRef {
  /** Names the log and the state of its rows. */
  readonly key: string;
  /** Null on the first try: sent only when the thread does not have the log. */
  readonly columns: JourneyColumns | null;
}
export interface Missing {
  readonly missing: true;
}

export const journeyTasks = {
  "journey.model": (input: LogRef) => withLog(input, (log) => model(log)),
  "journey.map": (input: LogRef & { steps: number; paths: number }) =>
    withLog(input, (log) => ({ map: map({ log, steps: input.steps, paths: input.paths }), variants: log.variants })),
};

function withLog<T>(ref: LogRef, work: (log: JourneyLog) => T): T | Missing {
  let log = logs.get(ref.key);
  if (log === undefined) {
    if (ref.columns === null) return { missing: true };
    log = prepare(ref.columns);
  }
  logs.delete(ref.key);
  logs.set(ref.key, log);
  const oldest = logs.keys().next().value;
  if (logs.size > KEPT && oldest !== undefined) logs.delete(oldest);
  return work(log);
}
