import type { Calendar } from "./calendar.ts";
import type { Chunk } from "./contract.ts";
import { CHUNK_ROWS } from "./event-columns.ts";
import type { Person } from "./person.ts";
import { appendAnswer, newResponseColumns, responseChunk, type ResponseColumns } from "./response-columns.ts";
import type { Answered } from "./response-rows.ts";

/** The stream of answered questions while it is made. */
interface ResponseStream {
  readonly calendar: Calendar;
  columns: ResponseColumns;
}

export function newResponseStream(calendar: Calendar): ResponseStream {
  return { calendar, columns: newResponseColumns() };
}

/** A person's answers that came before the record ends, one row a question; yields each chunk as it fills. */
export function* responsesOf(stream: ResponseStream, answers: readonly Answered[], person: Person): Generator<Chunk> {
  const { calendar } = stream;
  const inRecord = answers
    .filter((answered) => answered.minute < calendar.minutes)
    .sort((a, b) => a.minute - b.minute || a.ordinal - b.ordinal);
  for (const answered of inRecord) {
    for (let place = 0; place < answered.answers.length; place++) {
      appendAnswer(stream.columns, person, answered, place, calendar);
      if (stream.columns.length < CHUNK_ROWS) continue;
      yield responseChunk(stream.columns);
      stream.columns = newResponseColumns();
    }
  }
}
