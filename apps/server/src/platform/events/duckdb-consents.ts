import type { DuckDBConnection } from "@duckdb/node-api";
import type { Coded, Filter } from "./contract.ts";
import {
  CONSENT_GRANTED,
  type ConsentQuery,
  CONSENTS,
  type ConsentState,
  type PurposeRule,
  type ReadFor,
  type Use,
  USES,
} from "./contract-consents.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/**
 * What may be done with whose rows. Consents are rows like others; what they come to is worked out in the step that changes them
 * (`renewVerdicts`) and laid over every read in one place (`factsFor`). Where nobody refused anything, a read is what it was without.
 */

/** Of one world, in memory: what purposes mean, and which uses anybody is left out of. */
interface Standing {
  readonly rules: readonly PurposeRule[];
  /** `denied`: all but who refused; `allowed`: only who agreed. A use that leaves nobody out is not here. */
  readonly uses: ReadonlyMap<string, "denied" | "allowed">;
}
/** By world code. */
export type Standings = Map<number, Standing>;

/** What a read of the store works with. */
export interface Reading {
  readonly connection: DuckDBConnection;
  readonly words: Words;
  readonly standings: Standings;
}

/** What one step changed of it. */
export interface ConsentsMoved {
  /** Rows of consents came. */
  told(world: number, customers: Texts): void;
  /** Rows went, or stand for others now: whose, is not worked out. */
  changed(world: number): void;
  ruled(world: number, rules: readonly PurposeRule[]): void;
  /** By world: whose answers are to be worked out again, null for everybody's. */
  readonly customers: ReadonlyMap<number, ReadonlySet<string> | null>;
  readonly rules: ReadonlyMap<number, readonly PurposeRule[]>;
}
type Texts = readonly (string | null)[] | Coded | undefined;

export function createConsentsMoved(): ConsentsMoved {
  const customers = new Map<number, Set<string> | null>();
  const rules = new Map<number, readonly PurposeRule[]>();
  return {
    customers,
    rules,
    told(world, names) {
      const before = customers.get(world);
      if (before === null || names === undefined) return;
      const now = before ?? new Set<string>();
      const all = "dictionary" in names ? names.dictionary : names;
      for (const name of all) if (name !== null) now.add(name);
      customers.set(world, now);
    },
    changed: (world) => void customers.set(world, null),
    ruled(world, told) {
      rules.set(world, told);
      customers.set(world, null);
    },
  };
}

/** Works out again what a step changed, in its transaction; nothing where no purpose was ever set up. Resolves with the worlds that did. */
export async function renewConsents(
  { writer, words, standings }: { readonly writer: Writer; readonly words: Words; readonly standings: Standings },
  moved: ConsentsMoved,
): Promise<Standings> {
  const renewed: Standings = new Map();
  for (const [world, customers] of moved.customers) {
    const rules = moved.rules.get(world) ?? standings.get(world)?.rules;
    if (rules !== undefined) renewed.set(world, await renewVerdicts(writer, words, { world, rules, customers }));
  }
  return renewed;
}

export function refusesAnybody(standings: Standings): boolean {
  return [...standings.values()].some(({ uses }) => uses.has("ingest"));
}

export async function readStandings(writer: Writer): Promise<Standings> {
  const standings: Standings = new Map();
  for (const [world, rules] of await writer.rows("SELECT world, rules FROM purposes")) {
    const told = JSON.parse(String(rules)) as PurposeRule[]; // written by keepPurposes
    standings.set(Number(world), { rules: told, uses: await usesOf(writer, Number(world), told) });
  }
  return standings;
}

export async function keepPurposes(writer: Writer, world: number, rules: readonly PurposeRule[]): Promise<void> {
  await writer.run("DELETE FROM purposes WHERE world = $1", [world]);
  if (rules.length > 0) await writer.run("INSERT INTO purposes VALUES ($1, $2)", [world, JSON.stringify(rules)]);
}

async function usesOf(writer: Writer, world: number, rules: readonly PurposeRule[]): Promise<Standing["uses"]> {
  const uses = new Map<string, "denied" | "allowed">();
  for (const [use] of await writer.rows(`SELECT DISTINCT "use" FROM verdicts WHERE world = ${world} AND NOT allowed`))
    uses.set(String(use), "denied");
  for (const { optIn, uses: covered } of rules) if (optIn) for (const use of covered) if (use !== "ingest") uses.set(use, "allowed");
  return uses;
}

/** What has no time was said before everything that has one. */
const AT = `CASE WHEN "time" IS NULL OR isnan("time") THEN '-infinity'::DOUBLE ELSE "time" END`;

/**
 * Works out what customers of a world answered. Of each name the latest answer to a purpose counts, and a refusal among answers of one
 * time; of a customer of several names the strictest of these. A use that several purposes cover may be done where all of them allow it.
 */
