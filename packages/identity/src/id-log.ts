/** An id of somebody: `{ kind: "email", value: "jane@example.org" }`. Written as it is compared; the caller has brought it into one form. */
export interface Id {
  readonly kind: string;
  readonly value: string;
}

/** An id in a person's decision; `at` (UTC milliseconds) picks the session of a shared device, absent: the time of the decision. */
export interface IdAt extends Id {
  readonly at?: number;
}

interface Entry {
  /** Place in the log. Never falls; several entries may share one. */
  readonly position: number;
  /** When it happened, UTC milliseconds; may be earlier than what stands before it in the log. */
  readonly at: number;
}

/** A record that names somebody by one id or more. */
export interface Observation extends Entry {
  readonly verb: "track" | "identify" | "alias";
  readonly ids: readonly Id[];
  /** The system that sent it. */
  readonly source?: string;
  /** What it says about the person. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Somebody takes ids out of the person who has `from`; the rest stays one person. */
export interface SplitPerson extends Entry {
  readonly verb: "split";
  readonly from: IdAt;
  readonly ids: readonly Id[];
}

/** Somebody says that one join was wrong, of a shared device in one session. */
export interface SplitEdge extends Entry {
  readonly verb: "split";
  readonly edge: readonly [IdAt, IdAt];
}

/** Somebody says that these two are one person, whatever the limits say. The latest decision about the two stands. */
export interface Join extends Entry {
  readonly verb: "join";
  readonly ids: readonly [IdAt, IdAt];
}

/** Somebody says that these two are never one person, in no session. */
export interface Apart extends Entry {
  readonly verb: "apart";
  readonly ids: readonly [Id, Id];
}

export type LogEntry = Observation | SplitPerson | SplitEdge | Join | Apart;

/** Unambiguous whatever stands in kind and value. */
export function keyOf({ kind, value }: Id): string {
  return JSON.stringify([kind, value]);
}
