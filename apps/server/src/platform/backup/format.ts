import { CounterseatError } from "../errors.ts";

/**
 * A backup is one file that needs nothing beside it:
 *
 * ```
 * "COUNTERSEAT BACKUP 1\n"
 * entry, entry, …                      the last one is manifest.json
 * "COUNTERSEAT END\n"  offset u64  sha256
 *
 * entry   0x01 | name length u16 | name | chunk, chunk, … | 0 u32 | 0 u32 | bytes u64 | sha256
 * chunk   stored length u32 | plain length u32 | bytes       deflated when stored < plain
 * ```
 *
 * All numbers are little endian. `offset` is where the entry of the manifest begins. The checksum of an entry covers its
 * plain bytes, the last one every byte of the file before it: a changed, missing or added byte is refused wherever it is.
 */
export const MAGIC = Buffer.from("COUNTERSEAT BACKUP 1\n");
export const END = Buffer.from("COUNTERSEAT END\n");
export const ENTRY = 1;
export const HASH_BYTES = 32;
export const TRAILER_BYTES = END.length + 8 + HASH_BYTES;
export const CHUNK_BYTES = 1024 * 1024;
export const MANIFEST = "manifest.json";

/** The file is not what was written. Nothing has been restored from it when this is thrown. */
export function damaged(what: string): CounterseatError {
  return new CounterseatError("invalid", `This backup is damaged: ${what}.`, {
    fix: "Nothing was restored. Use another copy of it, or an older backup.",
  });
}
