import type { Scan } from "../../platform/events/contract.ts";
import { countFields, type FieldCounts, findConflicts, type People } from "./personal-fields.ts";
import { unify } from "./unify.ts";

export interface QualityInput extends People {
  readonly scan: Pick<Scan, "length" | "words" | "codes">;
}
export interface Counted {
  readonly unified: ReturnType<typeof unify>;
  readonly fields: readonly FieldCounts[];
}

/** Runs in the computing thread. */
export function qualityTask({ scan, ...people }: QualityInput): Counted {
  return { unified: unify(scan), fields: countFields(people) };
}

export type ConflictsInput = { readonly people: People } & Parameters<typeof findConflicts>[1];
export function conflictsTask({ people, ...asked }: ConflictsInput): ReturnType<typeof findConflicts> {
  return findConflicts(people, asked);
}
