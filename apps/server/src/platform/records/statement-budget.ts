import type { Log } from "../log.ts";

/** A statement that takes longer than this keeps every other writer waiting; it is logged. */
const STATEMENT_BUDGET_MS = 50;

/** Runs one statement and tells the log when it was over budget. */
export type Timed = <T>(text: string, run: () => Promise<T>) => Promise<T>;

export function createTimed(log: Log): Timed {
  return async (text, run) => {
    const started = performance.now();
    try {
      return await run();
    } finally {
      const ms = performance.now() - started;
      // The text holds placeholders, never values: nothing personal reaches the log.
      if (ms > STATEMENT_BUDGET_MS) log.warn({ ms: Math.round(ms), sql: text.slice(0, 160) }, "statement over budget");
    }
  };
}

/** What may be answered while nothing may be written. A statement that reads and writes at once (`with …`) counts as writing. */
export function kindOf(text: string): "read" | "write" {
  return /^\s*(?:select|show)\b/i.test(text) ? "read" : "write";
}
