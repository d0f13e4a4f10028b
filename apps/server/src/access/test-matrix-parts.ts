import type { Role } from "../platform/roles.ts";
import type { Asked } from "./test-sign-in.ts";

/** What exists while the matrix is walked: ids of things to ask for. */
export interface Things {
  /** An action whose owner is of the asked unit. */
  readonly action: string;
  readonly upload: () => Promise<string>;
  readonly finishedImport: () => Promise<string>;
  readonly member: () => Promise<string>;
  readonly invitation: () => Promise<string>;
  readonly key: () => Promise<string>;
  readonly deadLetter: () => Promise<string>;
  readonly design: () => Promise<string>;
  readonly customer: string;
  /** Somebody of the unit in question. */
  readonly person: string;
}

/** One row of the matrix: who may, what becomes of being narrowed to a unit, and requests that would go through. */
export interface Row {
  readonly roles: readonly Role[];
  /** For who is narrowed to a unit: `free` as before, `own` only what is of the unit, `no` at all. */
  readonly narrowed: "free" | "own" | "no";
  readonly ask: (things: Things, unique: string) => Asked | Promise<Asked>;
  /** The same of a thing that does not exist; null where there is no thing to name. */
  readonly missing: Asked | null;
  /** What an allowed caller gets; 200 unless said otherwise. Codes that mean "allowed, but the state forbids it" count too. */
  readonly allowed?: readonly number[];
  /** Refused for want of `pii:read` although the permission is there. */
  readonly needsPersonal?: boolean;
  /** Who calls is known by what stands in the address alone. */
  readonly byAddress?: true;
  /** Not sent as JSON: the test sends a file instead. */
  readonly upload?: string;
}

export const SOMETHING = "0190f0f0-0000-7000-8000-00000000c0de";
export const NOBODY = "0190f0f0-0000-7000-8000-000000000000";
export const owner: readonly Role[] = ["owner"];
export const analysts: readonly Role[] = ["owner", "analyst"];
export const everybody: readonly Role[] = ["owner", "analyst", "manager", "frontline", "executive"];
export const get = (path: string): Asked => ({ method: "GET", path });
export const DRAWN = { name: "Drawn", steps: [{ step: "Call" }] };
export const cell = { stage: "matrix" };

export const taking = (asked: (unique: string) => Pick<Asked, "path" | "body" | "headers">): Row => ({
  roles: analysts,
  narrowed: "no",
  ask: (_t, unique) => {
    const { path, ...rest } = asked(unique);
    return { method: "POST", path: `${path}?source=matrix-live`, ...rest };
  },
  missing: null,
});
