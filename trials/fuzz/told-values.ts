/** Values that earlier answers told: asking for what is there reaches further than asking for what is not. */
export interface ToldValues {
  /** Remembers what an answer of this group holds. */
  hear(group: string, body: unknown): void;
  hearOne(pool: string, value: string): void;
  text(pool: string, n: number): string;
  /** The entries of a JSON object an answer of this group held, without its braces. */
  entries(group: string, n: number): string;
}

const MOST_OF_A_POOL = 64;
const MOST_OBJECTS = 64;
const DEEPEST = 5;
const LOOKED_AT_OF_A_LIST = 6;
const NOBODY = "0192f0c1-2b3a-7c4d-8e5f-6a7b8c9d0e1f";

/** `untold` is never told on: whom nobody may ask to send away. */
export function createToldValues(untold: ReadonlySet<string>): ToldValues {
  const pools = new Map<string, string[]>();
  const objects = new Map<string, string[]>();

  function keep(into: Map<string, string[]>, pool: string, value: string, most: number): void {
    const known = into.get(pool) ?? [];
    if (known.includes(value)) return;
    known.push(value);
    if (known.length > most) known.shift();
    into.set(pool, known);
  }

  function walk(group: string, value: unknown, name: string, depth: number): void {
    if (depth > DEEPEST) return;
    if (typeof value === "string") {
      if (value === "" || value.length > 200 || untold.has(value)) return;
      keep(pools, `${group}.${name}`, value, MOST_OF_A_POOL);
      keep(pools, name, value, MOST_OF_A_POOL);
    } else if (Array.isArray(value)) {
      for (const one of value.slice(0, LOOKED_AT_OF_A_LIST)) walk(group, one, name, depth + 1);
    } else if (typeof value === "object" && value !== null) {
      if (depth > 0) keep(objects, group, JSON.stringify(value).slice(1, -1), MOST_OBJECTS);
      for (const [key, one] of Object.entries(value)) walk(group, one, key, depth + 1);
    }
  }

  const pick = (from: readonly string[] | undefined, n: number) =>
    from === undefined || from.length === 0 ? null : (from[n % from.length] ?? null);
  return {
    hear: (group, body) => walk(group, body, "", 0),
    hearOne: (pool, value) => keep(pools, pool, value, MOST_OF_A_POOL),
    text(pool, n) {
      const name = pool.slice(pool.indexOf(".") + 1);
      return pick(pools.get(pool), n) ?? pick(pools.get(name), n) ?? pick(pools.get("id"), n) ?? NOBODY;
    },
    entries: (group, n) =>
      pick(
        objects.get(group)?.filter((text) => text.length < 5000),
        n,
      ) ?? "",
  };
}
