import { DuckDBDataChunk } from "@duckdb/node-api";
import { tokenOf } from "../erasures/token.ts";
import { CONSENTS } from "./contract-consents.ts";
import {
  type Applied,
  type Apply,
  type ApplyStep,
  type Coded,
  type Evidence,
  FORGOTTEN,
  type Message,
  NOTHING_APPLIED,
  type NumberColumn,
  NUMBERS,
  type Rows,
  type Stamp,
  type Text,
  TEXTS,
  WORDS,
  type Word,
} from "./contract.ts";
import { CHUNK, createCursor } from "./duckdb-columns.ts";
import { type ConsentsMoved, createConsentsMoved, keepPurposes, refusesAnybody, renewConsents, type Standings } from "./duckdb-consents.ts";
import { where } from "./duckdb-filter.ts";
import { eraseFrom } from "./duckdb-erase.ts";
import { findKnown, keepMessages } from "./duckdb-messages.ts";
import { keepEvidence } from "./duckdb-evidence.ts";
import { changeLinks, type Links, resolved, withLinks, withoutNames } from "./duckdb-links.ts";
import { appendPeople, withdrawPeople } from "./duckdb-people.ts";
import { retireFrom } from "./duckdb-retire.ts";
import { FACT_COLUMNS } from "./duckdb-schema.ts";
import { addSuppressed, droppedOf, namesSuppressed, peopleWithout, rowsWithout, type SuppressedByWorld } from "./duckdb-suppressed.ts";
import type { Words } from "./duckdb-words.ts";
import { StoreFailure, type Writer } from "./duckdb-writer.ts";

/** What makes two rows of one source the same fact when the source gives no id. */
const CONTENT = [
  ...WORDS.filter((w) => w !== "import" && w !== "source" && w !== "world"),
  ...TEXTS.filter((t) => t !== "customer" && t !== "told"),
  ...NUMBERS,
  "as_told",
];
const SAME = CONTENT.map((c) => `a."${c}" IS NOT DISTINCT FROM b."${c}"`).join(" AND ");
const LIST = CONTENT.map((c) => `"${c}"`).join(", ");
/** Rows with the customer as their source tells them: whom that stands for changes. */
const AS_TOLD = "(SELECT *, coalesce(told, customer) AS as_told FROM facts)";
type Texts = readonly (string | null)[] | Coded | undefined;
const TYPES = FACT_COLUMNS.map(({ type }) => type);
const isWord = (name: string): name is Word => (WORDS as readonly string[]).includes(name);
const isText = (name: string): name is Text => (TEXTS as readonly string[]).includes(name);

export interface Write {
  readonly writer: Writer;
  readonly words: Words;
  /** Next ordinal by world and source: asking the table for it at every step would read it whole. */
  readonly ordinals: Map<string, number>;
  readonly links: Links;
  readonly suppressed: SuppressedByWorld;
  readonly standings: Standings;
  /** Position at which names whose rows are not taken in last changed; 0 where there are none. */
  refusing: number;
  /** How long a message that was told once stays known, ms. */
  readonly window: number;
  /** Messages older than this were removed. */
  pruned: number;
}

