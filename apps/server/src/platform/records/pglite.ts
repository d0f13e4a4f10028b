import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { EmbeddedFailure } from "./embedded-failure.ts";
import { type Faults, type StorageCode, storageCodeOf } from "../storage-faults.ts";

/** Emscripten's numbers for what it hands to PostgreSQL as errno. */
const ERRNO: Readonly<Record<StorageCode, number>> = { ENOSPC: 51, EIO: 29, EMFILE: 33, ENFILE: 41, EDQUOT: 19, EROFS: 69 };
/** PostgreSQL closes files of its own and tries again when there are too many: no reason yet to give the store up. */
const PASSING: ReadonlySet<StorageCode> = new Set<StorageCode>(["EMFILE", "ENFILE"]);
const CODE_OF = new Map(Object.entries(ERRNO).map(([code, errno]) => [errno, code as StorageCode])); // the keys of the line above
const PROBE_BYTES = Buffer.alloc(64 * 1024);

type Op = (...args: unknown[]) => unknown;
/** What is used of Emscripten's file system and PostgreSQL's module; untyped upstream. */
interface Emscripten {
  readonly NODEFS?: { stream_ops: Record<string, Op>; node_ops: Record<string, Op> };
  readonly FS: { ErrnoError: new (errno: number) => Error & { errno: number } };
}
type Module = Record<string, Op>;

/**
 * PGlite's Node file system has no fsync and its start parameters switch fsync off. This subclass gives Emscripten's
 * NODEFS a real fsync, so that a committed row survives a power cut, and stands between PostgreSQL and a disk that fails:
 * from the first failed call on nothing more reaches the directory, as if the process had been killed there, so opening it
 * again recovers exactly what was committed. It leans on internals: `pglite.test.ts` counts the syncs and fails when an
 * upgrade takes the hooks away.
 */
export class SyncedNodeFS extends NodeFS {
  syncs = 0;
  /** What the disk said; null while it is well. */
  failed: StorageCode | null = null;
  /** PostgreSQL has panicked: its memory is not to be asked any more. */
  aborted = false;
  #released = false;
  readonly #open = new Set<number>();
  readonly #faults: Faults;
  readonly #onFailure: (code: StorageCode) => void;

