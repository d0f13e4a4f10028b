import type { Filter, KnownElsewhere } from "./contract.ts";
import { factsFor, type Reading } from "./duckdb-consents.ts";
import { where } from "./duckdb-filter.ts";

/** One pass over the rows: each customer once for each source, then those of several sources. */
export async function readKnownElsewhere(reading: Reading, filter: Filter): Promise<KnownElsewhere[]> {
  const { connection, words } = reading;
  const asked = where(filter, words);
  const rows = await connection.runAndReadAll(
    `WITH each AS (SELECT "source", customer, count(*) AS n FROM ${factsFor(reading, { filter, comment: false })} WHERE ${asked.sql} AND customer IS NOT NULL GROUP BY ALL),
     several AS (SELECT customer FROM each GROUP BY customer HAVING count(*) > 1)
     SELECT "source", sum(n)::DOUBLE, coalesce(sum(n) FILTER (s.customer IS NOT NULL), 0)::DOUBLE, count(*)::DOUBLE, count(s.customer)::DOUBLE
     FROM each LEFT JOIN several s USING (customer) GROUP BY "source"`,
    asked.values,
  );
  return rows
    .getRows()
    .map(([source, n, shared, customers, sharedCustomers]) => ({
      source: words.text(Number(source)),
      rows: Number(n),
      shared: Number(shared),
      customers: Number(customers),
      sharedCustomers: Number(sharedCustomers),
    }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