/** One step of the log: rows, words, result, messages and position, all or nothing. */
export async function applyStep(
  write: Write,
  step: ApplyStep,
  work: (apply: Apply, known: ReadonlySet<number>) => Promise<Applied>,
): Promise<Applied> {
  const { writer, words, ordinals, links, suppressed } = write;
  const moved: Moved = { ordinals: new Map(), links: new Map(), suppressed: new Map(), consents: createConsentsMoved(), blanked: [] };
  const pruned = write.pruned;
  let standings: Standings = new Map();
  try {
    const result = await writer.transaction(async () => {
      const known = await tellMessages(write, step.messages ?? []);
      const nothingNew = known.size > 0 && known.size === step.messages?.length;
      if (nothingNew) {
        await movePosition(writer, step.position);
        return (step.import === null ? null : await storedResult(writer, step.import)) ?? NOTHING_APPLIED;
      }
      const applied = await work(applyVerbs(write, moved), known);
      standings = await renewConsents(write, moved.consents);
      await words.save(writer);
      await movePosition(writer, step.position);
      if (step.import !== null)
        await writer.run("INSERT OR REPLACE INTO results VALUES ($1, $2, $3)", [step.import, step.checksum, JSON.stringify(applied)]);
      return applied;
    });
    words.mark();
    for (const [key, next] of moved.ordinals) ordinals.set(key, next);
    for (const [world, now] of moved.links) links.set(world, now);
    for (const [world, now] of moved.suppressed) suppressed.set(world, now);
    for (const [world, now] of standings) write.standings.set(world, now);
    if (standings.size > 0) write.refusing = refusesAnybody(write.standings) ? step.position : 0;
    words.blank(moved.blanked);
    return result;
  } catch (error) {
    // A store that failed is reopened before anything is applied again. Until then it is read, and whether the words of this
    // step are in it nobody knows: a word too many is no harm.
    if (!(error instanceof StoreFailure)) words.forget();
    write.pruned = pruned;
    throw error;
  }
}

async function movePosition(writer: Writer, position: number): Promise<void> {
  await writer.run("UPDATE applied SET position = $1", [position]);
}

async function storedResult(writer: Writer, importId: string): Promise<Applied | null> {
  const row = (await writer.rows('SELECT result FROM results WHERE "import" = $1', [importId]))[0];
  return row === undefined ? null : (JSON.parse(String(row[0])) as Applied); // written by applyStep
}

/** Keeps the messages that are new and says which are not, by their index. */
async function tellMessages(write: Write, told: readonly (Message | null)[]): Promise<Set<number>> {
  const { writer, window } = write;
  const messages = told.flatMap((message, index) => (message === null ? [] : [{ message, index }]));
  if (messages.length === 0) return new Set();
  const found = await findKnown(
    writer,
    messages.map(({ message }) => message),
    window,
  );
  const here = new Set<string>();
  for (const [i, { message }] of messages.entries()) {
    if (message.surelyNew) continue;
    const key = message.hash.join();
    if (here.has(key)) found.add(i);
    here.add(key);
  }
  // Once an hour of a week's window is often enough: what is older than the window is not taken for known anyway.
  const oldest = messages.reduce((least, { message }) => Math.min(least, message.at), Number.POSITIVE_INFINITY);
  if (oldest - window > write.pruned + window / 168) {
    await writer.run(`DELETE FROM messages WHERE told < ${oldest - window}`);
    write.pruned = oldest - window;
  }
  await keepMessages(
    writer,
    messages.filter((_, i) => !found.has(i)).map(({ message }) => message),
  );
  return new Set([...found].map((i) => messages[i]?.index ?? -1));
}

/** What is kept of a refused row that names somebody forgotten. */
const UNSAID = { field: null, reason: FORGOTTEN, cells: [] };

/** What is held in memory, as a step moves it on; it counts once that is committed. */
interface Moved {
  readonly ordinals: Map<string, number>;
  readonly links: Links;
  readonly suppressed: SuppressedByWorld;
  readonly consents: ConsentsMoved;
  readonly blanked: number[];
}

