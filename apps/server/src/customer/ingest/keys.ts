import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { KeyId, newId } from "../../platform/ids.ts";
import type { Records, Tx } from "../../platform/records/contract.ts";
import { logKey } from "../../platform/records/tables.ts";

/** The key a person's events are encrypted under; null when it was destroyed, and so the person is forgotten. */
export interface PersonKey {
  readonly id: string;
  readonly key: Uint8Array | null;
}

export interface Keys {
  /** Finds or makes the key of each subject. Calls that come while the database is busy share its next transaction. */
  of(source: string, subjects: Iterable<string>): Promise<ReadonlyMap<string, PersonKey>>;
}

interface Cached {
  readonly key: PersonKey;
  readonly at: number;
}
interface Group {
  readonly bySource: Map<string, Set<string>>;
  readonly done: Promise<Loaded>;
}
/** Source → subject → key. */
type Loaded = ReadonlyMap<string, ReadonlyMap<string, PersonKey>>;

/** A destroyed key is noticed after this time at the latest. */
const FRESH_MS = 60_000;
const PER_STATEMENT = 2_000;
const KEY_BYTES = 32;

export function createKeys(options: { records: Records; clock: () => number; generation?: number }): Keys {
  const { records, clock, generation = 50_000 } = options;
  /** Two generations: the older one is dropped whole when the younger is full, so memory is bounded without a list of uses. */
  let young = new Map<string, Cached>();
  let old = new Map<string, Cached>();
  let next: Group | null = null;
  let running: Promise<unknown> = Promise.resolve();

  function keep(source: string, subject: string, cached: Cached): void {
    if (young.size >= generation) {
      old = young;
      young = new Map();
    }
    young.set(`${source}\0${subject}`, cached);
  }

  function find(source: string, subject: string): PersonKey | null {
    const name = `${source}\0${subject}`;
    let cached = young.get(name);
    if (cached === undefined) {
      cached = old.get(name);
      if (cached !== undefined) keep(source, subject, cached);
    }
    return cached === undefined || clock() - cached.at > FRESH_MS ? null : cached.key;
  }

  async function load(bySource: ReadonlyMap<string, ReadonlySet<string>>): Promise<Loaded> {
    const found = new Map<string, Map<string, PersonKey>>();
    await records.transaction(async (tx) => {
      for (const [source, subjects] of bySource) {
        const all = [...subjects];
        const ofSource = new Map<string, PersonKey>();
        for (let from = 0; from < all.length; from += PER_STATEMENT)
          for (const [subject, key] of await findOrMake(tx, source, all.slice(from, from + PER_STATEMENT))) ofSource.set(subject, key);
        found.set(source, ofSource);
      }
    });
    const at = clock();
    for (const [source, ofSource] of found) for (const [subject, key] of ofSource) keep(source, subject, { key, at });
    return found;
  }

  function ask(source: string, subjects: readonly string[]): Promise<Loaded> {
    if (next === null) {
      const bySource = new Map<string, Set<string>>();
      const done = running.then(() => {
        next = null; // who comes from now on is in the next one
        return load(bySource);
      });
      running = done.catch(() => undefined); // each caller gets the failure of its own group
      next = { bySource, done };
    }
    const set = next.bySource.get(source) ?? new Set();
    for (const subject of subjects) set.add(subject);
    next.bySource.set(source, set);
    return next.done;
  }

  return {
    async of(source, subjects) {
      const found = new Map<string, PersonKey>();
      const missing: string[] = [];
      for (const subject of new Set(subjects)) {
        const key = find(source, subject);
        if (key === null) missing.push(subject);
        else found.set(subject, key);
      }
      if (missing.length === 0) return found;
      const loaded = (await ask(source, missing)).get(source);
      for (const subject of missing) {
        const key = loaded?.get(subject);
        if (key === undefined) throw new Error("a key of the ingest log could not be made");
        found.set(subject, key);
      }
      return found;
    },
  };
}

/** Makes first and looks after: of people nobody knows there are bursts, and a key that exists already costs no write. */
async function findOrMake(tx: Tx, source: string, subjects: readonly string[]): Promise<Map<string, PersonKey>> {
  const random = randomBytes(KEY_BYTES * subjects.length); // one call for all: each costs more than its bytes
  const made = subjects.map((subject, i) => ({ id: newId(KeyId), subject, key: random.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES) }));
  const rows = JSON.stringify(made.map(({ id, subject, key }) => ({ id, subject, key: key.toString("hex") })));
  const inserted = await tx
    .insert(logKey)
    .select(
      sql`select r.id::uuid, ${source}::text, r.subject, decode(r.key, 'hex'), now(), null::timestamptz
          from jsonb_to_recordset(${rows}::text::jsonb) as r(id text, subject text, key text)`,
    )
    .onConflictDoNothing()
    .returning({ id: logKey.id });
  const ours = new Set(inserted.map((row) => row.id));
  const found = new Map<string, PersonKey>();
  for (const { id, subject, key } of made) if (ours.has(id)) found.set(subject, { id, key: Uint8Array.from(key) });
  const others = subjects.filter((subject) => !found.has(subject));
  if (others.length > 0) for (const [subject, key] of await select(tx, source, others)) found.set(subject, key);
  return found;
}

/** By one array, whatever its length: the plan is always a walk through the index. */
async function select(tx: Tx, source: string, subjects: readonly string[]): Promise<Map<string, PersonKey>> {
  const rows = await tx
    .select({ id: logKey.id, subject: logKey.subject, key: logKey.key, destroyedAt: logKey.destroyedAt })
    .from(logKey)
    .where(
      and(
        eq(logKey.source, source),
        sql`${logKey.subject} = any(array(select jsonb_array_elements_text(${JSON.stringify(subjects)}::text::jsonb)))`,
        sql`${logKey.subject} <> ''`,
      ),
    );
  return new Map(
    rows.map((row) => [
      row.subject,
      // A copy of its own: what a driver hands out may be a window on a buffer it uses again.
      { id: row.id, key: row.key === null || row.destroyedAt !== null ? null : Uint8Array.from(row.key) },
    ]),
  );
}
