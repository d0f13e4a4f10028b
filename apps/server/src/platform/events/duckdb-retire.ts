import { CONSENTS } from "./contract-consents.ts";
import { LASTS, LISTS, type Retire, type Retired } from "./contract-retire.ts";
import { blankUnused, cleanResults, countImports, importOf, type Imports } from "./duckdb-erase.ts";
import type { Words } from "./duckdb-words.ts";
import type { Writer } from "./duckdb-writer.ts";

/**
 * Takes out what is past its time, in the transaction of its step. Who has nothing left in a source is no record of it any more, and a name
 * that is nowhere any more stands for nobody. What customers agreed to stays: it says what may be done with what comes.
 */
export async function retireFrom(
  writer: Writer,
  words: Words,
  { world: name, cuts, imports: old }: Retire,
): Promise<{ retired: Retired; blanked: number[]; unlinked: string[] }> {
  const world = words.code(name);
  const stream = (of: string) => words.find(of) ?? -2;
  await writer.run('CREATE OR REPLACE TEMP TABLE cuts ("source" INTEGER, before DOUBLE)');
  for (const [source, before] of cuts) await writer.run("INSERT INTO cuts VALUES ($1, $2)", [words.code(source), before]);
  const time = `CASE WHEN stream = ${stream(LASTS)} THEN "end" ELSE "time" END`;
  await writer.run(`CREATE OR REPLACE TEMP TABLE erased_rows AS SELECT facts.rowid AS r FROM facts JOIN cuts ON cuts."source" = facts."source"
    WHERE world = ${world} AND stream NOT IN (${stream(CONSENTS)}, ${stream(LISTS)}) AND NOT isnan(${time}) AND ${time} < before`);
  await writer.run(`CREATE OR REPLACE TEMP TABLE gone AS
    SELECT DISTINCT "source", coalesce(told, customer) AS name FROM facts WHERE rowid IN (SELECT r FROM erased_rows) AND customer IS NOT NULL
    EXCEPT SELECT "source", coalesce(told, customer) FROM facts
      WHERE world = ${world} AND rowid NOT IN (SELECT r FROM erased_rows) AND stream NOT IN (${stream(CONSENTS)}, ${stream(LISTS)})`);
  await writer.run(`INSERT INTO erased_rows SELECT rowid FROM facts
    WHERE world = ${world} AND stream = ${stream(LISTS)} AND ("source", coalesce(told, customer)) IN (SELECT "source", name FROM gone)`);
  const imports = await countImports(writer, words);
  const sources = await writer.rows(
    `SELECT "source", count(*) FROM facts WHERE rowid IN (SELECT r FROM erased_rows) GROUP BY "source" ORDER BY "source"`,
  );
  const facts = await writer.run("DELETE FROM facts WHERE rowid IN (SELECT r FROM erased_rows)");
  const people = await writer.run(`DELETE FROM people WHERE world = ${world} AND ("source", told) IN (SELECT "source", name FROM gone)`);
  await writer.run(`CREATE OR REPLACE TEMP TABLE nowhere AS SELECT DISTINCT name FROM gone
    WHERE name NOT IN (SELECT coalesce(told, customer) FROM facts WHERE world = ${world} AND customer IS NOT NULL)
      AND name NOT IN (SELECT told FROM people WHERE world = ${world})`);
  const nowhere = "IN (SELECT name FROM nowhere)";
  const unlinked = await writer.rows(`DELETE FROM links WHERE world = ${world} AND told ${nowhere} RETURNING told`);
  const evidence = await writer.run(`DELETE FROM evidence WHERE world = ${world} AND (a ${nowhere} OR b ${nowhere})`);
  const refused = await forgetRefused(writer, old, imports);
  await cleanResults(writer, imports);
  const blanked = await blankUnused(writer, words);
  for (const table of ["cuts", "erased_rows", "gone", "nowhere"]) await writer.run(`DROP TABLE ${table}`);
  return {
    retired: {
      facts,
      people,
      links: unlinked.length,
      evidence,
      refused,
      words: blanked.length,
      sources: Object.fromEntries(sources.map(([source, n]) => [words.text(Number(source)), Number(n)])),
      imports: Object.fromEntries(imports),
    },
    blanked,
    unlinked: unlinked.map(([told]) => String(told)),
  };
}

/** Rows of files that were refused, as they stood: they go with the time of their file, since nobody can say when they happened. */
async function forgetRefused(writer: Writer, old: readonly string[], imports: Imports): Promise<number> {
  let gone = 0;
  for (const of of old) {
    const rows = await writer.rows('DELETE FROM refused WHERE "import" = $1 RETURNING "row"', [of]);
    if (rows.length > 0) importOf(imports, of).refusedRows.push(...rows.map(([row]) => Number(row)));
    gone += rows.length;
  }
  return gone;
}
