import { countFields, type FieldCounts, findConflicts, type People } from "./personal-fields.ts";

/** Runs in the computing thread. */
export function fieldsTask(people: People): FieldCounts[] {
  return countFields(people);
}

export type ConflictsInput = { readonly people: People } & Parameters<typeof findConflicts>[1];
export function conflictsTask({ people, ...asked }: ConflictsInput): ReturnType<typeof findConflicts> {
  return findConflicts(people, asked);
}
