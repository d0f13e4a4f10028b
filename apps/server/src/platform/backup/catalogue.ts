import type { Query } from "../records/contract.ts";

export interface Column {
  readonly name: string;
  /** As the database writes it, for example `timestamp with time zone`. */
  readonly type: string;
}
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** By name, so that the order in which migrations added them does not matter. Computed columns are left out. */
  readonly columns: readonly Column[];
}

/**
 * Schemas that are made again instead of restored: the database's own, the job queue's (it is filled from the signals),
 * and the migrator's, whose rows say which migrations ran and come back by running them.
 */
const NOT_OURS = ["pg_catalog", "information_schema", "pg_toast", "jobs", "drizzle"];
const OURS = `n.nspname NOT IN (${NOT_OURS.map((name) => `'${name}'`).join(", ")}) AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname NOT LIKE 'pg\\_toast%'`;

/** Every table that holds something of the installation, in the same order on every database. */
export async function readTables(query: Query): Promise<Table[]> {
  const rows = await query(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, a.attname::text AS "column", format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p' AND ${OURS}
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attname COLLATE "C"`,
  );
  const tables: { schema: string; name: string; columns: Column[] }[] = [];
  for (const row of rows) {
    const [schema, name] = [String(row["schema"]), String(row["name"])];
    const column = { name: String(row["column"]), type: String(row["type"]) };
    const last = tables.at(-1);
    if (last?.schema === schema && last.name === name) last.columns.push(column);
    else tables.push({ schema, name, columns: [column] });
  }
  return tables;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  /** The last number given out, as text since it may be any bigint; null when none was. */
  readonly last: string | null;
}

export async function readSequences(query: Query): Promise<Sequence[]> {
  const rows = await query(
    `SELECT n.schemaname::text AS schema, n.sequencename::text AS name, n.last_value::text AS last
     FROM (SELECT *, schemaname AS nspname FROM pg_sequences) n WHERE ${OURS} ORDER BY 1, 2`,
  );
  return rows.map((row) => ({
    schema: String(row["schema"]),
    name: String(row["name"]),
    last: row["last"] === null ? null : String(row["last"]),
  }));
}

/** Names are quoted where they need it. */
export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export async function readForeignKeys(query: Query): Promise<ForeignKey[]> {
  const rows = await query(
    `SELECT k.conrelid::regclass::text AS "table", k.conname::text AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype = 'f' AND k.conparentid = 0 AND ${OURS}`,
  );
  return rows.map((row) => ({ table: String(row["table"]), name: quoted(String(row["name"])), definition: String(row["definition"]) }));
}

/** A migration that ran, as the migrator keeps it. */
export interface Migration {
  readonly hash: string;
  /** When it was written, UTC ms; the migrator orders by it. */
  readonly at: number;
}

/** Oldest first. Empty when the migrator never ran. */
export async function readMigrations(query: Query): Promise<Migration[]> {
  const known = await query(`SELECT to_regclass('drizzle.__drizzle_migrations')::text AS name`);
  if (known[0]?.["name"] == null) return [];
  const rows = await query(`SELECT hash, created_at::text AS at FROM drizzle.__drizzle_migrations ORDER BY created_at`);
  return rows.map((row) => ({ hash: String(row["hash"]), at: Number(row["at"]) }));
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function nameOf(table: { readonly schema: string; readonly name: string }): string {
  return `${quoted(table.schema)}.${quoted(table.name)}`;
}
