import { ERASED } from "../erasures/marks.ts";
import { type Applied, type Erase, type Erased, type ErasedImport, WORDS } from "./contract.ts";
import { blankWord, type Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";
import { digestOf, hashOf } from "./message-memory.ts";

/** With the edges of a word, as RE2 can say them; a text is gone over twice since two neighbours share an edge. */
const edged = (pattern: string) => `(^|[^\\pL\\pN])(?:${pattern})([^\\pL\\pN]|$)`;

/**
 * Takes a person out of every table, in the transaction of its step. Their rows are those of every name they have, and the rows of no
 * customer that stand in cases only they have. Resolves with what went, and with the codes of words that nobody uses any more.
 */
export async function eraseFrom(writer: Writer, words: Words, asked: Erase): Promise<{ erased: Erased; blanked: number[] }> {
  const world = words.code(asked.world);
  await fill(writer, "erased_names", asked.names);
  await writer.run(`CREATE OR REPLACE TEMP TABLE erased_rows AS SELECT rowid AS r FROM facts WHERE ${theirs(world)}`);
  await writer.run(`INSERT INTO erased_rows SELECT rowid FROM facts WHERE world = ${world} AND customer IS NULL AND "case" IS NOT NULL
    AND rowid NOT IN (SELECT r FROM erased_rows)
    AND ("source", "case") IN (SELECT "source", "case" FROM facts WHERE rowid IN (SELECT r FROM erased_rows) AND "case" IS NOT NULL)
    AND ("source", "case") NOT IN (SELECT "source", "case" FROM facts WHERE world = ${world} AND customer IS NOT NULL AND "case" IS NOT NULL
      AND rowid NOT IN (SELECT r FROM erased_rows))`);
  const imports = await countImports(writer, words);
  const messages = await forgetMessages(writer, words);
  const facts = await writer.run("DELETE FROM facts WHERE rowid IN (SELECT r FROM erased_rows)");
  const people = await writer.run(`DELETE FROM people WHERE world = ${world} AND told IN (SELECT name FROM erased_names)`);
  const links = await writer.run(`DELETE FROM links WHERE world = ${world} AND (told ${NAMED} OR (since IS NULL AND customer ${NAMED}))`);
  // A device that others have had too stays theirs; its turns with this person are nobody's now.
  await writer.run(`UPDATE links SET customer = told WHERE world = ${world} AND customer ${NAMED}`);
  const evidence = await writer.run(`DELETE FROM evidence WHERE world = ${world} AND (a ${NAMED} OR b ${NAMED})`);
  // What others answered under another of their names is worked out again behind this.
  for (const table of ["answers", "verdicts"]) await writer.run(`DELETE FROM ${table} WHERE world = ${world} AND customer ${NAMED}`);
  const texts = await cleanTexts(writer, world, asked.pattern);
  const refused = await forgetRefused(writer, asked, imports);
  await cleanResults(writer, imports);
  const blanked = await blankUnused(writer, words);
  const remaining = await countRemaining(writer, world, asked);
  for (const table of ["erased_rows", "erased_names"]) await writer.run(`DROP TABLE ${table}`);
  return {
    erased: {
      facts,
      people,
      links,
      evidence,
      refused,
      messages,
      words: blanked.length,
      texts,
      remaining,
      imports: Object.fromEntries(imports),
    },
    blanked,
  };
}

const NAMED = "IN (SELECT name FROM erased_names)";
const theirs = (world: number) => `world = ${world} AND (customer ${NAMED} OR told ${NAMED} OR (customer IS NULL AND respondent ${NAMED}))`;

async function fill(writer: Writer, table: string, names: readonly string[]): Promise<void> {
  await writer.run(`CREATE OR REPLACE TEMP TABLE ${table} (name VARCHAR)`);
  await writer.append(table, (appender) => {
    for (const name of names) {
      appender.appendVarchar(name);
      appender.endRow();
    }
  });
}

export type Imports = Map<string, { rows: number; money: Record<string, number>; refusedRows: number[] }>;

export async function countImports(writer: Writer, words: Words): Promise<Imports> {
  const imports: Imports = new Map();
  const rows = await writer.rows(
    `SELECT "import", currency, count(*), sum(CASE WHEN isnan(amount) THEN 0 ELSE amount END) FROM facts
     WHERE rowid IN (SELECT r FROM erased_rows) GROUP BY ALL ORDER BY ALL`,
  );
  for (const [of, currency, n, amount] of rows) {
    const one = importOf(imports, words.text(Number(of)));
    one.rows += Number(n);
    if (Number(amount ?? 0) !== 0) one.money[Number(currency) < 0 ? "" : words.text(Number(currency))] = Number(amount);
  }
  return imports;
}

export function importOf(imports: Imports, name: string) {
  const one = imports.get(name) ?? { rows: 0, money: {}, refusedRows: [] };
  imports.set(name, one);
  return one;
}

/** Their messages are no longer known again: sent once more, they are refused for whom they name. */
async function forgetMessages(writer: Writer, words: Words): Promise<number> {
  const told = await writer.rows(`SELECT "source", id FROM facts WHERE rowid IN (SELECT r FROM erased_rows) AND id IS NOT NULL`);
  let gone = 0;
  for (const [source, id] of told) {
    const [h1, h2, h3] = hashOf(digestOf(words.text(Number(source)), String(id)));
    gone += await writer.run("DELETE FROM messages WHERE h1 = $1 AND h2 = $2 AND h3 = $3", [h1, h2, h3]);
  }
  return gone;
}

/** What others wrote about them keeps everything but the name. */
async function cleanTexts(writer: Writer, world: number, pattern: string | null): Promise<number> {
  const named = await writer.run(`UPDATE facts SET respondent = NULL WHERE world = ${world} AND respondent ${NAMED}`);
  if (pattern === null) return named;
  const clean = (column: string) => `regexp_replace(regexp_replace(${column}, $1, '\\1${ERASED}\\2', 'gi'), $1, '\\1${ERASED}\\2', 'gi')`;
  let texts = named;
  for (const column of ["comment", "traits", "respondent"])
    texts += await writer.run(
      `UPDATE facts SET ${column} = ${clean(column)} WHERE world = ${world} AND ${column} IS NOT NULL AND regexp_matches(${column}, $1, 'i')`,
      [edged(pattern)],
    );
  return texts;
}

/** Rows of files that were refused and name them, as they stood. */
async function forgetRefused(writer: Writer, { names, pattern }: Erase, imports: Imports): Promise<number> {
  const cells = names.map((name) => JSON.stringify(name));
  await fill(writer, "erased_cells", cells);
  const sql = `DELETE FROM refused WHERE EXISTS (SELECT 1 FROM erased_cells c WHERE contains(refused.cells, c.name))
    ${pattern === null ? "" : `OR regexp_matches(cells, $1, 'i') OR regexp_matches(reason, $1, 'i')`} RETURNING "import", "row"`;
  const gone = await writer.rows(sql, pattern === null ? [] : [edged(pattern)]);
  for (const [of, row] of gone) importOf(imports, String(of)).refusedRows.push(Number(row));
  await writer.run("DROP TABLE erased_cells");
  return gone.length;
}

/** The results of imports quote cells of refused rows. */
export async function cleanResults(writer: Writer, imports: ReadonlyMap<string, ErasedImport>): Promise<void> {
  for (const [name, { refusedRows }] of imports) {
    if (refusedRows.length === 0) continue;
    const row = (await writer.rows('SELECT result FROM results WHERE "import" = $1', [name]))[0];
    if (row === undefined) continue;
    const result = JSON.parse(String(row[0])) as Applied; // written by applyStep
    const gone = new Set(refusedRows);
    const problems = result.problems.filter((problem) => !gone.has(problem.row));
    await writer.run('UPDATE results SET result = $1 WHERE "import" = $2', [JSON.stringify({ ...result, problems }), name]);
  }
}

/** A dictionary never shrinks by itself: words that no row uses any more keep their code and lose their text. */
export async function blankUnused(writer: Writer, words: Words): Promise<number[]> {
  const used = [
    ...WORDS.map((word) => `SELECT "${word}" AS c FROM facts`),
    ...["import", "source", "world"].map((word) => `SELECT "${word}" FROM people`),
    "SELECT world FROM links",
    ...["world", "a_source", "b_source"].map((word) => `SELECT ${word} FROM evidence`),
    "SELECT world FROM suppressed",
    "SELECT world FROM purposes",
  ].join(" UNION ");
  const rows = await writer.rows(`SELECT code FROM words WHERE text NOT LIKE chr(1) || '%' AND code NOT IN (${used}) ORDER BY code`);
  const codes = rows.map(([code]) => Number(code)).filter((code) => code < words.all.length);
  for (const code of codes) await writer.run("UPDATE words SET text = $1 WHERE code = $2", [blankWord(code), code]);
  return codes;
}

/** Looks again everywhere: proof is what is found now, not what was deleted before. */
async function countRemaining(writer: Writer, world: number, { pattern }: Erase): Promise<number> {
  const one = async (sql: string, values: string[] = []) => Number((await writer.rows(sql, values))[0]?.[0] ?? 0);
  let found = await one(`SELECT count(*) FROM facts WHERE ${theirs(world)}`);
  found += await one(`SELECT count(*) FROM people WHERE world = ${world} AND told ${NAMED}`);
  found += await one(`SELECT count(*) FROM links WHERE world = ${world} AND (told ${NAMED} OR customer ${NAMED})`);
  found += await one(`SELECT count(*) FROM evidence WHERE world = ${world} AND (a ${NAMED} OR b ${NAMED})`);
  if (pattern === null) return found;
  const mark = [edged(pattern)];
  for (const column of ["comment", "traits", "respondent"])
    found += await one(`SELECT count(*) FROM facts WHERE world = ${world} AND regexp_matches(${column}, $1, 'i')`, mark);
  found += await one(`SELECT count(*) FROM refused WHERE regexp_matches(cells, $1, 'i')`, mark);
  return found;
}
