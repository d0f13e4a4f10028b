import { join } from "node:path";
import { failureOf } from "../log.ts";
import { type Storage, storageCode } from "../storage.ts";
import { type Appliers, Stopped } from "./applier.ts";
import { applyRun, applySingle, isMany } from "./apply-records.ts";
import { Broken } from "./broken.ts";
import type { Applied } from "./contract.ts";
import type { DuckDBStore } from "./duckdb.ts";
import { StoreFailure } from "./duckdb-writer.ts";
import { type IngestLog, LogDamaged } from "./ingest-log.ts";
import type { Forgotten, FromOwner, OwnerSettings } from "./messages.ts";
import { openEventStore, StoreLost } from "./open-store.ts";
import { MOST_IN_RUN, type PendingRecords } from "./pending-records.ts";
import { listSnapshots, removeSetAside, rewriteStore, writeSnapshot } from "./snapshots.ts";

/** After trouble the stores are tried again after so long, each time twice as long, ms. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;
/** Small records that come one by one share a transaction within this time, ms. */
const GATHER = 100;
const SNAPSHOT_EVERY = 256 * 1024 * 1024;
/** After a snapshot that could not be written, the next is tried after so many first pauses: a minute. */
const UNTIDY_PAUSES = 120;
/** A record on which the engine gives up this often, while the store is well, is at fault itself. */
const ENGINE_TRIES = 3;

/** Applies the log in its order for ever, and mends what fails on the way. All state of the owner thread but the asking. */
export interface EventSide {
  /** The store to read from. @throws Broken while it is being reopened */
  store(): DuckDBStore;
  readonly applied: number;
  /** See `EventStore`; as it was, while the store is being reopened. */
  readonly refusing: number;
  /** Whether everything that lay in the log at opening was read. */
  readonly caughtUp: boolean;
  readonly inTrouble: boolean;
  /** Something failed that only mending puts right. */
  fail(error: unknown): void;
  /** Something may be there to apply. */
  wake(): void;
  /** Runs work between two records. @throws while in trouble */
  between<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once the position is applied, or rejects in trouble. */
  reached(position: number): Promise<void>;
  snapshot(): Promise<number>;
  /** Leaves nothing on disk of what was deleted until now: see `Forgotten`. */
  forget(): Promise<Forgotten>;
  /** Resolves once the store is not being rewritten. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface OpenEventSide {
  readonly settings: OwnerSettings;
  readonly storage: Storage;
  readonly appliers: Appliers;
  readonly store: DuckDBStore;
  readonly log: IngestLog;
  readonly pending: PendingRecords;
  readonly applied: number;
  /** Position of the newest snapshot; 0 without one. */
  readonly snapshot: number;
  readonly send: (message: FromOwner) => void;
  /** Whether the keys can be read again. */
  readonly keysAnswer: () => Promise<boolean>;
}

