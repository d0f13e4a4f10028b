import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { attemptUnder } from "../storage.ts";
import type { EventStore } from "./contract.ts";
import { applyStep, type Write } from "./duckdb-apply.ts";
import { readConsents, readRefusedNames, readStandings, refusesAnybody } from "./duckdb-consents.ts";
import { letGoOf } from "./duckdb-handles.ts";
import { readKnownElsewhere } from "./duckdb-known.ts";
import { readBeside } from "./duckdb-beside.ts";
import { readEvidence } from "./duckdb-evidence.ts";
import { readLinks, readLinksOf } from "./duckdb-links.ts";
import { readPeople } from "./duckdb-people.ts";
import { countBy, distinct, readRefused, readResult, scan, toldMessages, wasTold } from "./duckdb-read.ts";
import { readSuppressed } from "./duckdb-suppressed.ts";
import { takeSchemaSteps } from "./duckdb-schema.ts";
import { openWords } from "./duckdb-words.ts";
import { createWriter, StoreFailure, storeFailureCode } from "./duckdb-writer.ts";
import { storePath } from "./store-path.ts";

/** How long a message that was told once stays known where nothing else is said, ms. */
export const WEEK = 7 * 24 * 3_600_000;

export interface OpenDuckDB {
  readonly dataDir: string;
  readonly memory?: string;
  /** How long a message that was told once stays known, ms. */
  readonly window?: number;
  readonly faults?: SharedArrayBuffer | null;
}

/** The embedded driver, with what only a store that is one file can do. */
export interface DuckDBStore extends EventStore {
  /** A write that really reaches the disk. @throws StoreFailure */
  probe(): Promise<void>;
  /** Brings everything into the one file, which stays as it is until the work has ended; nothing is applied meanwhile. */
  atRest<T>(work: (path: string) => Promise<T>): Promise<T>;
  /** Writes all that is there now, and nothing that was deleted, into a new file; nothing is applied meanwhile. */
  rewriteTo(path: string): Promise<void>;
  /** Closes without asking whether it works, for a store that failed. @throws when the file stays open in this process */
  abandon(): Promise<void>;
}

/**
 * The embedded event store. One instance, in one thread, in one process: a second opener would lose rows.
 * @throws StoreTooNew when a later version wrote it, StoreFailure when it does not open
 */
export async function openDuckDB(options: OpenDuckDB): Promise<DuckDBStore> {
  const path = storePath(options.dataDir);
  const attempt = attemptUnder(options.faults ?? null);
  mkdirSync(join(options.dataDir, "events"), { recursive: true, mode: 0o700 });
  await letGoOf(path);
  const opening = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      const code = storeFailureCode(error);
      throw code === null ? error : new StoreFailure(code, error);
    });
  const instance = await opening(() =>
    attempt("open", () =>
      DuckDBInstance.create(path, {
        threads: "2",
        memory_limit: options.memory ?? "300MB",
        temp_directory: join(options.dataDir, "events", "spill"),
      }),
    ),
  );
  const connections: DuckDBConnection[] = [];
  const connect = async () => {
    const connection = await instance.connect();
    connections.push(connection);
    return connection;
  };
  async function letGo(): Promise<void> {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
    await letGoOf(path);
  }
  try {
    const writer = createWriter(await connect(), attempt);
    await takeSchemaSteps(writer);
    const words = await openWords(writer);
    const standings = await readStandings(writer);
    const position = Number((await writer.rows("SELECT position FROM applied"))[0]?.[0] ?? 0);
    const write: Write = {
      writer,
      words,
      ordinals: new Map(),
      links: await readLinks(writer),
      suppressed: await readSuppressed(writer),
      standings,
      refusing: refusesAnybody(standings) ? position : 0,
      window: options.window ?? WEEK,
      pruned: Number.NEGATIVE_INFINITY,
    };
    const readers = await openReaders(connect);
    const { read } = readers;
    return {
      position: () => read(async (c) => Number((await c.runAndReadAll("SELECT position FROM applied")).getRows()[0]?.[0] ?? 0)),
      apply: (step, work) => applyStep(write, step, work),
      toldMessages: (limit) => read((c) => toldMessages(c, limit)),
      wasTold: (message) => read((c) => wasTold(c, message)),
      result: (importId) => read((c) => readResult(c, importId)),
      scan: (query) => read((c) => scan({ connection: c, words, standings }, query)),
      countBy: (query) => read((c) => countBy({ connection: c, words, standings }, query)),
      distinct: (query) => read((c) => distinct({ connection: c, words, standings }, query)),
      refusedRows: (importId) => read((c) => readRefused(c, importId)),
      people: (query) => read((c) => readPeople({ connection: c, words, standings }, query)),
      links: (query) => read((c) => readLinksOf(c, words, query)),
      evidence: (query) => read((c) => readEvidence(c, words, query)),
      knownElsewhere: ({ filter }) => read((c) => readKnownElsewhere({ connection: c, words, standings }, filter)),
      beside: (query) => read((c) => readBeside({ connection: c, words, standings }, query)),
      consents: (query) => read((c) => readConsents({ connection: c, words, standings }, query)),
      refusedNames: (world) => read((c) => readRefusedNames(c, words, world)),
      get refusing() {
        return write.refusing;
      },
      async probe() {
        await writer.transaction(() => writer.run("UPDATE applied SET position = position"));
      },
      async atRest(work) {
        // A reader that is at it keeps what it reads alive, and a checkpoint then leaves something for later.
        await readers.still(() => writer.run("CHECKPOINT"));
        return work(path);
      },
      async rewriteTo(to) {
        await readers.still(async () => {
          await writer.run("CHECKPOINT");
          await writer.run(`ATTACH '${to.replaceAll("'", "''")}' AS rewritten`);
          try {
            await writer.run("COPY FROM DATABASE events TO rewritten");
          } finally {
            await writer.run("DETACH rewritten");
          }
        });
      },
      async close() {
        try {
          await readers.still(() => writer.run("CHECKPOINT"));
        } finally {
          await letGo();
        }
      },
      async abandon() {
        await readers.still(() => Promise.resolve());
        await letGo();
      },
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}

interface Slot {
  readonly connection: DuckDBConnection;
  busy: Promise<void>;
}

/** A connection runs one statement at a time; reads take turns so that a long scan does not hold up a short count. */
async function openReaders(connect: () => Promise<DuckDBConnection>) {
  const slots: [Slot, Slot] = [
    { connection: await connect(), busy: Promise.resolve() },
    { connection: await connect(), busy: Promise.resolve() },
  ];
  let turn = 0;
  const ended = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      () => undefined,
    );
  return {
    read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
      const slot = turn++ % 2 === 0 ? slots[0] : slots[1];
      const result = slot.busy.then(() => work(slot.connection));
      slot.busy = ended(result);
      return result;
    },
    /** Runs work while nobody reads; reads that come meanwhile wait. */
    still<T>(work: () => Promise<T>): Promise<T> {
      const result = Promise.all(slots.map((slot) => slot.busy)).then(work);
      for (const slot of slots) slot.busy = ended(result);
      return result;
    },
  };
}
