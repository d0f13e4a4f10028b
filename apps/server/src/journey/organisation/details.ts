import { type CaseFilter, type JourneyLog, keepCases, prepare, selectCases } from "@counterseat/journey";
import { unknownStep } from "../case-filters.ts";
import type { Missing, OfCases } from "../tasks.ts";

interface Words {
  /** By row; -1 = absent. */
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** Events of a log, answers and contracts as they were scanned: rows of three streams, told apart by `stream`. */
export interface DetailColumns {
  readonly log: string;
  readonly stream: Words;
  readonly source: Words;
  readonly activity: Words;
  readonly resource: Words;
  readonly unit: Words;
  readonly channel: Words;
  readonly kind: Words;
  readonly caseCode: Int32Array;
  readonly customer: Int32Array;
  readonly time: Float64Array;
  readonly points: Float64Array;
  readonly end: Float64Array;
  readonly amount: Float64Array;
}
export interface DetailRef {
  readonly key: string;
  readonly columns: DetailColumns | null;
}

/** A log with what its events tell, laid beside its positions and cases. */
export interface Details {
  readonly log: JourneyLog;
  /** Position -> code. */
  readonly unit: Int32Array;
  readonly channel: Int32Array;
  readonly kind: Int32Array;
  readonly units: readonly string[];
  readonly channels: readonly string[];
  readonly kinds: readonly string[];
  /** Case -> customer code, -1 unknown. */
  readonly customer: Int32Array;
  /** Case -> mean score on 0-100 of what was answered about it, NaN without an answer. */
  readonly score: Float64Array;
  /** Case -> 1 the customer said it was solved, 0 not, -1 did not say. */
  readonly said: Int8Array;
  /** Case -> UTC ms when its customer's last contract ends, Infinity while one is in force, NaN where no contract is known. */
  readonly leaves: Float64Array;
  /** Case -> what its customer's last contract brings a month, minor units, NaN where none is known. */
  readonly monthly: Float64Array;
  /** Case code -> places of its answers among all answers of the scan. */
  readonly answers: ReadonlyMap<number, readonly number[]>;
}

/** Logs kept in the computing thread with their details: they are large. */
const KEPT = 1;
const kept = new Map<string, Whole>();

/** The whole log: rows of the scan by the log's own row numbers, answers and contracts by code. */
interface Whole {
  readonly log: JourneyLog;
  readonly columns: DetailColumns;
  /** Row of the log -> row of the scan. */
  readonly rows: Int32Array;
  readonly score: ReadonlyMap<number, { sum: number; n: number }>;
  readonly said: ReadonlyMap<number, number>;
  readonly leaves: ReadonlyMap<number, number>;
  readonly monthly: ReadonlyMap<number, number>;
  readonly answers: ReadonlyMap<number, readonly number[]>;
}

/** What is asked of the cases that hold for a stack of filters, with their details. */
export function withDetails<T>(
  input: DetailRef & { readonly filters: readonly CaseFilter[] },
  work: (details: Details) => T,
): OfCases<T> | Missing {
  let whole = kept.get(input.key);
  if (whole === undefined) {
    if (input.columns === null) return { missing: true };
    while (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    whole = wholeOf(input.columns);
    kept.set(input.key, whole);
  }
  const { log } = whole;
  const unknown = unknownStep(input.filters, log.activities);
  if (unknown !== null) return { unknownStep: unknown };
  const chosen = input.filters.length === 0 ? log : keepCases(log, selectCases(log, input.filters));
  return { ...work(detailsOf(whole, chosen)), unknownStep: null, allCases: log.cases, activities: log.activities };
}

/** The question that asks whether it was solved. */
const SOLVED = /(^|[^a-z])(solved|resolved|gelöst|résolu|resuelto|resolvido)([^a-z]|$)/i;

function wholeOf(columns: DetailColumns): Whole {
  const { stream, source, caseCode, customer, points, end, kind } = columns;
  const streamCode = (name: string) => stream.dictionary.indexOf(name);
  const [events, responses, subscriptions] = [streamCode("events"), streamCode("responses"), streamCode("subscriptions")];
  const own = source.dictionary.indexOf(columns.log);
  const asksSolved = kind.dictionary.map((word) => SOLVED.test(word));
  const rows: number[] = [];
  const score = new Map<number, { sum: number; n: number }>();
  const said = new Map<number, number>();
  const leaves = new Map<number, number>();
  const monthly = new Map<number, number>();
  const answers = new Map<number, number[]>();
  let place = -1;
  for (let row = 0; row < stream.codes.length; row += 1) {
    const of = stream.codes[row];
    if (of === events) {
      if (source.codes[row] === own) rows.push(row);
    } else if (of === responses) {
      place += 1;
      const [about, value] = [caseCode[row] ?? -1, points[row] ?? Number.NaN];
      if (about < 0) continue;
      const own = answers.get(about);
      if (own === undefined) answers.set(about, [place]);
      else own.push(place);
      if (Number.isNaN(value)) continue;
      if (asksSolved[kind.codes[row] ?? -1] === true) said.set(about, value >= 50 ? 1 : 0);
      else {
        const sum = score.get(about) ?? { sum: 0, n: 0 };
        score.set(about, { sum: sum.sum + value, n: sum.n + 1 });
      }
    } else if (of === subscriptions) {
      const who = customer[row] ?? -1;
      const until = end[row] ?? Number.NaN;
      if (who < 0) continue;
      const last = Number.isNaN(until) ? Infinity : until;
      if (last < (leaves.get(who) ?? -Infinity)) continue;
      leaves.set(who, last);
      monthly.set(who, columns.amount[row] ?? Number.NaN);
    }
  }
  const at = Int32Array.from(rows);
  const log = prepare({
    caseCode: at.map((row) => caseCode[row] ?? 0),
    activity: at.map((row) => columns.activity.codes[row] ?? 0),
    time: Float64Array.from(at, (row) => columns.time[row] ?? Number.NaN),
    resource: at.map((row) => columns.resource.codes[row] ?? -1),
    activities: columns.activity.dictionary,
  });
  return { log, columns, rows: at, score, said, leaves, monthly, answers };
}

function detailsOf({ columns, rows, score, said, leaves, monthly, answers }: Whole, log: JourneyLog): Details {
  const byPosition = ({ codes }: Words) => log.row.map((row) => codes[rows[row] ?? -1] ?? -1);
  const customer = Int32Array.from(
    { length: log.cases },
    (_, c) => columns.customer[rows[log.row[log.offsets[c] ?? -1] ?? -1] ?? -1] ?? -1,
  );
  return {
    log,
    unit: byPosition(columns.unit),
    channel: byPosition(columns.channel),
    kind: byPosition(columns.kind),
    units: columns.unit.dictionary,
    channels: columns.channel.dictionary,
    kinds: columns.kind.dictionary,
    customer,
    score: Float64Array.from(log.caseCode, (code) => {
      const found = score.get(code);
      return found === undefined ? Number.NaN : found.sum / found.n;
    }),
    said: Int8Array.from(log.caseCode, (code) => said.get(code) ?? -1),
    leaves: Float64Array.from(customer, (who) => leaves.get(who) ?? Number.NaN),
    monthly: Float64Array.from(customer, (who) => monthly.get(who) ?? Number.NaN),
    answers,
  };
}
