import { TOKEN_KINDS, type TokenKind, tokenOf } from "../erasures/token.ts";
import type { Coded, People, Rows } from "./contract.ts";
import type { Writer } from "./duckdb-writer.ts";

/** Who asked to be forgotten: rows that name them are left out as they are written, whatever brings them. */
export interface Suppressed {
  readonly key: string;
  readonly tokens: ReadonlySet<string>;
  knows(kind: TokenKind, value: string | null | undefined): boolean;
}
/** By world code. */
export type SuppressedByWorld = Map<number, Suppressed>;

/** Names asked for lately, so that a customer of a thousand rows is worked out once. */
const REMEMBERED = 100_000;

export function suppressedOf(key: string, tokens: ReadonlySet<string>): Suppressed {
  const lately = new Map<string, boolean>();
  return {
    key,
    tokens,
    knows(kind, value) {
      if (value === null || value === undefined) return false;
      const asked = `${kind} ${value}`;
      const known = lately.get(asked);
      if (known !== undefined) return known;
      if (lately.size >= REMEMBERED) lately.clear();
      const token = tokenOf(key, kind, value);
      const found = token !== null && tokens.has(token);
      lately.set(asked, found);
      return found;
    },
  };
}

export async function readSuppressed(writer: Writer): Promise<SuppressedByWorld> {
  const found = new Map<number, { key: string; tokens: Set<string> }>();
  for (const [world, token, key] of await writer.rows('SELECT world, token, "key" FROM suppressed')) {
    const of = found.get(Number(world)) ?? { key: String(key), tokens: new Set<string>() };
    of.tokens.add(String(token));
    found.set(Number(world), of);
  }
  return new Map([...found].map(([world, { key, tokens }]) => [world, suppressedOf(key, tokens)]));
}

export async function addSuppressed(
  writer: Writer,
  world: number,
  before: Suppressed | undefined,
  more: Pick<Suppressed, "key" | "tokens">,
) {
  const fresh = [...more.tokens].filter((token) => before?.tokens.has(token) !== true);
  for (const token of fresh) await writer.run("INSERT INTO suppressed VALUES ($1, $2, $3)", [world, token, more.key]);
  return suppressedOf(more.key, new Set([...(before?.tokens ?? []), ...fresh]));
}

/** Whether a row of a file, as it stood, names somebody who is suppressed. */
export function namesSuppressed(suppressed: Suppressed, cells: readonly string[]): boolean {
  return cells.some((cell) => TOKEN_KINDS.some((kind) => suppressed.knows(kind, cell)));
}

/** Indices of rows whose customer is suppressed; of rows without a customer, whose respondent is. */
export function droppedOf(suppressed: Suppressed | undefined, rows: Rows): number[] {
  if (suppressed === undefined) return [];
  const customer = reader(rows.texts.customer);
  const respondent = reader(rows.texts.respondent);
  const dropped: number[] = [];
  for (let i = 0; i < rows.length; i++) if (suppressed.knows("name", customer(i) ?? respondent(i))) dropped.push(i);
  return dropped;
}

type Column = readonly (string | null)[] | Coded | undefined;
function reader(column: Column): (i: number) => string | null {
  if (column === undefined) return () => null;
  if ("dictionary" in column) return (i) => column.dictionary[column.codes[i] ?? -1] ?? null;
  return (i) => column[i] ?? null;
}

/** The rows without some of them. */
export function rowsWithout(rows: Rows, dropped: readonly number[]): Rows {
  if (dropped.length === 0) return rows;
  const gone = new Set(dropped);
  const keeps = (_value: unknown, i: number) => !gone.has(i);
  const column = <C extends NonNullable<Column>>(of: C | undefined) => {
    if (of === undefined) return undefined;
    return "dictionary" in of ? { ...of, codes: of.codes.filter(keeps) } : of.filter(keeps);
  };
  const all = <T extends object>(columns: T, of: (one: never) => unknown) =>
    Object.fromEntries(Object.entries(columns).map(([name, one]) => [name, of(one as never)])) as T; // the same names, each column shorter
  return {
    length: rows.length - gone.size,
    words: all(rows.words, column),
    texts: all(rows.texts, column),
    numbers: all(rows.numbers, (one: Float64Array | undefined) => one?.filter(keeps)),
  };
}

/** What a source says of people, without who is suppressed, and the names of those who came back under a new one. */
export function peopleWithout(suppressed: Suppressed | undefined, people: People): { people: People; again: ReadonlySet<string> } {
  const again = new Set<string>();
  if (suppressed === undefined) return { people, again };
  const { email, phone } = people.columns;
  const kept: number[] = [];
  people.customer.forEach((name, i) => {
    const here = suppressed.knows("name", name);
    if (!here && (suppressed.knows("email", email?.[i]) || suppressed.knows("phone", phone?.[i]))) again.add(name);
    else if (!here) kept.push(i);
  });
  const rows = kept.filter((i) => !again.has(people.customer[i] ?? ""));
  if (rows.length === people.customer.length) return { people, again };
  const columns = Object.fromEntries(Object.entries(people.columns).map(([field, column]) => [field, rows.map((i) => column[i] ?? null)]));
  return { people: { customer: rows.map((i) => people.customer[i] ?? ""), columns }, again };
}
