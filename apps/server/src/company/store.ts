import { and, asc, eq, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { etagOf } from "../platform/etag.ts";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { cause, channel, companySettings, definition, person, policy, promise, segment, stage, step, unit } from "./tables.ts";
import type { Company, Entry, ListName, Settings } from "./words.ts";

/** What an own company is called until somebody says otherwise. */
export const UNNAMED: Settings = { name: "Your company", zone: "UTC", currency: "EUR", fiscalYearStart: 1, workdays: [1, 2, 3, 4, 5] };

const tables = {
  units: unit,
  people: person,
  stages: stage,
  steps: step,
  channels: channel,
  segments: segment,
  definitions: definition,
  promises: promise,
  causes: cause,
  policies: policy,
} as const;
type ListTable = PgTable & { world: PgColumn; id: PgColumn };
const tableOf = (list: ListName): ListTable => tables[list];

export async function readSettings(db: Tx, world: World): Promise<Settings> {
  const row = (await db.select().from(companySettings).where(eq(companySettings.world, world)))[0];
  if (row === undefined) return UNNAMED;
  const { world: _world, ...settings } = row;
  return settings;
}

export async function writeSettings(tx: Tx, world: World, settings: Settings): Promise<void> {
  await tx
    .insert(companySettings)
    .values({ world, ...settings })
    .onConflictDoUpdate({ target: companySettings.world, set: settings });
}

export async function readList<L extends ListName>(db: Tx, world: World, list: L): Promise<Entry<L>[]> {
  const table = tableOf(list);
  const order = "order" in table ? [asc(table.order as PgColumn), asc(table.id)] : [asc(table.id)];
  const rows = await db
    .select()
    .from(table)
    .where(eq(table.world, world))
    .orderBy(...order);
  return rows.map(({ world: _world, ...entry }) => entry as Entry<L>); // the table's columns are the entry's fields: company.test.ts
}

export async function readCompany(db: Tx, world: World): Promise<Company> {
  const settings = await readSettings(db, world);
  const all = {
    units: await readList(db, world, "units"),
    people: await readList(db, world, "people"),
    stages: await readList(db, world, "stages"),
    steps: await readList(db, world, "steps"),
    channels: await readList(db, world, "channels"),
    segments: await readList(db, world, "segments"),
    definitions: await readList(db, world, "definitions"),
    promises: await readList(db, world, "promises"),
    causes: await readList(db, world, "causes"),
    policies: await readList(db, world, "policies"),
  };
  const etags = Object.entries(all).flatMap(([list, entries]) => entries.map((entry) => [`${list}/${entry.id}`, etagOf(entry)]));
  return { settings, ...all, etags: Object.fromEntries([["settings", etagOf(settings)], ...etags]) };
}

export async function findEntry(db: Tx, world: World, list: ListName, id: string): Promise<Entry<ListName> | null> {
  const table = tableOf(list);
  const row = (
    await db
      .select()
      .from(table)
      .where(and(eq(table.world, world), eq(table.id, id)))
  )[0];
  if (row === undefined) return null;
  const { world: _world, ...entry } = row;
  return entry as Entry<typeof list>; // the table's columns are the entry's fields: company.test.ts
}

export async function putEntries<L extends ListName>(tx: Tx, world: World, list: L, entries: readonly Entry<L>[]): Promise<void> {
  const table = tableOf(list);
  for (let from = 0; from < entries.length; from += 500) {
    const values = entries.slice(from, from + 500).map((entry) => ({ world, ...entry }));
    const fields = Object.keys(values[0] ?? {}).filter((field) => field !== "world" && field !== "id");
    const set = Object.fromEntries(
      fields.map((field) => [field, sql.raw(`excluded."${(table as unknown as Record<string, PgColumn>)[field]?.name}"`)]),
    );
    await tx
      .insert(table)
      .values(values)
      .onConflictDoUpdate({ target: [table.world, table.id], set });
  }
}

/** Entries that exist stay as they are. */
export async function addMissing<L extends ListName>(tx: Tx, world: World, list: L, entries: readonly Entry<L>[]): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insert(tableOf(list))
    .values(entries.map((entry) => ({ world, ...entry })))
    .onConflictDoNothing();
}

export async function removeEntry(tx: Tx, world: World, list: ListName, id: string): Promise<boolean> {
  const table = tableOf(list);
  const gone = await tx
    .delete(table)
    .where(and(eq(table.world, world), eq(table.id, id)))
    .returning({ id: table.id });
  return gone.length > 0;
}

export async function removeWorld(tx: Tx, world: World): Promise<void> {
  for (const table of [...Object.values(tables), companySettings]) await tx.delete(table).where(eq(table.world, world));
}
