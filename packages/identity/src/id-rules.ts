import { type SurvivorshipRules, USUAL_SURVIVORSHIP } from "./survivorship.ts";

export interface KindRule {
  /** 1 is the strongest. Where the ids of a record contradict each other, the weaker gives way. */
  readonly priority: number;
  /** How many ids of this kind one person may have; null: any number. */
  readonly limit: number | null;
  /** Milliseconds the limit counts over, by when an id was first seen, whichever stretch is taken; absent: for ever. */
  readonly interval?: number;
  /** It says who somebody is, as a user id does. A person with one is identified. */
  readonly identifying?: boolean;
  /** It is of a device several people may use: it belongs to somebody for a session, until a record names another identified person with it. */
  readonly shared?: boolean;
  /** How many persons a value may stand with. One beyond, and it is nobody's: quarantined, and no evidence any more. Absent or null: any number. */
  readonly persons?: number | null;
}

export interface IdRules {
  readonly kinds: Readonly<Record<string, KindRule>>;
  /** For every kind without a rule of its own. */
  readonly other: KindRule;
  readonly survivorship: SurvivorshipRules;
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Limits and order after Segment's defaults (identity-resolution-settings: user_id 1, all others 5; anonymous ids by the week). */
export const USUAL_ID_RULES: IdRules = {
  kinds: {
    user_id: { priority: 1, limit: 1, identifying: true },
    email: { priority: 2, limit: 5, persons: 5 },
    phone: { priority: 3, limit: 5, persons: 5 },
    anonymous_id: { priority: 5, limit: 5, interval: WEEK, shared: true },
  },
  other: { priority: 4, limit: 5, persons: 5 },
  survivorship: USUAL_SURVIVORSHIP,
};

export function ruleOf({ kinds, other }: IdRules, kind: string): KindRule {
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? other;
}
