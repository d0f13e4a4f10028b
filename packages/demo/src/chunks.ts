import { beliefChunk } from "./belief.ts";
import { calendarOf } from "./calendar.ts";
import type { Chunk, DemoOptions, StreamName } from "./contract.ts";
import { newDraws } from "./draw.ts";
import { eventChunk } from "./event-columns.ts";
import { eventsOf, newEventStream } from "./event-stream.ts";
import { newLife } from "./life.ts";
import { livePerson } from "./live.ts";
import { personOf } from "./person.ts";
import { responseChunk } from "./response-columns.ts";
import { newResponseStream, responsesOf } from "./response-stream.ts";
import { personsOf } from "./size.ts";
import { settingsOf } from "./settings-of.ts";

const ALL_STREAMS: readonly StreamName[] = ["events", "responses", "beliefs"];

/**
 * The company's rows in chunks of at most 65,536, grouped by person and in order of time within. Only the streams asked for are
 * emitted; a stream's rows do not depend on which others are.
 */
export function* chunks(options: DemoOptions, streams: readonly StreamName[] = ALL_STREAMS): Generator<Chunk> {
  const persons = personsOf(options);
  const calendar = calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const events = streams.includes("events") ? newEventStream(settings, calendar) : null;
  const responses = streams.includes("responses") ? newResponseStream(calendar) : null;
  if (events !== null || responses !== null) {
    const draws = newDraws();
    const life = newLife(settings, calendar, personOf(0, settings.seed, calendar, draws), responses !== null);
    for (let index = 0; index < persons; index++) {
      const person = personOf(index, settings.seed, calendar, draws);
      livePerson(life, person);
      if (events !== null) yield* eventsOf(events, life.rows, person);
      if (responses !== null) yield* responsesOf(responses, life.answers, person);
    }
  }
  if (events !== null && events.columns.length > 0) yield eventChunk(events.columns);
  if (responses !== null && responses.columns.length > 0) yield responseChunk(responses.columns);
  if (streams.includes("beliefs")) yield beliefChunk(settings, calendar);
}
