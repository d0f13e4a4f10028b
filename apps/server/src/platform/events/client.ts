import { unavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Trouble } from "../trouble.ts";
import type {
  Applied,
  Beside,
  BesideQuery,
  Count,
  CountQuery,
  DistinctQuery,
  Evidence,
  EvidenceQuery,
  Filter,
  KnownElsewhere,
  Link,
  LinksQuery,
  PeopleQuery,
  PersonRecord,
  Refused,
  Scan,
  ScanQuery,
} from "./contract.ts";
import type { ConsentQuery, ConsentState } from "./contract-consents.ts";
import type { LogPoint, NewRecord } from "./ingest-log.ts";

import type { Forgotten, OwnerSettings } from "./messages.ts";
import { openOwnerThread, type Progress } from "./owner-thread.ts";
import { packRecords } from "./pack-records.ts";
import { createFigures, type EventStats, readFigures } from "./stats.ts";

export type { Progress } from "./owner-thread.ts";
export type { EventStats } from "./stats.ts";

/** The event side as slices see it, from the main thread. */
export interface Events {
  scan(query: ScanQuery): Promise<Scan>;
  countBy(query: CountQuery): Promise<Count[]>;
  distinct(query: DistinctQuery): Promise<{ values: string[]; total: number }>;
  /**
   * Acknowledged (synced) when it resolves; the rows appear when `applied(position)` resolves. Records with `once` that
   * were told before are not written again. @throws unavailable (503) when the disk refuses: nothing of it was kept
   */
  append(records: readonly AppendedRecord[]): Promise<number>;
  /** As `append`, and says which records (by index) were known: told in this call or before. */
  appendOnce(records: readonly AppendedRecord[]): Promise<{ readonly position: number; readonly known: readonly number[] }>;
  applied(position: number): Promise<void>;
  result(importId: string): Promise<Applied | null>;
  refusedRows(importId: string): Promise<Refused[]>;
  /** Who customers are, as each source says. Personal: whoever asks must be allowed to see it. */
  people(query: PeopleQuery): Promise<PersonRecord[]>;
  /** Names of sources that stand for another customer. */
  links(query: LinksQuery): Promise<Link[]>;
  /** What speaks for links, and against them. Personal, as people are. */
  evidence(query: EvidenceQuery): Promise<Evidence[]>;
  /** How much of each source stands on customers whom other sources tell of too. */
  knownElsewhere(query: { readonly filter: Filter }): Promise<KnownElsewhere[]>;
  /** Names that rows tell beside their customer's: the devices somebody used. */
  beside(query: BesideQuery): Promise<Beside[]>;
  /** What customers answered to purposes. */
  consents(query: ConsentQuery): Promise<ConsentState>;
  /** Names whose rows are not taken in; they changed where `stats().refusing` did. */
  refusedNames(world: string): Promise<string[]>;
  progressOf(importId: string): Progress | null;
  /** Rises with everything applied; a cache key. */
  readonly version: number;
  /** Called after every transaction, with null for what is no import. */
  onApplied(listener: (importId: string | null, result: Applied) => void): void;
  /** What keeps the event side from taking anything now; it mends itself. Appends are refused, reads answered where possible. */
  readonly trouble: Trouble | null;
  /** Why the owner thread ended for good; null while it lives or is being started again. Only a restart helps. */
  readonly failure: Error | null;
  stats(): EventStats;
  /** Holds back new appends until those under way are acknowledged and `work` has run. `work` must not append itself. */
  barrier<T>(work: () => Promise<T>): Promise<T>;
  /** Writes a snapshot of the store and removes the log in front of it. Resolves with its position. */
  snapshot(): Promise<number>;
  /** Leaves nothing on disk of what was deleted until now: the store is rewritten, the log in front of it removed. */
  forget(): Promise<Forgotten>;
  /**
   * Writes a copy that opens by itself as a data directory's event side: `<dir>/events` and `<dir>/log`. Applying pauses,
   * appends go on, but while `atThatMoment` runs: the copy reaches exactly to the position it is given.
   */
  copyTo(dir: string, atThatMoment?: (position: number) => Promise<void>): Promise<{ readonly position: number; readonly applied: number }>;
  close(): Promise<void>;
}

