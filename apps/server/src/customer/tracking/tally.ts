import { failureOf, type Log } from "../../platform/log.ts";
import type { Records } from "../../platform/records/contract.ts";
import { cleanText } from "../ingest/clean-text.ts";
import type { Violation } from "./compile-plan.ts";
import { addSourceDays, addViolations, type SourceDayRow, type ViolationRow } from "./store.ts";

/** Counts what comes through the door for events, and writes it down once a second: a count for each event would cost more than the event. */
export interface Tally {
  came(source: string, at: number, counts: { accepted?: number; refused?: number; mended?: number }): void;
  against(source: string, at: number, found: readonly Violation[]): void;
  /** Writes down what is counted until now. */
  flush(): Promise<void>;
}

/** A crash loses the counts of this time at most, and never an event. */
const EVERY_MS = 1_000;
const MOST_NAME = 200;
/** Different violations of one source and day between two writings; what more comes is counted without its names. */
const MOST_KINDS = 500;

export function createTally({ records, log }: { records: Records; log: Log }): Tally {
  let days = new Map<string, SourceDayRow>();
  let violations = new Map<string, ViolationRow>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const [ofDays, ofKinds] = [[...days.values()], [...violations.values()]];
    if (ofDays.length + ofKinds.length === 0) return;
    days = new Map();
    violations = new Map();
    try {
      await records.transaction(async (tx) => {
        await addSourceDays(tx, ofDays);
        await addViolations(tx, ofKinds);
      });
    } catch (error) {
      log.warn({ error: failureOf(error) }, "counts of events were not written; they are with the next ones");
      for (const row of ofDays) addDay(row);
      for (const row of ofKinds) addKind(row);
    }
  }
  function soon(): void {
    timer ??= setTimeout(() => void tally.flush(), EVERY_MS).unref();
  }
  function addDay(row: SourceDayRow): void {
    const key = `${row.day} ${row.source}`;
    const known = days.get(key);
    if (known === undefined) days.set(key, { ...row });
    else {
      known.accepted += row.accepted;
      known.refused += row.refused;
      known.mended += row.mended;
      if (row.lastAt > known.lastAt) known.lastAt = row.lastAt;
    }
  }
  function addKind(row: ViolationRow): void {
    const key = keyOf(row);
    const known = violations.get(key);
    if (known === undefined) violations.set(key, { ...row });
    else {
      known.count += row.count;
      if (row.firstAt < known.firstAt) known.firstAt = row.firstAt;
      if (row.lastAt > known.lastAt) known.lastAt = row.lastAt;
    }
  }

  const tally: Tally = {
    came(source, at, { accepted = 0, refused = 0, mended = 0 }) {
      if (accepted + refused + mended === 0) return;
      addDay({ source, day: dayOf(at), accepted, refused, mended, lastAt: new Date(at) });
      soon();
    },
    against(source, at, found) {
      for (const { kind, event, property } of found) {
        const named = { source, day: dayOf(at), kind, event: nameOf(event), property: nameOf(property ?? "") };
        const row = violations.size < MOST_KINDS || violations.has(keyOf(named)) ? named : { ...named, event: "", property: "" };
        addKind({ ...row, count: 1, firstAt: new Date(at), lastAt: new Date(at) });
      }
      if (found.length > 0) soon();
    },
    flush() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      return (writing = writing.then(write));
    },
  };
  return tally;
}

const keyOf = (row: Pick<ViolationRow, "source" | "day" | "event" | "property" | "kind">) =>
  JSON.stringify([row.source, row.day, row.event, row.property, row.kind]);

/** UTC day of an instant, YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function nameOf(name: string): string {
  return cleanText(name)?.slice(0, MOST_NAME) ?? "";
}
