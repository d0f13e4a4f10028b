import { chunks, company, type Chunk, type DemoOptions } from "@counterseat/demo";
import type { Applied, Coded, Rows } from "../platform/events/contract.ts";
import type { Applier } from "../platform/events/owner.ts";

/** The log keeps the parameters, not the rows: the same parameters always make the same rows. */
export interface DemoSettings extends DemoOptions {
  readonly import: string;
  readonly world: string;
}

/** Rows a scale-1 sample has, about: for the progress bar only. */
const ROWS_AT_SCALE_1 = 2_070_000;

/** What the product has a place for; the rest of the sample is for files. */
const LOADED: readonly Chunk["stream"][] = ["events", "responses", "beliefs", "subscriptions", "transactions"];

/** Generates the sample company and appends it, all or none. Runs in the owner thread. */
export const applyDemo: Applier = async ({ apply, record, progress }) => {
  const settings = record.header.settings as unknown as DemoSettings; // written by load-demo.ts
  const base = company(settings).name.toLowerCase();
  const sources: Readonly<Partial<Record<Chunk["stream"], string>>> = {
    events: base,
    responses: `${base}-survey`,
    beliefs: `${base}-mirror`,
    subscriptions: `${base}-billing`,
    transactions: `${base}-invoices`,
  };
  let rows = 0;
  for (const chunk of chunks(settings, LOADED)) {
    const stamp = { stream: chunk.stream, source: sources[chunk.stream] ?? base, import: settings.import, world: settings.world };
    await apply.append(stamp, toRows(chunk.stream === "transactions" ? billed(chunk) : chunk));
    const solved = chunk.stream === "responses" ? saidSolved(chunk) : null;
    if (solved !== null) await apply.append(stamp, toRows(solved));
    rows += chunk.length;
    progress(Math.min(0.99, rows / (ROWS_AT_SCALE_1 * settings.scale)), rows);
  }
  const applied: Applied = { read: rows, accepted: rows, refused: 0, alreadyKnown: 0, problems: [], overlap: null, error: null };
  return applied;
};

/** Invoices and their credits: what customers were asked for. Payments are the same money once more. */
function billed(chunk: Chunk): Chunk {
  const word = wordsOf(chunk, "kind");
  return only(
    chunk,
    Array.from({ length: chunk.length }, (_, row) => row).filter((row) => word(row) === "invoice" || word(row) === "credit"),
  );
}

/** "Was it solved?" stands beside another answer in the sample; the store has a row for each question. Null: nobody was asked. */
function saidSolved(chunk: Chunk): Chunk | null {
  const said = wordsOf(chunk, "solved");
  const rows = Array.from({ length: chunk.length }, (_, row) => row).filter((row) => said(row) !== null);
  if (rows.length === 0) return null;
  const kept = only(chunk, rows);
  const none = new Array<null>(rows.length).fill(null);
  return {
    ...kept,
    columns: {
      ...kept.columns,
      id: rows.map((row) => `${wordsOf(chunk, "id")(row)}-solved`),
      kind: rows.map(() => "solved"),
      score: Float64Array.from(rows, (row) => (said(row) === "yes" ? 1 : 0)),
      scale: rows.map(() => "0-1"),
      comment: none,
    },
  };
}

function wordsOf(chunk: Chunk, name: string): (row: number) => string | null {
  const column = chunk.columns[name];
  return column === undefined || column instanceof Float64Array ? () => null : (row) => at(column, row);
}

function only(chunk: Chunk, asked: readonly number[]): Chunk {
  const kept = (column: Chunk["columns"][string]): Chunk["columns"][string] => {
    if (column instanceof Float64Array) return Float64Array.from(asked, (row) => column[row] ?? Number.NaN);
    if (!("dictionary" in column)) return asked.map((row) => column[row] ?? null);
    return { codes: Int32Array.from(asked, (row) => column.codes[row] ?? -1), dictionary: column.dictionary };
  };
  const columns = Object.fromEntries(Object.entries(chunk.columns).map(([name, column]) => [name, kept(column)]));
  return { ...chunk, length: asked.length, columns };
}

/** What the event store calls a column of the sample, where that is another word. */
const CALLED: Readonly<Partial<Record<Chunk["stream"], Readonly<Record<string, string>>>>> = {
  subscriptions: { case: "contract", kind: "plan", time: "from", start: "from", end: "to" },
  transactions: { case: "invoice" },
};

/** What an event is about has a column for each of these in the sample, of which an event carries one: why somebody contacts us or leaves, and which desk is asked. */
const ABOUT = ["cause", "desk", "reason"] as const;

function aboutOf(columns: Chunk["columns"], length: number): Coded {
  const codes = new Int32Array(length).fill(-1);
  const dictionary: string[] = [];
  for (const name of ABOUT) {
    const column = columns[name];
    if (column === undefined || !("dictionary" in column)) continue;
    for (let row = 0; row < length; row += 1) {
      const code = column.codes[row] ?? -1;
      if (code >= 0) codes[row] = dictionary.length + code;
    }
    dictionary.push(...column.dictionary);
  }
  return { codes, dictionary };
}

function toRows({ stream, columns, length }: Chunk): Rows {
  const called = CALLED[stream] ?? {};
  const text = (name: string): Coded | readonly (string | null)[] => {
    const column = columns[called[name] ?? name];
    if (column === undefined || column instanceof Float64Array) return new Array<null>(length).fill(null);
    return column;
  };
  const number = (name: string): Float64Array => {
    const column = columns[called[name] ?? name];
    return column instanceof Float64Array ? column : new Float64Array(length).fill(Number.NaN);
  };
  const score = number("score");
  const scale = text("scale");
  return {
    length,
    words: {
      activity: text("activity"),
      stage: text("stage"),
      channel: text("channel"),
      segment: text("segment"),
      resource: text("resource"),
      unit: text("unit"),
      role: text("role"),
      kind: stream === "events" ? aboutOf(columns, length) : text("kind"),
      scale,
      currency: text("currency"),
    },
    // The sample is told once and by parameters, so nothing ever asks for the ids of its many rows.
    texts: {
      customer: text("customer"),
      case: text("case"),
      ...(stream === "events" || stream === "transactions" ? {} : { id: text("id") }),
      respondent: text("respondent"),
      comment: text("comment"),
    },
    numbers: {
      time: number("time"),
      start: number("start"),
      end: number("end"),
      amount: number("amount"),
      score,
      points: score.map((value, i) => toPoints(value, at(scale, i))),
    },
  };
}

function at(column: Coded | readonly (string | null)[], i: number): string | null {
  if (!("dictionary" in column)) return column[i] ?? null;
  const code = column.codes[i] ?? -1;
  return code < 0 ? null : (column.dictionary[code] ?? null);
}

/** A score on a scale such as "1-5" as points on 0–100. */
function toPoints(score: number, scale: string | null): number {
  const [low, high] = (scale ?? "").split("-").map(Number);
  return low === undefined || high === undefined || !(high > low) ? Number.NaN : ((score - low) / (high - low)) * 100;
}