async function renewVerdicts(
  writer: Writer,
  words: Words,
  {
    world,
    rules,
    customers,
  }: { readonly world: number; readonly rules: readonly PurposeRule[]; readonly customers: ReadonlySet<string> | null },
): Promise<Standing> {
  const purposeOf = new Map(rules.flatMap(({ purpose, categories }) => categories.map((category) => [category, purpose] as const)));
  const told = words.all.flatMap((text, code) => {
    const purpose = purposeOf.get(text.toLowerCase());
    return purpose === undefined ? [] : [[code, purpose] as const];
  });
  await fill(writer, "told_purposes (code INTEGER, purpose VARCHAR)", told);
  await fill(
    writer,
    'purpose_uses (opt_in BOOLEAN, purpose VARCHAR, "use" VARCHAR)',
    rules.flatMap(({ purpose, uses, optIn }) => uses.map((use) => [optIn && use !== "ingest", purpose, use] as const)),
  );
  await fill(
    writer,
    "renewed (name VARCHAR)",
    [...(customers ?? [])].map((name) => [name] as const),
  );
  const among = (column: string) => (customers === null ? "" : ` AND ${column} IN (SELECT name FROM renewed)`);
  const said = (
    which: string,
  ) => `SELECT customer, coalesce(told, customer) AS name, purpose, kind <> ${words.find(CONSENT_GRANTED) ?? -2} AS denied, ${AT} AS moment
    FROM facts JOIN told_purposes ON told_purposes.code = facts.activity
    WHERE stream = ${words.find(CONSENTS) ?? -2} AND world = ${world} AND customer IS NOT NULL${which}`;
  await writer.run(`CREATE OR REPLACE TEMP TABLE said AS ${said(among("customer"))}`);
  await writer.run(`DELETE FROM answers WHERE world = ${world}${among("customer")}`);
  await writer.run(`INSERT INTO answers SELECT ${world}, purpose, customer, bool_or(denied), coalesce(max(moment) FILTER (denied), max(moment))
    FROM (${latestOf("said", "customer, name, purpose")}) GROUP BY purpose, customer`);
  const answered = `(SELECT * FROM answers WHERE world = ${world}${among("customer")})`;
  await judge(writer, { world, from: answered, use: "<> 'matching'", again: among("customer") });
  // Whether two names are one customer is what matching decides: so each name is asked for itself.
  const ofNames = said(customers === null ? "" : " AND coalesce(told, customer) IN (SELECT name FROM said)");
  const byName = `(SELECT purpose, name AS customer, bool_or(denied) AS denied FROM (${latestOf(`(${ofNames})`, "name, purpose")}) GROUP BY purpose, name)`;
  const again = customers === null ? "" : " AND customer IN (SELECT name FROM said UNION SELECT name FROM renewed)";
  await judge(writer, { world, from: byName, use: "= 'matching'", again });
  const uses = await usesOf(writer, world, rules);
  for (const table of ["told_purposes", "purpose_uses", "renewed", "said"]) await writer.run(`DROP TABLE ${table}`);
  return { rules, uses };
}

const latestOf = (from: string, by: string) =>
  `SELECT * FROM (SELECT *, max(moment) OVER (PARTITION BY ${by}) AS newest FROM ${from}) WHERE moment = newest`;

/** `again`: of whom it is worked out again, of all where it is empty. */
async function judge(
  writer: Writer,
  { world, from, use, again }: { readonly world: number; readonly from: string; readonly use: string; readonly again: string },
): Promise<void> {
  await writer.run(`DELETE FROM verdicts WHERE world = ${world} AND "use" ${use}${again}`);
  await writer.run(`INSERT INTO verdicts SELECT ${world}, u."use", w.customer, bool_and(NOT coalesce(a.denied, u.opt_in))
    FROM (SELECT DISTINCT customer FROM ${from}) w CROSS JOIN (SELECT * FROM purpose_uses WHERE "use" ${use}) u
    LEFT JOIN ${from} a ON a.customer = w.customer AND a.purpose = u.purpose GROUP BY u."use", w.customer`);
}

async function fill(writer: Writer, table: string, rows: readonly (readonly (string | number | boolean)[])[]): Promise<void> {
  await writer.run(`CREATE OR REPLACE TEMP TABLE ${table}`);
  if (rows.length === 0) return;
  await writer.append(table.slice(0, table.indexOf(" ")), (appender) => {
    for (const row of rows) {
      for (const value of row)
        if (typeof value === "string") appender.appendVarchar(value);
        else if (typeof value === "number") appender.appendInteger(value);
        else appender.appendBoolean(value);
      appender.endRow();
    }
  });
}

/**
 * The rows that may be read for a use, as a table to select from: the only place where consents meet a query. `comment`: whether
 * the query looks at what customers wrote.
 */
