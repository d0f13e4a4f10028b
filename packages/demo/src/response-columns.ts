import { type Calendar, toUtc } from "./calendar.ts";
import type { Chunk, Column } from "./contract.ts";
import { CHUNK_ROWS } from "./event-columns.ts";
import { responseId } from "./identifier.ts";
import type { Person } from "./person.ts";
import { type Answered, SCALES, SURVEYS } from "./response-rows.ts";
import { CHANNELS, LANGUAGES, SEGMENTS } from "./segment.ts";
import { STAGES } from "./stage.ts";
import { UNIT_IDS } from "./unit.ts";

/** One chunk of answered questions being filled. */
export interface ResponseColumns {
  length: number;
  readonly id: string[];
  readonly response: string[];
  readonly customer: string[];
  readonly caseId: (string | null)[];
  readonly kind: string[];
  readonly comment: (string | null)[];
  readonly solved: (string | null)[];
  readonly begged: (string | null)[];
  readonly reason: (string | null)[];
  readonly time: Float64Array;
  readonly invited: Float64Array;
  readonly score: Float64Array;
  readonly rating: Float64Array;
  readonly survey: Int32Array;
  readonly scale: Int32Array;
  readonly stage: Int32Array;
  readonly channel: Int32Array;
  readonly segment: Int32Array;
  readonly language: Int32Array;
  readonly unit: Int32Array;
}

export function newResponseColumns(): ResponseColumns {
  const codes = (): Int32Array => new Int32Array(CHUNK_ROWS);
  const numbers = (): Float64Array => new Float64Array(CHUNK_ROWS);
  return {
    length: 0,
    id: [],
    response: [],
    customer: [],
    caseId: [],
    kind: [],
    comment: [],
    solved: [],
    begged: [],
    reason: [],
    time: numbers(),
    invited: numbers(),
    score: numbers(),
    rating: numbers(),
    survey: codes(),
    scale: codes(),
    stage: codes(),
    channel: codes(),
    segment: codes(),
    language: codes(),
    unit: codes(),
  };
}

/** Adds question `place` of an answered survey to the end of the chunk. */
export function appendAnswer(columns: ResponseColumns, person: Person, answered: Answered, place: number, calendar: Calendar): void {
  const at = columns.length;
  columns.length = at + 1;
  const answer = answered.answers[place];
  const response = responseId(person.index, answered.ordinal);
  const whole = place === answered.commentAt;
  columns.id.push(`${response}-${place + 1}`);
  columns.response.push(response);
  columns.customer.push(person.customer);
  columns.caseId.push(answered.caseId);
  columns.kind.push(answer.kind);
  columns.comment.push(whole ? answered.comment : null);
  columns.solved.push(whole ? yesNo(answered.solved) : null);
  columns.begged.push(whole ? yesNo(answered.begged) : null);
  columns.reason.push(answered.reason);
  columns.time[at] = toUtc(calendar, answered.minute);
  columns.invited[at] = toUtc(calendar, answered.invited);
  columns.score[at] = answer.score;
  columns.rating[at] = whole ? answered.rating : NaN;
  columns.survey[at] = answered.survey;
  columns.scale[at] = answer.scale;
  columns.stage[at] = answer.stage;
  columns.channel[at] = answered.channel;
  columns.segment[at] = person.segment;
  columns.language[at] = person.language;
  columns.unit[at] = answered.unit;
}

function yesNo(value: boolean | null): string | null {
  if (value === null) return null;
  return value ? "yes" : "no";
}

/** The filled rows as a chunk; the columns must not be used again. */
export function responseChunk(from: ResponseColumns): Chunk {
  const { length } = from;
  const coded = (codes: Int32Array, dictionary: readonly string[]): Column => ({ codes: codes.subarray(0, length), dictionary });
  return {
    stream: "responses",
    length,
    columns: {
      id: from.id,
      response: from.response,
      survey: coded(from.survey, SURVEYS),
      time: from.time.subarray(0, length),
      invited: from.invited.subarray(0, length),
      kind: from.kind,
      score: from.score.subarray(0, length),
      scale: coded(from.scale, SCALES),
      stage: coded(from.stage, STAGES),
      channel: coded(from.channel, CHANNELS),
      segment: coded(from.segment, SEGMENTS),
      customer: from.customer,
      comment: from.comment,
      language: coded(from.language, LANGUAGES),
      unit: coded(from.unit, UNIT_IDS),
      case: from.caseId,
      rating: from.rating.subarray(0, length),
      solved: from.solved,
      begged: from.begged,
      reason: from.reason,
    },
  };
}
