/** What customers agreed to, as the event store knows it: a part of its contract. */

/** What the product does with rows, each of which customers may refuse. */
export const USES = ["analysis", "matching", "voices", "contact"] as const;
export type Use = (typeof USES)[number];
/**
 * What rows are asked for. Left out, it is analysis: rows of customers who refused it are not there, and comments of those who refused
 * that people read them are empty. `upkeep` needs nobody's leave: running the store, a copy for the person, forgetting them.
 */
export type ReadFor = "analysis" | "upkeep";
/** The stream of rows that say what customers agreed to: `activity` names the purpose, `kind` is granted, denied or withdrawn. */
export const CONSENTS = "consents";
export const CONSENT_GRANTED = "granted";

/** What one purpose means for the rows. */
export interface PurposeRule {
  readonly purpose: string;
  /** The names under which sources tell of it, lower case. */
  readonly categories: readonly string[];
  /** `ingest`: rows of who refused it are not even taken in. */
  readonly uses: readonly (Use | "ingest")[];
  /** Not to be done for whoever said nothing. */
  readonly optIn: boolean;
}
export interface ConsentQuery {
  readonly world: string;
  /** Only of this customer; counted over all where it is left out. */
  readonly customer?: string;
}
/** What customers answered, by purpose, and how many of them each use leaves out. */
export interface ConsentState {
  readonly answers: readonly {
    readonly purpose: string;
    readonly denied: boolean;
    readonly customers: number;
    /** UTC ms of the newest answer that decides. */
    readonly since: number | null;
  }[];
  readonly leftOut: readonly { readonly use: Use | "ingest"; readonly customers: number }[];
}