export function runEventSide(options: OpenEventSide): EventSide {
  const { settings, storage, appliers, log, pending, send } = options;
  const { dataDir } = settings;
  const lastAtOpening = log.last;
  let store: DuckDBStore | null = options.store;
  let applied = options.applied;
  let refusing = options.store.refusing;
  let trouble: { code: string; damaged: boolean } | null = null;
  let storeFailed = false;
  const firstPause = settings.firstPause ?? FIRST_PAUSE;
  let pause = firstPause;
  /** Position behind which the last step failed. */
  let stuckAt = -1;
  let closing = false;
  let rewriting: Promise<void> | null = null;
  let jobs: { run: () => Promise<void>; refuse: (error: unknown) => void }[] = [];
  let waiters: { position: number; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let said = "";
  let wakeUp: () => void = () => undefined;
  let lastRun = 0;
  const snapshotEvery = settings.snapshotEvery ?? SNAPSHOT_EVERY;
  let snapshotAt = 0;
  let tidyFrom = 0;
  /** The newest snapshot reaches to here. */
  let forgettable = options.snapshot;
  /** Where the engine gave up on a record; up to `until` they are applied one by one. */
  let engineGaveUp = { position: -1, until: -1, times: 0 };

  function fail(error: unknown): void {
    const code = error instanceof Broken || error instanceof StoreFailure ? error.code : (storageCode(error) ?? "other");
    if (error instanceof StoreFailure) storeFailed = true;
    if (trouble === null) {
      const known = ["damaged", "internal", "held", "keys"].includes(code) ? "other" : code;
      send({ kind: "trouble", trouble: { store: "events", code: known, since: Date.now() } });
      said = "";
      sayOnce(error);
    }
    trouble = { code, damaged: (trouble?.damaged ?? false) || code === "damaged" };
    const refused = new Broken(code, error);
    for (const waiter of waiters) waiter.reject(refused);
    for (const job of jobs) job.refuse(refused);
    waiters = [];
    jobs = [];
    wakeUp();
  }

  /** The same failure is tried against every few seconds: once told is enough. */
  function sayOnce(error: unknown): void {
    const cause = error instanceof Broken && error.cause !== null ? error.cause : error;
    // Only our own words may be told: an engine's may quote what it was given.
    const why = cause instanceof LogDamaged || cause instanceof StoreLost ? cause.message : null;
    const code = error instanceof Broken || error instanceof StoreFailure ? error.code : (storageCode(error) ?? "other");
    if (said === `${code} ${why}`) return;
    said = `${code} ${why}`;
    const fields = { code, why, error: failureOf(cause) };
    send({ kind: "said", level: "error", fields, text: "the event side is in trouble and tries to mend itself" });
  }

  function moved(position: number): void {
    applied = position;
    pending.done(position);
    for (const waiter of waiters) if (waiter.position <= applied) waiter.resolve();
    waiters = waiters.filter((waiter) => waiter.position > applied);
  }

  /** Sleeps until somebody calls, or so many ms. */
  function sleep(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? null : setTimeout(resolve, ms);
      wakeUp = () => {
        if (timer !== null) clearTimeout(timer);
        resolve();
      };
    });
  }

  async function applyNext(): Promise<void> {
    const current = store;
    if (current === null) throw new Broken("other", null);
    const cautious = applied < engineGaveUp.until;
    const run = await pending.next(applied, cautious ? 1 : MOST_IN_RUN).catch((error: unknown) => {
      if (error instanceof Stopped) throw error;
      throw new Broken(storageCode(error) ?? "other", error);
    });
    const first = run[0];
    if (first === undefined) throw new Broken("other", new Error("the ingest log holds less than it says"));
    const failed: number[] = [];
    const side = {
      appliers,
      store: current,
      files: log.files,
      dataDir,
      progress: (importId: string | null, share: number, rows: number) => {
        if (closing) throw new Stopped("the server stops; this record is applied after the next start");
        send({ kind: "progress", import: importId, share, rows });
      },
      applied: (told: { position: number; import: string | null; result: Applied; failed: readonly number[] }) => {
        const { failed: positions, ...rest } = told;
        failed.push(...positions);
        moved(told.position);
        send({ kind: "applied", ...rest });
      },
    };
    // An engine that gives up on the same record again and again, on a store that is well, is given up on in turn.
    const hopeless = engineGaveUp.position === applied && engineGaveUp.times >= ENGINE_TRIES;
    const records = hopeless ? run.map((record) => ({ ...record, unreadable: "the event store cannot take this record" })) : run;
    try {
      if (isMany(appliers[first.header.type])) await applyRun(side, records);
      else await applySingle(side, records[0] ?? first);
    } catch (error) {
      if (error instanceof StoreFailure && error.code === "internal") {
        const again = engineGaveUp.position === applied;
        const until = Math.max(engineGaveUp.until, records.at(-1)?.header.seq ?? 0);
        engineGaveUp = { position: applied, until, times: again ? engineGaveUp.times + 1 : 1 };
      }
      throw error;
    } finally {
      if (failed.length > 0) send({ kind: "failed", positions: failed });
    }
    lastRun = performance.now();
    pause = firstPause;
  }

  /** Writes that really reach the disk; the stores reopened where they failed. */
  async function recover(): Promise<void> {
    const probe = join(dataDir, "write-probe");
    const file = await storage.open(probe, "w");
    try {
      await file.write(Buffer.alloc(4096, 1));
      await file.sync();
    } finally {
      await file.close();
    }
    await storage.remove(probe);
    if (log.failure !== null) await log.mend();
    if (storeFailed || store === null) {
      const old = store;
      store = null;
      await old?.abandon();
      const opened = await openEventStore({ ...settings, storage, damaged: trouble?.damaged === true });
      store = opened.store;
      const position = await store.position();
      if (opened.rebuilt !== null) {
        send({ kind: "said", level: "warn", fields: { ...opened.rebuilt }, text: "the event store was damaged and is built again" });
        pending.clear();
        if (trouble !== null) trouble = { ...trouble, damaged: false };
      }
      applied = position;
      send({ kind: "position", applied });
      storeFailed = false;
    }
    await store.probe();
    if (trouble?.code === "keys" && !(await options.keysAnswer())) throw new Broken("keys", null);
  }

  async function takeSnapshot(): Promise<number> {
    const current = store;
    if (current === null) throw new Broken("other", null);
    const position = applied;
    const [newest] = await listSnapshots(storage, dataDir);
    if (newest?.position !== position) await writeSnapshot({ storage, dataDir, store: current, position });
    snapshotAt = log.stats.written;
    log.roll();
    forgettable = position;
    await log.forgetThrough(forgettable);
    return position;
  }

  /** The store is rewritten and copied anew, and everything in front of that copy goes: segments, kept files, what was set aside. */
  async function forget(): Promise<Forgotten> {
    const current = store;
    if (current === null) throw new Broken("other", null);
    const before = { segments: log.stats.segments, files: (await log.files.list()).length };
    store = null;
    rewriting = (async () => {
      try {
        await rewriteStore(storage, dataDir, current);
        store = (await openEventStore({ ...settings, storage })).store;
      } catch (error) {
        // Whether the old one is still open nobody knows: it is given up, and opened again as after any failure.
        await current.abandon().catch(() => undefined);
        throw error instanceof StoreFailure ? error : new StoreFailure(storageCode(error) ?? "other", error);
      }
    })().finally(() => {
      rewriting = null;
    });
    await rewriting;
    const fresh = store as DuckDBStore | null; // assigned in the step above
    if (fresh === null) throw new Broken("other", null);
    const position = applied;
    await writeSnapshot({ storage, dataDir, store: fresh, position });
    snapshotAt = log.stats.written;
    forgettable = position;
    await log.seal();
    await log.forgetThrough(position);
    const setAside = (await removeSetAside(storage, dataDir)) + (await log.removeCut());
    const files = before.files - (await log.files.list()).length;
    return { position, segments: before.segments + 1 - log.stats.segments, files, setAside };
  }

  /** Neither is urgent: where there is no room for it now, nothing is lost by waiting. */
  async function snapshotWhenDue(): Promise<void> {
    if (performance.now() < tidyFrom) return;
    try {
      // The segment that was the newest when the snapshot was written goes as soon as another one is.
      await log.forgetThrough(forgettable);
      if (applied > forgettable && log.stats.written - snapshotAt > snapshotEvery) await takeSnapshot();
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      tidyFrom = performance.now() + UNTIDY_PAUSES * firstPause;
      const fields = { code: storageCode(error) };
      send({
        kind: "said",
        level: "warn",
        fields,
        text: "no snapshot of the event store could be written, or the log in front of it removed",
      });
    }
  }

  function between<T>(work: () => Promise<T>): Promise<T> {
    if (trouble !== null) return Promise.reject(new Broken(trouble.code, null));
    return new Promise<T>((resolve, reject) => {
      jobs.push({
        run: async () => {
          try {
            resolve(await work());
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            if (error instanceof StoreFailure) throw error;
          }
        },
        refuse: reject,
      });
      wakeUp();
    });
  }

  async function step(): Promise<void> {
    if (trouble !== null) {
      await sleep(pause);
      if (closing) return;
      try {
        await recover();
        trouble = null;
        if (stuckAt !== applied) pause = firstPause;
        send({ kind: "trouble", trouble: null });
        send({ kind: "said", level: "info", fields: {}, text: "the event side is well again" });
      } catch (error) {
        if (error instanceof StoreFailure) storeFailed = true;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        sayOnce(error);
      }
      return;
    }
    const job = jobs.shift();
    if (job !== undefined) return job.run();
    await snapshotWhenDue();
    const isCalledAway = () => closing || trouble !== null || jobs.length > 0;
    if (applied >= log.last) return isCalledAway() ? undefined : sleep(null);
    for (;;) {
      if (isCalledAway()) return;
      const { count, small } = pending.waiting(applied);
      const early = lastRun + GATHER - performance.now();
      if (!small || count >= MOST_IN_RUN || early <= 1) break;
      await sleep(early);
    }
    await applyNext();
  }

  async function run(): Promise<void> {
    while (!closing) {
      try {
        await step();
      } catch (error) {
        if (error instanceof Stopped && closing) return;
        // Where the repair worked and the next step fails again, the disk is no better than it was.
        if (stuckAt === applied) pause = Math.min(LONGEST_PAUSE, pause * 2);
        stuckAt = applied;
        fail(error instanceof Stopped ? new Broken("keys", error) : error);
      }
    }
  }
  const running = run();

  return {
    store() {
      if (store === null) throw new Broken(trouble?.code ?? "other", null);
      return store;
    },
    get applied() {
      return applied;
    },
    get refusing() {
      return (refusing = store?.refusing ?? refusing);
    },
    get caughtUp() {
      return applied >= lastAtOpening;
    },
    get inTrouble() {
      return trouble !== null;
    },
    fail,
    wake: () => wakeUp(),
    between,
    reached(position) {
      if (position <= applied) return Promise.resolve();
      if (trouble !== null) return Promise.reject(new Broken(trouble.code, null));
      return new Promise((resolve, reject) => waiters.push({ position, resolve, reject }));
    },
    snapshot: () => between(takeSnapshot),
    forget: () => between(forget),
    async settled() {
      await rewriting?.catch(() => undefined);
    },
    async stop() {
      closing = true;
      wakeUp();
      await running;
      const refused = new Error("the event side is closed");
      for (const job of jobs) job.refuse(refused);
      for (const waiter of waiters) waiter.reject(refused);
      // What could not be brought into its file lies in the engine's own log, and is found there at the next opening.
      await (storeFailed ? store?.abandon() : store?.close())?.catch(() => undefined);
      store = null;
      await log.close();
    },
  };
}
