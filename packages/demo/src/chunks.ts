import { beliefChunk } from "./belief.ts";
import { type Calendar, calendarOf } from "./calendar.ts";
import type { Chunk, DemoOptions, StreamName } from "./contract.ts";
import { newDraws } from "./draw.ts";
import { appendEvent, CHUNK_ROWS, eventChunk, newEventColumns, openDelays, type RowOwner } from "./event-columns.ts";
import { clearEventRows, newEventRows, newOrder, orderInTime } from "./event-rows.ts";
import { newLife } from "./life.ts";
import { livePerson } from "./live.ts";
import { personOf } from "./person.ts";
import { appendAnswer, newResponseColumns, responseChunk } from "./response-columns.ts";
import type { Answered } from "./response-rows.ts";
import { putSession, SESSIONS_A_PERSON } from "./session.ts";
import { settingsOf } from "./settings-of.ts";

const PERSONS_AT_SCALE_1 = 20_000;
const ALL_STREAMS: readonly StreamName[] = ["events", "responses", "beliefs"];

/** Number of persons of a company; throws a RangeError on a seed or scale outside what `DemoOptions` allows. */
export function personsOf(options: DemoOptions): number {
  const { seed, scale } = options;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) throw new RangeError(`seed must be an unsigned 32-bit whole number, not ${seed}`);
  if (!(scale >= 0.02 && scale <= 10)) throw new RangeError(`scale must be between 0.02 and 10, not ${scale}`);
  return Math.round(PERSONS_AT_SCALE_1 * scale);
}

/**
 * The company's rows in chunks of at most 65,536, grouped by person and in order of time within. Only the streams asked for are
 * emitted; a stream's rows do not depend on which others are.
 */
export function* chunks(options: DemoOptions, streams: readonly StreamName[] = ALL_STREAMS): Generator<Chunk> {
  const persons = personsOf(options);
  const calendar = calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const withEvents = streams.includes("events");
  const withResponses = streams.includes("responses");
  if (withEvents || withResponses) {
    const draws = newDraws();
    const late = newDraws();
    const order = newOrder();
    const sessions = newEventRows();
    const life = newLife(settings, calendar, personOf(0, settings.seed, calendar, draws), withResponses);
    let events = newEventColumns();
    let responses = newResponseColumns();
    for (let index = 0; index < persons; index++) {
      const person = personOf(index, settings.seed, calendar, draws);
      livePerson(life, person);
      if (withEvents) {
        const owners: readonly RowOwner[] = [person, { index, customer: null, segment: -1 }];
        for (const owner of owners) {
          const rows = owner === person ? life.rows : sessions;
          if (rows === sessions) {
            clearEventRows(sessions);
            for (let i = 0; i < SESSIONS_A_PERSON; i++) putSession(sessions, index * SESSIONS_A_PERSON + i, settings.seed, calendar, draws);
          }
          openDelays(late, settings.seed, owner);
          const count = orderInTime(rows, calendar.minutes, order);
          for (let i = 0; i < count; i++) {
            appendEvent(events, rows, order[i], i, owner, calendar, late);
            if (events.length === CHUNK_ROWS) {
              yield eventChunk(events);
              events = newEventColumns();
            }
          }
        }
      }
      for (const answered of inRecord(life.answers, calendar)) {
        for (let place = 0; place < answered.answers.length; place++) {
          appendAnswer(responses, person, answered, place, calendar);
          if (responses.length === CHUNK_ROWS) {
            yield responseChunk(responses);
            responses = newResponseColumns();
          }
        }
      }
    }
    if (events.length > 0) yield eventChunk(events);
    if (responses.length > 0) yield responseChunk(responses);
  }
  if (streams.includes("beliefs")) yield beliefChunk(settings, calendar);
}

function inRecord(answers: readonly Answered[], calendar: Calendar): Answered[] {
  return answers
    .filter((answered) => answered.minute < calendar.minutes)
    .sort((a, b) => a.minute - b.minute || a.ordinal - b.ordinal);
}
