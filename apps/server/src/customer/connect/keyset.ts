import { createHash } from "node:crypto";
import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import type { Row } from "./rows-file.ts";

/**
 * Where reading by a growing column goes on: its last value, and which rows of that value are known. Rows that share the value (a
 * time to the second) and appear later are found by asking from the value on, not behind it; those known are left out by their hash.
 */
const KeysetCursor = z.object({ value: z.string(), known: z.array(z.string()) });
export type KeysetCursor = z.infer<typeof KeysetCursor>;

/** Rows that may share the last value: their hashes stand in the cursor. */
export const MOST_KNOWN = 5000;

export function keysetCursor(cursor: unknown): KeysetCursor | null {
  return KeysetCursor.safeParse(cursor).data ?? null;
}

export interface Keyset {
  /** True for a row that is not known yet. @param told what stands in its growing column */
  admit(told: unknown, row: Row): boolean;
  /** Where to read on from behind the rows admitted so far. */
  cursor(): KeysetCursor | null;
}

/** @param order below 0, 0 or above 0, as texts of the column follow each other */
export function createKeyset(column: string, from: KeysetCursor | null, order: (a: string, b: string) => number): Keyset {
  const open = new Map<string, number>();
  for (const hash of from?.known ?? []) open.set(hash, (open.get(hash) ?? 0) + 1);
  let value = from?.value ?? null;
  let known = [...(from?.known ?? [])];
  return {
    admit(told, row) {
      if (told === null || told === undefined || told === "") {
        throw new CounterseatError("invalid", `Some rows have nothing in ${column}, so nobody could say which of them are new.`, {
          fix: "Name a column that is filled in every row and grows with every change.",
        });
      }
      const at = typeof told === "string" ? told : JSON.stringify(told);
      const hash = createHash("sha256").update(JSON.stringify(row)).digest("base64url").slice(0, 16);
      if (from !== null && order(at, from.value) === 0 && (open.get(hash) ?? 0) > 0) {
        open.set(hash, (open.get(hash) ?? 0) - 1);
        return false;
      }
      const step = value === null ? 1 : order(at, value);
      if (step > 0) {
        value = at;
        known = [hash];
      } else if (step === 0) known.push(hash);
      if (known.length > MOST_KNOWN)
        throw new CounterseatError("invalid", `More than ${MOST_KNOWN} rows share one value of ${column}.`, {
          fix: "Name a finer column: an id that grows, or a time with fractions of a second.",
        });
      return true;
    },
    cursor: () => (value === null ? null : { value, known }),
  };
}
