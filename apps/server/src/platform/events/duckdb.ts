import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER, VARCHAR } from "@duckdb/node-api";
import {
  type Applied,
  type Apply,
  type Count,
  type CountQuery,
  type DistinctQuery,
  type EventStore,
  NUMBERS,
  type Refused,
  type Rows,
  type Scan,
  type ScanQuery,
  type Stamp,
  TEXTS,
  type Text,
  WORDS,
  type Word,
} from "./contract.ts";
import { CHUNK, createCursor, readColumns } from "./duckdb-columns.ts";
import { where } from "./duckdb-filter.ts";
import { openWords, type Words } from "./duckdb-words.ts";

const COLUMNS = [
  "ordinal INTEGER",
  ...WORDS.map((c) => `"${c}" INTEGER`),
  ...TEXTS.map((c) => `"${c}" VARCHAR`),
  ...NUMBERS.map((c) => `"${c}" DOUBLE`),
];
const TYPES = [INTEGER, ...WORDS.map(() => INTEGER), ...TEXTS.map(() => VARCHAR), ...NUMBERS.map(() => DOUBLE)];
/** What makes two rows of one source the same fact when the source gives no id. */
const CONTENT = [...WORDS.filter((w) => w !== "import" && w !== "source" && w !== "world"), ...TEXTS, ...NUMBERS];
const SAME = CONTENT.map((c) => `a."${c}" IS NOT DISTINCT FROM b."${c}"`).join(" AND ");
const LIST = CONTENT.map((c) => `"${c}"`).join(", ");

/** The embedded event store. One instance, in one thread, in one process: a second opener would lose rows. */
export async function openDuckDB(options: { dataDir: string; memory?: string }): Promise<EventStore> {
  const dir = join(options.dataDir, "events");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(join(dir, "events.duckdb"), {
    threads: "2",
    memory_limit: options.memory ?? "300MB",
    temp_directory: join(dir, "spill"),
  });
  const writer = await instance.connect();
  await writer.run(`CREATE TABLE IF NOT EXISTS facts (${COLUMNS.join(", ")});
    CREATE TABLE IF NOT EXISTS words (code INTEGER PRIMARY KEY, text VARCHAR NOT NULL);
    CREATE TABLE IF NOT EXISTS refused ("import" VARCHAR, "row" INTEGER, field VARCHAR, reason VARCHAR, cells VARCHAR);
    CREATE TABLE IF NOT EXISTS results ("import" VARCHAR PRIMARY KEY, checksum VARCHAR, result VARCHAR NOT NULL);
    CREATE TABLE IF NOT EXISTS applied (position BIGINT NOT NULL);
    INSERT INTO applied SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM applied)`);
  const words = await openWords(writer);
  const readers = [await instance.connect(), await instance.connect()];
  let turn = 0;
  /** A connection runs one statement at a time; reads take turns so that a long scan does not hold up a short count. */
  const busy = readers.map(() => Promise.resolve());
  const read = <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const slot = turn++ % readers.length;
    const connection = readers[slot] ?? writer;
    const result = (busy[slot] ?? Promise.resolve()).then(() => work(connection));
    busy[slot] = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
  return {
    position: () => read(async (c) => Number((await c.runAndReadAll("SELECT position FROM applied")).getRows()[0]?.[0] ?? 0)),
    apply: (position, importId, checksum, work) => applyOnce({ writer, words }, position, importId, checksum, work),
    result: (importId) => read((c) => readResult(c, importId)),
    scan: (query) => read((c) => scan(c, words, query)),
    countBy: (query) => read((c) => countBy(c, words, query)),
    distinct: (query) => read((c) => distinct(c, words, query)),
    refusedRows: (importId) => read((c) => readRefused(c, importId)),
    async close() {
      await Promise.all(busy);
      await writer.run("CHECKPOINT");
      for (const c of [...readers, writer]) c.closeSync();
      instance.closeSync();
    },
  };
}

interface Write {
  readonly writer: DuckDBConnection;
  readonly words: Words;
}

async function applyOnce(
  write: Write,
  position: number,
  importId: string | null,
  checksum: string | null,
  work: (apply: Apply) => Promise<Applied>,
): Promise<Applied> {
  const { writer, words } = write;
  await writer.run("BEGIN");
  try {
    const result = await work(applyVerbs(write));
    await words.save(writer);
    await writer.run("UPDATE applied SET position = $1", [position]);
    if (importId !== null)
      await writer.run("INSERT OR REPLACE INTO results VALUES ($1, $2, $3)", [importId, checksum, JSON.stringify(result)]);
    await writer.run("COMMIT");
    words.mark();
    return result;
  } catch (error) {
    words.forget();
    await writer.run("ROLLBACK");
    throw error;
  }
}

