import { applyMap, settingsOf } from "./apply-map.ts";
import { profileColumns, type ColumnProfile } from "./column-profile.ts";
import type { Field, Plan, Proposal, ProposedColumn, ProposeInput, Question } from "./contract.ts";
import { guessMap, type Guess } from "./guess-map.ts";
import { limitsFrom } from "./limits.ts";
import { previewOf } from "./preview-rows.ts";
import { questionsOf } from "./ask-questions.ts";
import { readSample } from "./read-sample.ts";
import { zoneToUtc } from "./time-zone.ts";
import { voteDates, voteDecimals, voteScale } from "./vote-file.ts";

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
  const guesses = guessMap({ kind: input.kind, columns, header: sample.header, fixed });

  const where = { path: input.path, sample, limits };
  const dates = settings.dateOrder === null ? await voteDates(where, guesses) : { order: settings.dateOrder, open: false };
  const decimal = settings.decimal ?? voteDecimals(sample, guesses);
  const scale =
    said.scale === null ? await voteScale(where, guesses, decimal) : { text: said.scale, reason: "as you said", missing: false };

  const plan: Plan = {
    kind: input.kind,
    format: sample.format,
    part: sample.part,
    encoding: sample.encoding,
    delimiter: sample.delimiter,
    header: sample.header,
    dateOrder: dates.order,
    decimal,
    timezone,
    map: Object.fromEntries([...guesses].map(([field, { column }]) => [field, { column: column.name, position: column.position }])),
    scale: scale.text,
  };
  const questions: Question[] = questionsOf({
    kind: input.kind,
    sample,
    columns,
    guesses,
    datesOpen: dates.open,
    scaleMissing: scale.missing,
    fixed,
  });
  return {
    plan,
    columns: columns.map((column) => proposed(column, guesses, scale.text === null ? null : `${scale.text}, ${scale.reason}`)),
    rowsRead: sample.rows.length,
    emptyTraces: sample.emptyTraces,
    questions,
    ...previewOf(plan, sample),
  };
};

const proposed = (column: ColumnProfile, guesses: ReadonlyMap<Field, Guess>, scale: string | null): ProposedColumn => {
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
  };
};