/** `path`: a file that goes into the log's keeping; it is removed once it is applied. */
export type AppendedRecord = NewRecord & { readonly path: string | null };

export interface OpenEvents {
  readonly dataDir: string;
  /** The thread's entry file and the boot file that lets a TypeScript entry start. */
  readonly thread: { readonly boot: URL; readonly entry: URL };
  readonly keys: (ids: readonly string[]) => Promise<Record<string, Uint8Array | null>>;
  readonly log: Log;
  readonly settings?: Omit<OwnerSettings, "dataDir" | "figures">;
}

/** Starts the owner thread. Resolves once its stores are open; replay of what was not applied goes on behind it. */
export async function openEvents(options: OpenEvents): Promise<Events> {
  const figures = createFigures();
  const thread = await openOwnerThread({ ...options, settings: { ...options.settings, dataDir: options.dataDir, figures } });
  const { ask } = thread;
  const underWay = new Set<Promise<unknown>>();
  let gate: Promise<void> | null = null;

  async function append(records: readonly AppendedRecord[]): Promise<{ position: number; known: readonly number[] }> {
    while (gate !== null) await gate;
    if (thread.failure !== null) throw thread.failure;
    if (thread.trouble !== null) throw unavailable("The ingest log");
    const packed = packRecords(records);
    const answer = ask<{ position: number; known: readonly number[] }>({ kind: "append", ...packed }, "The ingest log", [
      packed.bytes.buffer,
    ]);
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  }

  async function barrier<T>(work: () => Promise<T>): Promise<T> {
    while (gate !== null) await gate;
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    try {
      await Promise.allSettled(underWay);
      return await work();
    } finally {
      gate = null;
      open();
    }
  }

  return {
    scan: (query) => ask<Scan>({ kind: "scan", query }),
    countBy: (query) => ask<Count[]>({ kind: "countBy", query }),
    distinct: (query) => ask<{ values: string[]; total: number }>({ kind: "distinct", query }),
    append: async (records) => (await append(records)).position,
    appendOnce: append,
    applied: thread.reached,
    result: (importId) => ask<Applied | null>({ kind: "result", import: importId }),
    refusedRows: (importId) => ask<Refused[]>({ kind: "refused", import: importId }),
    people: (query) => ask<PersonRecord[]>({ kind: "people", query }),
    links: (query) => ask<Link[]>({ kind: "links", query }),
    evidence: (query) => ask<Evidence[]>({ kind: "evidence", query }),
    knownElsewhere: (query) => ask<KnownElsewhere[]>({ kind: "knownElsewhere", query }),
    beside: (query) => ask<Beside[]>({ kind: "beside", query }),
    consents: (query) => ask<ConsentState>({ kind: "consents", query }),
    refusedNames: (world) => ask<string[]>({ kind: "refusedNames", world }),
    progressOf: thread.progressOf,
    get version() {
      return thread.applied;
    },
    get trouble() {
      return thread.trouble;
    },
    get failure() {
      return thread.failure;
    },
    onApplied: thread.onApplied,
    stats: () => readFigures(figures),
    barrier,
    snapshot: () => ask<number>({ kind: "snapshot" }),
    forget: () => ask<Forgotten>({ kind: "forget" }),
    async copyTo(dir, atThatMoment) {
      await ask<number>({ kind: "pause" });
      let through: LogPoint;
      try {
        through = await barrier(async () => {
          const here = await ask<LogPoint>({ kind: "here" });
          await atThatMoment?.(here.position);
          return here;
        });
      } catch (error) {
        await ask({ kind: "resume" }).catch(() => undefined);
        throw error;
      }
      return ask<{ position: number; applied: number }>({ kind: "copy", dir, through });
    },
    close: thread.close,
  };
}
