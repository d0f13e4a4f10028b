import type { Beside, BesideQuery } from "./contract.ts";
import { mayBe, type Reading } from "./duckdb-consents.ts";
import { where } from "./duckdb-filter.ts";

/**
 * Most names are told beside one customer only, and then one group says it all; only where there are more does the order of the rows matter.
 * Millions of rows are grouped, few are sorted.
 */
export async function readBeside({ connection, words, standings }: Reading, { filter, names, use }: BesideQuery): Promise<Beside[]> {
  if (names?.length === 0) return [];
  const asked = where(filter, words);
  const values = [...asked.values];
  const list = (names ?? []).map((name) => `$${values.push(name)}`).join(", ");
  const world = typeof filter.world === "string" ? words.find(filter.world) : null;
  const may = (use === undefined ? [] : ["coalesce(facts.told, facts.customer)", "facts.respondent"]).flatMap(
    (customer) => mayBe(standings, "matching", { world, customer }) ?? [],
  );
  const among = names === undefined ? "" : ` AND (coalesce(told, customer) IN (${list}) OR respondent IN (${list}))`;
  const rows = await connection.runAndReadAll(
    `WITH named AS (SELECT "source", coalesce(told, customer) AS name, respondent AS beside, "time", ordinal FROM facts
       WHERE ${asked.sql} AND customer IS NOT NULL AND respondent IS NOT NULL AND NOT isnan("time")${among}${may.map((one) => ` AND ${one}`).join("")}),
     pairs AS (SELECT beside, name, min("source") AS "source", min("time") AS first, max("time") AS last, count(*)::INTEGER AS n FROM named GROUP BY ALL),
     passed AS (SELECT beside FROM pairs GROUP BY beside HAVING count(*) > 1),
     turns AS (SELECT *, count(*) FILTER (is_new) OVER (PARTITION BY beside ORDER BY "time", "source", ordinal) AS turn FROM (
       SELECT *, lag(name) OVER (PARTITION BY beside ORDER BY "time", "source", ordinal) IS DISTINCT FROM name AS is_new
       FROM named WHERE beside IN (SELECT beside FROM passed)))
     SELECT * FROM (
       SELECT "source", name, beside, first, last, n FROM pairs WHERE beside NOT IN (SELECT beside FROM passed)
       UNION ALL
       SELECT min("source"), name, beside, min("time"), max("time"), count(*)::INTEGER FROM turns GROUP BY beside, turn, name)
     ORDER BY first, beside, name`,
    values,
  );
  return rows.getRows().map(([source, name, beside, first, last, n]) => ({
    source: words.text(Number(source)),
    name: String(name),
    beside: String(beside),
    first: Number(first),
    last: Number(last),
    n: Number(n),
  }));
}
