import type { DuckDBConnection } from "@duckdb/node-api";
import type { Coded, Link, LinksQuery } from "./contract.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/** Which names of sources stand for which customer: in a table, and in memory for the rows that come. */

/** Whom a name stands for: always, or one after another, by when each began (UTC ms, the first before all time). */
type Stands = string | readonly Turn[];
interface Turn {
  readonly customer: string;
  readonly since: number;
}
/** World code → a source's name → the customer it stands for. */
export type Links = Map<number, Map<string, Stands>>;
type Texts = readonly (string | null)[] | Coded | undefined;

export async function readLinks(writer: Writer): Promise<Links> {
  const links: Links = new Map();
  const byWorld = new Map<number, Link[]>();
  for (const [world, told, customer, since] of await writer.rows(
    "SELECT world, told, customer, since FROM links ORDER BY world, told, since",
  )) {
    const of = byWorld.get(Number(world)) ?? [];
    of.push(since === null ? [String(told), String(customer)] : [String(told), String(customer), Number(since)]);
    byWorld.set(Number(world), of);
  }
  for (const [world, told] of byWorld) links.set(world, withLinks(undefined, told));
  return links;
}

/** What is held in memory once these are told. */
export function withLinks(before: ReadonlyMap<string, Stands> | undefined, links: readonly Link[]): Map<string, Stands> {
  const now = new Map(before);
  for (const [told, turns] of turnsOf(links)) {
    const [first] = turns;
    if (first === undefined || turns.every(({ customer }) => customer === told)) now.delete(told);
    else now.set(told, turns.length === 1 ? first.customer : turns);
  }
  return now;
}

/** Forgets some names; of what they had in turn with others, only their own turns. */
export function withoutNames(before: ReadonlyMap<string, Stands> | undefined, names: ReadonlySet<string>): Map<string, Stands> {
  const left: Link[] = [];
  for (const [told, stands] of before ?? []) {
    if (names.has(told)) continue;
    const turns = typeof stands === "string" ? [{ customer: stands, since: Number.NEGATIVE_INFINITY }] : stands;
    for (const { customer, since } of turns) left.push([told, names.has(customer) ? told : customer, since]);
  }
  return withLinks(undefined, left);
}

function turnsOf(links: readonly Link[]): Map<string, Turn[]> {
  const turns = new Map<string, Turn[]>();
  for (const [told, customer, since] of links) {
    const own = turns.get(told);
    const turn = { customer, since: since ?? Number.NEGATIVE_INFINITY };
    if (own === undefined) turns.set(told, [turn]);
    else own.push(turn);
  }
  for (const [told, own] of turns) {
    if (own.length === 1) continue;
    own.sort((a, b) => a.since - b.since);
    // Whoever comes first also has what was before; one hand after another that is the same is one.
    turns.set(
      told,
      own.flatMap((turn, i) =>
        turn.customer === own[i - 1]?.customer ? [] : i === 0 ? { ...turn, since: Number.NEGATIVE_INFINITY } : turn,
      ),
    );
  }
  return turns;
}

/** Writes what changes, on the rows that are there too. */
export async function changeLinks(writer: Writer, world: number, links: readonly Link[]): Promise<void> {
  await writer.run("CREATE OR REPLACE TEMP TABLE changed (told VARCHAR, customer VARCHAR, since DOUBLE, until DOUBLE, alone BOOLEAN)");
  await writer.append("changed", (appender) => {
    for (const [told, turns] of turnsOf(links))
      for (const [i, { customer, since }] of turns.entries()) {
        appender.appendVarchar(told);
        appender.appendVarchar(customer);
        appender.appendDouble(since);
        appender.appendDouble(turns[i + 1]?.since ?? Number.POSITIVE_INFINITY);
        appender.appendBoolean(turns.length === 1);
        appender.endRow();
      }
  });
  await writer.run(`DELETE FROM links WHERE world = ${world} AND told IN (SELECT told FROM changed)`);
  await writer.run(`INSERT INTO links SELECT ${world}, told, customer, CASE WHEN alone THEN NULL ELSE since END FROM changed
    WHERE NOT (alone AND told = customer)`);
  await writer.run(`UPDATE facts SET customer = c.customer, told = CASE WHEN c.told = c.customer THEN NULL ELSE c.told END
    FROM changed c WHERE facts.world = ${world} AND c.told = coalesce(facts.told, facts.customer)
      AND (c.alone OR ${TIME} >= c.since AND ${TIME} < c.until)`);
  await writer.run("DROP TABLE changed");
}

/** What has no time is taken for the beginning. */
const TIME = `CASE WHEN "time" IS NULL OR isnan("time") THEN '-infinity'::DOUBLE ELSE "time" END`;

/** The customers of rows as they are written, and the names they came with where those are others. */
export function resolved(
  links: ReadonlyMap<string, Stands> | undefined,
  told: Texts,
  time: Float64Array | undefined,
): { customer: Texts; told: Texts } {
  if (links === undefined || links.size === 0 || told === undefined) return { customer: told, told: undefined };
  if ("dictionary" in told) {
    const stands = told.dictionary.map((name) => links.get(name) ?? name);
    if (!stands.every((one) => typeof one === "string"))
      return resolved(
        links,
        Array.from(told.codes, (code) => told.dictionary[code] ?? null),
        time,
      );
    return {
      customer: { codes: told.codes, dictionary: stands },
      told: { codes: told.codes.map((code) => (stands[code] === told.dictionary[code] ? -1 : code)), dictionary: told.dictionary },
    };
  }
  const customer = told.map((name, i) => (name === null ? null : customerAt(links.get(name) ?? name, time?.[i])));
  return { customer, told: told.map((name, i) => (name === customer[i] ? null : name)) };
}

function customerAt(stands: Stands, time: number | undefined): string {
  if (typeof stands === "string") return stands;
  const at = time === undefined || Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  return (stands.findLast(({ since }) => since <= at) ?? stands[0])?.customer ?? "";
}

export async function readLinksOf(connection: DuckDBConnection, words: Words, { world, told, customer }: LinksQuery): Promise<Link[]> {
  const code = words.find(world);
  if (code === null || told?.length === 0) return [];
  const customers = typeof customer === "string" ? [customer] : customer;
  if (customers?.length === 0) return [];
  const values: string[] = [];
  const list = (texts: readonly string[]) => texts.map((text) => `$${values.push(text)}`).join(", ");
  const among = told === undefined ? "" : ` AND told IN (${list(told)})`;
  const to = customers === undefined ? "" : ` AND customer IN (${list(customers)})`;
  const rows = await connection.runAndReadAll(
    `SELECT told, customer, since FROM links WHERE world = ${code}${among}${to} ORDER BY told, since`,
    values,
  );
  return rows.getRows().map(([name, stands, since]) => {
    return typeof since === "number" ? [String(name), String(stands), since] : [String(name), String(stands)];
  });
}