  constructor(dir: string, faults: Faults, onFailure: (code: StorageCode) => void) {
    super(dir);
    this.#faults = faults;
    this.#onFailure = onFailure;
  }

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const result = await super.init(...args);
    const options = result.emscriptenOpts as typeof result.emscriptenOpts & { onAbort?: () => void };
    options.onAbort = () => {
      this.aborted = true;
      this.#fail("EIO");
    };
    options.preRun = [
      ...(Array.isArray(options.preRun) ? options.preRun : []),
      (mod: object) => this.#intercept(mod as unknown as Emscripten), // checked there
    ];
    return result;
  }

  /** Called by PGlite once its module is there. Calls into a PostgreSQL that has panicked would wait for its own locks for ever. */
  override async initialSyncFs(): Promise<void> {
    await super.initialSyncFs();
    const mod = (this.pg as PGlite | undefined)?.Module as unknown as Module | undefined; // PGlite's own, with more exports than its type names
    if (mod === undefined) throw new Error("PGlite no longer exposes its module: a panic could not be held.");
    for (const name of ["_PostgresMainLoopOnce", "stackRestore"]) this.#replace(mod, name, "throw");
    for (const name of ["_PostgresSendReadyForQueryIfNecessary", "_pgl_pq_flush"]) this.#replace(mod, name, "skip");
  }

  /** Nothing more is written from here on. */
  freeze(code: StorageCode): void {
    this.failed ??= code;
  }

  /** Takes the files away from an instance that was given up; whatever still calls it is refused. */
  release(): void {
    this.freeze("EIO");
    this.aborted = true;
    this.#released = true;
    for (const fd of this.#open) closeSync(fd);
    this.#open.clear();
  }

  #fail(code: StorageCode): void {
    if (this.failed !== null) return;
    this.failed = code;
    this.#onFailure(code);
  }

  #replace(mod: Module, name: string, dead: "throw" | "skip"): void {
    const original = mod[name];
    if (original === undefined) throw new Error(`PGlite no longer exposes ${name}: a panic could not be held.`);
    mod[name] = (...args) => {
      if (!this.aborted) return original(...args);
      if (dead === "throw") throw new EmbeddedFailure(this.failed ?? "EIO");
      return 0;
    };
  }

  #intercept(mod: Emscripten): void {
    const { NODEFS, FS } = mod;
    if (NODEFS === undefined) throw new Error("PGlite no longer exposes NODEFS: commits would not be synced to disk.");
    const refuse = (code: StorageCode) => new FS.ErrnoError(ERRNO[code]);
    const guarded =
      (op: Op, before: (() => void) | undefined): Op =>
      (...args) => {
        if (this.failed !== null) throw refuse(this.failed);
        try {
          before?.();
          return op(...args);
        } catch (error) {
          const code = error instanceof FS.ErrnoError ? (CODE_OF.get(error.errno) ?? null) : storageCodeOf(error);
          if (code === null) throw error;
          if (!PASSING.has(code)) this.#fail(code);
          throw refuse(code);
        }
      };
    const streams = NODEFS.stream_ops;
    const { read, open, close } = streams;
    if (read === undefined || open === undefined || close === undefined) throw new Error("PGlite's NODEFS lost its file calls.");
    const fdOf = (stream: unknown) => (stream as { nfd: number }).nfd; // set by NODEFS's open
    streams["write"] = guarded(known(streams, "write"), () => this.#faults.beforeWrite?.());
    streams["setattr"] = guarded(known(streams, "setattr"), undefined);
    streams["fsync"] = guarded(
      (stream) => {
        this.syncs += 1;
        fsyncSync(fdOf(stream));
        return 0;
      },
      () => this.#faults.beforeSync?.(),
    );
    const opening = guarded(open, () => this.#faults.beforeOpen?.());
    streams["open"] = (stream) => {
      if (this.#released) throw refuse("EIO");
      // Reading goes on while nothing may be written: a file that is there may still be opened.
      const result = this.failed === null ? opening(stream) : open(stream);
      this.#open.add(fdOf(stream));
      return result;
    };
    streams["close"] = (stream) => {
      if (this.#released) return;
      close(stream);
      if ((stream as { shared: { refcount: number } }).shared.refcount <= 0) this.#open.delete(fdOf(stream)); // NODEFS counts it there
    };
    streams["read"] = (...args) => {
      if (this.#released) throw refuse("EIO");
      return read(...args);
    };
    for (const name of ["setattr", "mknod", "rename", "unlink", "rmdir", "symlink"]) {
      NODEFS.node_ops[name] = guarded(known(NODEFS.node_ops, name), undefined);
    }
  }
}

function known(ops: Record<string, Op>, name: string): Op {
  const op = ops[name];
  if (op === undefined) throw new Error(`PGlite's NODEFS has no ${name} any more.`);
  return op;
}

/** Whether the disk below a data directory takes a file again, asked through the same seam as everything else. Throws what it says. */
export function probeStorage(dataDir: string, faults: Faults): void {
  const path = join(dataDir, "records.probe");
  faults.beforeOpen?.();
  const fd = openSync(path, "w", 0o600);
  try {
    faults.beforeWrite?.();
    writeSync(fd, PROBE_BYTES);
    faults.beforeSync?.();
    fsyncSync(fd);
  } finally {
    closeSync(fd);
    rmSync(path, { force: true });
  }
}

const SYNCED_START = [...PGlite.defaultStartParams.filter((p) => p !== "-F"), "-c", "wal_sync_method=fsync"];

/**
 * An embedded database in `dir`, whose lock the caller holds. `onFailure` is told once, by the first call of the disk that failed or a panic.
 */
export async function openPGlite(
  dir: string,
  seed: Blob | null,
  more: { faults?: Faults; onFailure?: (code: StorageCode) => void } = {},
): Promise<{ client: PGlite; fs: SyncedNodeFS }> {
  // PostgreSQL's own lock file says nothing here, since every process in it has the same number; but one that was cut off
  // while it was written is empty, and PostgreSQL would refuse to start for ever.
  rmSync(join(dir, "postmaster.pid"), { force: true });
  const fs = new SyncedNodeFS(dir, more.faults ?? {}, more.onFailure ?? (() => undefined));
  const options: PGliteOptions = { fs, startParams: SYNCED_START, ...(seed === null ? {} : { loadDataDir: seed }) };
  try {
    return { client: await PGlite.create(options), fs };
  } catch (error) {
    fs.release();
    throw fs.failed === null ? error : new EmbeddedFailure(fs.failed);
  }
}
