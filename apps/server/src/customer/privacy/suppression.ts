import { type TokenKind, tokenOf } from "../../platform/erasures/token.ts";
import { readRegister, tokenKey } from "../../platform/erasures/register.ts";
import type { Records } from "../../platform/records/contract.ts";

/** Knows who asked to be forgotten, at the doors: what they still send is neither kept nor written down. */
export interface Suppression {
  /** False where nobody ever was. */
  readonly any: boolean;
  knows(kind: TokenKind, value: string): boolean;
}

/** One per open record store, read when it is first asked for and after every erasure. */
const known = new WeakMap<Records, Promise<Suppression>>();

export function suppressionOf(records: Records): Promise<Suppression> {
  const found = known.get(records) ?? read(records);
  known.set(records, found);
  found.catch(() => known.delete(records)); // asked again the next time
  return found;
}

/** An erasure was written down: from here on it is known. */
export function renewSuppression(records: Records): Promise<Suppression> {
  known.delete(records);
  return suppressionOf(records);
}

async function read(records: Records): Promise<Suppression> {
  const tokens = new Set((await readRegister(records.db)).filter(({ world }) => world === "own").flatMap((entry) => entry.tokens));
  const key = tokens.size === 0 ? "" : await tokenKey(records.db);
  return {
    any: tokens.size > 0,
    knows(kind, value) {
      const token = tokenOf(key, kind, value);
      return token !== null && tokens.has(token);
    },
  };
}
