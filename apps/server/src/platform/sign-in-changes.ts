let generation = 0;
const TTL_MS = 20_000;
const MOST = 5000;

/**
 * Who somebody is was looked up a moment ago: asked again for each request, it would cost more than the answer. Everything
 * that ends a session, changes a role or takes a key back calls `signInsChanged`, and all of it is looked up anew.
 */
export function signInsChanged(): void {
  generation += 1;
}

export function rememberSignIns<T>() {
  const known = new Map<string, { value: T; generation: number; until: number }>();
  return async (name: string, now: number, find: () => Promise<T>): Promise<T> => {
    const before = known.get(name);
    if (before !== undefined && before.generation === generation && before.until > now) return before.value;
    const asked = generation;
    const value = await find();
    if (known.size > MOST) known.clear();
    known.set(name, { value, generation: asked, until: now + TTL_MS });
    return value;
  };
}
