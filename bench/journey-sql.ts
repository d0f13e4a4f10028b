import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { cpuOf } from "./measure.ts";

/** What both are asked; times in milliseconds, edges as "from → to". */
export interface Answers {
  /** Count and sum of waits. */
  readonly edges: ReadonlyMap<string, readonly number[]>;
  /** Median and 90th percentile of the waits. */
  readonly medians: ReadonlyMap<string, readonly number[]>;
  readonly variants: number;
  readonly chosen: { readonly cases: number; readonly variants: number; readonly median: number; readonly edges: number };
}

const LINKED = `SELECT case_id, activity, resource, t, lag(activity) OVER w AS before, t - lag(t) OVER w AS wait
  FROM raw WINDOW w AS (PARTITION BY case_id ORDER BY t, row)`;
const EDGES = "SELECT before || ' → ' || activity, count(*)::DOUBLE, sum(wait)::DOUBLE, avg(wait)";
const VARIANTS = "SELECT count(DISTINCT path)::DOUBLE FROM (SELECT list(activity ORDER BY t, row) AS path FROM ordered GROUP BY case_id)";

/** DuckDB on one thread: the log as a table with each event's predecessor, then the questions in SQL; what takes many seconds once only. */
export async function sqlAnswers(csv: string, { contained, rounds }: { contained: string; rounds: number }) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const ask = (sql: string) => cpuOf(rounds, () => rowsOf(connection, sql));
  const load = await cpuOf(1, async () => {
    await connection.run(`CREATE TABLE raw AS SELECT dense.case_id, dense.activity, dense.resource, epoch_ms(dense.at) AS t, row FROM (
      SELECT case_id, activity::VARCHAR AS activity, resource, "timestamp" AS at, row_number() OVER () AS row
      FROM read_csv('${csv}', header = true, columns = { 'case_id': 'VARCHAR', 'activity': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'resource': 'VARCHAR' })) dense`);
    await connection.run("CREATE TYPE step AS ENUM (SELECT DISTINCT activity FROM raw ORDER BY 1)");
    await connection.run(
      "CREATE TABLE ordered AS SELECT (substr(case_id, 6))::UINTEGER AS case_id, activity::step AS activity, resource, t, row FROM raw ORDER BY 1, t, row",
    );
    await connection.run("DROP TABLE raw");
    await connection.run(`CREATE TABLE linked AS ${LINKED.replace("raw", "ordered")}`);
  });
  const edges = await ask(`${EDGES} FROM linked WHERE before IS NOT NULL GROUP BY before, activity`);
  const edgesByWindow = await cpuOf(1, () =>
    rowsOf(connection, `${EDGES} FROM (${LINKED.replace("raw", "ordered")}) WHERE before IS NOT NULL GROUP BY before, activity`),
  );
  const variants = await cpuOf(1, () => rowsOf(connection, VARIANTS));
  const medians = await cpuOf(rounds, () =>
    rowsOf(
      connection,
      "SELECT before || ' → ' || activity, median(wait)::DOUBLE, quantile_cont(wait, 0.9)::DOUBLE FROM linked WHERE before IS NOT NULL GROUP BY before, activity",
    ),
  );
  const filtered = await cpuOf(rounds, async () => {
    await connection.run(`CREATE OR REPLACE TEMP TABLE chosen AS SELECT DISTINCT case_id FROM ordered WHERE activity = '${contained}'`);
    const own = await rowsOf(connection, "SELECT count(*)::DOUBLE, count(before)::DOUBLE FROM linked SEMI JOIN chosen USING (case_id)");
    await rowsOf(connection, `${EDGES} FROM linked SEMI JOIN chosen USING (case_id) WHERE before IS NOT NULL GROUP BY before, activity`);
    const paths = await rowsOf(connection, VARIANTS.replace("ordered", "ordered SEMI JOIN chosen USING (case_id)"));
    const spans = await rowsOf(
      connection,
      "SELECT count(*)::DOUBLE, median(span)::DOUBLE, quantile_cont(span, 0.9)::DOUBLE FROM (SELECT max(t) - min(t) AS span FROM ordered SEMI JOIN chosen USING (case_id) GROUP BY case_id)",
    );
    return { own, paths, spans };
  });
  connection.closeSync();
  instance.closeSync();
  const { own, paths, spans } = filtered.result;
  const cases = number(spans, 0);
  const answers: Answers = {
    edges: new Map(edges.result.map(([name, count, sum]) => [String(name), [Number(count), Number(sum)]])),
    medians: new Map(medians.result.map(([name, median, p90]) => [String(name), [Number(median), Number(p90)]])),
    variants: number(variants.result, 0),
    // The engine also counts each case's way in and its way out.
    chosen: { cases, variants: number(paths, 0), median: number(spans, 1), edges: number(own, 1) + 2 * cases },
  };
  return {
    answers,
    load: load.cpu,
    edges: edges.cpu,
    edgesByWindow: edgesByWindow.cpu,
    variants: variants.cpu,
    medians: medians.cpu,
    filtered: filtered.cpu,
  };
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRows() as unknown[][];
}

function number(rows: readonly (readonly unknown[])[], at: number): number {
  return Number(rows[0]?.[at]);
}