function applyVerbs(write: Write, moved: Moved): Apply {
  const { writer, words } = write;
  const ours = (stamp: Stamp) =>
    `"import" = ${words.code(stamp.import)} AND "stream" = ${words.code(stamp.stream)} AND "source" = ${words.code(stamp.source)}`;
  const theirs = (stamp: Stamp) =>
    `"import" <> ${words.code(stamp.import)} AND "stream" = ${words.code(stamp.stream)} AND "source" = ${words.code(stamp.source)} AND "world" = ${words.code(stamp.world)}`;
  const suppressedIn = (world: number) => moved.suppressed.get(world) ?? write.suppressed.get(world);
  return {
    async append(stamp, told) {
      const dropped = droppedOf(suppressedIn(words.code(stamp.world)), told);
      const rows = rowsWithout(told, dropped);
      const key = `${stamp.world} ${stamp.source}`;
      const start = moved.ordinals.get(key) ?? write.ordinals.get(key) ?? (await nextOrdinal(write, stamp));
      const world = words.code(stamp.world);
      const links = moved.links.get(world) ?? write.links.get(world);
      const names = resolved(links, rows.texts.customer, rows.numbers.time);
      await appendRows(write, stamp, { ...rows, texts: { ...rows.texts, ...names } }, start);
      if (stamp.stream === CONSENTS) moved.consents.told(world, names.customer);
      moved.ordinals.set(key, start + rows.length);
      return dropped;
    },
    async refuse(importId, told) {
      const all = [...new Map([...write.suppressed, ...moved.suppressed]).values()];
      const refused = told.map((row) => (all.some((suppressed) => namesSuppressed(suppressed, row.cells)) ? { ...row, ...UNSAID } : row));
      await writer.append("refused", (appender) => {
        for (const r of refused) {
          appender.appendVarchar(importId);
          appender.appendInteger(r.row);
          if (r.field === null) appender.appendNull();
          else appender.appendVarchar(r.field);
          appender.appendVarchar(r.reason);
          appender.appendVarchar(JSON.stringify(r.cells));
          appender.endRow();
        }
      });
      return refused;
    },
    async dropKnownIds(stamp) {
      moved.consents.changed(words.code(stamp.world));
      return writer.run(
        `DELETE FROM facts WHERE ${ours(stamp)} AND id IS NOT NULL AND (id IN (SELECT id FROM facts WHERE ${theirs(stamp)} AND id IS NOT NULL)
           OR ordinal NOT IN (SELECT min(ordinal) FROM facts WHERE ${ours(stamp)} AND id IS NOT NULL GROUP BY id))`,
      );
    },
    async overlap(stamp, drop) {
      // The n-th equal row of the new file is known when the source told at least n of them before: equal rows are real.
      const known = `SELECT a.ordinal FROM (SELECT *, row_number() OVER (PARTITION BY ${LIST} ORDER BY ordinal) AS nth FROM ${AS_TOLD} WHERE ${ours(stamp)}) a
        JOIN (SELECT ${LIST}, count(*) AS known FROM ${AS_TOLD} WHERE ${theirs(stamp)} GROUP BY ALL) b ON ${SAME} AND a.nth <= b.known`;
      if (drop) {
        moved.consents.changed(words.code(stamp.world));
        return writer.run(`DELETE FROM facts WHERE ${ours(stamp)} AND ordinal IN (${known})`);
      }
      return Number((await writer.rows(`SELECT count(*)::INTEGER FROM (${known})`))[0]?.[0] ?? 0);
    },
    async sameFile(stamp, checksum) {
      const rows = await writer.rows(
        `SELECT "import", result FROM results WHERE checksum = $1 AND "import" <> $2 AND "import" IN
             (SELECT text FROM words WHERE code IN (SELECT DISTINCT "import" FROM facts WHERE ${theirs(stamp)})) LIMIT 1`,
        [checksum, stamp.import],
      );
      const row = rows[0];
      return row === undefined ? null : { import: String(row[0]), result: JSON.parse(String(row[1])) as Applied };
    },
    async withdraw(filter) {
      for (const world of write.standings.keys()) moved.consents.changed(world);
      const clause = where(filter, words);
      if (await withdrawPeople(writer, words, filter)) moved.links.set(words.code(String(filter.world)), new Map());
      return writer.run(`DELETE FROM facts WHERE ${clause.sql}`, clause.values);
    },
    async people(stamp, told) {
      const world = words.code(stamp.world);
      const suppressed = suppressedIn(world);
      const { people, again } = peopleWithout(suppressed, told);
      await appendPeople(writer, words, stamp, people);
      if (suppressed === undefined || again.size === 0) return 0;
      moved.consents.changed(world);
      const tokens = new Set([...again].flatMap((name) => tokenOf(suppressed.key, "name", name) ?? []));
      moved.suppressed.set(world, await addSuppressed(writer, world, suppressed, { key: suppressed.key, tokens }));
      const names = [...again];
      const among = names.map((_, i) => `$${i + 1}`).join(", ");
      await writer.run(`DELETE FROM people WHERE "import" = ${words.code(stamp.import)} AND told IN (${among})`, names);
      return writer.run(`DELETE FROM facts WHERE ${ours(stamp)} AND coalesce(told, customer) IN (${among})`, names);
    },
    async erase(asked) {
      const world = words.code(asked.world);
      const more = { key: asked.key, tokens: new Set(asked.tokens) };
      moved.suppressed.set(world, await addSuppressed(writer, world, suppressedIn(world), more));
      const { erased, blanked } = await eraseFrom(writer, words, asked);
      moved.consents.changed(world);
      moved.blanked.push(...blanked);
      moved.links.set(world, withoutNames(moved.links.get(world) ?? write.links.get(world), new Set(asked.names)));
      return erased;
    },
    async retire(asked) {
      const world = words.code(asked.world);
      const { retired, blanked, unlinked } = await retireFrom(writer, words, asked);
      moved.blanked.push(...blanked);
      const links = new Map(moved.links.get(world) ?? write.links.get(world));
      for (const name of unlinked) links.delete(name);
      moved.links.set(world, links);
      return retired;
    },
    async link(world, asked) {
      const code = words.code(world);
      const suppressed = suppressedIn(code);
      const isForgotten = (name: string) => suppressed?.knows("name", name) === true;
      const links = asked.filter(([told, customer]) => !isForgotten(told) && !isForgotten(customer));
      await changeLinks(writer, code, links);
      moved.consents.changed(code);
      moved.links.set(code, withLinks(moved.links.get(code) ?? write.links.get(code), links));
    },
    async purposes(world, rules) {
      const code = words.code(world);
      await keepPurposes(writer, code, rules);
      moved.consents.ruled(code, rules);
    },
    evidence(world, evidence) {
      const suppressed = suppressedIn(words.code(world));
      const forgotten = ({ a, b }: Evidence) => suppressed?.knows("name", a.told) === true || suppressed?.knows("name", b.told) === true;
      return keepEvidence(writer, words, world, { evidence, without: forgotten });
    },
  };
}