function applyVerbs(write: Write): Apply {
  const { writer, words } = write;
  const next = new Map<string, number>();
  const ours = (stamp: Stamp) =>
    `"import" = ${words.code(stamp.import)} AND "stream" = ${words.code(stamp.stream)} AND "source" = ${words.code(stamp.source)}`;
  const theirs = (stamp: Stamp) =>
    `"import" <> ${words.code(stamp.import)} AND "stream" = ${words.code(stamp.stream)} AND "source" = ${words.code(stamp.source)} AND "world" = ${words.code(stamp.world)}`;
  return {
    async append(stamp, rows) {
      const key = `${stamp.world} ${stamp.source}`;
      const start = next.get(key) ?? (await nextOrdinal(write, stamp));
      await appendRows(write, stamp, rows, start);
      next.set(key, start + rows.length);
    },
    async refuse(importId, refused) {
      const appender = await writer.createAppender("refused");
      for (const r of refused) {
        appender.appendVarchar(importId);
        appender.appendInteger(r.row);
        if (r.field === null) appender.appendNull();
        else appender.appendVarchar(r.field);
        appender.appendVarchar(r.reason);
        appender.appendVarchar(JSON.stringify(r.cells));
        appender.endRow();
      }
      appender.closeSync();
    },
    async dropKnownIds(stamp) {
      return changed(
        writer,
        `DELETE FROM facts WHERE ${ours(stamp)} AND id IS NOT NULL AND (id IN (SELECT id FROM facts WHERE ${theirs(stamp)} AND id IS NOT NULL)
           OR ordinal NOT IN (SELECT min(ordinal) FROM facts WHERE ${ours(stamp)} AND id IS NOT NULL GROUP BY id))`,
      );
    },
    async overlap(stamp, drop) {
      // The n-th equal row of the new file is known when the source told at least n of them before: equal rows are real.
      const known = `SELECT a.ordinal FROM (SELECT *, row_number() OVER (PARTITION BY ${LIST} ORDER BY ordinal) AS nth FROM facts WHERE ${ours(stamp)}) a
        JOIN (SELECT ${LIST}, count(*) AS told FROM facts WHERE ${theirs(stamp)} GROUP BY ALL) b ON ${SAME} AND a.nth <= b.told`;
      if (drop) return changed(writer, `DELETE FROM facts WHERE ${ours(stamp)} AND ordinal IN (${known})`);
      return Number((await writer.runAndReadAll(`SELECT count(*)::INTEGER FROM (${known})`)).getRows()[0]?.[0] ?? 0);
    },
    async sameFile(stamp, checksum) {
      const rows = (
        await writer.runAndReadAll(
          `SELECT "import", result FROM results WHERE checksum = $1 AND "import" <> $2 AND "import" IN
             (SELECT text FROM words WHERE code IN (SELECT DISTINCT "import" FROM facts WHERE ${theirs(stamp)})) LIMIT 1`,
          [checksum, stamp.import],
        )
      ).getRows();
      const row = rows[0];
      return row === undefined ? null : { import: String(row[0]), result: JSON.parse(String(row[1])) as Applied };
    },
    withdraw: (filter) => {
      const clause = where(filter, words);
      return changed(writer, `DELETE FROM facts WHERE ${clause.sql}`, clause.values);
    },
  };
}

async function nextOrdinal(write: Write, stamp: Stamp): Promise<number> {
  const sql = `SELECT coalesce(max(ordinal) + 1, 0)::INTEGER FROM facts WHERE "source" = ${write.words.code(stamp.source)} AND "world" = ${write.words.code(stamp.world)}`;
  return Number((await write.writer.runAndReadAll(sql)).getRows()[0]?.[0] ?? 0);
}

async function changed(writer: DuckDBConnection, sql: string, values: string[] = []): Promise<number> {
  return (await writer.run(sql, values)).rowsChanged;
}

async function appendRows(write: Write, stamp: Stamp, rows: Rows, start: number): Promise<void> {
  const { writer, words } = write;
  const stamped: Record<string, number> = {};
  for (const [column, value] of Object.entries(stamp)) stamped[column] = words.code(value as string);
  const coded = new Map<string, Int32Array>();
  for (const word of WORDS)
    if (stamped[word] === undefined) coded.set(word, words.encode(rows.words[word as Exclude<Word, keyof Stamp>], rows.length));
  const appender = await writer.createAppender("facts");
  try {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const n = Math.min(CHUNK, rows.length - from);
      const chunk = DuckDBDataChunk.create(TYPES, n);
      const cursor = createCursor(chunk, n);
      cursor.integers((i) => start + from + i);
      for (const word of WORDS) {
        const fixed = stamped[word];
        const codes = coded.get(word);
        cursor.integers(fixed === undefined ? (i) => codes?.[from + i] ?? -1 : () => fixed);
      }
      for (const text of TEXTS) cursor.texts(rows.texts[text], from);
      for (const number of NUMBERS) cursor.doubles(rows.numbers[number], from);
      appender.appendDataChunk(chunk);
      // Let reads of this thread in between: a long append must not hold up the board.
      if ((from / CHUNK) % 4 === 3) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    appender.closeSync(); // also after a failure: an open appender would write into a later transaction
  }
}

