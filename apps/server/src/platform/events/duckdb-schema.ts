import { DOUBLE, type DuckDBType, INTEGER, VARCHAR } from "@duckdb/node-api";
import { NUMBERS, TEXTS, WORDS } from "./contract.ts";
import { EVENT_SCHEMA } from "./schema-version.ts";
import type { Writer } from "./duckdb-writer.ts";

/**
 * The tables of the event store, as steps that only go forward. A step that was released never changes; the store keeps
 * the number of the last one it has taken.
 */
const FIRST_WORDS = "stream source import world activity stage channel owner segment resource unit role kind scale currency".split(" ");
const FIRST_TEXTS = "customer case id respondent comment".split(" ");
const FIRST_NUMBERS = "time amount quantity score points".split(" ");
const columns = (names: readonly string[], type: string) => names.map((name) => `"${name}" ${type}`);

const STEPS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS facts (ordinal INTEGER, ${[
    ...columns(FIRST_WORDS, "INTEGER"),
    ...columns(FIRST_TEXTS, "VARCHAR"),
    ...columns(FIRST_NUMBERS, "DOUBLE"),
  ].join(", ")});
   CREATE TABLE IF NOT EXISTS words (code INTEGER PRIMARY KEY, text VARCHAR NOT NULL);
   CREATE TABLE IF NOT EXISTS refused ("import" VARCHAR, "row" INTEGER, field VARCHAR, reason VARCHAR, cells VARCHAR);
   CREATE TABLE IF NOT EXISTS results ("import" VARCHAR PRIMARY KEY, checksum VARCHAR, result VARCHAR NOT NULL);
   CREATE TABLE IF NOT EXISTS applied (position BIGINT NOT NULL);
   INSERT INTO applied SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM applied)`,
  // Which messages were told, by 96 bits of a hash: enough to know them again, nothing to read.
  `ALTER TABLE facts ADD COLUMN IF NOT EXISTS traits VARCHAR;
   CREATE TABLE IF NOT EXISTS messages (h1 INTEGER NOT NULL, h2 INTEGER NOT NULL, h3 INTEGER NOT NULL, told DOUBLE NOT NULL)`,
  `ALTER TABLE facts ADD COLUMN IF NOT EXISTS "start" DOUBLE;
   ALTER TABLE facts ADD COLUMN IF NOT EXISTS "end" DOUBLE`,
  // Who customers are stands apart from what happened to them, and which of them are one stands apart from both.
  `ALTER TABLE facts ADD COLUMN IF NOT EXISTS told VARCHAR;
   CREATE TABLE IF NOT EXISTS people ("import" INTEGER, "source" INTEGER, world INTEGER, ordinal INTEGER, told VARCHAR, ${columns(
     "given family name email phone birth address postcode city contract".split(" "),
     "VARCHAR",
   ).join(", ")});
   CREATE TABLE IF NOT EXISTS links (world INTEGER NOT NULL, told VARCHAR NOT NULL, customer VARCHAR NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS evidence (world INTEGER NOT NULL, "group" INTEGER NOT NULL, a_source INTEGER NOT NULL, a VARCHAR NOT NULL,
     b_source INTEGER NOT NULL, b VARCHAR NOT NULL, bits DOUBLE NOT NULL, reasons VARCHAR NOT NULL, open BOOLEAN NOT NULL)`,
  // Who asked to be forgotten, by tokens that say nothing without the key.
  `CREATE TABLE IF NOT EXISTS suppressed (world INTEGER NOT NULL, token VARCHAR NOT NULL, "key" VARCHAR NOT NULL)`,
  // Since when, UTC ms, of a name that passes from hand to hand; null where it always stands for the same.
  `ALTER TABLE links ADD COLUMN IF NOT EXISTS since DOUBLE`,
  `ALTER TABLE people ADD COLUMN IF NOT EXISTS account VARCHAR;
   ALTER TABLE people ADD COLUMN IF NOT EXISTS "through" VARCHAR`,
  // What purposes mean, as JSON; worked out of that and of the rows of consents: what each customer answered, and what may be done with their
  // rows. `customer` is the resolved one, of matching the source's own name.
  `CREATE TABLE IF NOT EXISTS purposes (world INTEGER NOT NULL, rules VARCHAR NOT NULL);
   CREATE TABLE IF NOT EXISTS answers (world INTEGER NOT NULL, purpose VARCHAR NOT NULL, customer VARCHAR NOT NULL, denied BOOLEAN NOT NULL, since DOUBLE NOT NULL);
   CREATE TABLE IF NOT EXISTS verdicts (world INTEGER NOT NULL, "use" VARCHAR NOT NULL, customer VARCHAR NOT NULL, allowed BOOLEAN NOT NULL)`,
];

if (STEPS.length !== EVENT_SCHEMA) throw new Error("schema-version.ts does not name the last step of the event store");

/** The columns of `facts` in the order of the table, each with its type. */
export const FACT_COLUMNS: readonly { readonly name: string; readonly type: DuckDBType }[] = [
  { name: "ordinal", type: INTEGER },
  ...FIRST_WORDS.map((name) => ({ name, type: INTEGER })),
  ...FIRST_TEXTS.map((name) => ({ name, type: VARCHAR })),
  ...FIRST_NUMBERS.map((name) => ({ name, type: DOUBLE })),
  { name: "traits", type: VARCHAR },
  { name: "start", type: DOUBLE },
  { name: "end", type: DOUBLE },
  { name: "told", type: VARCHAR },
];
const KNOWN = new Set(FACT_COLUMNS.map(({ name }) => name));
for (const name of [...WORDS, ...TEXTS, ...NUMBERS]) if (!KNOWN.has(name)) throw new Error(`no step adds the column ${name} to the facts`);

/** The store was written by a later version, whose steps are not known here. */
export class StoreTooNew extends Error {}

/** Takes the steps that are still to be taken, each with its number in one transaction. */
export async function takeSchemaSteps(writer: Writer): Promise<void> {
  await writer.run(`CREATE TABLE IF NOT EXISTS schema_step (step INTEGER NOT NULL);
    INSERT INTO schema_step SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_step)`);
  const taken = Number((await writer.rows("SELECT step FROM schema_step"))[0]?.[0] ?? 0);
  if (taken > STEPS.length) throw new StoreTooNew(`the event store is at step ${taken}, this version knows ${STEPS.length}`);
  for (const [i, step] of STEPS.entries()) {
    if (i < taken) continue;
    await writer.transaction(async () => {
      await writer.run(step);
      await writer.run(`UPDATE schema_step SET step = ${i + 1}`);
    });
  }
}