async function nextOrdinal(write: Write, stamp: Stamp): Promise<number> {
  const sql = `SELECT coalesce(max(ordinal) + 1, 0)::INTEGER FROM facts WHERE "source" = ${write.words.code(stamp.source)} AND "world" = ${write.words.code(stamp.world)}`;
  return Number((await write.writer.rows(sql))[0]?.[0] ?? 0);
}

/** Rows as they are written: with the resolved customer beside the name they came with. */
type StoredRows = Omit<Rows, "texts"> & { readonly texts: Partial<Record<Text, Texts>> };

async function appendRows(write: Write, stamp: Stamp, rows: StoredRows, start: number): Promise<void> {
  const { writer, words } = write;
  const stamped: Partial<Record<Word, number>> = {};
  for (const column of ["stream", "source", "import", "world"] as const) stamped[column] = words.code(stamp[column]);
  const coded = new Map<string, Int32Array>();
  for (const word of WORDS)
    if (stamped[word] === undefined) coded.set(word, words.encode(rows.words[word as Exclude<Word, keyof Stamp>], rows.length));
  await writer.append("facts", async (appender) => {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const n = Math.min(CHUNK, rows.length - from);
      const chunk = DuckDBDataChunk.create(TYPES, n);
      const cursor = createCursor(chunk, n);
      for (const { name } of FACT_COLUMNS) {
        if (name === "ordinal") cursor.integers((i) => start + from + i);
        else if (isWord(name)) {
          const fixed = stamped[name];
          const codes = coded.get(name);
          cursor.integers(fixed === undefined ? (i) => codes?.[from + i] ?? -1 : () => fixed);
        } else if (isText(name)) cursor.texts(rows.texts[name], from);
        else cursor.doubles(rows.numbers[name as NumberColumn], from); // the only kind that is left
      }
      appender.appendDataChunk(chunk);
      // Let reads of this thread in between: a long append must not hold up the board.
      if ((from / CHUNK) % 4 === 3) await new Promise((resolve) => setImmediate(resolve));
    }
  });
}