async function scan(connection: DuckDBConnection, words: Words, query: ScanQuery): Promise<Scan> {
  const clause = where(query.filter, words);
  const opaque = query.codes ?? [];
  const select = [
    ...(query.numbers ?? []).map((c) => `f."${c}"`),
    ...(query.words ?? []).map((c) => `f."${c}"`),
    ...opaque.map((c) => `coalesce("${c} code".code, -1)`),
    ...(query.texts ?? []).map((c) => `f."${c}"`),
  ];
  const joins = opaque.map(
    (c) =>
      ` LEFT JOIN (SELECT v, (row_number() OVER () - 1)::INTEGER AS code FROM (SELECT DISTINCT "${c}" AS v FROM facts WHERE ${clause.sql} AND "${c}" IS NOT NULL)) AS "${c} code" ON "${c} code".v = f."${c}"`,
  );
  const order =
    query.order === undefined || query.order === "ordinal"
      ? "f.source, f.world, f.ordinal"
      : `${query.order === "newest" ? "isnan(f.time), f.time DESC" : "NOT isnan(f.time), f.time"}, f.source, f.world, f.ordinal`;
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const result = await connection.stream(
    `SELECT ${select.join(", ")} FROM (SELECT * FROM facts WHERE ${clause.sql}) f${joins.join("")} ORDER BY ${order}${limit}`,
    clause.values,
  );
  return readColumns(result, query, words);
}

async function countBy(connection: DuckDBConnection, words: Words, query: CountQuery): Promise<Count[]> {
  const clause = where(query.filter, words);
  const keys = query.by.map((c) => `"${c}"`).join(", ");
  const order = query.order === "last" ? "last DESC NULLS LAST" : "n DESC";
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const sql = `SELECT ${keys === "" ? "" : `${keys}, `}count(*)::INTEGER AS n, count(DISTINCT customer)::INTEGER, count(DISTINCT "case")::INTEGER, min(time) FILTER (NOT isnan(time)), max(time) FILTER (NOT isnan(time)) AS last
    FROM facts WHERE ${clause.sql}${keys === "" ? "" : ` GROUP BY ${keys}`} ORDER BY ${order}${keys === "" ? "" : `, ${keys}`}${limit}`;
  const rows = (await connection.runAndReadAll(sql, clause.values)).getRows();
  const at = query.by.length;
  return rows.map((row) => ({
    key: query.by.map((column, i) =>
      row[i] === null || row[i] === -1 ? null : column === "customer" ? String(row[i]) : words.text(Number(row[i])),
    ),
    n: Number(row[at]),
    customers: Number(row[at + 1]),
    cases: Number(row[at + 2]),
    first: row[at + 3] === null ? null : Number(row[at + 3]),
    last: row[at + 4] === null ? null : Number(row[at + 4]),
  }));
}

async function distinct(connection: DuckDBConnection, words: Words, query: DistinctQuery): Promise<{ values: string[]; total: number }> {
  const clause = where(query.filter, words);
  const isWord = (WORDS as readonly string[]).includes(query.column);
  const value = isWord ? "words.text" : `"${query.column satisfies Word | Text}"`;
  const from = isWord ? `facts JOIN words ON words.code = facts."${query.column}"` : "facts";
  const contains = query.contains === undefined ? "" : ` AND contains(lower(${value}), lower($${clause.values.length + 1}))`;
  const values = query.contains === undefined ? clause.values : [...clause.values, query.contains];
  const inner = `SELECT DISTINCT ${value} AS v FROM ${from} WHERE ${clause.sql}${contains} AND ${value} IS NOT NULL`;
  const total = Number((await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM (${inner})`, values)).getRows()[0]?.[0] ?? 0);
  const limit = query.limit === undefined ? "" : ` LIMIT ${Math.trunc(query.limit)}`;
  const rows = (await connection.runAndReadAll(`${inner} ORDER BY v${limit}`, values)).getRows();
  return { values: rows.map((r) => String(r[0])), total };
}

async function readResult(connection: DuckDBConnection, importId: string): Promise<Applied | null> {
  const row = (await connection.runAndReadAll('SELECT result FROM results WHERE "import" = $1', [importId])).getRows()[0];
  return row === undefined ? null : (JSON.parse(String(row[0])) as Applied);
}

async function readRefused(connection: DuckDBConnection, importId: string): Promise<Refused[]> {
  const rows = (
    await connection.runAndReadAll('SELECT "row", field, reason, cells FROM refused WHERE "import" = $1 ORDER BY "row"', [importId])
  ).getRows();
  return rows.map((r) => ({
    row: Number(r[0]),
    field: r[1] === null ? null : String(r[1]),
    reason: String(r[2]),
    cells: JSON.parse(String(r[3])) as string[],
  }));
}