export function factsFor(
  { standings, words }: Pick<Reading, "standings" | "words">,
  { filter, use, comment }: { readonly filter: Filter; readonly use?: ReadFor; readonly comment: boolean },
): string {
  if (use === "upkeep") return "facts";
  // What somebody agreed to is nothing that happened.
  const consents = filter.stream === undefined ? words.find(CONSENTS) : null;
  if (standings.size === 0 && consents === null) return "facts";
  const world = typeof filter.world === "string" ? words.find(filter.world) : null;
  const may = mayBe(standings, "analysis", { world, customer: "facts.customer" });
  const readable = comment || filter.comment !== undefined ? mayBe(standings, "voices", { world, customer: "facts.customer" }) : null;
  if (may === null && readable === null && consents === null) return "facts";
  const columns = readable === null ? "*" : `* REPLACE (CASE WHEN ${readable} THEN comment END AS comment)`;
  const rows = [...(consents === null ? [] : [`stream <> ${consents}`]), ...(may === null ? [] : [may])];
  return `(SELECT ${columns} FROM facts${rows.length === 0 ? "" : ` WHERE ${rows.join(" AND ")}`}) AS facts`;
}

/**
 * Holds for rows that may be put to a use; null where that is all of them. `world`: the only one asked for, where there is one. A list to
 * look in, not a subquery about each row: that is four times as fast (10 ms for a million rows).
 */
export function mayBe(
  standings: Standings,
  use: Use,
  {
    world,
    customer,
    worldColumn = "facts.world",
  }: { readonly world: number | null; readonly customer: string; readonly worldColumn?: string },
): string | null {
  const parts = [...standings].flatMap(([of, { uses }]) => {
    const how = uses.get(use);
    if (how === undefined || (world !== null && of !== world)) return [];
    const list = `SELECT customer FROM verdicts WHERE "use" = '${use}' AND ${how === "denied" ? "NOT allowed" : "allowed"} AND world = ${of}`;
    const elsewhere = world === null ? `${worldColumn} <> ${of} OR ` : "";
    return [`(${elsewhere}${customer} IS NULL OR ${customer} ${how === "denied" ? "NOT IN" : "IN"} (${list}))`];
  });
  return parts.length === 0 ? null : parts.join(" AND ");
}

/** What one customer answered, or how many answered what. */
export async function readConsents({ connection, words, standings }: Reading, { world, customer }: ConsentQuery): Promise<ConsentState> {
  const code = words.find(world);
  if (code === null) return { answers: [], leftOut: [] };
  const one = customer === undefined ? "" : " AND customer = $1";
  const values = customer === undefined ? [] : [customer];
  const rows = async (sql: string) => (await connection.runAndReadAll(sql, values)).getRows();
  const answers = await rows(
    `SELECT purpose, denied, count(*), max(since) FROM answers WHERE world = ${code}${one} GROUP BY purpose, denied ORDER BY purpose, denied`,
  );
  const leftOut: ConsentState["leftOut"][number][] = [];
  for (const use of [...USES, "ingest"] as const) {
    const how = standings.get(code)?.uses.get(use);
    if (how === undefined) continue;
    const allowed = `SELECT customer FROM verdicts WHERE world = ${code} AND "use" = '${use}' AND allowed${one}`;
    const sql =
      how === "denied"
        ? `SELECT count(*) FROM verdicts WHERE world = ${code} AND "use" = '${use}' AND NOT allowed${one}`
        : `SELECT count(*) FROM (SELECT DISTINCT customer FROM facts WHERE world = ${code} AND customer IS NOT NULL${one} EXCEPT ${allowed})`;
    leftOut.push({ use, customers: Number((await rows(sql))[0]?.[0] ?? 0) });
  }
  return {
    answers: answers.map(([purpose, denied, customers, since]) => ({
      purpose: String(purpose),
      denied: denied === true,
      customers: Number(customers),
      since: Number.isFinite(Number(since)) ? Number(since) : null,
    })),
    leftOut,
  };
}

/** Every name under which rows of somebody would come who refused that they are taken in. */
export async function readRefusedNames(connection: DuckDBConnection, words: Words, world: string): Promise<string[]> {
  const code = words.find(world);
  if (code === null) return [];
  const refused = `SELECT customer FROM verdicts WHERE world = ${code} AND "use" = 'ingest' AND NOT allowed`;
  // Of a device that passes from hand to hand the last one counts: that is who has it now.
  const rows = await connection.runAndReadAll(
    `${refused} UNION SELECT told FROM (SELECT told, arg_max(customer, coalesce(since, 0)) AS customer FROM links WHERE world = ${code} GROUP BY told)
     WHERE customer IN (${refused})`,
  );
  return rows.getRows().map(([name]) => String(name));
}
