import type { StorageCode } from "../storage-faults.ts";

/** Thrown instead of entering a PostgreSQL that has given itself up, or whose files were taken away. */
export class EmbeddedFailure extends Error {
  readonly code: StorageCode;
  constructor(code: StorageCode) {
    super(`the embedded database gave up (${code})`);
    this.name = "EmbeddedFailure";
    this.code = code;
  }
}
