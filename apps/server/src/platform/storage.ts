import { constants, type FileHandle, copyFile, link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";

/**
 * The few file operations that the ingest log, kept files and snapshots stand on. A seam of ours: a test can make the
 * N-th operation fail here, in one store of one process, instead of breaking the disk under everybody.
 */
export interface Storage {
  open(path: string, flags: "r" | "r+" | "a" | "w" | "wx"): Promise<StoredFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder; one that is not there is no failure. */
  remove(path: string): Promise<void>;
  makeDirectory(path: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  /** Copies a file (sharing blocks where the disk can) and syncs the copy. */
  copy(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  /** Bytes and time of the last change (UTC ms); null when there is no such file. */
  stat(path: string): Promise<{ readonly bytes: number; readonly changed: number } | null>;
  /** Makes created, renamed and removed names of a directory survive a power cut. */
  syncDirectory(directory: string): Promise<void>;
}

export interface StoredFile {
  /** Reads into the whole target, or up to the end of the file. Resolves with the bytes read. */
  read(target: Buffer, at: number): Promise<number>;
  /** Writes all of it: a write may be cut short without an error (a full disk does that first). */
  write(bytes: Uint8Array): Promise<void>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** What can be made to fail. `statement` is a writing statement of the event store, whose own files are native. */
export const FAULTY = ["open", "write", "sync", "statement"] as const;
export type Faulty = (typeof FAULTY)[number];
const CODES = ["ENOSPC", "EIO", "EMFILE"] as const;
export type FaultCode = (typeof CODES)[number];

/** Codes of the system that say the disk, not the caller, is at fault. */
const SYSTEM_CODES: readonly string[] = [...CODES, "EDQUOT", "ENFILE", "EROFS", "ENODEV", "ENXIO", "ESTALE"];

/** The system's code of a failure of the disk; null for every other failure. */
export function storageCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return SYSTEM_CODES.find((code) => code === error.code) ?? null;
}

const MODE = 0o600;
const FOREVER = -1;
const SLOTS = { operation: 0, nth: 1, code: 2, times: 3, after: 4, hits: 5, counts: 6 } as const;

/** A plan of failures in shared memory, so that whoever holds it can change it while another thread runs under it. */
export interface Faults {
  readonly memory: SharedArrayBuffer;
  /** Fails the N-th such operation from now on, and those behind it: `times` of them, or all until `clear`. */
  fail(plan: {
    readonly operation: Faulty;
    readonly nth: number;
    readonly code: FaultCode;
    readonly times: number | "until cleared";
    /** The operation is carried out and its success is not told. */
    readonly after?: boolean;
  }): void;
  clear(): void;
  /** How many operations failed since the plan was made. */
  readonly hits: number;
}

export function createFaults(memory = new SharedArrayBuffer(4 * (SLOTS.counts + FAULTY.length))): Faults {
  const slots = new Int32Array(memory);
  return {
    memory,
    fail({ operation, nth, code, times, after }) {
      slots.fill(0);
      slots[SLOTS.operation] = FAULTY.indexOf(operation);
      slots[SLOTS.code] = CODES.indexOf(code);
      slots[SLOTS.times] = times === "until cleared" ? FOREVER : times;
      slots[SLOTS.after] = after === true ? 1 : 0;
      slots[SLOTS.nth] = nth;
    },
    clear() {
      slots[SLOTS.nth] = 0;
    },
    get hits() {
      return slots[SLOTS.hits] ?? 0;
    },
  };
}

/** Carries out an operation, or fails it as the plan says. */
export type Attempt = <T>(operation: Faulty, work: () => Promise<T>, half?: () => Promise<unknown>) => Promise<T>;

export function attemptUnder(memory: SharedArrayBuffer | null): Attempt {
  if (memory === null) return (_operation, work) => work();
  const slots = new Int32Array(memory);
  const isNext = (operation: Faulty): boolean => {
    const which = FAULTY.indexOf(operation);
    const count = Atomics.add(slots, SLOTS.counts + which, 1) + 1;
    const nth = slots[SLOTS.nth] ?? 0;
    if (nth === 0 || slots[SLOTS.operation] !== which || count < nth) return false;
    const times = slots[SLOTS.times] ?? 0;
    if (times !== FOREVER && count >= nth + times) return false;
    Atomics.add(slots, SLOTS.hits, 1);
    return true;
  };
  return async (operation, work, half) => {
    if (!isNext(operation)) return work();
    if (slots[SLOTS.after] === 1) await work();
    else await half?.();
    const code = CODES[slots[SLOTS.code] ?? 0] ?? "EIO";
    throw Object.assign(new Error(`${code}: ${operation} failed on purpose`), { code });
  };
}

/** The storage of a data directory: Node's files, under a plan of failures where one is given. */
export function openStorage(faults: SharedArrayBuffer | null = null): Storage {
  const attempt = attemptUnder(faults);
  const stored = (handle: FileHandle): StoredFile => ({
    async read(target, at) {
      let read = 0;
      while (read < target.length) {
        const { bytesRead } = await handle.read(target, read, target.length - read, at + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      return read;
    },
    write: (bytes) =>
      attempt(
        "write",
        async () => {
          let at = 0;
          while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
        },
        () => handle.write(bytes, 0, bytes.length >> 1), // as a full disk does: half of it, then the error
      ),
    datasync: () => attempt("sync", () => handle.datasync()),
    sync: () => attempt("sync", () => handle.sync()),
    truncate: (bytes) => attempt("write", () => handle.truncate(bytes)),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  });
  return {
    open: (path, flags) => attempt("open", async () => stored(await open(path, flags, MODE))),
    rename: (from, to) => attempt("write", () => rename(from, to)),
    remove: (path) => attempt("write", () => rm(path, { force: true, recursive: true })),
    makeDirectory: (path) => attempt("write", async () => void (await mkdir(path, { recursive: true, mode: 0o700 }))),
    list: (directory) => readdir(directory),
    async copy(from, to) {
      await attempt("write", () => copyFile(from, to, constants.COPYFILE_FICLONE));
      const handle = await attempt("open", () => open(to, "r+"));
      try {
        await attempt("sync", () => handle.sync());
      } finally {
        await handle.close();
      }
    },
    link: (from, to) => attempt("write", () => link(from, to)),
    async stat(path) {
      try {
        const found = await stat(path);
        return { bytes: found.size, changed: found.mtimeMs };
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    async syncDirectory(directory) {
      const handle = await attempt("open", () => open(directory, "r"));
      try {
        await attempt("sync", () => handle.sync());
      } finally {
        await handle.close();
      }
    },
  };
}
