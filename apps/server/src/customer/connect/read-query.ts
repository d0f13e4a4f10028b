import { CounterseatError } from "../../platform/errors.ts";
import type { Cursor, Piece, Reach } from "./connector.ts";
import { createKeyset, keysetCursor } from "./keyset.ts";
import { type Row, rowsFile } from "./rows-file.ts";
import type { SqlSettings } from "./sql-settings.ts";

/** What a database has to bring to be read by a query: the rest is the same for all of them. */
export interface Database {
  /** Rows of one statement as texts and nulls, in a transaction of its own that can only read. */
  select(text: string): AsyncIterable<Row>;
  /** A name, and a value of the growing column, as they are written in a statement. */
  name(column: string): string;
  literal(value: string): string;
  /** What puts rows without a value in front; "" where they stand there anyway. */
  readonly nullsFirst: string;
}

/** The statement without what may stand behind it. */
const plain = ({ query }: SqlSettings) => query.replace(/[\s;]+$/, "");

/** On a line of its own, so that a comment at its end hides nothing. */
const inside = (settings: SqlSettings) => `SELECT * FROM (\n${plain(settings)}\n) AS asked`;

export async function firstOf(database: Database, settings: SqlSettings): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of database.select(`${inside(settings)} LIMIT 5`)) rows.push(row);
  if (settings.column !== "" && rows[0] !== undefined && !Object.hasOwn(rows[0], settings.column))
    throw new CounterseatError("invalid", `The query gives no column ${settings.column}.`, {
      fix: `Its columns are ${Object.keys(rows[0]).slice(0, 20).join(", ")}.`,
    });
  return rows;
}

/** Without a growing column the whole answer is one piece; with one, each piece is a statement that begins where the last ended. */
export async function* readQuery(reach: Reach, database: Database, settings: SqlSettings, cursor: Cursor): AsyncGenerator<Piece> {
  if (settings.column === "") {
    const piece = await pieceOf(reach, database.select(plain(settings)), () => null);
    if (piece !== null) yield piece.piece;
    return;
  }
  for (let from = keysetCursor(cursor); ;) {
    const keyset = createKeyset(settings.column, from, (a, b) => (a === b ? 0 : 1)); // the database has put them in order
    const limit = reach.rowsPerPiece + (from?.known.length ?? 0);
    const column = `asked.${database.name(settings.column)}`;
    const where = from === null ? "" : ` WHERE ${column} >= ${database.literal(from.value)} OR ${column} IS NULL`;
    const statement = `${inside(settings)}${where} ORDER BY ${column}${database.nullsFirst} LIMIT ${limit}`;
    const fresh = async function* () {
      for await (const row of database.select(statement)) if (keyset.admit(row[settings.column], row)) yield row;
    };
    const piece = await pieceOf(reach, fresh(), () => keyset.cursor());
    if (piece === null) return;
    yield piece.piece;
    from = keyset.cursor();
    if (piece.rows() < reach.rowsPerPiece) return;
  }
}

/** Null where there is no row. */
async function pieceOf(reach: Reach, rows: AsyncIterable<Row>, cursor: () => Cursor): Promise<{ piece: Piece; rows: () => number } | null> {
  const all = rows[Symbol.asyncIterator]();
  const first = await all.next();
  if (first.done === true) return null;
  let n = 0;
  async function* whole(): AsyncGenerator<Row> {
    try {
      for (let next = first; next.done !== true; next = await all.next()) {
        n += 1;
        yield next.value;
      }
    } finally {
      await all.return?.(); // lets go of the database
    }
  }
  const bytes = rowsFile(whole(), reach.maxBytes);
  return { piece: { name: "rows.jsonl", bytes, end: () => ({ cursor: cursor(), keep: true }) }, rows: () => n };
}
