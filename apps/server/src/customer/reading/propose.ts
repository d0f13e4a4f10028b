import { applyMap, settingsOf } from "./apply-map.ts";
import { profileColumns, type ColumnProfile } from "./column-profile.ts";
import type { Field, Plan, Proposal, ProposedColumn, ProposeInput, Question } from "./contract.ts";
import { guessMap, type Guess } from "./guess-map.ts";
import { limitsFrom } from "./limits.ts";
import { recognise } from "./presets/index.ts";
import { previewOf } from "./preview-rows.ts";
import { questionsOf } from "./ask-questions.ts";
import { readSample } from "./read-sample.ts";
import { recall } from "./recall.ts";
import { parseScale } from "./scales.ts";
import { asSaid, settleDates, settleDecimal } from "./settle.ts";
import { zoneToUtc } from "./time-zone.ts";
import { currencyOf } from "./parse-decimal.ts";
import { voteDates, voteDecimals } from "./vote-file.ts";
import { AS_LAST_TIME, voteScale, type ScaleVote } from "./vote-scale.ts";

const ROWS = 5000;

/**
 * Looks at a file and proposes how to read it. What a person has to decide comes back as questions, each with the option that settles
 * it; no questions means the plan can be read as it stands. What `map` says always wins.
 */
export const propose = async (input: ProposeInput): Promise<Proposal> => {
  const limits = limitsFrom(input.limits);
  const timezone = input.timezone ?? "UTC";
  zoneToUtc(timezone);
  const settings = settingsOf(input.map);
  const sample = await readSample({
    path: input.path,
    name: input.name,
    encoding: settings.encoding,
    part: settings.part,
    lastPart: input.last?.part ?? null,
    rows: Math.max(1, input.rows ?? ROWS),
    limits,
  });

  const said = applyMap(input.kind, input.map, sample.names);
  const columns = profileColumns(
    sample.names,
    sample.rows.map((row) => row.cells),
  );
  const fixed = new Map<Field, ColumnProfile | null>();
  for (const [field, index] of said.fixed) fixed.set(field, index === null ? null : (columns[index] ?? null));
  const { last, fixed: again, changed } = recall({ kind: input.kind, last: input.last ?? null, columns, said: said.fixed });
  for (const [field, column] of again) fixed.set(field, column);
  const recalled = new Set(again.keys());
  // What the export of a known system says by its headers is nobody's decision: it is found again in the next file.
  const preset = sample.header ? recognise(input.kind, columns) : null;
  const given = new Set([...fixed.values()].map((column) => column?.position));
  const byPreset = new Map([...(preset?.columns ?? [])].filter(([field, column]) => !fixed.has(field) && !given.has(column.position)));
  const settledOrKnown = new Map([...fixed, ...byPreset]);
  const guesses = guessMap({
    kind: input.kind,
    columns,
    header: sample.header,
    fixed: settledOrKnown,
    recalled,
    preset: preset === null ? null : { name: preset.name, fields: new Set(byPreset.keys()) },
  });

  const where = { path: input.path, sample, limits };
  const dates = settings.dateOrder === null ? settleDates(await voteDates(where, guesses), last) : asSaid(settings.dateOrder);
  const marks = settings.decimal === null ? settleDecimal(voteDecimals(sample, guesses), last) : asSaid(settings.decimal);
  const decimal = marks.value ?? ".";
  const scale: ScaleVote =
    said.scale === null
      ? await voteScale({ where, guesses, columns, decimal, last: last?.scale == null ? null : parseScale(last.scale) })
      : { text: said.scale, reason: "as you said", missing: false, column: null };
  if (scale.column !== null) guesses.set("scale", { column: scale.column, confidence: 0.8, reason: "its words say the scale of each row" });

  const plan: Plan = {
    kind: input.kind,
    format: sample.format,
    part: sample.part,
    encoding: sample.encoding,
    delimiter: sample.delimiter,
    header: sample.header,
    ...(sample.head === null || sample.head.above === 0 ? {} : { above: sample.head.above }),
    ...(sample.head?.lines === 2 ? { headerLines: 2 } : {}),
    dateOrder: dates.value,
    decimal,
    timezone,
    map: Object.fromEntries([...guesses].map(([field, { column }]) => [field, { column: column.name, position: column.position }])),
    scale: scale.text,
    ...currencyIn(guesses.get("amount")?.column.name),
  };
  const questions: Question[] = questionsOf({
    kind: input.kind,
    sample,
    columns,
    guesses,
    dates: dates.doubt,
    decimal: marks.doubt,
    changed,
    scaleMissing: scale.missing,
    fixed: settledOrKnown,
  });
  return {
    plan,
    columns: columns.map((column) =>
      proposed(column, { guesses, recalled }, scale.text === null ? null : `${scale.text}, ${scale.reason}`),
    ),
    rowsRead: sample.rows.length,
    emptyTraces: sample.emptyTraces,
    questions,
    asLastTime: [
      ...recalled,
      ...(dates.asLastTime ? ["dateOrder"] : []),
      ...(marks.asLastTime ? ["decimal"] : []),
      ...(scale.reason === AS_LAST_TIME ? ["scale"] : []),
      ...(sample.part !== null && settings.part === null && sample.part === input.last?.part ? ["part"] : []),
    ],
    settled: {
      columns: Object.fromEntries([...fixed].map(([field, column]) => [field, column?.name ?? null])),
      dateOrder: settings.dateOrder ?? last?.dateOrder ?? null,
      decimal: settings.decimal ?? last?.decimal ?? null,
      scale: said.scale ?? last?.scale ?? null,
      part: settings.part ?? last?.part ?? null,
      timezone: null,
    },
    ...previewOf(plan, sample),
  };
};

/** The currency an amount's header names, as `Betrag (EUR)` or `Amount USD`. */
const currencyIn = (header: string | undefined): { currency?: string } => {
  if (header === undefined) return {};
  const codes = new Set(
    header.split(/[\s()[\]{}_/.,;:|-]+/).flatMap((word) => {
      const code = word === word.toUpperCase() || word.length > 3 ? currencyOf(word) : null;
      return code === null ? [] : [code];
    }),
  );
  const [code] = codes;
  return codes.size === 1 && code !== undefined ? { currency: code } : {};
};

const proposed = (
  column: ColumnProfile,
  { guesses, recalled }: { guesses: ReadonlyMap<Field, Guess>; recalled: ReadonlySet<Field> },
  scale: string | null,
): ProposedColumn => {
  // Where one column serves two fields (an end that is also the time) the first is shown.
  const found = [...guesses].find(([, guess]) => guess.column.position === column.position);
  const [field, guess] = found ?? [null, null];
  const reason = guess === null ? "not needed" : guess.reason;
  return {
    position: column.position,
    name: column.name,
    samples: column.samples,
    field,
    confidence: guess === null ? 0 : Math.round(guess.confidence * 100) / 100,
    reason: field === "score" && scale !== null ? `${reason}; scale ${scale}` : reason,
    asLastTime: field !== null && recalled.has(field),
  };
};
