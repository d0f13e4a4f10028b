import type { ErasedImport } from "./contract.ts";

/** Rows whose time to be kept is over, as a part of the event store's contract. */
export interface Retire {
  readonly world: string;
  /** Of each source what happened before a time, UTC ms. */
  readonly cuts: readonly (readonly [source: string, before: number])[];
  /** Imports whose refused rows go, as they stood. */
  readonly imports: readonly string[];
}
/** What went. */
export interface Retired {
  readonly facts: number;
  readonly people: number;
  readonly links: number;
  readonly evidence: number;
  readonly refused: number;
  readonly words: number;
  readonly sources: Readonly<Record<string, number>>;
  readonly imports: Readonly<Record<string, ErasedImport>>;
}
/**
 * Streams whose rows say how things stand: what began long ago may hold today. What lasts goes by its end, a list of customers with the
 * last of what they did.
 */
export const LASTS = "subscriptions";
export const LISTS = "customers";
