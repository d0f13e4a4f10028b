/**
 * The storage seam: what a test may make fail in one opened store, and in nothing else of the process. Each is called just
 * before the real call and throws what the system would (`storageFault`), or returns and lets it happen.
 */
export interface Faults {
  beforeWrite?(): void;
  beforeSync?(): void;
  beforeOpen?(): void;
}

/** The codes by which a disk says that it cannot keep what it is given. */
export type StorageCode = "ENOSPC" | "EIO" | "EMFILE" | "ENFILE" | "EDQUOT" | "EROFS";
const CODES: ReadonlySet<string> = new Set<StorageCode>(["ENOSPC", "EIO", "EMFILE", "ENFILE", "EDQUOT", "EROFS"]);

/** An error as Node's own file calls throw it. */
export function storageFault(code: StorageCode): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** The code when it is the storage that failed; null for everything else (a file that is not there is no fault of the disk). */
export function storageCodeOf(error: unknown): StorageCode | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && CODES.has(code) ? (code as StorageCode) : null; // just looked up
}
