/** Values that several records give one thing, such as a person: which of them stands. */
export interface ValueRecord {
  /** Place in the log, and among several of one place the order there. */
  readonly position: number;
  readonly ordinal?: number;
  /** UTC milliseconds. */
  readonly at: number;
  /** The system that said it, as named in `trust`; null where that is not known. */
  readonly source: string | null;
  /** Whether it was known who the person is when it was said. */
  readonly identified?: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `identified`: what was said of a known person stands above what was said of a nameless one. `trusted`: the source earlier in `trust`. */
export type Criterion = "identified" | "trusted" | "newest" | "oldest";

export interface PropertyRule {
  /** Compared by the first, where that is equal by the next; at last by newest. */
  readonly by: readonly Criterion[];
  /** Whether an empty value can stand, and so take a value away. Absent: it is skipped. */
  readonly empty?: "skip" | "counts";
}

export interface SurvivorshipRules {
  /** The most trusted source first; one that is not named comes after all that are. */
  readonly trust: readonly string[];
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** For every property without a rule of its own. */
  readonly other: PropertyRule;
}

export interface Survivor {
  readonly value: unknown;
  /** The record that said it. */
  readonly from: { readonly position: number; readonly at: number; readonly source: string | null };
}

/** The side that is known wins and the newest within it, as with PostHog's `{...other, ...mergeInto}`. */
export const USUAL_SURVIVORSHIP: SurvivorshipRules = { trust: [], properties: {}, other: { by: ["identified", "newest"] } };

/**
 * Which value of each property stands, and which record gave it. The same in whatever order the records are handed in; properties by name.
 * Merge strategies after Apache Unomi (`propertyMergeStrategyType`: default, nonEmpty, mostRecent, oldest), here as criteria that combine.
 */
export function surviving(records: readonly ValueRecord[], rules: SurvivorshipRules): Record<string, Survivor> {
  const found = new Map<string, ValueRecord>();
  const better = new Map<string, (a: ValueRecord, b: ValueRecord) => number>();
  for (const record of records) {
    for (const name of Object.keys(record.values)) {
      const rule = (Object.hasOwn(rules.properties, name) ? rules.properties[name] : undefined) ?? rules.other;
      if (rule.empty !== "counts" && isEmpty(record.values[name])) continue;
      const best = found.get(name);
      if (best === undefined) {
        found.set(name, record);
        continue;
      }
      let compare = better.get(name);
      if (compare === undefined) better.set(name, (compare = comparing(name, rule, rules.trust)));
      if (compare(record, best) < 0) found.set(name, record);
    }
  }
  const names = [...found.keys()].sort();
  return Object.fromEntries(
    names.flatMap((name): [string, Survivor][] => {
      const record = found.get(name);
      if (record === undefined) return [];
      const { position, at, source, values } = record;
      return [[name, { value: values[name], from: { position, at, source } }]];
    }),
  );
}

/** Null, nothing, blank text, an empty list. */
function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0)
  );
}

/** Below zero where the first record stands before the second. */
function comparing(name: string, { by }: PropertyRule, trust: readonly string[]): (a: ValueRecord, b: ValueRecord) => number {
  const rank = ({ source }: ValueRecord) => {
    const at = source === null ? -1 : trust.indexOf(source);
    return at < 0 ? trust.length : at;
  };
  const newest = (a: ValueRecord, b: ValueRecord) => b.at - a.at || b.position - a.position || (b.ordinal ?? 0) - (a.ordinal ?? 0);
  const criteria = {
    identified: (a, b) => Number(b.identified === true) - Number(a.identified === true),
    trusted: (a, b) => rank(a) - rank(b),
    newest,
    oldest: (a, b) => -newest(a, b),
  } satisfies Record<Criterion, typeof newest>;
  return (a, b) => {
    for (const criterion of by) {
      const difference = criteria[criterion](a, b);
      if (difference !== 0) return difference;
    }
    // Only for two of one place is anything left to decide; what they say decides it, not the order they were handed in.
    return newest(a, b) || compareText(a.source ?? "", b.source ?? "") || compareText(asText(a.values[name]), asText(b.values[name]));
  };
}

function asText(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
