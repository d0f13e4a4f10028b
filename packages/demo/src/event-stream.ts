import type { Calendar } from "./calendar.ts";
import type { Chunk } from "./contract.ts";
import { type Draws, newDraws } from "./draw.ts";
import { appendEvent, CHUNK_ROWS, eventChunk, type EventColumns, newEventColumns, openDelays, type RowOwner } from "./event-columns.ts";
import { clearEventRows, type EventRows, newEventRows, newOrder, orderInTime } from "./event-rows.ts";
import type { Person } from "./person.ts";
import { putSession, SESSIONS_A_PERSON } from "./session.ts";
import type { Settings } from "./settings.ts";

/** The stream of events while it is made: the chunk being filled, and room for the sessions of nobody in particular. */
interface EventStream {
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly sessions: EventRows;
  readonly order: Int32Array;
  readonly draws: Draws;
  readonly late: Draws;
  columns: EventColumns;
}

export function newEventStream(settings: Settings, calendar: Calendar): EventStream {
  return {
    settings,
    calendar,
    sessions: newEventRows(),
    order: newOrder(),
    draws: newDraws(),
    late: newDraws(),
    columns: newEventColumns(),
  };
}

/** A person's events, then two anonymous sessions; yields each chunk as it fills. */
export function* eventsOf(stream: EventStream, rows: EventRows, person: Person): Generator<Chunk> {
  const { settings, calendar, sessions, draws } = stream;
  yield* copied(stream, rows, person);
  clearEventRows(sessions);
  const { index } = person;
  for (let i = 0; i < SESSIONS_A_PERSON; i++) putSession(sessions, index * SESSIONS_A_PERSON + i, settings.seed, calendar, draws);
  yield* copied(stream, sessions, { index, customer: null, segment: -1 });
}

function* copied(stream: EventStream, rows: EventRows, owner: RowOwner): Generator<Chunk> {
  const { settings, calendar, order, late } = stream;
  openDelays(late, settings.seed, owner);
  const count = orderInTime(rows, calendar.minutes, order);
  for (let i = 0; i < count; i++) {
    appendEvent(stream.columns, rows, order[i], i, owner, calendar, late);
    if (stream.columns.length < CHUNK_ROWS) continue;
    yield eventChunk(stream.columns);
    stream.columns = newEventColumns();
  }
}
